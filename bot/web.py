"""The HTTP side: Slack's deliveries checked on the raw bytes and handed to Bolt; health; the movable clock."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response

from bot.alerts_endpoint import AlertsEndpoint
from bot.deliveries import Deliveries, holds_nul
from bot.health import Health
from bot.signature import is_genuine

log = structlog.get_logger("web")

LARGEST = 1024**2  # bytes; Slack's own limit for a view is a quarter of it


class Malformed(Exception):  # noqa: N818 - names the body
    """Signed, but nothing that Slack sends."""


@dataclass(frozen=True)
class SlackEndpoint:
    """`POST /slack/events`. `clock` is machine time."""

    deliveries: Deliveries
    secret: str
    clock: Callable[[], datetime]

    async def receive(self, request: web.Request) -> web.StreamResponse:
        arrived = self.clock()
        raw = await request.read()
        if not is_genuine(self.secret, request.headers, raw, arrived.timestamp()):
            return web.Response(status=401, text="The signature does not match.")
        try:
            body = parsed(request.content_type, raw)
        except Malformed as fault:
            return web.Response(status=400, text=str(fault))
        if body.get("type") == "url_verification":
            return web.json_response({"challenge": str(body.get("challenge", ""))})
        answer = await self.deliveries.answer(body, request.headers, arrived)
        return await to_aiohttp_response(answer)


def parsed(content_type: str, raw: bytes) -> dict[str, Any]:
    """The body as Bolt takes it in Socket Mode. Raises Malformed."""
    try:
        body = _mapping(json.loads(raw)) if content_type == "application/json" else _form(raw)
    except (ValueError, RecursionError) as error:
        raise Malformed("This is neither JSON nor a form.") from error
    if holds_nul(body):
        raise Malformed("NUL is no character of a text.")
    return body


def _form(raw: bytes) -> dict[str, Any]:
    """Slack's interactions are a form with the one field `payload`; a command's text may hold any letters."""
    fields = dict(parse_qsl(raw.decode(), keep_blank_values=True, strict_parsing=True, max_num_fields=100))
    return _mapping(json.loads(fields["payload"])) if set(fields) == {"payload"} else dict(fields)


def _mapping(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Malformed("An object was expected.")
    return value


@web.middleware
async def no_tracebacks(request: web.Request, handler: Any) -> web.StreamResponse:  # noqa: ANN401 - aiohttp's own
    """Whatever happens, the other side reads a status and one line."""
    try:
        answer: web.StreamResponse = await handler(request)
    except web.HTTPException as refusal:
        return web.Response(status=refusal.status, text=refusal.reason)
    except ConnectionError:  # the other side went away in the middle of its request
        return web.Response(status=400)
    except Exception as error:
        log.exception("request failed", path=request.path, exc_info=error)
        return web.Response(status=500, text="Internal error.")
    return answer


def application(slack: SlackEndpoint | None, alerts: AlertsEndpoint, health: Health) -> web.Application:
    """Without an endpoint, where Slack delivers by sockets, only alerts and health are served."""
    app = web.Application(client_max_size=LARGEST, middlewares=[no_tracebacks])
    if slack:
        app.router.add_post("/slack/events", slack.receive)
    app.router.add_post("/alerts/{source}", alerts.receive)
    app.router.add_get("/healthz", health.alive)
    app.router.add_get("/readyz", health.ready)
    return app
