"""What a desk promises: by priority, how soon someone answers and how soon it is solved, in working time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from domain.calendars import Calendar

BREACH = 100
"""Percent of a target at which it is broken."""


@dataclass(frozen=True, order=True)
class Step:
    """A share of the target, in percent, at which somebody is told."""

    share: int

    def __post_init__(self) -> None:
        if self.share < 1:
            raise ValueError(f"a warning step of {self.share} % comes before its clock starts")

    @property
    def is_breach(self) -> bool:
        return self.share >= BREACH


@dataclass(frozen=True)
class Targets:
    """Working time to the first human answer and to the solution."""

    response: timedelta
    resolution: timedelta

    def __post_init__(self) -> None:
        if min(self.response, self.resolution) <= timedelta(0):
            raise ValueError("a target is a length of time above zero")


@dataclass(frozen=True)
class Agreement:
    """`targets` by priority, 1 (gravest) to 5; `steps` apply to both clocks."""

    calendar: Calendar
    targets: Mapping[int, Targets]
    steps: tuple[Step, ...] = (Step(75), Step(BREACH))
