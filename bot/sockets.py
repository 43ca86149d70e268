"""Socket Mode: Slack delivers down web sockets that we open, so that no port of ours need be reached.

Two connections, since Slack ends each from time to time; any of them may get any delivery. The SDK's client falls
silent for good after some reconnections, so a connection here is one loop: it ends whenever the other side does,
does not answer pings, or says nothing for long, and a new one is opened.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import structlog
from aiohttp import ClientWebSocketResponse, WSMsgType
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.deliveries import Deliveries, holds_nul
from bot.slack_errors import Fate, verdict

log = structlog.get_logger("sockets")

CONNECTIONS = 2
LINKS = {"link_disabled"}


@dataclass(frozen=True)
class Patience:
    """Seconds of machine time."""

    pong: float = 10.0  # between two pings; half of it is waited for the answer
    silent: float = 600.0  # a socket that answers pings and delivers nothing for so long is renewed
    first_pause: float = 0.5
    longest_pause: float = 60.0  # apps.connections.open is allowed about once a minute in the long run


@dataclass
class Sockets:
    """`run` keeps the connections. `client` knows the app-level token; `clock` is machine time."""

    client: AsyncWebClient
    session: aiohttp.ClientSession
    deliveries: Deliveries
    clock: Callable[[], datetime]
    patience: Patience = Patience()
    connected: int = 0
    connected_at: datetime | None = None
    _heard: set[asyncio.Task[None]] = field(default_factory=set)

    async def run(self) -> None:
        """Until cancelled; then what is under way is answered."""
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(CONNECTIONS):
                    group.create_task(self._keep())
        finally:
            await asyncio.shield(asyncio.gather(*self._heard, return_exceptions=True))

    def is_silent_since(self, span: timedelta) -> bool:
        """Has there been no connection for `span`?"""
        if self.connected:
            return False
        return self.connected_at is None or self.clock() - self.connected_at > span

    async def _keep(self) -> None:
        pause = self.patience.first_pause
        while True:
            try:
                await self._converse()
                pause = self.patience.first_pause
            except Exception as error:  # noqa: BLE001 - whatever it was, another connection is opened
                found = verdict(error)
                say = log.error if found.fate in {Fate.ACCOUNT, Fate.OURS} else log.warning
                say("no socket", error=found.error)
                await asyncio.sleep(max(pause, found.rest or 0.0))
                pause = min(pause * 2, self.patience.longest_pause)

    async def _converse(self) -> None:
        """One connection, from its opening to its end."""
        answer = await self.client.apps_connections_open(app_token=self.client.token or "")
        async with self.session.ws_connect(
            str(answer["url"]),
            heartbeat=self.patience.pong,
            proxy=self.client.proxy,
            ssl=self.client.ssl or True,
        ) as socket:
            self.connected += 1
            try:
                await self._listen(socket)
            finally:
                self.connected -= 1
                self.connected_at = self.clock()
                await asyncio.gather(*self._heard, return_exceptions=True)  # answers go back the way they came

    async def _listen(self, socket: ClientWebSocketResponse) -> None:
        while True:
            try:
                frame = await socket.receive(timeout=self.patience.silent)
            except TimeoutError:
                log.info("socket renewed: nothing came for long")
                return
            if frame.type is not WSMsgType.TEXT:
                log.info("socket ended", code=socket.close_code)
                return
            if not self._take(socket, json.loads(frame.data)):
                return

    def _take(self, socket: ClientWebSocketResponse, envelope: Mapping[str, Any]) -> bool:
        """False where Slack says that this connection is about to end."""
        match envelope.get("type"):
            case "hello":
                log.info("socket open", connections=envelope.get("num_connections"))
            case "disconnect":
                reason = envelope.get("reason")
                (log.error if reason in LINKS else log.info)("socket ends", reason=reason)
                return False
            case _ if envelope.get("envelope_id"):
                task = asyncio.create_task(self._answer(socket, envelope))
                self._heard.add(task)
                task.add_done_callback(self._heard.discard)
        return True

    async def _answer(self, socket: ClientWebSocketResponse, envelope: Mapping[str, Any]) -> None:
        """What is not acknowledged Slack delivers again, if it is an event."""
        payload = envelope.get("payload")
        if not isinstance(payload, dict) or holds_nul(payload):
            log.warning("unreadable envelope", kind=envelope.get("type"))
            return
        retry = {"X-Slack-Retry-Num": str(envelope.get("retry_attempt") or "")}
        answer = await self.deliveries.answer(payload, retry, self.clock())
        if answer.status == 200:  # noqa: PLR2004 - HTTP's OK
            try:
                await socket.send_json(_acknowledgement(envelope, answer))
            except (ConnectionError, RuntimeError) as error:  # the socket went away: what was done is kept
                log.warning("not acknowledged", error=str(error))


def _acknowledgement(envelope: Mapping[str, Any], answer: BoltResponse) -> dict[str, Any]:
    made: dict[str, Any] = {"envelope_id": envelope["envelope_id"]}
    if answer.body and envelope.get("accepts_response_payload", True):
        is_json = answer.first_headers().get("content-type", "").startswith("application/json")
        made["payload"] = json.loads(answer.body) if is_json else {"text": answer.body}
    return made
