import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Pulse:
    """Says that something may look different now, to whoever watches. Many beats at once are felt as one."""

    def __init__(self) -> None:
        self._watchers: set[asyncio.Event] = set()
        self.count = 0
        self.is_over = False

    def beat(self) -> None:
        self.count += 1
        for watcher in self._watchers:
            watcher.set()

    def end(self) -> None:
        """Nothing will change any more: whoever watches may go."""
        self.is_over = True
        self.beat()

    @contextmanager
    def watched(self) -> Iterator[asyncio.Event]:
        """An event that is set at every beat; whoever watches clears it."""
        watcher = asyncio.Event()
        watcher.set()
        self._watchers.add(watcher)
        try:
            yield watcher
        finally:
            self._watchers.discard(watcher)
