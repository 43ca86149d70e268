"""Satisfaction surveys: asked when a record is closed, answered by a click, over after a while or on reopening."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain import surveys as rules
from domain.outcomes import NotFound, Refused
from domain.people import Person
from domain.records import Record
from domain.surveys import Scored, SurveyState, SurveyVerb
from services import outbox, records
from services.permissions import require
from services.reactions import REACTIONS
from services.readers import Reader, may_see
from storage import copies, history, people, surveys, timers
from storage import records as rows
from storage.surveys import Survey
from storage.timers import Timer
from storage.tx import Tx

CARD = "survey.ask"
ASK, WITHDRAW, EXPIRE = "survey.ask", "survey.withdraw", "survey.expire"
"""Kinds of timers; the first two are due at once and named by the seq of the fact that they follow."""


@dataclass(frozen=True)
class SurveySight:
    """A survey as the one who is asked sees it; `is_open` while an answer still counts."""

    record: Record
    round: int
    state: SurveyState
    score: int | None
    until: datetime
    is_open: bool


def ask(tx: Tx, record: Record, timer: Timer) -> None:
    """Whoever asked for the record is asked how it went, unless they have no Slack or it was reopened meanwhile."""
    closing, person = int(timer.occurrence), _asked(tx, record)
    if person is None or person.slack_id is None or _is_withdrawn(tx, record, closing):
        return
    state = rules.move(record.key, SurveyVerb.ASK, rules.move(record.key, SurveyVerb.PLAN, None))
    surveys.add(tx, Survey(record.id, closing, person.id, state, tx.now, None, None))
    record = records.change(tx, record, "survey.ask", about={"round": closing, "person": person.id})
    outbox.show(tx, record, person.slack_id, CARD, occurrence=closing)
    timers.set_timer(tx, EXPIRE, record.id, str(closing), rules.expires_at(tx.now))


def _asked(tx: Tx, record: Record) -> Person | None:
    found = people.by_id(tx, record.requester) if record.requester is not None else None
    return found if found and found.is_served else None


def _is_withdrawn(tx: Tx, record: Record, closing: int) -> bool:
    """A timer that failed and is tried again may come after the one that withdraws."""
    since = (fact.verb for fact in history.of(tx, record.id) if fact.seq > closing)
    return any(WITHDRAW in REACTIONS.get(verb, ()) for verb in since)


def answer(tx: Tx, record_id: int, closing: int, score: int) -> Scored:
    """The first answer, or another one while the survey is open. Raises Refused(SurveyOver)."""
    record = rows.lock(tx, record_id)
    person = require(tx, "survey.answer", record)
    survey = surveys.get(tx, record.id, closing)
    if survey is None or survey.person != person.id:
        raise Refused(NotFound(record.key))
    state = rules.answer(record.key, survey.state, survey.asked_at or tx.now, score, tx.now)
    if score != survey.score:
        surveys.save(tx, replace(survey, state=state, score=score, answered_at=tx.now))
        records.change(tx, record, "survey.answer", about={"round": closing, "score": score})
    return Scored(record.key, score)


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
    outbox.take_back(tx, record, CARD, survey.round)
    return records.change(tx, record, f"survey.{verb}", about={"round": survey.round})


def see(tx: Tx, record_id: int, reader: Reader, occurrence: int) -> SurveySight | None:
    record, survey = rows.get(tx, record_id), surveys.get(tx, record_id, occurrence)
    if survey is None or survey.asked_at is None or reader.person is None or reader.person.id != survey.person:
        return None
    until = rules.expires_at(survey.asked_at)
    is_open = survey.state in {SurveyState.ASKED, SurveyState.ANSWERED} and tx.now < until
    sight = SurveySight(record, survey.round, survey.state, survey.score, until, is_open)
    return sight if may_see(tx, reader, record) else None
