"""What a bad score calls for: the team lead talks to whoever gave it, by a day, and notes what came of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.moves import Moves, follow
from domain.outcomes import Outcome


class FollowUpState(StrEnum):
    """`withdrawn`: the score was raised before anybody had seen to it."""

    OPEN = "open"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class FollowUpVerb(StrEnum):
    RAISE = "raise"
    FINISH = "finish"
    WITHDRAW = "withdraw"


MOVES: Moves[FollowUpVerb, FollowUpState] = {
    FollowUpVerb.RAISE: {None: FollowUpState.OPEN, FollowUpState.WITHDRAWN: FollowUpState.OPEN},
    FollowUpVerb.FINISH: {FollowUpState.OPEN: FollowUpState.DONE},
    FollowUpVerb.WITHDRAW: {FollowUpState.OPEN: FollowUpState.WITHDRAWN},
}


@dataclass(frozen=True)
class FollowUp:
    """Of a survey (`round`); `lead` is a person id, None where nobody could be asked."""

    record_id: int
    round: int
    lead: int | None
    state: FollowUpState
    due_at: datetime
    done_at: datetime | None = None
    done_by: int | None = None
    note: str | None = None

    @property
    def is_open(self) -> bool:
        return self.state is FollowUpState.OPEN


@dataclass(frozen=True)
class FollowedUp(Outcome):
    key: str


def needed(score: int, low: int, state: FollowUpState | None) -> FollowUpVerb | None:
    """What another score means for what was raised before; one that was seen to stays."""
    if score <= low:
        return FollowUpVerb.RAISE if state in {None, FollowUpState.WITHDRAWN} else None
    return FollowUpVerb.WITHDRAW if state is FollowUpState.OPEN else None


def move(key: str, verb: FollowUpVerb, state: FollowUpState | None) -> FollowUpState:
    return follow(MOVES, key, verb, state)
