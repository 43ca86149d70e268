"""Changes: their states from the first form to the last check, and the window in which they are carried out.

One that was declared an emergency is decided on after the fact: `APPROVE` and `REJECT` then find it anywhere in its
work, and leave it there. Until that is settled it stays open, whatever became of the work.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.assessment import ChangeKind
from domain.moves import Moves, follow
from domain.outcomes import FieldFault, Outcome, Refusal, Refused

GRACE = timedelta(minutes=15)
"""A window may have begun so long ago: who fills in a form takes a while."""

LAPSES_AFTER = timedelta(days=7)
"""What was approved and not started by then after its window is over: nobody agreed to it for ever."""


class ChangeState(StrEnum):
    AWAITING_APPROVAL = "awaiting_approval"
    APPROVED = "approved"
    DECLARED = "declared"  # an emergency: it may begin, and is decided on all the same
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    IN_PROGRESS = "in_progress"
    IMPLEMENTED = "implemented"  # somebody else has to verify it
    FAILED = "failed"  # the verification says so: mended, or backed out
    VERIFIED = "verified"  # and not settled: its approval is due, or was refused
    TAKEN_BACK = "taken_back"  # backed out, and its approval is due
    BACKED_OUT = "backed_out"
    CLOSED = "closed"
    LAPSED = "lapsed"


class ChangeVerb(StrEnum):
    SUBMIT = "submit"
    APPROVE = "approve"
    REJECT = "reject"
    DECLARE = "declare"
    WITHDRAW = "withdraw"
    START = "start"
    IMPLEMENT = "implement"
    BACK_OUT = "back_out"
    BACK_OUT_FOR_NOW = "back_out_for_now"
    SUCCEED = "succeed"
    SUCCEED_FOR_NOW = "succeed_for_now"
    FAIL = "fail"
    LAPSE = "lapse"
    KEEP = "keep"


UNDER_WAY: dict[ChangeState | None, ChangeState] = {
    state: state for state in (ChangeState.IN_PROGRESS, ChangeState.IMPLEMENTED, ChangeState.FAILED)
}
"""Work that a decision after the fact leaves where it is."""

MOVES: Moves[ChangeVerb, ChangeState] = {
    ChangeVerb.SUBMIT: {None: ChangeState.AWAITING_APPROVAL},
    ChangeVerb.DECLARE: {ChangeState.AWAITING_APPROVAL: ChangeState.DECLARED},
    ChangeVerb.APPROVE: {
        ChangeState.AWAITING_APPROVAL: ChangeState.APPROVED,
        ChangeState.DECLARED: ChangeState.APPROVED,
        **UNDER_WAY,
        ChangeState.VERIFIED: ChangeState.CLOSED,
        ChangeState.TAKEN_BACK: ChangeState.BACKED_OUT,
    },
    ChangeVerb.REJECT: {
        ChangeState.AWAITING_APPROVAL: ChangeState.REJECTED,
        ChangeState.DECLARED: ChangeState.REJECTED,
        **UNDER_WAY,
        ChangeState.VERIFIED: ChangeState.VERIFIED,
        ChangeState.TAKEN_BACK: ChangeState.BACKED_OUT,
    },
    ChangeVerb.KEEP: {**UNDER_WAY, ChangeState.VERIFIED: ChangeState.CLOSED},
    ChangeVerb.WITHDRAW: {
        ChangeState.DECLARED: ChangeState.WITHDRAWN,
        ChangeState.AWAITING_APPROVAL: ChangeState.WITHDRAWN,
        ChangeState.APPROVED: ChangeState.WITHDRAWN,
    },
    ChangeVerb.START: {
        ChangeState.APPROVED: ChangeState.IN_PROGRESS,
        ChangeState.DECLARED: ChangeState.IN_PROGRESS,
    },
    ChangeVerb.IMPLEMENT: {
        ChangeState.IN_PROGRESS: ChangeState.IMPLEMENTED,
        ChangeState.FAILED: ChangeState.IMPLEMENTED,
    },
    ChangeVerb.BACK_OUT: {
        ChangeState.IN_PROGRESS: ChangeState.BACKED_OUT,
        ChangeState.IMPLEMENTED: ChangeState.BACKED_OUT,
        ChangeState.FAILED: ChangeState.BACKED_OUT,
        ChangeState.VERIFIED: ChangeState.BACKED_OUT,
    },
    ChangeVerb.BACK_OUT_FOR_NOW: {
        **dict.fromkeys(UNDER_WAY, ChangeState.TAKEN_BACK),
        ChangeState.VERIFIED: ChangeState.TAKEN_BACK,
    },
    ChangeVerb.SUCCEED: {ChangeState.IMPLEMENTED: ChangeState.CLOSED},
    ChangeVerb.SUCCEED_FOR_NOW: {ChangeState.IMPLEMENTED: ChangeState.VERIFIED},
    ChangeVerb.FAIL: {ChangeState.IMPLEMENTED: ChangeState.FAILED},
    ChangeVerb.LAPSE: {ChangeState.APPROVED: ChangeState.LAPSED, ChangeState.DECLARED: ChangeState.LAPSED},
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
    """The vote counts and the approval is still open. `verdict` is this person's."""

    key: str
    verdict: str


@dataclass(frozen=True)
class ChangeDecided(Outcome):
    """The vote closed the approval. `verdict` is the change's."""

    key: str
    verdict: str


@dataclass(frozen=True)
class ChangeWithdrawn(Outcome):
    key: str


@dataclass(frozen=True)
class ChangeMoved(Outcome):
    """The work on it has got further: `state` is the new one."""

    key: str
    state: str


@dataclass(frozen=True)
class TooSoon(Refusal):
    """The window has not begun."""

    key: str


@dataclass(frozen=True)
class OwnWork(Refusal):
    """Nobody verifies what they carried out themselves."""

    key: str


MAY_BEGIN = frozenset(MOVES[ChangeVerb.START])
DECIDABLE = frozenset(MOVES[ChangeVerb.APPROVE])
"""Where an approval that is open goes on; of what was decided beforehand none is."""

FOR_NOW = {
    ChangeState.CLOSED: ChangeVerb.SUCCEED_FOR_NOW,
    ChangeState.BACKED_OUT: ChangeVerb.BACK_OUT_FOR_NOW,
}
"""How the work ends in place of these, while the emergency is not settled."""

ENDED = frozenset({ChangeState.REJECTED, ChangeState.CLOSED, ChangeState.BACKED_OUT})
"""What a decision may end it in."""


def move(key: str, verb: ChangeVerb, state: ChangeState | None) -> ChangeState:
    return follow(MOVES, key, verb, state)


def window(start: datetime, end: datetime, now: datetime, kind: ChangeKind = ChangeKind.NORMAL) -> Window:
    """Only in an emergency may the work have begun before anybody is asked."""
    if end <= start:
        raise Refused(FieldFault("end", "not_after_start"))
    if end <= now:
        raise Refused(FieldFault("end", "in_past"))
    if start < now - GRACE and kind is not ChangeKind.EMERGENCY:
        raise Refused(FieldFault("start", "in_past"))
    return Window(start, end)


def may_start(key: str, window: Window, now: datetime, kind: ChangeKind) -> None:
    """Not before its window, except in an emergency; late rather than not at all. Raises Refused(TooSoon)."""
    if now < window.start - GRACE and kind is not ChangeKind.EMERGENCY:
        raise Refused(TooSoon(key))


def may_verify(key: str, by: int, hands: frozenset[int]) -> None:
    """`hands`: whoever is to carry it out, or did. Raises Refused(OwnWork)."""
    if by in hands:
        raise Refused(OwnWork(key))
