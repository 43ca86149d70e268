from collections import deque
from collections.abc import Callable

from sandbox.shapes import Clock, Json

KEPT = 20_000


class Traffic:
    """A numbered log of what went over the wire both ways, tokens left out. The oldest entries go first."""

    def __init__(self, now: Clock, noted: Callable[[], None] = lambda: None, kept: int = KEPT) -> None:
        self._now, self._noted = now, noted
        self._log: deque[Json] = deque(maxlen=kept)
        self.last = 0

    def note(self, kind: str, **what: object) -> Json:
        """`kind` is call, delivery or response_url. The entry may be completed later by whoever noted it."""
        self.last += 1
        entry: Json = {"n": self.last, "at": self._now(), "kind": kind, **what}
        self._log.append(entry)
        self._noted()
        return entry

    def since(self, number: int) -> list[Json]:
        return [entry for entry in self._log if entry["n"] > number]
