"""Who is asked: drawn by the randomness that the ledger was given, and one at a time."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, time
from random import Random

import pytest
from sqlalchemy import Engine

from domain.agreements import Agreement
from domain.calendars import Calendar
from domain.people import Profile, Standing
from domain.records import Kind
from domain.setup import NO_DESK
from domain.surveys import SurveyPolicy
from services import records
from services.agenda import ACTS
from services.timers import due, fire
from storage import people, surveys
from storage.desk import found
from storage.engine import transaction
from storage.tx import Tx

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
OFFICE = Calendar("UTC", dict.fromkeys(range(5), ((time(9), time(17)),)))


def begun(tx: Tx, policy: SurveyPolicy) -> Tx:
    row = found(tx.connection, "T0STEWARD", None, "IT", NOON)
    agreement = Agreement(OFFICE, {})
    return replace(
        tx, desk=replace(NO_DESK, id=row.id, version=1, workspace="T0STEWARD", agreement=agreement, surveys=policy)
    )


def closed(tx: Tx, name: str) -> int:
    person = people.learn(tx, Profile(f"U0{name}", name, None, "en", "UTC", Standing.MEMBER))
    record = records.open_record(tx, Kind.TICKET, "ticket.file", "No Wi-Fi", "resolved", requester=person.id)
    return records.close(tx, record, "ticket.close", "closed").id


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_randomness_asks_the_same_people(db: Engine, seed: int) -> None:
    drawn = []
    for _ in range(2):
        with transaction(db, writes=True) as connection:
            tx = begun(Tx(connection, NOON, NOON, NO_DESK, Random(seed)), SurveyPolicy(share=50))
            made = [closed(tx, f"P{number}") for number in range(12)]
            draws = replace(tx, random=Random(seed))
            for timer in due(draws, 100):
                assert fire(draws, timer, ACTS)
            drawn.append([bool(surveys.of(tx, record)) for record in made])
            connection.rollback()
    assert drawn[0] == drawn[1]
    assert set(drawn[0]) == {True, False}


def test_of_two_tickets_closed_at_once_one_asks(db: Engine) -> None:
    """Two processes, each with one of Ann's tickets: the second waits for the first, and finds her asked."""
    with transaction(db, writes=True) as connection:
        tx = begun(Tx(connection, NOON, NOON, NO_DESK, Random(1)), SurveyPolicy())
        desk, made = tx.desk, [closed(tx, "ANN"), closed(tx, "ANN")]
        timers = [timer for timer in due(tx, 100) if timer.kind == "survey.ask"]
    at_once = threading.Barrier(2)

    def asks(number: int) -> None:
        at_once.wait()
        with transaction(db, writes=True) as connection:
            fire(Tx(connection, NOON, NOON, desk, Random(number)), timers[number], ACTS)

    threads = [threading.Thread(target=asks, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with transaction(db, writes=False) as connection:
        tx = Tx(connection, NOON, NOON, desk, Random(1))
        assert sorted(len(surveys.of(tx, record)) for record in made) == [0, 1]
