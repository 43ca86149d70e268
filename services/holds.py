"""Tickets on hold: what they wait for, and how they come off hold."""

from dataclasses import dataclass
from datetime import datetime

from domain import tickets as rules
from domain.outcomes import FieldFault, Refused
from domain.people import Person
from domain.records import Kind, Record
from domain.tickets import Held, TicketState, TicketVerb, Unheld, Waiting
from services import cards, notes, records
from services.permissions import named, require
from services.readers import Reader, may_see
from storage import holds
from storage import notes as note_rows
from storage import people as people_rows
from storage import records as rows
from storage.holds import Hold
from storage.notes import Side
from storage.tx import Tx

NOTICE = "ticket.held"


def hold(tx: Tx, ticket_id: int, waiting_for: str, text: str) -> Held:
    """`text` says why. What the requester is asked goes to them, and is an answer of the team's."""
    record = records.lock(tx, ticket_id, Kind.TICKET)
    person = require(tx, "ticket.hold", record)
    after = rules.hold(record.key, TicketState(record.state))
    if waiting_for not in set(Waiting):
        raise Refused(FieldFault("waiting_for", "not_chosen"))
    asked, words = Waiting(waiting_for), cards.words(text)
    if asked is Waiting.REQUESTER:
        rules.require_requester(record.key, record.requester)
        note = notes.keep(tx, record, Side.REQUESTER, person, words)
        record = records.change(tx, record, "ticket.reply", words={"text": words}, about={"note": note})
    else:
        note = note_rows.add(tx, record.id, Side.INTERNAL, person.id, words)
    holds.put(tx, Hold(record.id, asked, tx.now, note))
    record = records.change(
        tx,
        record,
        "ticket.hold",
        state=after,
        owner=record.owner or person.id,
        about={"waiting_for": asked.value, "note": note},
        words={"text": words},
    )
    if asked is not Waiting.REQUESTER:
        cards.tell(tx, record, NOTICE, note=note)
    return Held(record.key)


def hold_named(tx: Tx, key: str, waiting_for: str, text: str) -> Held:
    return hold(tx, named(tx, key, Kind.TICKET).id, waiting_for, text)


def unhold(tx: Tx, ticket_id: int) -> Unheld:
    record = records.lock(tx, ticket_id, Kind.TICKET)
    require(tx, "ticket.unhold", record)
    _take_off(tx, record)
    return Unheld(record.key)


def answered(tx: Tx, record: Record) -> Record:
    """The requester has written: a ticket that waits for that waits no longer."""
    if record.state != TicketState.ON_HOLD or holds.of(tx, record.id).waiting_for is not Waiting.REQUESTER:
        return record
    return _take_off(tx, record)


def _take_off(tx: Tx, record: Record) -> Record:
    after = rules.move(record.key, TicketVerb.UNHOLD, TicketState(record.state))
    return records.change(tx, record, "ticket.unhold", state=after)


@dataclass(frozen=True)
class HoldSight:
    """What a ticket waits for, who said so and why; no `text` for those whom that does not concern."""

    record: Record
    waiting_for: Waiting
    since: datetime
    by: Person
    text: str


def now(tx: Tx, record: Record) -> HoldSight | None:
    """None for a ticket that is not on hold."""
    if record.state != TicketState.ON_HOLD:
        return None
    kept = holds.of(tx, record.id)
    said = note_rows.get(tx, kept.note)
    return HoldSight(record, kept.waiting_for, kept.since, people_rows.by_id(tx, said.author), said.text)


def see(tx: Tx, record_id: int, reader: Reader, note: int) -> HoldSight | None:
    """None once it is off hold again."""
    record = rows.get(tx, record_id)
    if not may_see(tx, reader, record) or record.state != TicketState.ON_HOLD:
        return None
    return now(tx, record) if holds.of(tx, record.id).note == note else None
