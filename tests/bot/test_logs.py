"""No secret in any line, whoever writes it and wherever it stands."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot import logs

SECRET, TOKEN = "made-up signing secret", "xoxb-12-34-made-up"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    found = io.StringIO()
    logs.configure("INFO", [SECRET], found)
    yield found
    logging.getLogger().handlers.clear()


def test_secrets_and_what_looks_like_one_are_left_out(stream: io.StringIO) -> None:
    log = structlog.get_logger("any")
    log.info("said", text=f"the token is {TOKEN}", nested={"deep": [SECRET, {"more": TOKEN}]}, number=7)
    event = f"in the event itself {TOKEN} {SECRET}"
    log.warning(event)
    log.info(
        "url", url="postgresql://steward:pass-word@db/steward", app="xapp-1-A1-made-up", old="xoxe.xoxp-1-made"
    )
    logging.getLogger("sqlalchemy").warning("from a library: %s %s", SECRET, TOKEN)
    log.error("failed", exc_info=ValueError(f"with {SECRET} and {TOKEN}"))
    said = stream.getvalue()
    assert SECRET not in said
    for part in ("made-up", "pass-word", "xoxp-1"):
        assert part not in said
    assert "[redacted]" in said


def test_each_line_is_json(stream: io.StringIO) -> None:
    structlog.get_logger("any").info("打印机", text="two\nlines")
    logging.getLogger("slack_sdk").error("plain %s", "words")
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["event"] for line in lines] == ["打印机", "plain words"]
    assert [line["level"] for line in lines] == ["info", "error"]


def test_the_libraries_speak_from_warnings_upwards(stream: io.StringIO) -> None:
    for name in ("slack_bolt", "slack_sdk.web", "aiohttp.access", "apscheduler.scheduler"):
        logging.getLogger(name).info("chatter")
    assert stream.getvalue() == ""
