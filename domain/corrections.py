"""What can be put right before anybody works on a ticket: that it was asked at all, whom it is with, its kind."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.outcomes import CardIsOld, Outcome, Refused
from domain.tickets import InWork, Kind, TicketState, TicketVerb, TooLateToUndo, move

UNDO = timedelta(minutes=10)
"""How long after filing it can be undone, while nobody works on it."""

OTHER = {Kind.REQUEST: Kind.INCIDENT, Kind.INCIDENT: Kind.REQUEST}
"""A complaint stays one: who may see it hangs on that from the first moment."""


@dataclass(frozen=True)
class KindCorrected(Outcome):
    ticket: int
    key: str
    kind: str


def may_undo(state: TicketState, filed_at: datetime, now: datetime) -> bool:
    return state is TicketState.NEW and now - filed_at <= UNDO


def undo(key: str, state: TicketState, filed_at: datetime, now: datetime) -> TicketState:
    """The state once it is taken back; only what nobody has begun, and only at first."""
    if state is not TicketState.NEW:
        raise Refused(InWork(key))
    if not may_undo(state, filed_at, now):
        raise Refused(TooLateToUndo(key))
    return move(key, TicketVerb.WITHDRAW, state)


def route(key: str, state: TicketState) -> TicketState:
    if state is not TicketState.NEW:
        raise Refused(InWork(key))
    return move(key, TicketVerb.ROUTE, state)


def correct_kind(key: str, state: TicketState, before: Kind, kind: str) -> Kind:
    """Raises Refused(InWork | CardIsOld)."""
    if state is not TicketState.NEW:
        raise Refused(InWork(key))
    if before not in OTHER or kind not in set(OTHER):
        raise Refused(CardIsOld(key))
    return Kind(kind)
