"""Satisfaction surveys: asked when a record is closed, answered by a click, over after a while or on reopening."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain import surveys as rules
from domain.follow_ups import FollowUp
from domain.outcomes import NotFound, Refused
from domain.people import Person
from domain.records import Record
from domain.surveys import Commented, Scored, SurveyState, SurveyVerb
from domain.workdays import after_working_days
from services import cards, follow_ups, outbox, records
from services import people as asking
from services.permissions import require
from services.reactions import REACTIONS
from services.readers import Reader, may_see
from services.timers import Act
from storage import copies, history, people, surveys, timers
from storage import follow_ups as follow_up_rows
from storage import records as rows
from storage.surveys import Survey
from storage.timers import Timer
from storage.tx import Tx

CARD, REMINDER = "survey.ask", "survey.reminder"
"""Views of the same survey: both have its buttons."""

ASK, WITHDRAW, REMIND, EXPIRE = "survey.ask", "survey.withdraw", "survey.remind", "survey.expire"
"""Kinds of timers; the first two are due at once and named by the seq of the fact that they follow."""


@dataclass(frozen=True)
class SurveySight:
    """A survey as the one who is asked sees it; `is_open` while an answer still counts. `follow_up`: to a low
    score, that `lead` sees to.
    """

    record: Record
    round: int
    state: SurveyState
    score: int | None
    until: datetime
    is_open: bool
    comment: str | None = None
    follow_up: FollowUp | None = None
    lead: Person | None = None
    is_late: bool = False  # the follow-up


def ask(tx: Tx, record: Record, timer: Timer) -> None:
    """Whoever asked for the record is asked how it went, unless they have no Slack, it was reopened meanwhile, or
    it is their turn to be left alone.
    """
    closing, person = int(timer.occurrence), _asked(tx, record)
    if person is None or person.slack_id is None or _is_withdrawn(tx, record, closing):
        return
    spared = _spared(tx, person)
    if spared:
        records.change(tx, record, "survey.skip", about={"round": closing, "person": person.id, "why": spared})
        return
    state = rules.move(record.key, SurveyVerb.ASK, rules.move(record.key, SurveyVerb.PLAN, None))
    until = tx.desk.surveys.until(tx.now)
    surveys.add(tx, Survey(record.id, closing, person.id, state, tx.now, None, None, until))
    record = records.change(tx, record, "survey.ask", about={"round": closing, "person": person.id})
    outbox.show(tx, record, person.slack_id, CARD, occurrence=closing)
    timers.set_timer(tx, EXPIRE, record.id, str(closing), until)
    _await_reminder(tx, record, closing, until)


def _asked(tx: Tx, record: Record) -> Person | None:
    found = people.by_id(tx, record.requester) if record.requester is not None else None
    return found if found and found.is_served else None


def _spared(tx: Tx, person: Person) -> str | None:
    """Why this person is not asked now. Held, so that of two records closed at once only one asks."""
    policy = tx.desk.surveys
    people.hold(tx, person.id)
    if policy.rests(surveys.last_asked(tx, person.id), tx.now):
        return "rests"
    return None if policy.chooses(tx.random.random()) else "not chosen"


def _is_withdrawn(tx: Tx, record: Record, closing: int) -> bool:
    """A timer that failed and is tried again may come after the one that withdraws."""
    since = (fact.verb for fact in history.of(tx, record.id) if fact.seq > closing)
    return any(WITHDRAW in REACTIONS.get(verb, ()) for verb in since)


def _await_reminder(tx: Tx, record: Record, closing: int, until: datetime) -> None:
    days = tx.desk.surveys.remind_after
    at = after_working_days(tx.desk.agreement.calendar, tx.now, days) if days else until
    if at < until:
        timers.set_timer(tx, REMIND, record.id, str(closing), at)


def remind(tx: Tx, record: Record, timer: Timer) -> None:
    """Once: the buttons again, while nothing was answered."""
    survey = surveys.get(tx, record.id, int(timer.occurrence))
    person = _asked(tx, record)
    if survey and survey.state is SurveyState.ASKED and tx.now < survey.until and person and person.slack_id:
        record = records.change(tx, record, "survey.remind", about={"round": survey.round})
        outbox.show(tx, record, person.slack_id, REMINDER, occurrence=survey.round)


def answer(tx: Tx, record_id: int, closing: int, score: int) -> Scored:
    """The first answer, or another one while the survey is open. Raises Refused(SurveyOver)."""
    record, survey = _own(tx, record_id, closing)
    state = rules.answer(record.key, survey.state, survey.until, score, tx.now)
    if score != survey.score:
        surveys.save(tx, replace(survey, state=state, score=score, answered_at=tx.now))
        record = records.change(tx, record, "survey.answer", about={"round": closing, "score": score})
        follow_ups.weigh(tx, record, closing, score)
    return Scored(record.key, score)


def comment(tx: Tx, record_id: int, closing: int, text: str) -> Commented:
    """Words to a score, the first or others. Raises Refused(SurveyOver | FieldFault)."""
    record, survey = _own(tx, record_id, closing)
    state = rules.comment(record.key, survey.state, survey.until, tx.now)
    words = cards.words(text)
    if words != survey.comment:
        surveys.save(tx, replace(survey, state=state, comment=words))
        records.change(tx, record, "survey.comment", about={"round": closing}, words={"comment": words})
    return Commented(record.key)


def for_comment(tx: Tx, actor: str, record_id: int, closing: int) -> SurveySight:
    """What the form begins with, if this person may still say something."""
    record = rows.get(tx, record_id)
    survey = _of_person(tx, record, closing, require(asking.asking(tx, actor), "survey.answer", record))
    rules.comment(record.key, survey.state, survey.until, tx.now)
    return _sight(tx, record, survey)


def _own(tx: Tx, record_id: int, closing: int) -> tuple[Record, Survey]:
    """The record, held, and the acting person's survey of it. Raises Refused(NotFound)."""
    record = rows.lock(tx, record_id)
    return record, _of_person(tx, record, closing, require(tx, "survey.answer", record))


def _of_person(tx: Tx, record: Record, closing: int, person: Person) -> Survey:
    survey = surveys.get(tx, record.id, closing)
    if survey is None or survey.person != person.id:
        raise Refused(NotFound(record.key))
    return survey


def withdraw(tx: Tx, record: Record, timer: Timer) -> None:
    """Reopened: what was not answered so far is not asked any more; it will be when the record closes again."""
    for survey in surveys.of(tx, record.id):
        if survey.state is SurveyState.ASKED and survey.round < int(timer.occurrence):
            record = _end(tx, record, survey, SurveyVerb.WITHDRAW)


def expire(tx: Tx, record: Record, timer: Timer) -> None:
    survey = surveys.get(tx, record.id, int(timer.occurrence))
    if survey and survey.state is SurveyState.ASKED:
        _end(tx, record, survey, SurveyVerb.EXPIRE)
    elif survey and survey.state is SurveyState.ANSWERED:
        copies.raise_wanted(tx, record.id)  # the card loses its buttons: the answer stands


def _end(tx: Tx, record: Record, survey: Survey, verb: SurveyVerb) -> Record:
    surveys.save(tx, replace(survey, state=rules.move(record.key, verb, survey.state)))
    for view in (CARD, REMINDER):
        outbox.take_back(tx, record, view, survey.round)
    return records.change(tx, record, f"survey.{verb}", about={"round": survey.round})


def see(tx: Tx, record_id: int, reader: Reader, occurrence: int) -> SurveySight | None:
    record, survey = rows.get(tx, record_id), surveys.get(tx, record_id, occurrence)
    if survey is None or reader.person is None or reader.person.id != survey.person:
        return None
    return _sight(tx, record, survey) if may_see(tx, reader, record) else None


def _sight(tx: Tx, record: Record, survey: Survey) -> SurveySight:
    is_open = survey.state in {SurveyState.ASKED, SurveyState.ANSWERED} and tx.now < survey.until
    found = follow_up_rows.get(tx, record.id, survey.round)
    lead = people.by_ids(tx, [found.lead]).get(found.lead) if found and found.lead else None
    return SurveySight(
        record,
        survey.round,
        survey.state,
        survey.score,
        survey.until,
        is_open,
        survey.comment,
        found,
        lead,
        is_late=bool(found and found.is_open and tx.now >= found.due_at),
    )


ACTS: dict[str, Act] = {ASK: ask, WITHDRAW: withdraw, REMIND: remind, EXPIRE: expire}
