"""Structured logs on standard error, one JSON object a line, without secrets."""

import logging
import re
import sys
from collections.abc import Iterable
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

# What Slack's tokens and the secrets of `bot secret` look like, and whatever calls itself a secret.
TOKEN = re.compile(r"xox[a-z](?:\.[a-z]+)?-[\w-]+|xapp-[\w-]+|stw_[0-9a-f]+|(?<=://)[^/\s:@]*:[^/\s@]+(?=@)")
REDACTED = "[redacted]"
SHORTEST = 6  # characters: a shorter secret is a word, and no secret


def redactor(secrets: Iterable[str]) -> Processor:
    """Replaces the deployment's own secrets, and all that looks like a Slack token or a password in a URL."""
    known = [secret for secret in secrets if len(secret) >= SHORTEST]

    def redact(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
        return {name: _clean(value, known) for name, value in event.items()}

    return redact


def _clean(value: object, known: list[str]) -> object:
    if not isinstance(value, str):
        return value if isinstance(value, int | float | bool | None) else _clean(repr(value), known)
    for secret in known:
        value = value.replace(secret, REDACTED)
    return TOKEN.sub(REDACTED, value)


def configure(level: str, secrets: Iterable[str], stream: TextIO = sys.stderr) -> None:
    """Once a process. The libraries' loggers speak through the same line, from WARNING upwards."""
    last: list[Processor] = [redactor(list(secrets)), structlog.processors.JSONRenderer(ensure_ascii=False)]
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy in ("slack_bolt", "slack_sdk", "aiohttp", "apscheduler", "alembic", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
