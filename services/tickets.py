"""Tickets: filed, claimed, answered, resolved, closed, reopened."""

from dataclasses import dataclass

from domain import tickets as rules
from domain.alerts import Summary
from domain.clocks import ClockKind
from domain.outcomes import CardIsOld, Nothing, Outcome, Refused
from domain.people import Person
from domain.records import Kind, Record
from domain.tickets import Claimed, Closed, Filed, Noted, Reopened, Replied, Resolved, TicketState, TicketVerb
from domain.titles import clean_lines, title_of
from domain.workdays import after_working_days
from services import alerts_sight, cards, catalog, holds, outbox, people, records, transfers
from services.cards import REQUESTER_CARD, TEXT_LIMIT
from services.holds import HoldSight
from services.permissions import require
from services.readers import Reader, may_see
from services.transfers import Elsewhere
from storage import clocks, history, notes, surveys, tickets, timers
from storage import people as people_rows
from storage import records as rows
from storage.clocks import Kept
from storage.copies import Copy
from storage.notes import Note, Side
from storage.tickets import TicketRow
from storage.timers import Timer
from storage.tx import Tx

SOLVED_CARD = "ticket.solved"
REQUESTER_VIEWS = {REQUESTER_CARD, SOLVED_CARD, "survey.ask"}  # in their threads writes who asked
QUIET_DAYS = 5  # working days of silence after which a resolved ticket closes
MOST_MINE = 20


@dataclass(frozen=True)
class TicketSight:
    """A ticket as its readers may see it. `alerts` are those that opened it; nobody asked for it then."""

    record: Record
    ticket: TicketRow
    requester: Person | None
    owner: Person | None
    team: str
    service: str | None
    clocks: dict[ClockKind, Kept]
    score: int | None
    hold: HoldSight | None = None
    alerts: Summary | None = None


@dataclass(frozen=True)
class NoteSight:
    """Words that pass between team and requester, and who wrote them."""

    record: Record
    note: Note
    author: Person
    from_requester: bool


def file(
    tx: Tx,
    text: str,
    *,
    source: str,
    kind: rules.Kind = rules.Kind.REQUEST,
    service: str | None = None,
    urgency: int = 2,
    description: str = "",
) -> Filed:
    """A ticket from what somebody typed; its card goes to the team, another to the requester's DM. A complaint is
    private: its card goes to the few who may know.
    """
    person = require(tx, "ticket.file")
    headline = title_of(text)
    team = tx.desk.team_for(service)
    about = tx.desk.services.get(service or "")
    whole = clean_lines(description) or headline.description
    record = records.open_record(
        tx,
        Kind.TICKET,
        "ticket.file",
        headline.title,
        rules.move("", TicketVerb.FILE, None),
        words={"description": whole or ""},
        requester=person.id,
        team=team.id,
        service=about.id if about else None,
        priority=rules.priority(2, urgency),
        is_private=kind is rules.Kind.COMPLAINT,
    )
    tickets.add(tx, TicketRow(record.id, kind, whole, 2, urgency, source))
    cards.show(tx, record)
    if person.slack_id:
        outbox.show(tx, record, person.slack_id, REQUESTER_CARD)
    return Filed(record.key)


def claim(tx: Tx, ticket_id: int, state: str) -> Claimed:
    """`state` is what the clicked card showed; a card that is behind still claims what is free."""
    record = records.lock(tx, ticket_id, Kind.TICKET)
    person = require(tx, "ticket.claim", record)
    after = rules.claim(record.key, TicketState(record.state), record.owner, person.id)
    if record.state != state:
        raise Refused(CardIsOld(record.key))
    records.change(tx, record, "ticket.claim", state=after, owner=person.id)
    return Claimed(record.key)


def reply(tx: Tx, ticket_id: int, text: str) -> Replied:
    """Words for the requester: into their DM's thread, and into the team's thread as a record of it."""
    record = records.lock(tx, ticket_id, Kind.TICKET)
    person = require(tx, "ticket.reply", record)
    rules.require_requester(record.key, record.requester)
    after = rules.move(record.key, TicketVerb.REPLY, TicketState(record.state))
    words = cards.words(text)
    note_id = notes.add(tx, record.id, Side.REQUESTER, person.id, words)
    record = records.change(tx, record, "ticket.reply", state=after, words={"text": words}, about={"note": note_id})
    cards.tell(tx, record, "ticket.reply", note=note_id)
    outbox.tell_person(tx, record, record.requester, "ticket.reply", under=REQUESTER_CARD, note=note_id)
    return Replied(record.key)


def resolve(tx: Tx, ticket_id: int, text: str) -> Resolved:
    """The requester is asked whether it is solved; five working days of silence close it."""
    record = records.lock(tx, ticket_id, Kind.TICKET)
    person = require(tx, "ticket.resolve", record)
    after = rules.move(record.key, TicketVerb.RESOLVE, TicketState(record.state))
    words = clean_lines(text)[:TEXT_LIMIT]
    note_id = notes.add(tx, record.id, Side.REQUESTER, person.id, words) if words else 0
    record = records.change(
        tx, record, "ticket.resolve", words={"text": words}, state=after, owner=record.owner or person.id
    )
    requester = people_rows.by_id(tx, record.requester) if record.requester is not None else None
    if note_id:
        cards.tell(tx, record, "ticket.reply", note=note_id)
        outbox.tell_person(tx, record, record.requester, "ticket.reply", under=REQUESTER_CARD, note=note_id)
    if requester and requester.slack_id:
        outbox.show(tx, record, requester.slack_id, SOLVED_CARD, occurrence=record.head_seq, under=REQUESTER_CARD)
    _await_silence(tx, record, record.head_seq)
    return Resolved(record.key)


def reply_named(tx: Tx, key: str, text: str) -> Replied:
    return reply(tx, records.named(tx, key, Kind.TICKET).id, text)


def resolve_named(tx: Tx, key: str, text: str) -> Resolved:
    return resolve(tx, records.named(tx, key, Kind.TICKET).id, text)


def _await_silence(tx: Tx, record: Record, resolved_at: int) -> None:
    """`resolved_at` is the seq of the fact that resolved it. Asked again, the days are counted from now."""
    closes_at = after_working_days(tx.desk.agreement.calendar, tx.now, QUIET_DAYS)
    timers.set_timer(tx, "ticket.quiet", record.id, str(resolved_at), closes_at)


def confirm(tx: Tx, ticket_id: int) -> Closed:
    """Solved, says the requester."""
    record = records.lock(tx, ticket_id, Kind.TICKET)
    require(tx, "ticket.confirm", record)
    return _close(tx, record)


def close_quietly(tx: Tx, record: Record, timer: Timer) -> None:
    """Nobody objected in time: it closes, unless it was reopened since the timer was set."""
    if record.state == TicketState.RESOLVED and str(_resolved_at_seq(tx, record)) == timer.occurrence:
        _close(tx, record)


def _close(tx: Tx, record: Record) -> Closed:
    after = rules.move(record.key, TicketVerb.CONFIRM, TicketState(record.state))
    timers.cancel(tx, "ticket.quiet", record.id)
    records.close(tx, record, "ticket.close", after)
    return Closed(record.key)


def reopen(tx: Tx, ticket_id: int) -> Reopened:
    """Not solved, says the requester: the team is told, and the resolution clock goes on."""
    record = records.lock(tx, ticket_id, Kind.TICKET)
    require(tx, "ticket.reopen", record)
    after = rules.move(record.key, TicketVerb.REOPEN, TicketState(record.state))
    timers.cancel(tx, "ticket.quiet", record.id)
    record = records.reopen(tx, record, "ticket.reopen", after)
    cards.tell(tx, record, "ticket.reopened")
    return Reopened(record.key)


def hear(tx: Tx, record: Record, copy: Copy, text: str, ts: str) -> Outcome:
    """Words in a ticket's thread: the requester's reach the team, the team's stay inside as a note."""
    side = Side.REQUESTER if copy.view in REQUESTER_VIEWS else Side.INTERNAL
    person = require(tx, "ticket.answer" if side is Side.REQUESTER else "ticket.note", record)
    words = clean_lines(text)  # whole: a message may be longer than what a form takes
    if not words:
        return Nothing()
    note_id = notes.add(tx, record.id, side, person.id, words, (copy.channel or "", ts))
    verb = "ticket.answer" if side is Side.REQUESTER else "ticket.note"
    record = records.change(tx, record, verb, words={"text": words}, about={"note": note_id})
    if side is Side.REQUESTER:
        cards.tell(tx, record, "ticket.reply", note=note_id)
        record = holds.answered(tx, record)
        if record.state == TicketState.RESOLVED:  # who is still writing is not silent
            _await_silence(tx, record, _resolved_at_seq(tx, record))
    return Noted(record.key)


def offered(tx: Tx, actor: str) -> dict[str, str]:
    """The services that a ticket may be about, for whoever may file one: asked before the form opens."""
    require(people.asking(tx, actor), "ticket.file")
    return catalog.offered(tx)


def mine(tx: Tx, actor: str) -> list[Record]:
    return rows.asked_by(tx, people.acting(people.asking(tx, actor)).id, Kind.TICKET, MOST_MINE)


def show(tx: Tx, actor: str, key: str) -> TicketSight:
    record = records.named(tx, key, Kind.TICKET)
    require(people.asking(tx, actor), "ticket.see", record)
    return _sight(tx, record)


def for_work(tx: Tx, actor: str, ticket_id: int, act: str) -> Record:
    """The ticket, if this person may do `act` to it: asked before a form opens."""
    record = records.get(tx, ticket_id, Kind.TICKET)
    require(people.asking(tx, actor), act, record)
    if act == "ticket.reply":
        rules.require_requester(record.key, record.requester)
    return record


def see(tx: Tx, record_id: int, reader: Reader) -> TicketSight | None:
    record = rows.get(tx, record_id)
    return _sight(tx, record) if may_see(tx, reader, record) else None


def see_card(tx: Tx, record_id: int, reader: Reader, occurrence: int) -> TicketSight | Elsewhere | None:
    """The team's card; an old one says where the ticket has gone."""
    return transfers.elsewhere(tx, record_id, reader, occurrence) or see(tx, record_id, reader)


def see_note(tx: Tx, record_id: int, reader: Reader, note: int) -> NoteSight | None:
    """A note on its way to the other side. Internal notes are shown to nobody by this way."""
    record, said = rows.get(tx, record_id), notes.get(tx, note)
    if not may_see(tx, reader, record) or said.side is not Side.REQUESTER:
        return None
    author = people_rows.by_id(tx, said.author)
    return NoteSight(record, said, author, from_requester=said.author == record.requester)


def _sight(tx: Tx, record: Record) -> TicketSight:
    people_of_it = people_rows.by_ids(tx, [one for one in (record.requester, record.owner) if one])
    services = {service.id: service.name for service in tx.desk.services.values()}
    return TicketSight(
        record=record,
        ticket=tickets.get(tx, record.id),
        requester=people_of_it.get(record.requester or 0),
        owner=people_of_it.get(record.owner or 0),
        team=tx.desk.team_by_id(record.team or 0).name,
        service=services.get(record.service or 0),
        clocks=clocks.of(tx, record.id),
        score=surveys.score_of(tx, record.id),
        hold=holds.now(tx, record),
        alerts=alerts_sight.summary_of(tx, record) if record.requester is None else None,
    )


def _resolved_at_seq(tx: Tx, record: Record) -> int:
    return max(fact.seq for fact in history.of(tx, record.id) if fact.verb == "ticket.resolve")
