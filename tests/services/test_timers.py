"""Ticks beside others: a timer that fails here while it is done or moved elsewhere, and long catching up."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import Engine, select

from bot.clockwork import BATCH, SWEEP, Clockwork
from bot.ledger import Ledger
from domain.records import Kind, Record
from domain.setup import NO_DESK
from services import desk, records, timers
from services.timers import AGAIN, TRIES, Timer
from storage import records as record_rows
from storage import timers as rows
from storage.desk import found
from storage.engine import transaction
from storage.tx import Tx
from tests.services.test_desk import PLAN

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
KIND = "test.ring"


def begun(tx: Tx) -> tuple[Tx, Record]:
    row = found(tx.connection, "T0STEWARD", None, "IT", NOON)
    tx = replace(tx, desk=replace(NO_DESK, id=row.id, workspace="T0STEWARD", prefix="IT"))
    return tx, records.open_record(tx, Kind.TICKET, "test.open", "No Wi-Fi", "new")


@pytest.fixture
def tx(db: Engine) -> Iterator[Tx]:
    with transaction(db, writes=True) as connection:
        yield Tx(connection, NOON, NOON, NO_DESK, Random(1))


def state(tx: Tx) -> tuple[str, int, datetime]:
    row = tx.connection.execute(select(rows.timers.c.state, rows.timers.c.tries, rows.timers.c.due_at)).one()
    return row.state, row.tries, row.due_at


def ringing(tx: Tx) -> tuple[Tx, Record, Timer]:
    tx, record = begun(tx)
    rows.set_timer(tx, KIND, record.id, "1", NOON)
    return tx, record, timers.due(tx, 1)[0]


def test_a_timer_that_fails_is_tried_again_later_each_time_and_parked_at_last(tx: Tx) -> None:
    tx, _, timer = ringing(tx)
    for attempt in range(TRIES - 1):
        assert not timers.failed(tx, timer, "no")
        tx = replace(tx, now=tx.now + AGAIN * 2**attempt)
        timer = timers.due(tx, 1)[0]
    assert timers.failed(tx, timer, "no")
    assert state(tx)[:2] == (rows.PARKED, TRIES)


def test_a_timer_that_another_process_has_fired_meanwhile_stays_fired(tx: Tx) -> None:
    tx, _, timer = ringing(tx)
    timer = replace(timer, tries=TRIES - 1)
    assert timers.fire(tx, timer, {KIND: lambda *_: None})
    assert not timers.failed(tx, timer, "the other was quicker")
    assert state(tx)[:2] == (rows.FIRED, 0)


def test_a_timer_that_was_moved_meanwhile_keeps_its_new_time(tx: Tx) -> None:
    tx, record, timer = ringing(tx)
    rows.set_timer(tx, KIND, record.id, "1", NOON + timedelta(days=5))
    assert not timers.failed(tx, timer, "too late")
    assert state(tx) == (rows.WAITING, 0, NOON + timedelta(days=5))


def test_ticks_count_as_going_on_while_they_catch_up(db: Engine) -> None:
    """Readiness is red when ticks stop, not when there is much to do after a night without the program."""
    with transaction(db, writes=True) as connection:
        tx = Tx(connection, NOON, NOON, NO_DESK, Random(1))
        desk.apply(tx, PLAN)
        record = record_rows.by_key(replace(tx, desk=replace(NO_DESK, id=1)), "DESK-1")
        for number in range(BATCH + 1):
            rows.set_timer(tx, KIND, record.id, str(number), NOON)
    seen: list[datetime | None] = []
    ledger = Ledger(db, lambda: NOON, Random(1))
    ticking = Clockwork(ledger, lambda: NOON, {KIND: lambda *_: seen.append(ticking.last_tick)}, [])
    asyncio.run(ticking.tick())
    ledger.close()
    assert seen == [None] * BATCH + [NOON]


def test_a_chore_that_raises_keeps_no_other_from_being_done_and_waits_for_the_next_sweep(db: Engine) -> None:
    machine = NOON
    done: list[tuple[str, datetime]] = []

    def broken(_: Tx) -> None:
        done.append(("broken", machine))
        raise ValueError("no broom")

    ledger = Ledger(db, lambda: NOON, Random(1))
    chores = [broken, lambda _: done.append(("arm", machine))]
    sweeping = Clockwork(ledger, lambda: machine, {}, chores)

    async def until(seen: Callable[[], bool]) -> None:
        sweeping.poke()
        async with asyncio.timeout(10):
            while not seen():  # noqa: ASYNC110 - ticks tell nobody
                await asyncio.sleep(0.01)

    async def day() -> None:
        nonlocal machine
        beating = asyncio.create_task(sweeping.run())
        await until(lambda: len(done) == len(chores))
        machine = NOON + SWEEP / 2
        await until(lambda: sweeping.last_tick == machine)
        machine = NOON + SWEEP
        await until(lambda: len(done) == 2 * len(chores))
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)

    asyncio.run(day())
    ledger.close()
    assert done == [(name, at) for at in (NOON, NOON + SWEEP) for name in ("broken", "arm")]
