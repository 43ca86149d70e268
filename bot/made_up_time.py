"""Time in the demo: what lies behind is made up while history is played, then it is the machine's."""

from collections.abc import Callable
from datetime import datetime, timedelta


class MadeUpTime:
    """`real` is the machine's time. One object serves the program and its workspace, so both agree."""

    def __init__(self, real: Callable[[], datetime]) -> None:
        self._real = real
        self._behind = timedelta(0)
        self.ahead = timedelta(0)
        """What desk time runs ahead of it, since somebody moved the clock."""

    def now(self) -> datetime:
        """Machine time, as far as anybody here knows."""
        return self._real() - self._behind

    def stamp(self) -> float:
        """Desk time, by which messages are dated."""
        return (self.now() + self.ahead).timestamp()

    async def live_to(self, at: datetime) -> None:
        """A moment of the past, later than the one before it; never beyond the real time."""
        self._behind = max(self._real() - at, timedelta(0))

    def arrive(self) -> None:
        """From here on it is the real time."""
        self._behind = timedelta(0)
