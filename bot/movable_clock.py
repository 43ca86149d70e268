"""`POST /clock`: desk time moved on, through every due instant. For the demo and the tests, never `bot run`."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from aiohttp import web

from bot.clockwork import Clockwork
from bot.courier import Courier
from handlers.ledger import Ledger
from services import desk

PATIENCE = 60  # seconds of machine time for the courier to fall idle
Turn = Callable[[datetime], Awaitable[None]]
FARTHEST = 400 * 24 * 3600  # seconds in one move


class MovableClock:
    """`clock` is machine time; `turn` moves desk time, by the ledger unless given."""

    def __init__(
        self,
        ledger: Ledger,
        clockwork: Clockwork,
        courier: Courier,
        clock: Callable[[], datetime],
        turn: Turn | None = None,
    ) -> None:
        self._ledger = ledger
        self._clockwork = clockwork
        self._courier = courier
        self._clock = clock
        self._turn = turn or self._move_desk

    async def move(self, request: web.Request) -> web.Response:
        """Body `{"advance": seconds}`; answers `{"now": …}` once the ticks are done and the courier is idle."""
        try:
            seconds = float((await request.json())["advance"])
        except (ValueError, KeyError, TypeError, json.JSONDecodeError):
            return web.json_response({"error": "advance: a number of seconds"}, status=400)
        if not 0 <= seconds <= FARTHEST:
            return web.json_response({"error": f"advance: 0 to {FARTHEST} seconds"}, status=400)
        now = await self.advance(timedelta(seconds=seconds))
        return web.json_response({"now": now.isoformat()})

    async def advance(self, span: timedelta) -> datetime:
        """Sweeps, then stops at each instant at which something is due, as if the time had passed."""
        await self._clockwork.sweep()
        return await self.live(span)

    async def live(self, span: timedelta) -> datetime:
        """The same without a sweep."""
        await self.settle()
        until: datetime = await self._ledger.read(desk.now) + span
        due = await self._clockwork.next_due()
        while due and due <= until:
            await self._turn(due)
            await self.settle()
            following = await self._clockwork.next_due()
            if following == due:
                break  # a timer that cannot be done now: the next tick has it
            due = following
        await self._turn(until)
        await self.settle()
        return until

    async def _move_desk(self, to: datetime) -> None:
        await self._ledger.write(desk.move_clock, to)

    async def settle(self) -> None:
        """All that is due is done, said and drawn."""
        await self._clockwork.tick()
        async with asyncio.timeout(PATIENCE):
            await self._courier.finish()
