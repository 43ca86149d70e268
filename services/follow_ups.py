"""A bad score is followed up: the team lead gets a card with a deadline, says what came of it, or is reminded."""

from dataclasses import dataclass, replace

from domain import follow_ups as rules
from domain.follow_ups import FollowedUp, FollowUp, FollowUpVerb
from domain.history import Json, microseconds
from domain.outcomes import NotFound, Refused
from domain.people import Person, Role
from domain.records import Record
from domain.workdays import after_working_days
from services import cards, outbox, people, records
from services.permissions import require
from services.readers import Reader, may_see, sees
from services.timers import Act
from storage import copies, follow_ups, surveys, timers
from storage import people as people_rows
from storage import records as rows
from storage.timers import Timer
from storage.tx import Tx

ACT = "survey.follow_up"
CARD, OVERDUE = "survey.follow_up", "survey.overdue"
DUE = "survey.follow_up"
"""The kind of the timer that waits for the deadline, named by the survey's round."""


@dataclass(frozen=True)
class FollowUpSight:
    """What is to be followed up, as those see it who may see the record."""

    record: Record
    follow_up: FollowUp
    score: int
    comment: str | None
    requester: Person | None
    done_by: Person | None
    is_overdue: bool


def weigh(tx: Tx, record: Record, closing: int, score: int) -> None:
    """A score was given: a low one calls for a follow-up, a higher one later takes that back."""
    found = follow_ups.get(tx, record.id, closing)
    match rules.needed(score, tx.desk.surveys.low, found.state if found else None):
        case FollowUpVerb.RAISE:
            _raise(tx, record, closing, found)
        case FollowUpVerb.WITHDRAW if found:
            state = rules.move(record.key, FollowUpVerb.WITHDRAW, found.state)
            follow_ups.put(tx, replace(found, state=state))
            timers.cancel(tx, DUE, record.id)
            records.change(tx, record, "survey.follow_up_withdrawn", about={"round": closing})


def _raise(tx: Tx, record: Record, closing: int, found: FollowUp | None) -> None:
    lead = _lead(tx, record)
    days = tx.desk.surveys.follow_up_within
    due_at = after_working_days(tx.desk.agreement.calendar, tx.now, days)
    state = rules.move(record.key, FollowUpVerb.RAISE, found.state if found else None)
    follow_ups.put(tx, FollowUp(record.id, closing, lead.id if lead else None, state, due_at))
    about: dict[str, Json] = {"round": closing, "lead": lead.id if lead else None, "due_at": microseconds(due_at)}
    record = records.change(tx, record, "survey.follow_up", about=about)
    place = lead.slack_id if lead else None
    if place and not _stands(tx, record, place, closing):
        outbox.show(tx, record, place, CARD, occurrence=closing)
    timers.set_timer(tx, DUE, record.id, str(closing), due_at, again=True)


def _stands(tx: Tx, record: Record, place: str, closing: int) -> bool:
    mine = (place, CARD, closing)
    return any((copy.place, copy.view, copy.occurrence) == mine for copy in copies.of(tx, record.id))


def _lead(tx: Tx, record: Record) -> Person | None:
    """The team's; where Slack does not reach them any more, an administrator who may see it."""
    lead = tx.desk.team_by_id(record.team or 0).lead
    admins = sorted(tx.desk.roles.get(Role.ADMIN, frozenset()))
    found = people_rows.by_ids(tx, [lead, *admins])
    able = (found[one] for one in [lead, *admins] if one in found)
    return next((one for one in able if one.slack_id and sees(tx, one, record)), None)


def done(tx: Tx, record_id: int, closing: int, text: str) -> FollowedUp:
    """It was seen to; `text` says what came of it. Raises Refused(IllegalMove) where it is done already."""
    record = rows.lock(tx, record_id)
    person = require(tx, ACT, record)
    found = _get(tx, record, closing)
    state = rules.move(record.key, FollowUpVerb.FINISH, found.state)
    note = cards.words(text)
    follow_ups.put(tx, replace(found, state=state, done_at=tx.now, done_by=person.id, note=note))
    timers.cancel(tx, DUE, record.id)
    records.change(tx, record, "survey.followed_up", about={"round": closing}, words={"note": note})
    return FollowedUp(record.key)


def for_note(tx: Tx, actor: str, record_id: int, closing: int) -> Record:
    """The record, if this person may say that it was seen to, and it was not."""
    record = rows.get(tx, record_id)
    require(people.asking(tx, actor), ACT, record)
    rules.move(record.key, FollowUpVerb.FINISH, _get(tx, record, closing).state)
    return record


def _get(tx: Tx, record: Record, closing: int) -> FollowUp:
    found = follow_ups.get(tx, record.id, closing)
    if found is None:
        raise Refused(NotFound(record.key))
    return found


def remind(tx: Tx, record: Record, timer: Timer) -> None:
    """The deadline has passed and nobody has said anything."""
    found = follow_ups.get(tx, record.id, int(timer.occurrence))
    if found is None or not found.is_open or tx.now < found.due_at:
        return
    record = records.change(tx, record, "survey.overdue", about={"round": found.round})
    outbox.tell_person(tx, record, found.lead, OVERDUE, under=CARD, occurrence=found.round)


def see(tx: Tx, record_id: int, reader: Reader, occurrence: int) -> FollowUpSight | None:
    record = rows.get(tx, record_id)
    found, survey = follow_ups.get(tx, record_id, occurrence), surveys.get(tx, record_id, occurrence)
    if found is None or survey is None or survey.score is None or not may_see(tx, reader, record):
        return None
    involved = people_rows.by_ids(tx, [one for one in (record.requester, found.done_by) if one])
    return FollowUpSight(
        record=record,
        follow_up=found,
        score=survey.score,
        comment=survey.comment,
        requester=involved.get(record.requester or 0),
        done_by=involved.get(found.done_by or 0),
        is_overdue=found.is_open and tx.now >= found.due_at,
    )


def see_overdue(tx: Tx, record_id: int, reader: Reader, occurrence: int) -> FollowUpSight | None:
    """None once somebody has seen to it."""
    sight = see(tx, record_id, reader, occurrence)
    return sight if sight and sight.is_overdue else None


ACTS: dict[str, Act] = {DUE: remind}
