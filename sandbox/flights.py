import asyncio
import itertools
from collections.abc import Coroutine
from typing import Any, TypeVar

ResultT = TypeVar("ResultT")


class Flights:
    """What is under way and must not be forgotten: deliveries, retries, calls that take effect late.

    Holds the tasks (the loop itself does not) and says when nothing is left.
    """

    def __init__(self) -> None:
        self._tasks: dict[asyncio.Task[Any], str] = {}
        self._numbers = itertools.count(1)

    def start(self, name: str, work: Coroutine[Any, Any, ResultT]) -> asyncio.Task[ResultT]:
        task = asyncio.get_running_loop().create_task(work, name=f"{name} #{next(self._numbers)}")
        self._tasks[task] = name
        task.add_done_callback(self._landed)
        return task

    def _landed(self, task: asyncio.Task[Any]) -> None:
        del self._tasks[task]

    @property
    def left(self) -> list[str]:
        return sorted(self._tasks.values())

    async def idle(self, seconds: float) -> bool:
        """Waits until nothing is under way, at most so long; whether that came true."""
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while self._tasks:
            remaining = until - loop.time()
            if remaining <= 0:
                return False
            await asyncio.wait(list(self._tasks), timeout=remaining, return_when=asyncio.FIRST_COMPLETED)
        return True

    async def cancel(self) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
