"""What kind of ticket it is, put right before anybody works on it."""

from dataclasses import dataclass

from domain.outcomes import CardIsOld, Outcome, Refused
from domain.tickets import InWork, Kind, TicketState

OTHER = {Kind.REQUEST: Kind.INCIDENT, Kind.INCIDENT: Kind.REQUEST}
"""A complaint stays one: who may see it hangs on that from the first moment."""


@dataclass(frozen=True)
class KindCorrected(Outcome):
    ticket: int
    key: str
    kind: str


def correct_kind(key: str, state: TicketState, before: Kind, kind: str) -> Kind:
    """Raises Refused(InWork | CardIsOld)."""
    if state is not TicketState.NEW:
        raise Refused(InWork(key))
    if before not in OTHER or kind not in set(OTHER):
        raise Refused(CardIsOld(key))
    return Kind(kind)
