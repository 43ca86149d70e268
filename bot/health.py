"""Is the process alive; is it fit to serve."""

from collections.abc import Callable
from datetime import datetime, timedelta

from aiohttp import web

from bot.clockwork import Clockwork
from bot.courier import Courier
from bot.sockets import Sockets
from handlers.ledger import Ledger
from services import desk

SILENT = timedelta(seconds=15)


class Health:
    """`/healthz` says that the loop turns; `/readyz` is red when ticks or the courier stop, with the reasons."""

    def __init__(
        self,
        ledger: Ledger,
        clockwork: Clockwork,
        courier: Courier,
        clock: Callable[[], datetime],
        sockets: Sockets | None = None,
    ) -> None:
        self._ledger = ledger
        self._clockwork = clockwork
        self._courier = courier
        self._clock = clock
        self._sockets = sockets

    async def alive(self, _: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def ready(self, _: web.Request) -> web.Response:
        faults = await self.faults()
        return web.json_response({"ready": not faults, "faults": faults}, status=503 if faults else 200)

    async def faults(self) -> list[str]:
        found = []
        try:
            if not await self._ledger.read(desk.is_applied):
                found.append("no desk file has been applied: run bot apply")
        except Exception as error:  # noqa: BLE001 - whatever it is, the database does not serve
            found.append(f"the database does not answer: {type(error).__name__}")
        if self._is_silent(self._clockwork.last_tick):
            found.append("ticks have stopped")
        if self._is_silent(self._courier.last_round):
            found.append("the courier has stopped")
        if self._courier.account_error:
            found.append(f"Slack does not accept our token: {self._courier.account_error}")
        if self._sockets and self._sockets.is_silent_since(SILENT):
            found.append("no socket to Slack is open")
        return found

    def _is_silent(self, last: datetime | None) -> bool:
        return last is None or self._clock() - last > SILENT
