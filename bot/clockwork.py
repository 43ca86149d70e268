"""Ticks. APScheduler only says when to look; what is due is in the database, and desk time decides."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from handlers.ledger import Ledger
from services import timers
from services.timers import Act, Timer
from services.transactions import Tx

log = structlog.get_logger("clockwork")

BEAT = 1  # seconds
BATCH = 100
SWEEP = timedelta(minutes=10)  # machine time between two sweeps


class Clockwork:
    """`clock` is machine time; `acts` is what each kind of timer does; `chores` are done at every sweep."""

    def __init__(
        self,
        ledger: Ledger,
        clock: Callable[[], datetime],
        acts: Mapping[str, Act],
        chores: Sequence[Callable[[Tx], object]],
    ) -> None:
        self._ledger = ledger
        self._clock = clock
        self._acts = acts
        self._chores = chores
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._poked = asyncio.Event()
        self._ticking = asyncio.Lock()
        self._swept: datetime | None = None
        self.last_tick: datetime | None = None

    def poke(self) -> None:
        """Something may be due."""
        self._poked.set()

    async def run(self) -> None:
        """Until cancelled."""
        self._scheduler.add_job(
            self._strike, "interval", seconds=BEAT, misfire_grace_time=None, coalesce=True, max_instances=1
        )
        self._scheduler.start()
        try:
            while True:
                await self._poked.wait()
                self._poked.clear()
                await self._beat()
        finally:
            self._scheduler.remove_all_jobs()
            await asyncio.sleep(0)  # a beat that has begun ends: APScheduler would cancel it and call that an error
            self._scheduler.shutdown(wait=False)

    async def _strike(self) -> None:
        """In the loop: a plain function would run in a thread of its own."""
        self.poke()

    async def _beat(self) -> None:
        try:
            await self.tick()
            if self._swept is None or self._clock() - self._swept >= SWEEP:
                await self.sweep()
            self.last_tick = self._clock()
        except Exception as error:  # noqa: BLE001 - the database may be away for a while: readiness turns red
            log.warning("tick failed", error=str(error))

    async def tick(self) -> None:
        """Do all that is due now; what others hold is left to the next tick."""
        async with self._ticking:
            done = True
            while done:
                due = await self._ledger.read(timers.due, BATCH)
                done = any([await self._fire(timer) for timer in due])
                self.last_tick = self._clock()  # catching up may take long, and is no standing still

    async def _fire(self, timer: Timer) -> bool:
        try:
            return await self._ledger.write(timers.fire, timer, self._acts)
        except Exception as error:  # noqa: BLE001 - a timer that raises fails alone
            last = await self._ledger.write(timers.failed, timer, repr(error))
            say = log.error if last else log.warning
            say("timer parked" if last else "timer failed", kind=timer.kind, record=timer.record_id, exc_info=error)
            return False

    async def sweep(self) -> None:
        """A chore that raises fails alone, until the next sweep."""
        self._swept = self._clock()
        for chore in self._chores:
            try:
                await self._ledger.write(chore)
            except Exception as error:
                log.exception("chore failed", chore=f"{chore.__module__}.{chore.__name__}", exc_info=error)

    async def next_due(self) -> datetime | None:
        return await self._ledger.read(timers.next_due)
