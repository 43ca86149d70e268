"""The gateway to the database threads: read, write, hear.

A verb is plain and synchronous, so no await can enter a transaction. What waits to be written shares a commit.
"""

import asyncio
import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy import Connection, Engine

from bot.writers import AtOnce, Job, Work, Writers
from domain.desk import Desk
from domain.outcomes import Outcome, Refusal, Refused
from domain.setup import NO_DESK
from services import inbox
from services.inbox import Heard, TooLate
from storage.desk import load_desk, the_desk
from storage.engine import begin, in_haste, transaction
from storage.tx import Tx

P = ParamSpec("P")
T = TypeVar("T")
Done = TypeVar("Done", bound=Outcome)


class Ledger:
    """`clock` is machine time, `wake` is told who has work after a commit ("courier", "ticker"). Without `threads`
    all is done at once.
    """

    def __init__(
        self,
        engine: Engine,
        clock: Callable[[], datetime],
        randomness: random.Random,
        wake: Callable[[set[str]], None] = lambda _: None,
        threads: int = 4,
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._random = randomness
        self.wake = wake
        one_writes = engine.dialect.name == "sqlite"
        self._writers = Writers(self._commit, self._is_late, randomness, min(threads, 1) if one_writes else threads)
        self._readers = ThreadPoolExecutor(threads, "read") if threads else AtOnce()
        self._desks: dict[int, Desk] = {}

    def close(self) -> None:
        """Waits for what is under way."""
        self._writers.close()
        self._readers.shutdown()
        self._engine.dispose()

    async def read(self, query: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        work: Work[T] = partial(_applied, query, args, kwargs)
        return await loop.run_in_executor(self._readers, partial(self._read, work))

    async def write(self, verb: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        work: Work[T] = partial(_applied, verb, args, kwargs)
        return await self._writers.do(work, None)

    async def hear(
        self, heard: Heard, verb: Callable[Concatenate[Tx, P], Done], *args: P.args, **kwargs: P.kwargs
    ) -> Done:
        """Do `verb` once for `heard`. Raises Refused, also for a refusal given earlier, and TooLate."""
        work: Work[Outcome] = partial(_applied, inbox.hear, (heard, verb, *args), kwargs)
        return cast("Done", _taken(await self._writers.do(work, heard)))

    async def hear_and_read(
        self, heard: Heard, verb: Callable[[Tx], Done], query: Callable[[Tx, Done], T]
    ) -> tuple[Done, T]:
        """As `hear`, and what `query` finds right after it: one transaction and one change of threads for both."""

        def both(tx: Tx) -> tuple[Outcome, T | None]:
            outcome = inbox.hear(tx, heard, verb)
            return outcome, None if isinstance(outcome, Refusal) else query(tx, cast("Done", outcome))

        outcome, found = await self._writers.do(partial(_applied, both, (), {}), heard)
        return cast("Done", _taken(outcome)), cast("T", found)

    def _read(self, work: Work[T]) -> T:
        with transaction(self._engine, writes=False) as connection:
            return work(self._begin(connection, None, writes=False))

    def _commit(self, jobs: Sequence[Job]) -> list[Any]:
        """What each came to, all of it written."""
        hints: set[str] = set()
        try:
            with transaction(self._engine, writes=True) as connection:
                if len(jobs) > 1:
                    in_haste(connection)  # should that be rued, each is done by itself
                heard = [job.heard for job in jobs if job.heard]
                if len(heard) > 1:
                    inbox.expect(self._begin(connection, None, writes=True), heard)
                found = [self._done(connection, job, hints) for job in jobs]
                self._in_time(jobs)
        except BaseException:
            self._desks = {}  # one of a version that was not committed may be among them
            raise
        if hints:
            with suppress(RuntimeError):  # their loop is closed; what is committed must not be done again for it
                self.wake(hints)
        return found

    def _done(self, connection: Connection, job: Job, hints: set[str]) -> object:
        tx = self._begin(connection, job.heard.actor if job.heard else None, writes=True)
        found: object = job.work(tx)
        hints |= tx.hints
        return found

    def _in_time(self, jobs: Sequence[Job]) -> None:
        if any(self._is_late(job.heard) for job in jobs):
            raise TooLate

    def _is_late(self, heard: Heard | None, needed: timedelta = timedelta(0)) -> bool:
        return heard is not None and self._clock() + needed > heard.deadline

    def _begin(self, connection: Connection, actor: str | None, *, writes: bool) -> Tx:
        version, ahead, machine = begin(connection)
        machine = machine or self._clock()
        desk = self._desks.get(version)
        if desk is None:
            founding = the_desk(connection)
            desk = load_desk(connection, founding) if founding else NO_DESK
            self._desks = {version: desk}
        return Tx(connection, machine + ahead, machine, desk, self._random, actor, writes)


def _taken(outcome: Outcome) -> Outcome:
    if isinstance(outcome, Refusal):
        raise Refused(outcome)
    return outcome


def _applied(verb: Callable[..., T], args: tuple[object, ...], kwargs: dict[str, object], tx: Tx) -> T:
    try:
        return verb(tx, *args, **kwargs)
    except StopIteration as odd:  # asyncio takes none from a future, and whoever waits would wait for ever
        raise RuntimeError("a search found nothing") from odd
