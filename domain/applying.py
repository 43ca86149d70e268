"""What an apply of the desk file does, and what forbids it."""

from dataclasses import dataclass
from enum import StrEnum

from domain.outcomes import Outcome, Refusal
from domain.setup import Body, Configured, Part


class Act(StrEnum):
    """What an apply does to one object."""

    ADD = "add"
    CHANGE = "change"
    RETIRE = "retire"
    RETURN = "return"


@dataclass(frozen=True)
class Change:
    """`before` is None for what is new, `after` for what is retired; `open` counts open work that forbids it."""

    act: Act
    part: Part
    key: str
    before: Configured | None
    after: Body | None
    open: int = 0


@dataclass(frozen=True)
class Applied(Outcome):
    """How many objects were added (or returned), changed and retired, and the desk's version since."""

    version: int
    added: int
    changed: int
    retired: int


@dataclass(frozen=True)
class StillInUse(Refusal):
    """A team or service cannot be retired while records on it are open."""

    part: str
    key: str
    open: int


@dataclass(frozen=True)
class ManagedElsewhere(Refusal):
    """The object is managed in Slack, so the file may not touch it."""

    part: str
    key: str


@dataclass(frozen=True)
class PrefixIsFixed(Refusal):
    """Keys were issued under `prefix` and are never reused; the file asks for another."""

    prefix: str
    asked: str


@dataclass(frozen=True)
class OtherWorkspace(Refusal):
    """The database belongs to the desk of another Slack workspace."""

    workspace: str
    asked: str
