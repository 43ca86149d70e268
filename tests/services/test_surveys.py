"""Surveys when things happen in an order that no user's day shows: late timers, a silent Slack, people who left."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from random import Random

import pytest
from sqlalchemy import Engine, select

from domain.agreements import Agreement
from domain.calendars import Calendar
from domain.people import Profile, Standing
from domain.records import Kind, Record
from domain.setup import NO_DESK
from domain.surveys import SurveyState
from services import records, surveys
from services.agenda import ACTS
from services.timers import due, fire
from storage import people
from storage import records as rows
from storage import surveys as asked
from storage.desk import found
from storage.engine import transaction
from storage.outbox import WITHDRAWN, outbox
from storage.tx import Tx

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
VALIDITY = timedelta(days=14)
OFFICE = Calendar("UTC", dict.fromkeys(range(5), ((time(9), time(17)),)))


@pytest.fixture
def tx(db: Engine) -> Iterator[Tx]:
    with transaction(db, writes=True) as connection:
        row = found(connection, "T0STEWARD", None, "IT", NOON)
        desk = replace(NO_DESK, id=row.id, version=1, workspace="T0STEWARD", agreement=Agreement(OFFICE, {}))
        yield Tx(connection, NOON, NOON, desk, Random(1))


def ticket(tx: Tx, standing: Standing = Standing.MEMBER) -> Record:
    """Ann's, closed as its first act."""
    ann = people.learn(tx, Profile("U0ANN", "Ann", None, "en", "UTC", standing))
    record = records.open_record(tx, Kind.TICKET, "ticket.file", "No Wi-Fi", "resolved", requester=ann.id)
    return records.close(tx, record, "ticket.close", "closed")


def tick(tx: Tx, *kinds: str) -> None:
    """Do what is due; only these kinds of timers, if any are named."""
    for timer in due(tx, 100):
        if not kinds or timer.kind in kinds:
            assert fire(tx, timer, ACTS)


def states(tx: Tx, record: Record) -> list[SurveyState]:
    return [survey.state for survey in asked.of(tx, record.id)]


def postings(tx: Tx) -> list[str]:
    return list(tx.connection.execute(select(outbox.c.state).where(outbox.c.posts.is_not(None))).scalars())


def reopen(tx: Tx, record: Record) -> None:
    records.reopen(tx, rows.lock(tx, record.id), "ticket.reopen", "in_progress")


def test_a_question_that_comes_after_the_reopening_is_not_asked(tx: Tx) -> None:
    record = ticket(tx)
    reopen(tx, record)
    tick(tx, surveys.WITHDRAW)
    tick(tx, surveys.ASK)
    assert states(tx, record) == []
    assert postings(tx) == []


def test_each_closing_asks_once_though_the_first_question_is_late(tx: Tx) -> None:
    record = ticket(tx)
    reopen(tx, record)
    again = records.close(tx, rows.lock(tx, record.id), "ticket.close", "closed")
    tick(tx)
    assert [survey.round for survey in asked.of(tx, record.id)] == [again.head_seq]


@pytest.mark.parametrize("ending", ["reopened", "expired"])
def test_what_slack_did_not_take_yet_is_not_posted_any_more(tx: Tx, ending: str) -> None:
    record = ticket(tx)
    tick(tx)
    assert states(tx, record) == [SurveyState.ASKED]
    if ending == "reopened":
        reopen(tx, record)
    later = replace(tx, now=NOON + (VALIDITY if ending == "expired" else timedelta(0)))
    tick(later)
    assert postings(tx) == [WITHDRAWN]


def test_who_left_the_company_is_not_asked(tx: Tx) -> None:
    record = ticket(tx, Standing.GONE)
    tick(tx)
    assert states(tx, record) == []


def test_an_expiry_after_the_withdrawal_changes_nothing(tx: Tx) -> None:
    record = ticket(tx)
    tick(tx)
    reopen(tx, record)
    tick(tx)
    tick(replace(tx, now=NOON + VALIDITY))
    assert states(tx, record) == [SurveyState.WITHDRAWN]
