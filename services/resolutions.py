"""A ticket's end: resolved by the team, and the requester is asked; closed, or open again, by their answer.

Each resolution is a round, named by the seq of the fact that resolved it. A question keeps the answer of its own
round, and an answer to an earlier one changes nothing any more.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain import tickets as rules
from domain.outcomes import CardIsOld, Refused
from domain.records import Kind, Record
from domain.tickets import Closed, Reopened, Resolved, TicketState, TicketVerb
from domain.titles import clean_lines
from domain.workdays import after_working_days
from services import cards, notes, outbox, records
from services.permissions import named, require
from services.readers import Reader, may_see
from storage import history, timers
from storage import records as rows
from storage.notes import Side
from storage.timers import Timer
from storage.tx import Tx

QUESTION = "ticket.solved"
AGAIN = "ticket.solved_again"  # the question, put once more
REOPENED = "ticket.reopened"
QUIET = "ticket.quiet"  # the timer at the end of the silence that closes it
QUIET_DAYS = 5  # working days of silence after which a resolved ticket closes


class Answer(StrEnum):
    """What became of a question. `moot`: it was overtaken."""

    NONE = "none"
    YES = "yes"
    SILENCE = "silence"
    NOT_YET = "not_yet"
    MOOT = "moot"


@dataclass(frozen=True)
class QuestionSight:
    """A question, and its own answer; while it has none, when the ticket closes without one."""

    record: Record
    round: int
    answer: Answer
    closes_at: datetime | None = None


def resolve(tx: Tx, ticket_id: int, text: str) -> Resolved:
    """The requester is asked whether it is solved; five working days of silence close it."""
    record = records.lock(tx, ticket_id, Kind.TICKET)
    person = require(tx, "ticket.resolve", record)
    after = rules.move(record.key, TicketVerb.RESOLVE, TicketState(record.state))
    words = clean_lines(text)[: cards.TEXT_LIMIT]
    if words:
        side = Side.INTERNAL if record.requester is None else Side.REQUESTER
        notes.keep(tx, record, side, person, words)
    record = records.change(
        tx, record, "ticket.resolve", words={"text": words}, state=after, owner=record.owner or person.id
    )
    for copy in cards.at_requester(tx, record):
        outbox.show(tx, record, copy.place, QUESTION, occurrence=record.head_seq, under=copy)
    wait_on(tx, record)
    return Resolved(record.key)


def resolve_named(tx: Tx, key: str, text: str) -> Resolved:
    return resolve(tx, named(tx, key, Kind.TICKET).id, text)


def wait_on(tx: Tx, record: Record) -> None:
    """The days of silence of a resolved ticket are counted from now."""
    if record.state == TicketState.RESOLVED:
        closes_at = after_working_days(tx.desk.agreement.calendar, tx.now, QUIET_DAYS)
        timers.set_timer(tx, QUIET, record.id, str(latest(tx, record.id)), closes_at)


def confirm(tx: Tx, ticket_id: int, asked: int) -> Closed:
    """Solved, says the requester. `asked` is the round of the question."""
    record = records.lock(tx, ticket_id, Kind.TICKET)
    require(tx, "ticket.confirm", record)
    _require_latest(tx, record, asked)
    return _close(tx, record)


def _require_latest(tx: Tx, record: Record, asked: int) -> None:
    if asked != latest(tx, record.id):
        raise Refused(CardIsOld(record.key))


def close_quietly(tx: Tx, record: Record, timer: Timer) -> None:
    """Nobody objected in time: it closes, unless it was reopened since the timer was set."""
    if record.state == TicketState.RESOLVED and str(latest(tx, record.id)) == timer.occurrence:
        _close(tx, record)


def _close(tx: Tx, record: Record) -> Closed:
    after = rules.move(record.key, TicketVerb.CONFIRM, TicketState(record.state))
    timers.cancel(tx, QUIET, record.id)
    records.close(tx, record, "ticket.close", after)
    return Closed(record.key)


def reopen(tx: Tx, ticket_id: int, asked: int) -> Reopened:
    """Not solved, says the requester: the team is told, and the resolution clock goes on."""
    record = records.lock(tx, ticket_id, Kind.TICKET)
    require(tx, "ticket.reopen", record)
    _require_latest(tx, record, asked)
    after = rules.move(record.key, TicketVerb.REOPEN, TicketState(record.state))
    timers.cancel(tx, QUIET, record.id)
    record = records.reopen(tx, record, "ticket.reopen", after)
    cards.tell(tx, record, REOPENED)
    return Reopened(record.key)


def see(tx: Tx, record_id: int, reader: Reader, occurrence: int) -> QuestionSight | None:
    record = rows.get(tx, record_id)
    if not may_see(tx, reader, record):
        return None
    return QuestionSight(record, occurrence, _answer(tx, record, occurrence), closes_at(tx, record))


def closes_at(tx: Tx, record: Record) -> datetime | None:
    """When a resolved ticket closes, if nobody says anything."""
    return timers.waiting_for(tx, QUIET, record.id) if record.state == TicketState.RESOLVED else None


def _answer(tx: Tx, record: Record, asked: int) -> Answer:
    """The last answer of its round: who has said yes may say not yet, until it is resolved anew."""
    found = Answer.NONE
    for fact in history.of(tx, record.id):
        if fact.seq > asked and fact.verb == "ticket.resolve":
            return found if found is not Answer.NONE else Answer.MOOT
        if fact.seq > asked and fact.verb == "ticket.close":
            found = Answer.YES if json.loads(fact.body)["actor"] else Answer.SILENCE
        if fact.seq > asked and fact.verb == "ticket.reopen":
            found = Answer.NOT_YET
    if found is Answer.NONE and record.state != TicketState.RESOLVED:
        return Answer.MOOT
    return found


def latest(tx: Tx, record_id: int) -> int:
    """The round that counts; 0 for a ticket that was never resolved."""
    return max((fact.seq for fact in history.of(tx, record_id) if fact.verb == "ticket.resolve"), default=0)
