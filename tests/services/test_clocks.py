"""Clocks kept beside the history: always those that the history gives, whatever happened in between."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, func, select

from domain.agreements import Agreement, Step, Targets
from domain.calendars import Calendar
from domain.clocks import ClockKind, ClockState
from domain.desk import Channel, Team
from domain.outcomes import Refused
from domain.people import Profile, Standing
from domain.records import Record
from domain.setup import NO_DESK
from services import agreements, clocks, intake, records, resolutions, talk, tickets, timers
from services.readers import Reader
from storage import clocks as rows
from storage import people
from storage import records as record_rows
from storage import timers as timer_rows
from storage.desk import found
from storage.engine import transaction
from storage.history import facts
from storage.outbox import outbox
from storage.tx import Tx

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
OFFICE = Calendar("UTC", dict.fromkeys(range(5), ((time(9), time(17)),)))
PROMISED = Agreement(OFFICE, {p: Targets(p * HOUR, 4 * p * HOUR) for p in range(1, 6)}, (Step(75), Step(100)))
OTHERS = ["survey.ask", "survey.withdraw", "ticket.settled"]
NOBODY_ELSE = dict.fromkeys(OTHERS, lambda tx, record, timer: None)  # other streets'


def company(tx: Tx) -> Tx:
    """Ann asks, Ben works for IT, Dirk leads it."""
    row = found(tx.connection, "T0STEWARD", None, "IT", MONDAY)
    tx = replace(tx, desk=replace(NO_DESK, id=row.id, version=1, workspace="T0STEWARD"))
    _, ben, dirk = (
        people.learn(tx, Profile(f"U0{name}", name, None, "en", "UTC", Standing.MEMBER)).id
        for name in ("ANN", "BEN", "DIRK")
    )
    team = Team(1, "it", "IT desk", Channel("C0ITDESK", "en"), dirk, frozenset({ben}))
    return replace(tx, desk=replace(tx.desk, intake="it", teams={"it": team}, agreement=PROMISED))


@pytest.fixture
def tx(db: Engine) -> Iterator[Tx]:
    with transaction(db, writes=True) as connection:
        yield company(Tx(connection, MONDAY, MONDAY, NO_DESK, Random(1)))


def at(tx: Tx, now: datetime, actor: str | None = None) -> Tx:
    return replace(tx, now=now, actor=actor)


def filed(tx: Tx) -> Record:
    outcome = intake.file(at(tx, tx.now, "U0ANN"), "printer is down", source="command")
    return record_rows.by_key(tx, outcome.key)


def again(tx: Tx, record: Record) -> Record:
    return record_rows.get(tx, record.id)


def prioritised(tx: Tx, record: Record, priority: int) -> Record:
    return records.change(tx, again(tx, record), "ticket.prioritise", priority=priority)


def tick(tx: Tx) -> None:
    while due := timer_rows.due(tx, 10):
        for timer in due:
            timers.fire(tx, timer, {**agreements.ACTS, **NOBODY_ELSE, "ticket.quiet": resolutions.close_quietly})


def told(tx: Tx) -> list[str]:
    """Every warning and breach so far: what, and to whom."""
    said = select(outbox.c.notice, outbox.c.args, outbox.c.place).where(outbox.c.notice.like("sla.%"))
    return [
        f"{row.notice} {row.args['clock']} {row.args['share']} {row.place}"
        for row in tx.connection.execute(said.order_by(outbox.c.id))
    ]


def waiting(tx: Tx) -> dict[str, tuple[str, datetime]]:
    table = timer_rows.timers
    mine = select(table).where(table.c.kind.like("clock.%"), table.c.state == timer_rows.WAITING)
    found = tx.connection.execute(mine).all()
    assert len({row.kind for row in found}) == len(found), "a clock with two timers"
    return {row.kind: (row.occurrence, row.due_at) for row in found}


ACTS = st.sampled_from(["claim", "reply", "resolve", "confirm", "reopen", "tick", "tick", "note"])
STEPS = st.lists(st.tuples(st.integers(0, 2000), ACTS | st.integers(1, 5)), max_size=12)


def do(tx: Tx, record: Record, act: str | int) -> None:
    """One act of somebody's; what the rules refuse is not done."""
    now, state = tx.now, again(tx, record).state
    ann, ben = at(tx, now, "U0ANN"), at(tx, now, "U0BEN")
    try:
        match act:
            case int():
                prioritised(tx, record, act)
            case "claim":
                tickets.claim(ben, record.id, state)
            case "reply":
                talk.reply(ben, record.id, "Hello")
            case "resolve":
                resolutions.resolve(ben, record.id, "")
            case "confirm":
                resolutions.confirm(ann, record.id, resolutions.latest(tx, record.id))
            case "reopen":
                resolutions.reopen(ann, record.id, resolutions.latest(tx, record.id))
            case "note":
                records.change(tx, again(tx, record), "ticket.note", words={"text": "hm"})
            case _:
                tick(tx)
    except Refused:
        pass


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_rows_kept_are_those_that_the_history_gives(db: Engine, steps: list[tuple[int, str | int]]) -> None:
    with transaction(db, writes=True) as connection:
        tx = company(Tx(connection, MONDAY, MONDAY, NO_DESK, Random(1)))
        record = filed(tx)
        for minutes, act in steps:
            tx = at(tx, tx.now + timedelta(minutes=minutes))
            do(tx, record, act)
        kept, armed = rows.of(tx, record.id), waiting(tx)
        connection.execute(delete(rows.clocks))
        connection.execute(delete(timer_rows.timers))
        assert clocks.renew(tx, again(tx, record)) == kept
        assert rows.of(tx, record.id) == kept
        assert waiting(tx) == armed
        assert set(armed) <= {clocks.timer_kind(kind) for kind, one in kept.items() if one.clock.is_running}
        assert len(told(tx)) == len(set(told(tx))) or any(isinstance(act, int) for _, act in steps)
        connection.rollback()


def test_a_graver_priority_moves_the_clock_and_says_at_once_what_is_late(tx: Tx) -> None:
    record = filed(tx)
    assert record.priority == 3
    talk.reply(at(tx, MONDAY, "U0BEN"), record.id, "Hello")
    assert waiting(tx) == {"clock.resolution": ("75", MONDAY + 25 * HOUR)}
    later = at(tx, MONDAY + 5 * HOUR)
    prioritised(later, record, 1)
    tick(later)
    assert told(tx) == ["sla.breach resolution 100 U0DIRK"]
    assert waiting(tx) == {}


def test_a_milder_priority_warns_again_when_the_new_target_is_near(tx: Tx) -> None:
    record = filed(tx)
    prioritised(tx, record, 1)
    talk.reply(at(tx, MONDAY, "U0BEN"), record.id, "Hello")
    tick(at(tx, MONDAY + 3 * HOUR))
    tick(at(tx, MONDAY + 4 * HOUR))
    spoken = ["sla.warning resolution 75 U0DIRK", "sla.breach resolution 100 U0DIRK"]
    assert told(tx) == spoken
    prioritised(at(tx, MONDAY + 5 * HOUR), record, 2)
    assert waiting(tx) == {"clock.resolution": ("75", MONDAY + 6 * HOUR)}
    tick(at(tx, MONDAY + 6 * HOUR))
    tick(at(tx, MONDAY + 8 * HOUR))
    assert told(tx) == [*spoken, *spoken]


def test_priority_changed_at_rest_holds_when_it_is_reopened(tx: Tx) -> None:
    record = filed(tx)
    resolutions.resolve(at(tx, MONDAY + HOUR, "U0BEN"), record.id, "")
    prioritised(at(tx, MONDAY + 2 * HOUR), record, 1)
    assert waiting(tx) == {}
    reopened = MONDAY + 48 * HOUR
    resolutions.reopen(at(tx, reopened, "U0ANN"), record.id, resolutions.latest(tx, record.id))
    resolution = rows.of(tx, record.id)[ClockKind.RESOLUTION].clock
    assert (resolution.state, resolution.spent, resolution.due_at) == (
        ClockState.RUNNING,
        HOUR,
        reopened + 3 * HOUR,
    )
    assert waiting(tx) == {"clock.resolution": ("75", reopened + 2 * HOUR)}
    assert rows.of(tx, record.id)[ClockKind.RESPONSE].clock.state is ClockState.MET


def test_a_longer_target_in_the_desk_file_is_heeded_when_the_old_one_strikes(tx: Tx) -> None:
    filed(tx)
    longer = replace(PROMISED, targets={3: Targets(6 * HOUR, 12 * HOUR)})
    changed = replace(tx, desk=replace(tx.desk, agreement=longer))
    tick(at(changed, MONDAY + 2.25 * HOUR))
    assert told(tx) == []
    assert waiting(tx)["clock.response"] == ("75", MONDAY + 4.5 * HOUR)
    tick(at(changed, MONDAY + 4.5 * HOUR))
    assert told(tx) == ["sla.warning response 75 U0DIRK"]


@pytest.mark.parametrize(
    ("standing", "place"), [(Standing.MEMBER, "U0BEN"), (Standing.GUEST, "U0DIRK"), (Standing.GONE, "U0DIRK")]
)
def test_where_the_assignee_may_not_see_it_any_more_the_lead_is_told(
    tx: Tx, standing: Standing, place: str
) -> None:
    record = filed(tx)
    tickets.claim(at(tx, MONDAY, "U0BEN"), record.id, "new")
    people.learn(tx, Profile("U0BEN", "BEN", None, "en", "UTC", standing))
    tick(at(tx, MONDAY + 2.25 * HOUR))
    assert told(tx) == [f"sla.warning response 75 {place}"]


def reader(tx: Tx, place: str) -> Reader:
    return Reader(place, people.ensure(tx, place), "en", "UTC")


def test_a_warning_that_waited_too_long_is_withdrawn(tx: Tx) -> None:
    record = filed(tx)
    dirk = reader(tx, "U0DIRK")
    tick(at(tx, MONDAY + 2.25 * HOUR))
    sight = agreements.see(at(tx, MONDAY + 2.5 * HOUR), record.id, dirk, "response", 75)
    assert sight is not None
    assert sight.left == 0.5 * HOUR
    assert agreements.see(tx, record.id, reader(tx, "U0STRANGER"), "response", 75) is None
    tick(at(tx, MONDAY + 3 * HOUR))
    assert agreements.see(tx, record.id, dirk, "response", 75) is None
    assert agreements.see(tx, record.id, dirk, "response", 100)
    talk.reply(at(tx, MONDAY + 4 * HOUR, "U0BEN"), record.id, "Hello")
    assert agreements.see(tx, record.id, dirk, "response", 100) is None


def test_each_step_told_is_a_fact(tx: Tx) -> None:
    record = filed(tx)
    tick(at(tx, MONDAY + 2.25 * HOUR))
    tick(at(tx, MONDAY + 3 * HOUR))
    verbs = tx.connection.execute(
        select(facts.c.verb, func.count()).where(facts.c.record_id == record.id).group_by(facts.c.verb)
    )
    assert {row[0]: row[1] for row in verbs} == {"ticket.file": 1, "sla.warn": 1, "sla.breach": 1}
