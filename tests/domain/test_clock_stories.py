"""A clock's story: its sums are the clock's, whatever happened."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendars import Calendar
from domain.clock_story import Aim, Scene, Turn, story
from domain.clocks import ClockEvent, ClockFact, ClockKind, elapsed, recompute
from domain.promises import EVER, Eras

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OFFICE = Calendar("Europe/Berlin", dict.fromkeys(range(5), ((time(9), time(12)), (time(13), time(17)))))
HOLIDAY = Calendar("Europe/Berlin", OFFICE.hours, frozenset({date(2026, 3, 4)}))
NIGHT = Calendar("Asia/Tokyo", dict.fromkeys(range(7), ((time(22), time(0)),)))
AIM = Aim(MONDAY, 16 * HOUR, 3)


def told(*turns: tuple[float, str], now: float, hours: Eras | None = None) -> list[str]:
    """A line an entry: hours since Monday, what, working hours counted."""
    made = [Turn(MONDAY + at * HOUR, ClockEvent(event), None) for at, event in turns]
    entries = story(made, [AIM], [], hours or Eras([(EVER, OFFICE)]), MONDAY + now * HOUR)
    return [f"{(one.at - MONDAY) / HOUR:g} {one.scene} {one.counted / HOUR:g}" for one in entries]


def test_a_day_with_a_night_and_a_pause() -> None:
    """Times are UTC: Berlin's nine o'clock is eight."""
    assert told((9, "start"), (11, "pause"), (33, "resume"), now=35) == [
        "9 started 0",
        "9 worked 2",
        "11 paused 0",
        "33 went_on 0",
        "33 worked 2",
    ]
    assert told((15, "start"), now=33) == [
        "15 started 0",
        "15 worked 1",
        "16 closed 0",
        "32 worked 1",
    ]


def test_a_holiday_is_named_and_a_weekend_is_not() -> None:
    turns = [Turn(MONDAY + 32 * HOUR, ClockEvent.START, None)]
    entries = story(turns, [AIM], [], Eras([(EVER, HOLIDAY)]), MONDAY + 7 * DAY + 9 * HOUR)
    closed = [one for one in entries if one.scene is Scene.CLOSED]
    assert [one.days_off for one in closed] == [(date(2026, 3, 4),), (), ()]


def test_many_days_are_told_as_one() -> None:
    turns = [Turn(MONDAY + 8 * HOUR, ClockEvent.START, None)]
    entries = story(turns, [AIM], [], Eras([(EVER, OFFICE)]), MONDAY + 14 * DAY)
    worked = [(one.days, one.counted / HOUR) for one in entries if one.scene is Scene.WORKED]
    assert worked == [(1, 7), (8, 56), (1, 7)]


events = st.lists(st.tuples(st.integers(0, 3000), st.sampled_from(["pause", "resume", "stop"])), max_size=7)
CALENDARS = st.sampled_from([OFFICE, HOLIDAY, NIGHT])


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 7 * 1440), events, st.integers(0, 5000), st.lists(st.tuples(st.integers(1, 6000), CALENDARS)))
def test_the_story_counts_what_the_clock_counts(
    begin: int, later: list[tuple[int, str]], rest: int, changes: list[tuple[int, Calendar]]
) -> None:
    at = MONDAY + begin * MINUTE
    facts = [ClockFact(at, ClockEvent.START)]
    for gap, event in later:
        at += gap * MINUTE
        facts.append(ClockFact(at, ClockEvent(event)))
    now, since, eras = at + rest * MINUTE, MONDAY, [(EVER, OFFICE)]
    for gap, calendar in changes:
        since += gap * MINUTE
        eras.append((since, calendar))
    hours = Eras(eras)
    clock = recompute(ClockKind.RESOLUTION, 16 * HOUR, hours, facts)
    entries = story([Turn(fact.at, fact.event, None) for fact in facts], [AIM], [], hours, now)
    assert entries[-1].used == elapsed(clock, hours, now)
    assert [one.at for one in entries] == sorted(one.at for one in entries)
    assert entries[0].scene is Scene.STARTED
