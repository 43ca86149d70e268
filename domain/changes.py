"""Changes: their states until they are decided, and the window in which they are carried out."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.moves import Moves, follow
from domain.outcomes import FieldFault, Outcome, Refused


class ChangeState(StrEnum):
    AWAITING_APPROVAL = "awaiting_approval"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class ChangeVerb(StrEnum):
    SUBMIT = "submit"
    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"


MOVES: Moves[ChangeVerb, ChangeState] = {
    ChangeVerb.SUBMIT: {None: ChangeState.AWAITING_APPROVAL},
    ChangeVerb.APPROVE: {ChangeState.AWAITING_APPROVAL: ChangeState.APPROVED},
    ChangeVerb.REJECT: {ChangeState.AWAITING_APPROVAL: ChangeState.REJECTED},
    ChangeVerb.WITHDRAW: {
        ChangeState.AWAITING_APPROVAL: ChangeState.WITHDRAWN,
        ChangeState.APPROVED: ChangeState.WITHDRAWN,
    },
}


@dataclass(frozen=True)
class Window:
    """When the change is carried out: aware instants, `start` before `end`."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class ChangeSubmitted(Outcome):
    key: str


@dataclass(frozen=True)
class Voted(Outcome):
    """The vote counts and the stage is still open. `verdict` is this person's."""

    key: str
    verdict: str


@dataclass(frozen=True)
class ChangeDecided(Outcome):
    """The vote closed the stage. `verdict` is the change's."""

    key: str
    verdict: str


@dataclass(frozen=True)
class ChangeWithdrawn(Outcome):
    key: str


def move(key: str, verb: ChangeVerb, state: ChangeState | None) -> ChangeState:
    return follow(MOVES, key, verb, state)


def window(start: datetime, end: datetime) -> Window:
    if end <= start:
        raise Refused(FieldFault("end", "not_after_start"))
    return Window(start, end)
