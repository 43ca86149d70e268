"""The gateway to the database threads: read, write, hear.

A verb is plain and synchronous, so no await can enter a transaction. SQLite has one writer thread, first come
first served: what waits there already is committed together, because waiting for the disk is most of a commit.
PostgreSQL has a pool, where deadlocks and lost connections are tried again.
"""

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from domain.desk import Desk
from domain.outcomes import Outcome, Refusal, Refused
from domain.setup import NO_DESK
from services import inbox
from services.inbox import Heard, TooLate
from storage.desk import load_desk, the_desk
from storage.engine import begin, may_retry, transaction
from storage.tx import Tx

P = ParamSpec("P")
T = TypeVar("T")
Done = TypeVar("Done", bound=Outcome)
Work = Callable[[Tx], T]

TOGETHER = 8  # pieces of work in one commit of SQLite: eight tickets are about 150 rows, and 10 ms
TRIES = 6
FIRST_PAUSE = 0.01  # seconds; doubled each try


@dataclass(frozen=True)
class Job:
    """Work that waits for the writer."""

    work: Work[Any]
    heard: Heard | None
    done: "Future[Any]" = field(default_factory=Future)


class AtOnce(Executor):
    """In the very thread that asks, where nobody else waits for it: to change threads costs more than to read."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        done: Future[T] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 - it belongs to whoever waits
            done.set_exception(error)
        return done


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
        is_sqlite = engine.dialect.name == "sqlite"
        self._queue: SimpleQueue[Job] | None = SimpleQueue() if is_sqlite else None
        self._writers = ThreadPoolExecutor(1 if is_sqlite else threads, "write") if threads else AtOnce()
        self._readers = ThreadPoolExecutor(threads, "read") if threads else AtOnce()
        self._desks: dict[int, Desk] = {}

    def close(self) -> None:
        """Waits for what is under way."""
        self._writers.shutdown()
        self._readers.shutdown()
        self._engine.dispose()

    async def read(self, query: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        work: Work[T] = partial(_applied, query, args, kwargs)
        return await loop.run_in_executor(self._readers, partial(self._once, work, writes=False))

    async def write(self, verb: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        work: Work[T] = partial(_applied, verb, args, kwargs)
        return await self._written(work, None)

    async def hear(
        self, heard: Heard, verb: Callable[Concatenate[Tx, P], Done], *args: P.args, **kwargs: P.kwargs
    ) -> Done:
        """Do `verb` once for `heard`. Raises Refused, also for a refusal given earlier, and TooLate."""
        work: Work[Outcome] = partial(_applied, inbox.hear, (heard, verb, *args), kwargs)
        return cast("Done", _taken(await self._written(work, heard)))

    async def hear_and_read(
        self, heard: Heard, verb: Callable[[Tx], Done], query: Callable[[Tx, Done], T]
    ) -> tuple[Done, T]:
        """As `hear`, and what `query` finds right after it: one transaction and one change of threads for both."""

        def both(tx: Tx) -> tuple[Outcome, T | None]:
            outcome = inbox.hear(tx, heard, verb)
            return outcome, None if isinstance(outcome, Refusal) else query(tx, cast("Done", outcome))

        outcome, found = await self._written(partial(_applied, both, (), {}), heard)
        return cast("Done", _taken(outcome)), cast("T", found)

    async def _written(self, work: Work[T], heard: Heard | None) -> T:
        if self._queue is None:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._writers, partial(self._persist, work, heard))
        job = Job(work, heard)
        self._queue.put(job)
        self._writers.submit(self._write_what_waits)
        return cast("T", await asyncio.wrap_future(job.done))

    def _write_what_waits(self) -> None:
        """In the writer thread. Should anything fail or be late, each piece is done again by itself."""
        assert self._queue is not None
        jobs: list[Job] = []
        while len(jobs) < TOGETHER:
            try:
                job = self._queue.get_nowait()
            except Empty:
                break
            if job.done.set_running_or_notify_cancel():
                jobs.append(job)
        try:
            results = self._together(jobs) if len(jobs) > 1 else None
        except Exception:  # noqa: BLE001 - told to whom it concerns, below
            results = None
            self._desks = {}  # one of a version that was not committed may be among them
        for number, job in enumerate(jobs):
            if results is not None:
                job.done.set_result(results[number])
            else:
                self._alone(job)

    def _together(self, jobs: Sequence[Job]) -> list[Any]:
        hints: set[str] = set()
        with transaction(self._engine, writes=True) as connection:
            results = [self._done(connection, job.work, job.heard, hints, writes=True) for job in jobs]
            for job in jobs:
                self._in_time(job.heard)
        if hints:
            self.wake(hints)
        return results

    def _alone(self, job: Job) -> None:
        try:
            job.done.set_result(self._persist(job.work, job.heard))
        except BaseException as error:  # noqa: BLE001 - it belongs to whoever waits
            job.done.set_exception(error)

    def _persist(self, work: "Work[T]", heard: Heard | None = None) -> T:
        for attempt in range(TRIES):
            try:
                return self._once(work, heard, writes=True)
            except DBAPIError as error:
                if attempt + 1 == TRIES or not may_retry(error):
                    raise
                time.sleep(FIRST_PAUSE * 2**attempt * (1 + self._random.random()))
        raise AssertionError("unreachable")

    def _once(self, work: "Work[T]", heard: Heard | None = None, *, writes: bool) -> T:
        hints: set[str] = set()
        with transaction(self._engine, writes=writes) as connection:
            result = self._done(connection, work, heard, hints, writes=writes)
            self._in_time(heard)
        if hints:
            self.wake(hints)
        return result

    def _done(
        self, connection: Connection, work: "Work[T]", heard: Heard | None, hints: set[str], *, writes: bool
    ) -> T:
        self._in_time(heard)
        tx = self._begin(connection, heard.actor if heard else None, writes=writes)
        result = work(tx)
        hints |= tx.hints
        return result

    def _in_time(self, heard: Heard | None) -> None:
        if heard and self._clock() > heard.deadline:
            raise TooLate

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
