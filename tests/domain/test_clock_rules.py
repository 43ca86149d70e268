"""A clock on a working day, and any history against a count of every minute."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.agreements import BREACH, UNSPOKEN, Agreement, Mark, Step, Targets
from domain.calendars import Calendar
from domain.clocks import (
    Clock,
    ClockEvent,
    ClockFact,
    ClockKind,
    ClockState,
    Told,
    elapsed,
    gravest,
    next_step,
    reached_at,
    recompute,
    spoken_mark,
)

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
OFFICE = Calendar("UTC", dict.fromkeys(range(5), ((time(9), time(17)),)), frozenset({date(2026, 3, 5)}))
STEPS = (Step(50), Step(75), Step(BREACH))


def at(text: str) -> datetime:
    """`Mon 09:30`, in a week whose Thursday is a holiday; `Sat` and `Sun` follow, then `mon`."""
    day, clock = text.split()
    hour, minute = map(int, clock.split(":"))
    days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "mon"]
    return datetime(2026, 3, 2 + days.index(day), hour, minute, tzinfo=UTC)


def clock_after(*facts: str, hours: int = 8, kind: ClockKind = ClockKind.RESOLUTION) -> Clock:
    """`start Mon 09:00`, `pause Mon 12:00` …"""
    told = (fact.split(" ", 1) for fact in facts)
    return recompute(kind, hours * HOUR, OFFICE, [ClockFact(at(when), ClockEvent(event)) for event, when in told])


@pytest.mark.parametrize(
    ("facts", "state", "spent", "due"),
    [
        (["start Mon 09:00"], "running", 0, "Mon 17:00"),
        (["start Mon 13:00"], "running", 0, "Tue 13:00"),
        (["start Sat 13:00"], "running", 0, "mon 17:00"),
        (["start Wed 16:00"], "running", 0, "Fri 16:00"),
        (["start Mon 09:00", "start Mon 12:00"], "running", 0, "Mon 17:00"),
        (["start Mon 09:00", "pause Mon 12:00"], "paused", 3, None),
        (["start Mon 09:00", "pause Mon 12:00", "pause Mon 15:00"], "paused", 3, None),
        (["start Mon 09:00", "pause Mon 12:00", "resume Tue 10:00"], "running", 3, "Tue 15:00"),
        (["start Mon 09:00", "resume Mon 12:00"], "running", 0, "Mon 17:00"),
        (["start Mon 09:00", "stop Mon 16:59"], "met", 7 + 59 / 60, None),
        (["start Mon 09:00", "stop Mon 17:00"], "missed", 8, "Mon 17:00"),
        (["start Mon 09:00", "stop Tue 08:00"], "missed", 8, "Mon 17:00"),
        (["start Mon 09:00", "stop Tue 12:00"], "missed", 11, "Mon 17:00"),
        (["start Mon 09:00", "stop Mon 12:00", "stop Fri 12:00"], "met", 3, None),
        (["start Mon 09:00", "stop Mon 12:00", "pause Mon 13:00"], "met", 3, None),
        (["start Mon 09:00", "pause Mon 12:00", "stop Fri 12:00"], "met", 3, None),
        (["start Mon 09:00", "pause Tue 09:00"], "paused", 8, "Mon 17:00"),
        (["start Mon 09:00", "pause Tue 12:00", "stop Fri 12:00"], "missed", 11, "Mon 17:00"),
        (["start Mon 09:00", "pause Tue 12:00", "resume Wed 09:00"], "running", 11, "Mon 17:00"),
        (["start Mon 09:00", "stop Mon 12:00", "resume Tue 09:00"], "running", 3, "Tue 14:00"),
        (["start Mon 09:00", "stop Tue 12:00", "resume Wed 09:00"], "running", 11, "Mon 17:00"),
        (["start Mon 09:00", "stop Mon 08:00"], "met", 0, None),
    ],
)
def test_what_a_history_leaves_behind(facts: list[str], state: str, spent: float, due: str | None) -> None:
    clock = clock_after(*facts)
    assert clock.state is ClockState(state)
    assert clock.spent == spent * HOUR
    assert clock.due_at == (at(due) if due else None)
    assert (clock.since is not None) == (state == "running")
    assert (clock.stopped_at is not None) == (state in {"met", "missed"})


def test_nothing_pauses_a_response_or_takes_it_up_again() -> None:
    facts = ["start Mon 09:00", "pause Mon 10:00", "resume Mon 16:00"]
    assert clock_after(*facts, kind=ClockKind.RESPONSE) == clock_after(facts[0], kind=ClockKind.RESPONSE)
    answered = clock_after("start Mon 09:00", "stop Mon 10:00", "resume Mon 11:00", kind=ClockKind.RESPONSE)
    assert answered.state is ClockState.MET


@pytest.mark.parametrize("facts", [["stop Mon 09:00"], ["resume Mon 09:00", "start Mon 10:00"]])
def test_a_clock_begins_with_its_start(facts: list[str]) -> None:
    with pytest.raises(ValueError, match="begins with its start"):
        clock_after(*facts)


def test_another_target_keeps_the_pauses() -> None:
    facts = ["start Mon 09:00", "pause Mon 10:00", "resume Tue 09:00"]
    assert clock_after(*facts, hours=8).due_at == at("Tue 16:00")
    assert clock_after(*facts, hours=2).due_at == at("Tue 10:00")
    assert clock_after(*facts, hours=1).due_at == at("Mon 10:00")


@pytest.mark.parametrize(
    ("facts", "spoken", "now", "ahead", "speaks"),
    [
        (["start Mon 09:00"], 0, "Mon 09:00", "50 Mon 13:00", None),
        (["start Mon 09:00"], 0, "Mon 12:59", "50 Mon 13:00", None),
        (["start Mon 09:00"], 0, "Mon 13:00", "50 Mon 13:00", 50),
        (["start Mon 09:00"], 50, "Mon 13:00", "75 Mon 15:00", None),
        (["start Mon 09:00"], 0, "Mon 16:00", "50 Mon 13:00", 75),
        (["start Mon 09:00"], 0, "Fri 16:00", "50 Mon 13:00", 100),
        (["start Mon 09:00"], 75, "Mon 17:00", "100 Mon 17:00", 100),
        (["start Mon 09:00"], 100, "Fri 16:00", None, None),
        (["start Mon 09:00", "pause Mon 12:00"], 0, "Fri 16:00", None, None),
        (["start Mon 09:00", "stop Mon 12:00"], 0, "Fri 16:00", None, None),
        (["start Mon 09:00", "stop Fri 12:00"], 0, "Fri 16:00", None, None),
        (["start Mon 09:00", "pause Mon 16:00", "resume Tue 09:00"], 0, "Tue 09:00", "50 Tue 09:00", 75),
        (["start Mon 09:00", "pause Mon 16:00", "resume Tue 09:00"], 75, "Tue 09:00", "100 Tue 10:00", None),
    ],
)
def test_who_is_to_be_told_next(
    facts: list[str], spoken: int, now: str, ahead: str | None, speaks: int | None
) -> None:
    clock = clock_after(*facts)
    found = next_step(clock, OFFICE, STEPS, Mark(spoken))
    assert found == ((Step(int(ahead.split()[0])), at(ahead.split(" ", 1)[1])) if ahead else None)
    assert gravest(clock, OFFICE, STEPS, Mark(spoken), at(now)) == (Step(speaks) if speaks else None)


def test_steps_may_come_in_any_order() -> None:
    clock = clock_after("start Mon 09:00")
    assert next_step(clock, OFFICE, STEPS[::-1], UNSPOKEN) == (Step(50), at("Mon 13:00"))
    assert gravest(clock, OFFICE, STEPS[::-1], UNSPOKEN, at("Tue 09:00")) == Step(100)


def test_a_step_beyond_the_breach() -> None:
    assert reached_at(clock_after("start Mon 09:00"), OFFICE, Step(150)) == at("Tue 13:00")


def test_a_clock_at_rest_reaches_no_step() -> None:
    with pytest.raises(ValueError, match="at rest"):
        reached_at(clock_after("start Mon 09:00", "pause Mon 12:00"), OFFICE, Step(75))


@pytest.mark.parametrize("share", [0, -5])
def test_no_step_before_the_start(share: int) -> None:
    with pytest.raises(ValueError, match="before its clock starts"):
        Step(share)


def test_a_step_at_once() -> None:
    assert reached_at(clock_after("start Mon 09:00", hours=100), OFFICE, Step(1)) == at("Mon 10:00")


def test_an_agreement_promises_time() -> None:
    with pytest.raises(ValueError, match="above zero"):
        Targets(HOUR, timedelta(0))
    promised = Agreement(OFFICE, {1: Targets(HOUR, 4 * HOUR)})
    assert [(step.share, step.is_breach) for step in promised.steps] == [
        (50, False),
        (75, False),
        (90, False),
        (100, True),
        (100, True),
    ]


histories = st.lists(st.tuples(st.integers(0, 600), st.sampled_from(["pause", "resume", "stop"])), max_size=7)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 7 * 1440), histories, st.integers(1, 600))
def test_any_history_against_every_minute(begin: int, later: list[tuple[int, str]], target: int) -> None:
    start = at("Mon 00:00") + begin * MINUTE
    facts, now = [ClockFact(start, ClockEvent.START)], start
    for gap, event in later:
        now += gap * MINUTE
        facts.append(ClockFact(now, ClockEvent(event)))
    clock = recompute(ClockKind.RESOLUTION, target * MINUTE, OFFICE, facts)
    spent, breach, is_running = minute_by_minute(facts, target)
    assert elapsed(clock, OFFICE, now) == spent * MINUTE
    assert clock.is_running == is_running
    if breach is not None:
        assert clock.due_at == breach
    elif clock.due_at is not None:
        assert clock.due_at > now
    if clock.stopped_at is not None:
        assert (clock.state is ClockState.MISSED) == (breach is not None)


def minute_by_minute(facts: list[ClockFact], target: int) -> tuple[int, datetime | None, bool]:
    """Minutes used, when they were used up, and whether the clock still runs, by watching it."""
    now, spent, running, breach = facts[0].at, 0, False, None
    for fact in facts:
        while now < fact.at:
            spent += running and now.weekday() < 5 and 9 <= now.hour < 17 and now.date() != date(2026, 3, 5)
            now += MINUTE
            breach = now if breach is None and spent == target else breach
        running = fact.event in {ClockEvent.START, ClockEvent.RESUME}
    return spent, breach, running


WARNED = (Step(50), Step(75), Step(90), Step(BREACH), Step(BREACH, HOUR), Step(150))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 7 * 1440), histories, st.lists(st.integers(0, 900), max_size=12), st.integers(1, 600))
def test_each_step_speaks_at_most_once_in_order_and_none_after_the_stop(
    begin: int, later: list[tuple[int, str]], looks: list[int], target: int
) -> None:
    """Somebody looks now and then, as ticks do, and says what is due; a fact may come between any two looks."""
    start = at("Mon 00:00") + begin * MINUTE
    facts, now, told = [ClockFact(start, ClockEvent.START)], start, list[Told]()
    waiting = [(gap, None) for gap in looks] + [(gap, ClockEvent(event)) for gap, event in later]
    for gap, event in waiting[::2] + waiting[1::2]:
        now += gap * MINUTE
        if event:
            facts.append(ClockFact(now, event))
            continue
        clock = recompute(ClockKind.RESOLUTION, target * MINUTE, OFFICE, facts)
        spoken = spoken_mark(clock, OFFICE, facts, told)
        step = gravest(clock, OFFICE, WARNED, spoken, now)
        if step:
            assert clock.is_running
            assert elapsed(clock, OFFICE, now) >= step.spent(clock.target)
            told.append(Told(now, step.mark))
            assert gravest(clock, OFFICE, WARNED, spoken_mark(clock, OFFICE, facts, told), now) is None
    places = [one.mark.spent(target * MINUTE) for one in told]
    assert places == sorted(set(places))
