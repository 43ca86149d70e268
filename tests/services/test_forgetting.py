"""What was said long ago goes, a little at a time; what somebody may still ask for stays."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import Engine, select

from domain.records import Kind, Record
from domain.setup import NO_DESK
from services import outbox, records
from storage import outbox as rows
from storage.desk import found
from storage.engine import transaction
from storage.tx import Tx

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
LATER = NOON + outbox.KEPT + timedelta(seconds=1)


@pytest.fixture
def told(db: Engine) -> Iterator[tuple[Tx, Record]]:
    with transaction(db, writes=True) as connection:
        row = found(connection, "T0STEWARD", None, "IT", NOON)
        desk = replace(NO_DESK, id=row.id, workspace="T0STEWARD", prefix="IT")
        tx = Tx(connection, NOON, NOON, desk, Random(1))
        yield tx, records.open_record(tx, Kind.TICKET, "test.open", "No Wi-Fi", "new")


def said(tx: Tx, record: Record, notice: str) -> int:
    one = rows.add(tx, record.id, "C1", notice, {})
    rows.sent(tx, one, "C1", "1.0", None)
    return one


def kept(tx: Tx) -> set[str]:
    return set(tx.connection.execute(select(rows.outbox.c.notice)).scalars())


def test_only_what_is_settled_and_long_ago_goes(told: tuple[Tx, Record]) -> None:
    tx, record = told
    said(tx, record, "said")
    rows.withdraw(tx, rows.add(tx, record.id, "C1", "withdrawn", {}))
    rows.park(tx, rows.add(tx, record.id, "C1", "parked", {}), "channel_not_found")
    rows.add(tx, record.id, "C1", "waiting", {})
    rows.add(tx, record.id, "C1", "held", {}, held=True)
    rows.look_again(tx, said(tx, record, "in doubt"), NOON)
    outbox.show(tx, record, "C1", "ticket.card")
    [posting] = tx.connection.execute(select(rows.outbox.c.id).where(rows.outbox.c.notice == outbox.COPY)).scalars()
    rows.sent(tx, posting, "C1", "2.0", None)
    later = replace(tx, now=LATER)
    said(later, record, "said lately")
    assert outbox.forget(tx) == 0
    assert outbox.forget(later) == 2
    assert kept(tx) == {"parked", "waiting", "held", "in doubt", "said lately", outbox.COPY}


def test_a_sweep_takes_a_bounded_lot(told: tuple[Tx, Record]) -> None:
    tx, record = told
    for _ in range(outbox.MOST_FORGOTTEN + 1):
        said(tx, record, "said")
    later = replace(tx, now=LATER)
    assert [outbox.forget(later) for _ in range(3)] == [outbox.MOST_FORGOTTEN, 1, 0]
