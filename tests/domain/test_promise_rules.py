"""Calendars and agreements that followed each other: each counts for its own time."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.agreements import Agreement, Targets
from domain.calendars import Calendar
from domain.promises import EVER, Eras, Promises

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LONG = Calendar("UTC", dict.fromkeys(range(5), ((time(9), time(17)),)))
SHORT = Calendar("UTC", dict.fromkeys(range(5), ((time(12), time(16)),)), frozenset({date(2026, 3, 4)}))
NIGHT = Calendar("Asia/Tokyo", dict.fromkeys(range(7), ((time(6), time(0)),)))
CALENDARS = st.sampled_from([LONG, SHORT, NIGHT])


def test_what_passed_before_is_counted_by_the_calendar_of_then() -> None:
    """Monday by long hours, from Tuesday's midnight on by short ones."""
    eras = Eras([(EVER, LONG), (MONDAY + 24 * HOUR, SHORT)])
    assert eras.working(MONDAY, MONDAY + 48 * HOUR) == 12 * HOUR
    assert eras.add(MONDAY + 9 * HOUR, 8 * HOUR) == MONDAY + 17 * HOUR
    assert eras.add(MONDAY + 9 * HOUR, 10 * HOUR) == MONDAY + 38 * HOUR
    assert eras.add(MONDAY + 9 * HOUR, 13 * HOUR) == MONDAY + (72 + 13) * HOUR  # Wednesday is closed by then
    assert eras.at(MONDAY) == LONG
    assert eras.at(MONDAY + 24 * HOUR) == SHORT


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 3000), CALENDARS), max_size=3),
    CALENDARS,
    st.integers(0, 4000),
    st.integers(0, 4000),
)
def test_any_eras_against_every_minute(
    changes: list[tuple[int, Calendar]], first: Calendar, begin: int, length: int
) -> None:
    at, calendars = MONDAY, [(EVER, first)]
    for minutes, calendar in changes:
        at += minutes * MINUTE
        calendars.append((at, calendar))
    eras, start = Eras(calendars), MONDAY + begin * MINUTE
    end = start + length * MINUTE
    counted = sum(eras.at(minute).is_open(minute) for minute in (start + n * MINUTE for n in range(length)))
    worked = eras.working(start, end)
    assert worked == counted * MINUTE
    reached = eras.add(start, worked)
    assert reached <= end or not worked
    assert eras.working(start, reached) == worked
    assert eras.working(start, eras.add(start, worked + HOUR)) == worked + HOUR


@pytest.mark.parametrize(("hour", "response"), [(-1, 1), (0, 1), (4.9, 1), (5, 2), (8.9, 2), (9, 3), (99, 3)])
def test_an_instant_has_the_agreement_of_then(hour: float, response: int) -> None:
    agreed = [Agreement(LONG, {1: Targets(n * HOUR, 8 * HOUR)}) for n in (1, 2, 3)]
    promises = Promises(tuple(zip([MONDAY, MONDAY + 5 * HOUR, MONDAY + 9 * HOUR], agreed, strict=True)))
    assert promises.at(MONDAY + hour * HOUR).targets[1].response == response * HOUR
    assert promises.current == agreed[-1]
    assert promises.hours.calendars == ((MONDAY, LONG),)
