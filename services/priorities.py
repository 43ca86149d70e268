"""Impact and urgency, as the team sees them, give the priority."""

from dataclasses import dataclass

from domain import tickets as rules
from domain.outcomes import Nothing, Outcome
from domain.records import Kind, Record
from domain.tickets import Prioritised, TicketState, TicketVerb
from services import people, records
from services.permissions import require
from storage import tickets
from storage.tickets import TicketRow
from storage.tx import Tx


@dataclass(frozen=True)
class Weighed:
    record: Record
    ticket: TicketRow


def prioritise(tx: Tx, ticket_id: int, impact: int, urgency: int) -> Outcome:
    """A new priority has other targets: its clocks are computed anew. The same one is no fact."""
    record = records.lock(tx, ticket_id, Kind.TICKET)
    require(tx, "ticket.prioritise", record)
    rules.move(record.key, TicketVerb.PRIORITISE, TicketState(record.state))
    priority, before = rules.priority(impact, urgency), tickets.get(tx, record.id)
    if (before.impact, before.urgency) == (impact, urgency):
        return Nothing()
    tickets.weigh(tx, record.id, impact, urgency)
    about = {"impact": impact, "urgency": urgency}
    records.change(tx, record, "ticket.prioritise", priority=priority, about=about)
    return Prioritised(record.key)


def for_weighing(tx: Tx, actor: str, ticket_id: int) -> Weighed:
    record = records.get(tx, ticket_id, Kind.TICKET)
    require(people.asking(tx, actor), "ticket.prioritise", record)
    rules.move(record.key, TicketVerb.PRIORITISE, TicketState(record.state))
    return Weighed(record, tickets.get(tx, record.id))
