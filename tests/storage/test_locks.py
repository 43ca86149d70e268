"""What must not wait for what, on PostgreSQL: rows that refer to a record or a desk somebody holds."""

from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest
from sqlalchemy import Engine, text

from domain.records import Kind
from domain.setup import NO_DESK
from services import records
from storage import desk, outbox, people
from storage import records as rows
from storage.engine import transaction
from storage.tx import Tx

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.fixture
def backend() -> str:
    return "postgresql"  # SQLite has one writer


def test_who_writes_about_a_record_or_a_desk_need_not_hold_it(db: Engine) -> None:
    with transaction(db, writes=True) as connection:
        founding = desk.found(connection, "T0STEWARD", None, "IT", NOON)
        config = replace(NO_DESK, id=founding.id, workspace="T0STEWARD", prefix="IT")
        tx = Tx(connection, NOON, NOON, config, Random(1))
        record = records.open_record(tx, Kind.TICKET, "test.open", "No Wi-Fi", "new")
    with transaction(db, writes=True) as holding, transaction(db, writes=True) as writing:
        rows.lock(Tx(holding, NOON, NOON, config, Random(1)), record.id)
        desk.lock_desk(holding)
        writing.execute(text("SET LOCAL lock_timeout = '200ms'"))
        beside = Tx(writing, NOON, NOON, config, Random(2))
        outbox.add(beside, record.id, "C0ITDESK", "desk.digest", {})
        people.ensure(beside, "U0ANN")


def test_a_record_is_held_by_one_at_a_time(db: Engine) -> None:
    with transaction(db, writes=True) as connection:
        founding = desk.found(connection, "T0STEWARD", None, "IT", NOON)
        config = replace(NO_DESK, id=founding.id, workspace="T0STEWARD", prefix="IT")
        record = records.open_record(
            Tx(connection, NOON, NOON, config, Random(1)), Kind.TICKET, "test.open", "No Wi-Fi", "new"
        )
    with transaction(db, writes=True) as one, transaction(db, writes=True) as other:
        rows.lock(Tx(one, NOON, NOON, config, Random(1)), record.id)
        assert rows.lock_if_free(Tx(other, NOON, NOON, config, Random(1)), record.id) is None
        assert rows.unsealed(Tx(other, NOON, NOON, config, Random(1)), 9) == []
