"""What can still be put right just after filing: taken back, or sent to where it belongs."""

from dataclasses import dataclass

from domain import tickets as rules
from domain.outcomes import FieldFault, Refused
from domain.records import Kind
from domain.tickets import Routed, TicketState, Undone
from services import cards, catalog, records, tickets
from services.permissions import require
from services.readers import Reader
from services.tickets import TicketSight
from storage import tickets as ticket_rows
from storage.tx import Tx


def undo(tx: Tx, ticket_id: int) -> Undone:
    """Taken back, twice if somebody clicks twice. Raises Refused(InWork | TooLateToUndo)."""
    record = records.lock(tx, ticket_id, Kind.TICKET)
    require(tx, "ticket.withdraw", record)
    if record.state != TicketState.WITHDRAWN:
        after = rules.undo(record.key, TicketState(record.state), record.opened_at, tx.now)
        records.close(tx, record, "ticket.withdraw", after)
        ticket_rows.release(tx, record.id)
    return Undone(record.key)


def route(tx: Tx, ticket_id: int, service: str) -> Routed:
    """What it is about, by a service's key, and so to the team that supports it: its card moves there."""
    record = records.lock(tx, ticket_id, Kind.TICKET)
    require(tx, "ticket.route", record)
    after = rules.route(record.key, TicketState(record.state))
    about = tx.desk.services.get(service)
    if about is None:
        raise Refused(FieldFault("service", "not_offered"))
    team = tx.desk.teams[about.team]
    if (record.service, record.team) == (about.id, team.id):
        return Routed(record.key, team.name)
    moved = records.change(tx, record, "ticket.route", service=about.id, team=team.id, state=after)
    if record.team != team.id:
        cards.show(tx, moved, occurrence=moved.head_seq)
    return Routed(record.key, team.name)


@dataclass(frozen=True)
class RequesterSight:
    """A ticket as who asked sees it. While it `is_fresh` it can be put right; `services` are names by key."""

    ticket: TicketSight
    is_fresh: bool
    services: dict[str, str]


def see(tx: Tx, record_id: int, reader: Reader) -> RequesterSight | None:
    sight = tickets.see(tx, record_id, reader)
    if sight is None:
        return None
    is_fresh = rules.may_undo(TicketState(sight.record.state), sight.record.opened_at, tx.now)
    return RequesterSight(sight, is_fresh, catalog.offered(tx) if is_fresh else {})
