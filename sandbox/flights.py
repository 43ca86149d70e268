import asyncio
import itertools
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

ResultT = TypeVar("ResultT")


class Flights:
    """What is under way and must not be forgotten: deliveries, retries, calls that take effect late.

    Holds the tasks (the loop itself does not) and says when nothing is left. `landed` is called for each.
    """

    def __init__(self, landed: Callable[[], None] = lambda: None) -> None:
        self._told = landed
        self._tasks: dict[asyncio.Task[Any], str] = {}
        self._numbers = itertools.count(1)
        self._empty = asyncio.Event()
        self._empty.set()

    def start(self, name: str, work: Coroutine[Any, Any, ResultT]) -> asyncio.Task[ResultT]:
        task = asyncio.get_running_loop().create_task(work, name=f"{name} #{next(self._numbers)}")
        self._tasks[task] = name
        self._empty.clear()
        task.add_done_callback(self._landed)
        return task

    def _landed(self, task: asyncio.Task[Any]) -> None:
        del self._tasks[task]
        if not self._tasks:
            self._empty.set()
        self._told()

    @property
    def left(self) -> list[str]:
        return sorted(self._tasks.values())

    async def idle(self, seconds: float) -> bool:
        """Waits until nothing is under way, at most so long; whether that came true."""
        try:
            async with asyncio.timeout(seconds):
                await self._empty.wait()
        except TimeoutError:
            return False
        return True

    async def cancel(self) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
