"""What must be agreed before something may happen: stages in order, whom each asks, and how many must agree."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Generic, TypeVar

from domain.names import SpokenName
from domain.people import Role

Who = TypeVar("Who", int, str)
"""How people are named: by Slack id (str) in a plan, by person id (int) once applied."""

WHOLE = 100


class Need(StrEnum):
    """How many of the electors must agree."""

    ANY = "any"
    ALL = "all"
    COUNT = "count"
    SHARE = "share"


@dataclass(frozen=True)
class Quorum:
    """`amount`: so many votes for `Need.COUNT`, so many percent of the electors for `Need.SHARE`."""

    need: Need
    amount: int | None = None

    def __post_init__(self) -> None:
        if (self.need in {Need.COUNT, Need.SHARE}) != (self.amount is not None):
            raise ValueError("a quorum states an amount if, and only if, it needs one")
        if self.amount is not None and self.amount < 1:
            raise ValueError("an approval needs at least one vote")
        if self.need is Need.SHARE and self.amount is not None and self.amount > WHOLE:
            raise ValueError("no share is larger than all")

    def of(self, electors: int) -> int:
        """How many of so many electors must agree: one at least, for nothing passes by itself."""
        match self.need:
            case Need.ANY:
                return 1
            case Need.ALL:
                return max(1, electors)
            case Need.COUNT:
                return self.amount or 1
            case Need.SHARE:
                return max(1, -(-electors * (self.amount or WHOLE) // WHOLE))


@dataclass(frozen=True)
class StagePolicy(Generic[Who]):
    """Holders of `roles`, `people` and members of the Slack user groups `groups` (ids) are asked together, and with
    `manager` the manager of whoever raised the record.

    `remind` and `escalate` are working time from the stage's beginning: then those who have not voted are
    reminded, and then the holders of `escalate_to` are told.
    """

    quorum: Quorum
    name: str = ""
    roles: tuple[Role, ...] = ()
    people: tuple[Who, ...] = ()
    groups: tuple[str, ...] = ()
    remind: timedelta | None = None
    escalate: timedelta | None = None
    escalate_to: Role = Role.CHANGE_MANAGER
    manager: bool = False
    names: Mapping[str, str] = field(default_factory=dict)  # by language, where it has more than one

    @property
    def called(self) -> SpokenName:
        return SpokenName(self.name, self.names)


@dataclass(frozen=True)
class Policy(Generic[Who]):
    """Without stages, what it is for is agreed to beforehand."""

    stages: tuple[StagePolicy[Who], ...] = ()


def stage_numbered(stage: StagePolicy[str], ids: Mapping[str, int]) -> StagePolicy[int]:
    """With person ids in place of Slack ids, in an order of their own."""
    return StagePolicy(**{**vars(stage), "people": tuple(sorted(ids[who] for who in stage.people))})


def of_role(role: Role, quorum: Quorum) -> Policy[int]:
    """One stage that asks the holders of one role."""
    return Policy((StagePolicy(quorum, roles=(role,)),))
