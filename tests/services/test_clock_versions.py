"""Clocks when agreement, calendar and priority change under them, and when tickets wait."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest
from sqlalchemy import Engine

from domain.agreements import Step, Targets
from domain.clocks import ClockKind, ClockState
from domain.records import Record
from domain.setup import NO_DESK
from domain.tickets import Waiting
from services import clocks, records, resolutions, talk, timers
from services.agenda import ACTS
from storage import clocks as rows
from storage import records as record_rows
from storage import timers as timer_rows
from storage.engine import transaction
from storage.tx import Tx
from tests.services.test_clocks import HOUR, MONDAY, OFFICE, again, at, company, filed, told, waiting

TUESDAY = MONDAY + 24 * HOUR


@pytest.fixture
def tx(db: Engine) -> Iterator[Tx]:
    with transaction(db, writes=True) as connection:
        yield company(Tx(connection, MONDAY, MONDAY, NO_DESK, Random(1)))


def agreed(tx: Tx, now: datetime, **changes: object) -> Tx:
    """The desk from now on, with another agreement, as after an apply."""
    old = tx.desk.agreement
    new = replace(old, **changes)  # type: ignore[arg-type]
    desk = replace(tx.desk, version=tx.desk.version + 1, agreement=new, past=(*tx.desk.past, (now, old)))
    return replace(tx, desk=desk, now=now, actor=None)


def applied(tx: Tx) -> None:
    """What the timer on DESK-1 does."""
    desk = records.desk_record(tx)
    clocks.renew_all(tx, desk)
    tick(tx)


def tick(tx: Tx) -> None:
    while due := timer_rows.due(tx, 100):
        for timer in due:
            timers.fire(tx, timer, ACTS)


def held(tx: Tx, record: Record, now: datetime, waiting_for: str) -> None:
    records.change(
        at(tx, now, "U0BEN"), again(tx, record), "ticket.hold", state="on_hold", about={"waiting_for": waiting_for}
    )


def left_hold(tx: Tx, record: Record, now: datetime, verb: str = "ticket.unhold") -> None:
    records.change(at(tx, now, "U0BEN"), again(tx, record), verb, state="in_progress")


def resolution(tx: Tx, record: Record) -> rows.Kept:
    return rows.of(tx, record.id)[ClockKind.RESOLUTION]


@pytest.mark.parametrize(("waiting_for", "spent"), [("requester", 2), ("supplier", 5), ("change", 5)])
def test_only_waiting_for_the_requester_stops_the_resolution(tx: Tx, waiting_for: str, spent: int) -> None:
    record = filed(tx)
    held(tx, record, MONDAY + 2 * HOUR, waiting_for)
    assert (resolution(tx, record).clock.state is ClockState.PAUSED) == (waiting_for == "requester")
    left_hold(tx, record, MONDAY + 5 * HOUR)
    assert resolution(tx, record).clock.due_at == MONDAY + (24 + 4 + 5 - spent) * HOUR  # of 12 working hours


def test_nothing_pauses_the_response(tx: Tx) -> None:
    record = filed(tx)
    held(tx, record, MONDAY + HOUR, "requester")
    kept = rows.of(tx, record.id)[ClockKind.RESPONSE]
    assert kept.clock.due_at == MONDAY + 3 * HOUR
    assert waiting(tx) == {"clock.response": ("75", MONDAY + 2.25 * HOUR)}


def test_whatever_ends_a_hold_lets_the_clock_go_on(tx: Tx) -> None:
    record = filed(tx)
    held(tx, record, MONDAY + 2 * HOUR, "requester")
    left_hold(tx, record, MONDAY + 4 * HOUR, "ticket.some_day_invented")
    assert resolution(tx, record).clock.due_at == MONDAY + (24 + 6) * HOUR


def test_what_is_resolved_while_it_waits_has_stopped(tx: Tx) -> None:
    record = filed(tx)
    held(tx, record, MONDAY + 2 * HOUR, "requester")
    resolutions.resolve(at(tx, MONDAY + 5 * HOUR, "U0BEN"), record.id, "")
    clock = resolution(tx, record).clock
    assert (clock.state, clock.spent) == (ClockState.MET, 2 * HOUR)
    resolutions.reopen(at(tx, MONDAY + 6 * HOUR, "U0ANN"), record.id, resolutions.latest(tx, record.id))
    assert resolution(tx, record).clock.due_at == MONDAY + (24 + 8) * HOUR


def test_the_desk_says_which_waits_count_from_when_on(tx: Tx) -> None:
    """Two hours of the wait for a supplier have counted when the agreement stops the clock for it."""
    record = filed(tx)
    held(tx, record, MONDAY + 2 * HOUR, "supplier")
    later = agreed(tx, MONDAY + 4 * HOUR, pauses=frozenset(Waiting))
    applied(later)
    clock = resolution(later, record).clock
    assert (clock.state, clock.spent) == (ClockState.PAUSED, 4 * HOUR)
    again_counted = agreed(later, MONDAY + 5 * HOUR, pauses=frozenset())
    applied(again_counted)
    assert resolution(again_counted, record).clock.due_at == MONDAY + (24 + 5) * HOUR
    left_hold(again_counted, record, MONDAY + 6 * HOUR)
    assert resolution(again_counted, record).clock.due_at == MONDAY + (24 + 5) * HOUR


def test_a_new_calendar_does_not_reckon_anew_what_has_passed(tx: Tx) -> None:
    """Eight hours went by on Monday. Tuesday is closed from then on, and hours begin at eleven."""
    record = filed(tx)
    talk.reply(at(tx, MONDAY, "U0BEN"), record.id, "Hello")
    short = replace(
        OFFICE, hours={day: ((MONDAY.time().replace(hour=11), hours[0][1]),) for day, hours in OFFICE.hours.items()}
    )
    closed = replace(short, closed=frozenset({TUESDAY.date()}))
    later = agreed(tx, MONDAY + 12 * HOUR, calendar=closed)
    applied(later)
    assert resolution(later, record).clock.due_at == TUESDAY + (24 + 2 + 4) * HOUR
    assert waiting(later)["clock.resolution"] == ("75", TUESDAY + (24 + 3) * HOUR)
    assert told(later) == []


def test_a_tighter_target_speaks_at_once_and_gravest_only(tx: Tx) -> None:
    record = filed(tx)
    later = agreed(tx, MONDAY + 2 * HOUR, targets={3: Targets(HOUR, 16 * HOUR)})
    applied(later)
    assert told(later) == ["sla.breach response 100 U0DIRK"]
    assert rows.of(later, record.id)[ClockKind.RESPONSE].clock.due_at == MONDAY + HOUR


def test_other_steps_are_armed_at_once(tx: Tx) -> None:
    filed(tx)
    later = agreed(tx, MONDAY + HOUR, steps=(Step(50), Step(100)))
    applied(later)
    assert waiting(later)["clock.response"] == ("50", MONDAY + 1.5 * HOUR)


def test_a_clock_that_has_stopped_keeps_the_promise_of_then(tx: Tx) -> None:
    record = filed(tx)
    resolutions.resolve(at(tx, MONDAY + 4 * HOUR, "U0BEN"), record.id, "")
    met = rows.of(tx, record.id)
    assert met[ClockKind.RESPONSE].clock.state is ClockState.MISSED
    later = agreed(tx, MONDAY + 6 * HOUR, targets={3: Targets(8 * HOUR, HOUR)})
    applied(later)
    assert rows.of(later, record.id) == met
    assert clocks.rebuilt(later, again(later, record)) == met
    resolutions.reopen(at(later, MONDAY + 7 * HOUR, "U0ANN"), record.id, resolutions.latest(tx, record.id))
    reopened = rows.of(later, record.id)
    assert reopened[ClockKind.RESPONSE] == met[ClockKind.RESPONSE]
    assert reopened[ClockKind.RESOLUTION].clock.target == HOUR


def test_every_open_clock_follows_a_few_at_a_time(tx: Tx) -> None:
    made = [filed(tx) for _ in range(3 * clocks.BATCH)]
    later = agreed(tx, MONDAY + HOUR, targets={3: Targets(4 * HOUR, 16 * HOUR)})
    clocks.renew_all(later, records.desk_record(later))
    (first,) = (timer for timer in timer_rows.due(later, 100) if timer.kind == clocks.ALL)
    timers.fire(later, first, ACTS)
    targets = [rows.of(later, record.id)[ClockKind.RESPONSE].clock.target for record in made]
    assert targets == [4 * HOUR] * clocks.BATCH + [3 * HOUR] * 2 * clocks.BATCH
    tick(later)
    assert {rows.of(later, record.id)[ClockKind.RESPONSE].clock.target for record in made} == {4 * HOUR}
    assert record_rows.get(later, made[0].id).head_seq == 1  # nothing was done to them


def test_what_was_filed_meanwhile_under_the_old_agreement_follows_a_minute_later(tx: Tx) -> None:
    later = agreed(tx, MONDAY + HOUR, targets={3: Targets(4 * HOUR, 16 * HOUR)})
    applied(later)
    record = filed(at(tx, MONDAY + HOUR))
    tick(at(later, MONDAY + HOUR + timedelta(minutes=1)))
    assert rows.of(later, record.id)[ClockKind.RESPONSE].clock.target == 4 * HOUR


def test_an_answer_that_nobody_wrote_is_no_answer(tx: Tx) -> None:
    record = filed(tx)
    records.change(at(tx, MONDAY + HOUR), again(tx, record), "ticket.reply", words={"text": "Automatic"})
    assert rows.of(tx, record.id)[ClockKind.RESPONSE].clock.is_running
