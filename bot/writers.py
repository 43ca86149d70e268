"""What waits for a writer is committed together: most of a commit is waiting for the disk or for a server.

On SQLite one writer works at a time, on PostgreSQL two: one thinks while the other waits for the server. More begin
beside those that are kept long, by somebody else's lock or by a slow connection.
"""

import asyncio
import random
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any, ParamSpec, TypeVar

from sqlalchemy.exc import DBAPIError

from services.inbox import Heard, TooLate
from storage.engine import may_retry
from storage.tx import Tx

P = ParamSpec("P")
T = TypeVar("T")
Work = Callable[[Tx], T]

TOGETHER = 32  # pieces of work in one commit: so many tickets are about 600 rows, and 15 ms
AT_ONCE = 2  # writers: more would only wait for each other's turn with the interpreter
KEPT_LONG = 0.05  # seconds
A_COMMIT = timedelta(milliseconds=100)  # what a commit of several may take
TRIES = 6
FIRST_PAUSE = 0.01  # seconds; doubled each try


@dataclass(frozen=True)
class Job:
    """Work that waits for a writer."""

    work: Work[Any]
    heard: Heard | None
    done: asyncio.Future[Any]
    is_alone: bool = False  # with others it failed

    def answer(self, found: object) -> None:
        if not self.done.done():  # else whoever asked has gone
            self.done.set_result(found)

    def fail(self, error: BaseException) -> None:
        if not self.done.done():
            self.done.set_exception(error)


class AtOnce(Executor):
    """In the very thread that asks, where nobody else waits for it: to change threads costs more than to read."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        done: Future[T] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 - it belongs to whoever waits
            done.set_exception(error)
        return done


class Writers:
    """`commit` does jobs in one transaction and answers what each came to; `is_late` says for whom nothing need be
    begun that takes so long. Without `threads` all is done at once.
    """

    def __init__(
        self,
        commit: Callable[[Sequence[Job]], list[Any]],
        is_late: Callable[[Heard | None, timedelta], bool],
        randomness: random.Random,
        threads: int,
    ) -> None:
        self._commit = commit
        self._is_late = is_late
        self._random = randomness
        self._threads = ThreadPoolExecutor(threads, "write") if threads else AtOnce()
        self._waiting: deque[Job] = deque()
        self._taking = threading.Lock()
        self._turns = threading.Semaphore(AT_ONCE)
        self._is_called = False  # is a writer on its way who has not looked yet what waits?

    def close(self) -> None:
        """Waits for what is under way."""
        self._threads.shutdown()

    async def do(self, work: Work[T], heard: Heard | None) -> T:
        """Raises TooLate where its deadline passed, and whatever `work` raises."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(Job(work, heard, done))
        self._call()
        return await done

    def _call(self) -> None:
        if not self._is_called:
            self._is_called = True
            try:
                self._threads.submit(self._write)
            except RuntimeError:  # it is closed
                self._is_called = False
                raise

    def _write(self) -> None:
        """In a writer's thread."""
        while True:
            has_turn = self._turns.acquire(timeout=KEPT_LONG)
            try:
                self._is_called = False  # before it looks: what it may miss calls another
                if jobs := self._taken():
                    self._do(jobs)
            finally:
                if has_turn:
                    self._turns.release()
            if not self._waiting or self._is_called:
                return

    def _taken(self) -> list[Job]:
        """What is done together: one, or several of which none has failed with others. Where more is asked than can
        be done, all have waited long: one that came too late with others would have them all done again.
        """
        jobs: list[Job] = []
        with self._taking:
            while self._waiting and len(jobs) < TOGETHER and not (jobs and self._waiting[0].is_alone):
                job = self._waiting.popleft()
                if self._is_late(job.heard, timedelta(0) if job.is_alone else A_COMMIT):
                    _tell(job, partial(job.fail, TooLate()))
                elif not job.done.cancelled():
                    jobs.append(job)
                if jobs and job.is_alone:
                    break
        return jobs

    def _do(self, jobs: Sequence[Job]) -> None:
        """Should anything fail or be late, each piece is done again by itself."""
        if jobs[0].is_alone and self._waiting:
            self._call_another()
        if len(jobs) == 1:
            self._alone(jobs[0])
            return
        try:
            found = self._commit(jobs)
        except BaseException:  # noqa: BLE001 - told to whom it concerns, once that is known
            with self._taking:
                self._waiting.extendleft([replace(job, is_alone=True) for job in reversed(jobs)])
        else:
            _tell(jobs[0], partial(_answer, jobs, found))

    def _call_another(self) -> None:
        """For those that failed with this one: it may be kept long."""
        with suppress(RuntimeError):  # closing: this writer comes to them
            self._call()

    def _alone(self, job: Job) -> None:
        try:
            answer = partial(job.answer, self._persist(job))
        except BaseException as error:  # noqa: BLE001 - it belongs to whoever waits
            answer = partial(job.fail, error)
        _tell(job, answer)

    def _persist(self, job: Job) -> object:
        for attempt in range(TRIES):
            try:
                return self._commit([job])[0]
            except DBAPIError as error:
                if attempt + 1 == TRIES or not may_retry(error):
                    raise
                time.sleep(FIRST_PAUSE * 2**attempt * (1 + self._random.random()))
        raise AssertionError("unreachable")


def _answer(jobs: Sequence[Job], found: Sequence[object]) -> None:
    for job, one in zip(jobs, found, strict=True):
        job.answer(one)


def _tell(job: Job, answer: Callable[[], None]) -> None:
    """In the thread of who waits; once its loop is closed nobody does."""
    with suppress(RuntimeError):
        job.done.get_loop().call_soon_threadsafe(answer)
