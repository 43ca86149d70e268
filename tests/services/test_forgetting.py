"""What was said, done or heard long ago goes, a little at a time; what somebody may still ask for stays."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import Engine, select

from domain.alerts import Alert, Group, Status, Tally
from domain.keeping import KEEPING, Keeping
from domain.records import Kind, Record
from domain.setup import NO_DESK
from services import audit, housekeeping, outbox, records
from services.agenda import ACTS
from services.housekeeping import MOST, Overdue
from storage import alerts, inbox, timers
from storage import outbox as rows
from storage.desk import found
from storage.engine import transaction
from storage.tx import Tx

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=180, seconds=1)


@pytest.fixture
def told(db: Engine) -> Iterator[tuple[Tx, Record]]:
    with transaction(db, writes=True) as connection:
        row = found(connection, "T0STEWARD", None, "IT", NOON)
        desk = replace(NO_DESK, id=row.id, workspace="T0STEWARD", prefix="IT")
        tx = Tx(connection, NOON, NOON, desk, Random(1))
        yield tx, records.open_record(tx, Kind.TICKET, "test.open", "No Wi-Fi", "new")


def said(tx: Tx, record: Record, notice: str) -> int:
    one = rows.added(tx, record.id, "C1", notice, {})
    rows.sent(tx, one, "C1", "1.0", None)
    return one


def kept(tx: Tx) -> set[str]:
    return set(tx.connection.execute(select(rows.outbox.c.notice)).scalars())


def test_only_what_is_settled_and_long_ago_goes(told: tuple[Tx, Record]) -> None:
    tx, record = told
    said(tx, record, "said")
    rows.withdraw(tx, rows.added(tx, record.id, "C1", "withdrawn", {}))
    rows.park(tx, rows.added(tx, record.id, "C1", "parked", {}), "channel_not_found")
    rows.add(tx, record.id, "C1", "waiting", {})
    rows.add(tx, record.id, "C1", "held", {}, held=True)
    rows.look_again(tx, said(tx, record, "in doubt"), NOON)
    outbox.show(tx, record, "C1", "ticket.card")
    [posting] = tx.connection.execute(select(rows.outbox.c.id).where(rows.outbox.c.notice == rows.COPY)).scalars()
    rows.sent(tx, posting, "C1", "2.0", None)
    later = replace(tx, now=LATER)
    said(later, record, "said lately")
    assert housekeeping.forget_messages(tx) == 0
    assert housekeeping.forget_messages(later) == 2
    assert kept(tx) == {"parked", "waiting", "held", "in doubt", "said lately", rows.COPY}


def test_a_sweep_takes_a_bounded_lot(told: tuple[Tx, Record]) -> None:
    tx, record = told
    for number in range(MOST + 1):
        said(tx, record, "said")
        timers.set_timer(tx, "test.ring", record.id, str(number), NOON)
    timers.cancel(tx, "test.ring", record.id)
    later = replace(tx, now=LATER)
    for forget in (housekeeping.forget_messages, housekeeping.forget_timers):
        assert [forget(later) for _ in range(3)] == [MOST, 1, 0]


def ring(tx: Tx, record: Record, name: str, days: int = 0) -> int:
    timers.set_timer(tx, "test.ring", record.id, name, NOON + timedelta(days=days))
    mine = timers.timers.c.occurrence == name
    return int(tx.connection.execute(select(timers.timers.c.id).where(mine)).scalar_one())


def test_timers_that_wait_or_are_parked_stay(told: tuple[Tx, Record]) -> None:
    tx, record = told
    ring(tx, record, "cancelled")
    timers.cancel(tx, "test.ring", record.id)
    timers.fired(tx, ring(tx, record, "fired"))
    timers.fired(tx, ring(tx, record, "fired lately", days=1))
    ring(tx, record, "waits")
    ring(tx, record, "parked")
    (broken,) = [one for one in timers.due(tx, 9) if one.occurrence == "parked"]
    timers.failed(tx, broken, "no", None)
    assert housekeeping.forget_timers(tx) == 0
    assert housekeeping.forget_timers(replace(tx, now=LATER)) == 2
    left = set(tx.connection.execute(select(timers.timers.c.occurrence)).scalars())
    assert left == {"fired lately", "waits", "parked"}


def alert(name: str, group: Group, *, over: datetime | None = None) -> Alert:
    status = Status.RESOLVED if over else Status.FIRING
    told = {"severity": "high", "priority": 2, "summary": "", "url": "", "labels": {}, "count": 1}
    times = {"first_seen": NOON, "last_seen": NOON, "fired_at": NOON, "quiet_until": None, "started_at": None}
    at = {"group_id": group.id, "resolved_at": over, "digest": ""}
    return Alert(source="p", fingerprint=name, status=status, title=name, **told, **times, **at)  # type: ignore[arg-type]


def begun(tx: Tx, key: str, firing: int) -> Group:
    made = alerts.add_group(tx, source="p", rule="r", key=key, title=key, service="wifi", is_storm=False)
    alerts.looked_at(tx, made.id, Tally(firing, 2, 2, NOON, None), None)
    return made


def test_alerts_go_when_their_group_is_over(told: tuple[Tx, Record]) -> None:
    tx, _ = told
    over, burns = begun(tx, "over", 0), begun(tx, "burns", 1)
    alerts.keep(
        tx,
        [
            alert("over", over, over=NOON),
            alert("over lately", over, over=NOON + timedelta(days=1)),
            alert("beside one that fires", burns, over=NOON),
            alert("fires", burns),
        ],
    )
    assert housekeeping.forget_alerts(tx) == 0
    assert housekeeping.forget_alerts(replace(tx, now=LATER)) == 1
    left = set(tx.connection.execute(select(alerts.alerts.c.fingerprint)).scalars())
    assert left == {"over lately", "beside one that fires", "fires"}


def test_the_desk_says_for_how_long(told: tuple[Tx, Record]) -> None:
    tx, record = told
    said(tx, record, "said")
    timers.fired(tx, ring(tx, record, "fired"))
    inbox.claim(tx, "Ev1")
    terms = Keeping(messages=30, timers=40, alerts=50, heard=60)
    tx = replace(tx, desk=replace(tx.desk, keeping=terms))
    ago = {days: NOON + timedelta(days=days, seconds=1) for days in (30, 40, 60)}
    assert housekeeping.forget_messages(replace(tx, now=ago[30])) == 1
    assert housekeeping.forget_timers(replace(tx, now=ago[30])) == 0
    assert housekeeping.forget_timers(replace(tx, now=ago[40])) == 1
    housekeeping.sweep(replace(tx, machine=ago[40], now=ago[60]))  # what was heard goes by machine time
    assert inbox.answer_to(tx, "Ev1")
    housekeeping.sweep(replace(tx, machine=ago[60]))
    assert inbox.answer_to(tx, "Ev1") is None


def test_what_is_kept_too_long_is_counted(told: tuple[Tx, Record]) -> None:
    tx, record = told
    said(tx, record, "said")
    timers.fired(tx, ring(tx, record, "fired"))
    inbox.claim(tx, "Ev1")
    alerts.keep(tx, [alert("over", begun(tx, "over", 0), over=NOON)])
    none = {name: Overdue(0, getattr(KEEPING, name)) for name in ("messages", "timers", "alerts", "heard")}
    assert housekeeping.overdue(tx) == none
    found = housekeeping.overdue(replace(tx, now=LATER, machine=LATER))
    assert found == {name: Overdue(1, one.days) for name, one in none.items()}


ONCE, DAY, AGAIN = "its occurrence comes once", "a day that is yet to come", "it is set again though it fired"
WHY = {
    "alert.close": ONCE,  # the fact that settled the incident
    "alert.maintenance_over": ONCE,  # the window's random key
    "change.window_begins": ONCE,  # a change has one window
    "change.window_ends": ONCE,
    "change.lapse": ONCE,
    "change.emergency_remind": ONCE,  # the declaration's how manieth reminder, and a change is declared once
    "change.emergency_due": ONCE,
    "approval.remind": ONCE,  # a round
    "approval.escalate": ONCE,
    "ticket.quiet": ONCE,  # a resolution: once it has fired, the ticket is closed
    "ticket.settled": ONCE,  # filing
    "survey.ask": ONCE,  # a fact
    "survey.withdraw": ONCE,
    "survey.remind": ONCE,  # a round
    "survey.expire": ONCE,
    "task.overdue": ONCE,  # the task's how manieth reminder
    "clocks.renew": ONCE,  # a version of the desk
    "risk.relevel": ONCE,  # a fact
    "risk.level": ONCE,  # the fact that asked for it
    "risk.review": DAY,
    "sla.morning": DAY,
    "alert.group": AGAIN,
    "approval.leavers": AGAIN,
    "audit.seal": AGAIN,
    "clock.response": AGAIN,
    "clock.resolution": AGAIN,
    "indicator.measure": AGAIN,
    "requester.known": AGAIN,
    "sla.gather": AGAIN,
    "sla.quiet": AGAIN,
    "survey.follow_up": AGAIN,
}


def test_of_every_timer_it_is_known_why_it_does_not_fire_twice_once_it_is_forgotten() -> None:
    """A new kind has to be thought of here: may it be set once more when nobody remembers that it fired?"""
    assert {*ACTS, audit.SEAL} == set(WHY)
