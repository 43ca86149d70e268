import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.shapes import Json

CALL_FAULTS = {
    "delay": "the call is answered `seconds` later",
    "429": "refused with `retry_after`; nothing happens",
    "5xx": "refused with `status`; nothing happens, unless `acts`",
    "cut_before": "nothing happens, and the connection breaks, `seconds` later",
    "cut_after": "it happens, and the connection breaks instead of an answer, `seconds` later",
    "late_accept": "the connection breaks, and it happens `seconds` later",
    "fatal_after": "it happens, and the answer is fatal_error",
    "garbage": "it happens, and the answer is no JSON; nothing happens if `acts` is false",
}
DELIVERY_FAULTS = {
    "delay": "the delivery leaves `seconds` later",
    "duplicate": "the delivery is made twice",
    "reorder": "the delivery waits until the next one has left, at most `seconds`",
    "drop": "the delivery is never made",
    "cut_after": "the app's answer is lost: what it did stands, and an event is delivered again",
}
LATEST = 30.0
"""The bound of a late accept and of every delay, in seconds."""
SECONDS = {"delay": 1.0, "late_accept": 2.0, "reorder": 1.0}


class FaultError(ValueError):
    """A fault that the sandbox cannot make."""


@dataclass
class Rule:
    """One fault wished for: on what, how often, how likely.

    `on` is a method's name, "*" for every method, "delivery" for every delivery, "event" for every event, or
    one kind: command, block_actions, view_submission, app_mention …
    """

    id: int
    on: str
    fault: str
    times: int | None = None
    """How often it still strikes; None: always."""
    chance: float = 1.0
    seconds: float = 0.0
    retry_after: float | str | None = 1
    status: int = 503
    acts: bool | None = None
    struck: int = 0
    rng: random.Random = field(default_factory=random.Random)

    def strikes(self) -> bool:
        if self.times == 0 or (self.chance < 1.0 and self.rng.random() >= self.chance):
            return False
        if self.times is not None:
            self.times -= 1
        self.struck += 1
        return True

    def shown(self) -> Json:
        return {name: value for name, value in vars(self).items() if name != "rng"}


class Faults:
    """The faults wished for, in the order in which they were; the first that strikes is taken."""

    def __init__(self) -> None:
        self._rules: list[Rule] = []
        self._last = 0

    def add(self, wish: Mapping[str, Any]) -> Rule:
        """Raises FaultError with a sentence for whoever wrote the wish."""
        given = dict(wish)
        seed = given.pop("seed", None)
        on, fault = str(given.pop("on", "*")), str(given.pop("fault", ""))
        possible = CALL_FAULTS if on == "*" or "." in on else DELIVERY_FAULTS
        if fault not in possible:
            raise FaultError(f"no fault {fault!r} on {on!r}; there are {', '.join(possible)}")
        unknown = set(given) - {"times", "chance", "seconds", "retry_after", "status", "acts"}
        if unknown:
            raise FaultError(f"a fault has no {', '.join(sorted(unknown))}")
        given.setdefault("seconds", SECONDS.get(fault, 0.0))
        if not 0 <= float(given["seconds"]) <= LATEST:
            raise FaultError(f"seconds lie between 0 and {LATEST:g}")
        self._last += 1
        rule = Rule(self._last, on, fault, rng=random.Random(seed), **given)  # noqa: S311 - repeatable on wish
        self._rules.append(rule)
        return rule

    def strike(self, *names: str) -> Rule | None:
        """The fault that strikes something known by these names, if one does."""
        for rule in self._rules:
            if rule.on in names and rule.strikes():
                return rule
        return None

    def clear(self) -> None:
        self._rules.clear()

    def shown(self) -> list[Json]:
        return [rule.shown() for rule in self._rules]
