"""What Slack delivered, by HTTP or by a socket, on its way through Bolt: one path for both."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.metrics import Metrics

log = structlog.get_logger("deliveries")

LAST_RETRY = "3"
KINDS = {
    "command",
    "block_actions",
    "block_suggestion",
    "event_callback",
    "message_action",
    "shortcut",
    "view_closed",
    "view_submission",
}


@dataclass(frozen=True)
class Deliveries:
    """`park` keeps an event that failed on its last delivery; `clock` is machine time."""

    bolt: AsyncApp
    park: Callable[[Mapping[str, Any]], Any]
    clock: Callable[[], datetime]
    metrics: Metrics

    async def answer(self, body: dict[str, Any], headers: Mapping[str, str], arrived: datetime) -> BoltResponse:
        """Bolt's answer; 400 for what is nothing that Slack documents. `arrived` is machine time."""
        answer = await self._answer(body, headers, arrived)
        kind = "command" if "command" in body else str(body.get("type") or "")
        seconds = (self.clock() - arrived).total_seconds()
        self.metrics.delivered(kind if kind in KINDS else "other", answer.status, seconds)
        return answer

    async def _answer(self, body: dict[str, Any], headers: Mapping[str, str], arrived: datetime) -> BoltResponse:
        if body.get("type") == "app_rate_limited":
            log.error("Slack drops events: more than 30,000 an hour", minute=body.get("minute_rate_limited"))
            return BoltResponse(status=200, body="")
        sent: dict[str, str | Sequence[str]] = dict(headers)
        try:
            asked = AsyncBoltRequest(body=body, mode="socket_mode", headers=sent, context={"arrived_at": arrived})
            answer = await self.bolt.async_dispatch(asked)
        except (LookupError, TypeError, AttributeError, ValueError) as error:  # what listeners raise, Bolt answers
            log.warning("Bolt cannot read this delivery", error=repr(error))
            return _no_delivery()
        if answer.status == 404:  # noqa: PLR2004 - Bolt's: no kind of payload that Slack documents
            return _no_delivery()
        if answer.status >= 500 and headers.get("X-Slack-Retry-Num") == LAST_RETRY:  # noqa: PLR2004 - HTTP's server errors
            await self.park(body)
        return answer


def _no_delivery() -> BoltResponse:
    return BoltResponse(status=400, body="This is no delivery of Slack's.")


def holds_nul(value: object) -> bool:
    match value:
        case str():
            return "\0" in value
        case dict():
            return any(holds_nul(part) for pair in value.items() for part in pair)
        case list():
            return any(holds_nul(part) for part in value)
        case _:
            return False
