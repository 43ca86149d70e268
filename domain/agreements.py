"""What a desk promises: by priority, how soon someone answers and how soon it is solved, in working time; and who
is told how far that time has run.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum

from domain.calendars import Calendar
from domain.tickets import Waiting

BREACH = 100
"""Percent of a target at which it is broken."""

NONE = timedelta(0)


class Audience(StrEnum):
    """Who is told of a step. The card shows every step; `card` alone is a step that nobody is written to about."""

    CARD = "card"
    ASSIGNEE = "assignee"  # the team lead, where nobody is assigned
    LEAD = "lead"
    OWNER = "owner"  # of the service
    CHANNEL = "channel"  # the team's, in the card's thread


ASSIGNEE = frozenset({Audience.ASSIGNEE})
BOTH = ASSIGNEE | {Audience.LEAD}
EVERYBODY = BOTH | {Audience.CHANNEL}


@dataclass(frozen=True, order=True)
class Mark:
    """A place on a clock: a share of its target in percent, and working time beyond that."""

    share: int
    after: timedelta = NONE

    @property
    def is_breach(self) -> bool:
        return self.share >= BREACH

    def spent(self, target: timedelta) -> timedelta:
        """How much working time is used there."""
        return target * self.share / 100 + self.after


UNSPOKEN = Mark(0)
"""Nobody was told of this clock yet."""


@dataclass(frozen=True)
class Step(Mark):
    """A mark at which somebody is told."""

    tell: frozenset[Audience] = ASSIGNEE

    def __post_init__(self) -> None:
        if self.share < 1 or self.after < NONE:
            raise ValueError(f"a warning step of {self.share} % comes before its clock starts")

    @property
    def mark(self) -> Mark:
        return Mark(self.share, self.after)


STEPS = (
    Step(50, tell=frozenset({Audience.CARD})),
    Step(75),
    Step(90, tell=BOTH),
    Step(BREACH, tell=EVERYBODY),
    Step(BREACH, timedelta(hours=1), EVERYBODY),
)
"""What a desk file that names no steps gets."""


@dataclass(frozen=True)
class Digest:
    """Tickets of these priorities are told of once a working day, at that time by the calendar's wall clock. Of the
    others, who was just told is told again after a `quiet` time, of all together; of critical ones at once.
    """

    priorities: frozenset[int] = frozenset({4, 5})
    at: time = time(9)
    quiet: timedelta = timedelta(minutes=10)


DAILY = Digest()
"""What a desk file that names no digest gets."""


@dataclass(frozen=True)
class Targets:
    """Working time to the first human answer and to the solution."""

    response: timedelta
    resolution: timedelta

    def __post_init__(self) -> None:
        if min(self.response, self.resolution) <= NONE:
            raise ValueError("a target is a length of time above zero")


@dataclass(frozen=True)
class Agreement:
    """`targets` by priority, 1 (gravest) to 5; `steps` apply to both clocks. `pauses`: what a ticket on hold waits
    for while its resolution clock stands still.
    """

    calendar: Calendar
    targets: Mapping[int, Targets]
    steps: tuple[Step, ...] = STEPS
    digest: Digest = DAILY
    pauses: frozenset[Waiting] = frozenset({Waiting.REQUESTER})

    def audience(self, mark: Mark, target: timedelta) -> frozenset[Audience]:
        """Everybody who was to be told on the way to `mark`."""
        reached = mark.spent(target)
        return frozenset(one for step in self.steps if step.spent(target) <= reached for one in step.tell)
