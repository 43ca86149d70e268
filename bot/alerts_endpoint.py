"""`POST /alerts/<source>`: what monitoring sends. Checked before it is read, stored before it is answered."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from aiohttp import web

from bot.signature import is_fresh
from domain.alerts import Received
from domain.outcomes import Refused
from handlers.alerts import formats
from handlers.alerts.formats import Delivery
from handlers.alerts.reading import Unfit
from handlers.ledger import Ledger
from services import alerts, alerts_secrets
from services.alerts import Door, TooMany
from services.inbox import Heard, NotNow

log = structlog.get_logger("alerts")

NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
IN_TIME = timedelta(seconds=8)  # senders wait ten seconds and more
SIGNATURES = ("X-Steward-Signature", "X-Grafana-Alerting-Signature")
STAMP = "X-Steward-Timestamp"

NOT_KNOWN = (
    "The secret is missing or wrong, or there is no such source. Send it as Authorization: Bearer, or as "
    "X-Steward-Secret; `bot secret add` issues a new one."
)
NOT_SIGNED = (
    "The signature is wrong, too old, or there is no such source. X-Steward-Signature is the HMAC-SHA256, in "
    "hexadecimal, of X-Steward-Timestamp, a colon and the body, by the signing key that `bot secret add` printed."
)
UNSIGNED = "This source must sign its requests. docs/alerts.md tells how."
TOO_LARGE = "The body is too large: 1 MiB at most. Send fewer alerts in one request."
TOO_MANY = "This source sends more than it may, so this request was not taken. Send it again in {seconds} s."
BUSY = "I am too busy to store this now, so it was not taken. Please send it again."
UNREADABLE = "The body cannot be read: its encoding is not what the headers say."


class Closed(Exception):  # noqa: N818 - says what the door is
    """Not let in; the sentence says why, and is the same for an unknown source."""


@dataclass
class AlertsEndpoint:
    """`clock` is machine time; `key` is ALERTS_KEY, without which nobody can sign. `most` requests at once are
    taken in; what comes beside them is sent away rather than kept waiting in memory.
    """

    ledger: Ledger
    clock: Callable[[], datetime]
    key: str | None
    most: int = 64
    _inside: int = field(default=0, init=False)

    async def receive(self, request: web.Request) -> web.Response:
        if self._inside >= self.most:
            return web.Response(status=503, text=BUSY, headers={"Retry-After": "1"})
        self._inside += 1
        try:
            return await self._receive(request)
        finally:
            self._inside -= 1

    async def _receive(self, request: web.Request) -> web.Response:
        arrived, source = self.clock(), request.match_info["source"]
        try:
            door = await self._door(source)
            raw = await self._let_in(request, door, arrived)
            if door.body is None:
                raise Closed(NOT_KNOWN)  # noqa: TRY301 - one answer for all who are not let in
            received = await self._store(
                source, formats.read(source, door.body.format, request.headers, raw), arrived
            )
        except Closed as closed:
            return web.Response(status=401, text=str(closed), headers={"WWW-Authenticate": "Bearer"})
        except Refused:
            return web.Response(status=401, text=NOT_KNOWN, headers={"WWW-Authenticate": "Bearer"})
        except web.HTTPRequestEntityTooLarge:
            return web.Response(status=413, text=TOO_LARGE)
        except web.RequestPayloadError:
            return web.Response(status=422, text=UNREADABLE)
        except Unfit as unfit:
            log.warning("alerts not taken", source=source, reason=str(unfit))
            return web.Response(status=422, text=str(unfit))
        except TooMany as much:
            seconds = max(1, math.ceil(much.wait.total_seconds()))
            headers = {"Retry-After": str(seconds)}
            return web.Response(status=429, text=TOO_MANY.format(seconds=seconds), headers=headers)
        except NotNow:
            return web.Response(status=503, text=BUSY)
        return web.json_response({"alerts": received.alerts, "news": received.news})

    async def _store(self, source: str, delivery: Delivery, arrived: datetime) -> Received:
        if delivery.key is None:
            return await self.ledger.write(alerts.receive, source, delivery.report)
        heard = Heard(delivery.key, None, arrived + IN_TIME)
        return await self.ledger.hear(heard, alerts.receive, source, delivery.report)

    async def _door(self, source: str) -> Door:
        return await self.ledger.read(alerts.door, source if NAME.fullmatch(source) else "")

    async def _let_in(self, request: web.Request, door: Door, arrived: datetime) -> bytes:
        """The body of who may come in. A bare secret is checked before a byte of the body is read."""
        signature = next((request.headers[name] for name in SIGNATURES if name in request.headers), None)
        if signature is not None:
            raw = await request.read()
            if not self._is_signed(request.headers, signature, door, raw, arrived):
                raise Closed(NOT_SIGNED)
            return raw
        if not alerts_secrets.opens(door.hashes, _secret(request.headers)):
            raise Closed(NOT_KNOWN)
        if door.body and door.body.signed:
            raise Closed(UNSIGNED)
        return await request.read()

    def _is_signed(
        self, headers: Mapping[str, str], signature: str, door: Door, raw: bytes, arrived: datetime
    ) -> bool:
        stamp = headers.get(STAMP, "")
        if not is_fresh(stamp, arrived.timestamp()) or self.key is None:
            return False
        return alerts_secrets.signs(self.key, door.hashes, stamp, raw, signature.removeprefix("sha256="))


def _secret(headers: Mapping[str, str]) -> str:
    scheme, _, given = headers.get("Authorization", "").partition(" ")
    return given.strip() if scheme.lower() == "bearer" else headers.get("X-Steward-Secret", "").strip()
