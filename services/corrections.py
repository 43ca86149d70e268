"""What can still be put right just after filing: taken back, sent to where it belongs, called what it is."""

from dataclasses import dataclass
from datetime import timedelta

from domain import corrections as rules
from domain.corrections import KindCorrected
from domain.history import microseconds
from domain.outcomes import FieldFault, Refused
from domain.permissions import may
from domain.records import Kind, Record
from domain.tickets import Filed, Routed, TicketState, Undone
from domain.tickets import Kind as TicketKind
from services import cards, catalog, earlier, people, records, tickets
from services.cards import OFFERS
from services.permissions import require
from services.readers import Reader
from services.tickets import TicketSight
from storage import copies, notes, timers
from storage import tickets as ticket_rows
from storage.timers import Timer
from storage.tx import Tx

MOMENT = timedelta(seconds=1)
PAST = "ticket.settled"  # the timer at the end of the time for undoing


def undo(tx: Tx, ticket_id: int) -> Undone:
    """Taken back, twice if somebody clicks twice. Raises Refused(InWork | TooLateToUndo)."""
    record = records.lock(tx, ticket_id, Kind.TICKET)
    require(tx, "ticket.withdraw", record)
    if record.state != TicketState.WITHDRAWN:
        after = rules.undo(record.key, TicketState(record.state), record.opened_at, tx.now)
        records.close(tx, record, "ticket.withdraw", after)
        ticket_rows.release(tx, record.id)
        follows = ticket_rows.get(tx, record.id).follows
        if follows is not None:  # the one that it came back from offers again what was taken back
            for offer in OFFERS:
                copies.raise_view(tx, follows, offer)
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
    before = {"note": notes.latest(tx, record.id) + 1}  # what was said before it moved
    moved = records.change(tx, record, "ticket.route", service=about.id, team=team.id, state=after, about=before)
    if record.team != team.id:
        cards.show(tx, moved, occurrence=moved.head_seq)
        earlier.show(tx, moved)
    return Routed(record.key, team.name)


def correct_kind(tx: Tx, ticket_id: int, kind: str) -> KindCorrected:
    """Is something broken, or needed? The same again is no fact. Raises Refused(InWork | CardIsOld)."""
    record = records.lock(tx, ticket_id, Kind.TICKET)
    require(tx, "ticket.kind", record)
    before = ticket_rows.get(tx, record.id).kind
    after = rules.correct_kind(record.key, TicketState(record.state), before, kind)
    if after is not before:
        ticket_rows.correct_kind(tx, record.id, after)
        records.change(tx, record, "ticket.kind", about={"kind": after})
    return KindCorrected(record.id, record.key, after)


@dataclass(frozen=True)
class Mending:
    """A ticket that can still be put right, the services, names by key, that it may be about, and the kind that it
    may be instead, None for a complaint.
    """

    ticket: int
    services: dict[str, str]
    other_kind: TicketKind | None = None


@dataclass(frozen=True)
class RequesterSight:
    """A ticket as who asked sees it; `mending` while it can be put right."""

    ticket: TicketSight
    mending: Mending | None


def see(tx: Tx, record_id: int, reader: Reader) -> RequesterSight | None:
    sight = tickets.see(tx, record_id, reader)
    if sight is None:
        return None
    return RequesterSight(sight, _mending(tx, sight.record))


def offered(tx: Tx, actor: str, ticket_id: int) -> Mending | None:
    """What the answer to filing offers: None for who may neither take it back nor send it elsewhere."""
    if not ticket_id:  # an answer of an earlier release, which did not keep it
        return None
    record, person = records.get(tx, ticket_id, Kind.TICKET), people.acting(people.asking(tx, actor))
    return _mending(tx, record) if may(tx.desk, person, "ticket.withdraw", record) else None


def after_filing(tx: Tx, filed: Filed | KindCorrected) -> Mending | None:
    """The same, asked by who has just filed it for themselves, or put something right."""
    if isinstance(filed, Filed) and filed.at == microseconds(tx.now):  # by this very transaction
        return Mending(filed.ticket, catalog.offered(tx), rules.OTHER.get(TicketKind(filed.kind)))
    return offered(tx, tx.actor or "", filed.ticket)


def _mending(tx: Tx, record: Record) -> Mending | None:
    is_fresh = rules.may_undo(TicketState(record.state), record.opened_at, tx.now)
    other = rules.OTHER.get(ticket_rows.get(tx, record.id).kind)
    return Mending(record.id, catalog.offered(tx), other) if is_fresh else None


def await_end(tx: Tx, record: Record) -> None:
    """Set when it is filed."""
    timers.set_timer(tx, PAST, record.id, "0", tx.now + rules.UNDO + MOMENT)


def outdate(tx: Tx, record: Record, timer: Timer) -> None:  # noqa: ARG001 - as every timer
    """What cannot be undone any more is not offered any longer."""
    copies.raise_those(tx, record.id, cards.REQUESTER_CARD, 0)
