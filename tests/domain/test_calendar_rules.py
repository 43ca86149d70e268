"""Working time, as a table of cases that go wrong elsewhere and against a count of every single minute."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendars import Calendar, Hours, changes_in, holidays_of, is_announced, makeup_days_of, zone_of

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def hours(text: str) -> Hours:
    """`9:00-12:00 13:00-17:00`."""
    spans = (part.split("-") for part in text.split())
    return tuple((time.fromisoformat(a.zfill(5)), time.fromisoformat(b.zfill(5))) for a, b in spans)


def week(text: str, days: range = range(5)) -> dict[int, Hours]:
    return dict.fromkeys(days, hours(text))


def at(text: str, zone: str = "Europe/Berlin", fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


EASTER_MONDAY, MAKE_UP_SATURDAY = date(2026, 4, 6), date(2026, 4, 11)
OFFICE = Calendar(
    "Europe/Berlin",
    week("9:00-12:00 13:00-17:00"),
    closed=frozenset({EASTER_MONDAY, MAKE_UP_SATURDAY}),
    opened={MAKE_UP_SATURDAY: hours("10:00-14:00")},
)
ALWAYS = Calendar("Europe/Berlin", week("0:00-0:00", range(7)))
NIGHT = Calendar("Europe/Berlin", week("1:00-4:00", range(7)))
GAP = Calendar("Europe/Berlin", week("2:15-2:45", range(7)))
LORD_HOWE = Calendar("Australia/Lord_Howe", week("1:00-3:00", range(7)))
ISLAND = Calendar("Pacific/Apia", week("0:00-0:00", range(7)))


@pytest.mark.parametrize(
    ("calendar", "start", "end", "expected"),
    [
        pytest.param(OFFICE, "2026-03-02 09:00", "2026-03-02 17:00", 7 * HOUR, id="a day with its lunch break"),
        pytest.param(OFFICE, "2026-03-02 12:10", "2026-03-02 12:50", 0 * HOUR, id="lunch"),
        pytest.param(OFFICE, "2026-03-06 16:00", "2026-03-09 10:00", 2 * HOUR, id="over a weekend"),
        pytest.param(OFFICE, "2026-04-03 16:00", "2026-04-07 10:00", 2 * HOUR, id="over Easter Monday"),
        pytest.param(OFFICE, "2026-04-10 16:00", "2026-04-13 10:00", 6 * HOUR, id="make-up day beats closed"),
        pytest.param(OFFICE, "2026-03-02 09:00", "2027-03-01 09:00", (259 * 7 + 4) * HOUR, id="52 weeks"),
        pytest.param(OFFICE, "2026-03-02 10:00", "2026-03-02 09:00", 0 * HOUR, id="backwards"),
        pytest.param(ALWAYS, "2026-03-29 00:00", "2026-03-30 00:00", 23 * HOUR, id="the short day"),
        pytest.param(ALWAYS, "2026-10-25 00:00", "2026-10-26 00:00", 25 * HOUR, id="the long day"),
        pytest.param(NIGHT, "2026-03-29 00:00", "2026-03-29 12:00", 2 * HOUR, id="short night shift"),
        pytest.param(NIGHT, "2026-10-25 00:00", "2026-10-25 12:00", 4 * HOUR, id="long night shift"),
        pytest.param(GAP, "2026-03-29 00:00", "2026-03-29 12:00", 0 * HOUR, id="hours that do not exist"),
        pytest.param(GAP, "2026-10-25 00:00", "2026-10-25 12:00", HOUR, id="hours that come twice"),
    ],
)
def test_working_time(calendar: Calendar, start: str, end: str, expected: timedelta) -> None:
    assert calendar.working(at(start), at(end)) == expected


def test_lord_howe_moves_by_half_an_hour() -> None:
    zone = "Australia/Lord_Howe"
    spring, autumn = ("2026-10-04 00:00", "2026-10-04 12:00"), ("2026-04-05 00:00", "2026-04-05 12:00")
    assert LORD_HOWE.working(at(spring[0], zone), at(spring[1], zone)) == timedelta(minutes=90)
    assert LORD_HOWE.working(at(autumn[0], zone), at(autumn[1], zone)) == timedelta(minutes=150)


def test_samoa_had_no_30_december_2011() -> None:
    start, end = at("2011-12-29 00:00", "Pacific/Apia"), at("2012-01-01 00:00", "Pacific/Apia")
    assert ISLAND.working(start, end) == 48 * HOUR
    assert ISLAND.add(start, 36 * HOUR) == at("2011-12-31 12:00", "Pacific/Apia")


@pytest.mark.parametrize(
    ("calendar", "start", "span", "expected"),
    [
        pytest.param(OFFICE, "2026-03-02 09:00", 4 * HOUR, "2026-03-02 14:00", id="across lunch"),
        pytest.param(OFFICE, "2026-03-02 09:00", 3 * HOUR, "2026-03-02 12:00", id="done when lunch begins"),
        pytest.param(OFFICE, "2026-03-06 16:00", HOUR, "2026-03-06 17:00", id="done on Friday, not on Monday"),
        pytest.param(OFFICE, "2026-03-06 16:00", HOUR + MINUTE, "2026-03-09 09:01", id="a minute more is Monday"),
        pytest.param(OFFICE, "2026-03-07 11:00", HOUR, "2026-03-09 10:00", id="filed on Saturday"),
        pytest.param(OFFICE, "2026-04-10 17:00", 5 * HOUR, "2026-04-13 10:00", id="make-up Saturday counts"),
        pytest.param(OFFICE, "2026-03-07 11:00", 0 * HOUR, "2026-03-07 11:00", id="nothing to wait for"),
        pytest.param(OFFICE, "2026-03-02 09:00", 260 * 7 * HOUR, "2027-03-01 12:00", id="52 weeks and Easter's"),
        pytest.param(ALWAYS, "2026-03-28 12:00", 24 * HOUR, "2026-03-29 13:00", id="over the short night"),
        pytest.param(ALWAYS, "2026-10-24 12:00", 24 * HOUR, "2026-10-25 11:00", id="over the long night"),
        pytest.param(NIGHT, "2026-03-29 00:00", 90 * MINUTE, "2026-03-29 03:30", id="the gap takes no time"),
        pytest.param(NIGHT, "2026-03-29 00:00", HOUR, "2026-03-29 03:00", id="done as the gap begins"),
        pytest.param(GAP, "2026-03-29 00:00", MINUTE, "2026-03-30 02:16", id="opens only where the gap is"),
    ],
)
def test_adding_working_time(calendar: Calendar, start: str, span: timedelta, expected: str) -> None:
    reached = calendar.add(at(start), span)
    assert reached == at(expected).astimezone(UTC)
    assert reached.utcoffset() == timedelta(0)


def test_the_second_time_round_counts_too() -> None:
    assert GAP.add(at("2026-10-25 00:00"), 40 * MINUTE) == at("2026-10-25 02:25", fold=1).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("2026-03-02 09:00", "2026-03-02 09:00"),
        ("2026-03-02 11:59", "2026-03-02 11:59"),
        ("2026-03-02 12:00", "2026-03-02 13:00"),
        ("2026-03-06 17:00", "2026-03-09 09:00"),
        ("2026-04-04 12:00", "2026-04-07 09:00"),
        ("2026-04-11 08:00", "2026-04-11 10:00"),
    ],
)
def test_next_opening(moment: str, opening: str) -> None:
    assert OFFICE.next_open(at(moment)) == at(opening).astimezone(UTC)
    assert OFFICE.is_open(at(moment)) == (moment == opening)


@pytest.mark.parametrize(
    "calendar",
    [
        pytest.param(Calendar("Europe/Berlin", {}), id="no hours at all"),
        pytest.param(Calendar("Europe/Berlin", {0: (), 6: ()}), id="days without hours"),
        pytest.param(
            Calendar("Europe/Berlin", {}, opened={date(2026, 3, 3): hours("9:00-10:00")}), id="one hour left"
        ),
        pytest.param(
            Calendar("Europe/Berlin", {}, opened={date(2026, 3, 29): hours("2:00-3:00")}), id="only in the gap"
        ),
    ],
)
def test_a_calendar_that_is_never_open_again_says_so(calendar: Calendar) -> None:
    with pytest.raises(ValueError, match="not open for"):
        calendar.add(at("2026-03-03 09:30"), HOUR)


def test_what_no_calendar_can_hold_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="not open for"):
        OFFICE.add(at("2026-03-02 09:00"), timedelta.max)
    with pytest.raises(ValueError, match="never taken away"):
        OFFICE.add(at("2026-03-02 09:00"), -MINUTE)
    with pytest.raises(ValueError, match="needs its zone"):
        OFFICE.is_open(datetime(2026, 3, 2, 9))  # noqa: DTZ001 - naive is the point


@pytest.mark.parametrize(
    ("zone", "weekly", "fault"),
    [
        ("Europe/Atlantis", {}, "no time zone"),
        ("../secret", {}, "no time zone"),
        ("", {}, "no time zone"),
        ("Europe/Berlin", {7: hours("9:00-17:00")}, "weekdays"),
        ("Europe/Berlin", {0: hours("17:00-9:00")}, "end after"),
        ("Europe/Berlin", {0: hours("9:00-9:00")}, "end after"),
        ("Europe/Berlin", {0: hours("9:00-12:00 11:00-17:00")}, "overlap"),
        ("Europe/Berlin", {0: hours("13:00-17:00 9:00-12:00")}, "in order"),
        ("Europe/Berlin", {0: hours("20:00-0:00 21:00-22:00")}, "in order"),
    ],
)
def test_hours_that_make_no_sense(zone: str, weekly: dict[int, Hours], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        Calendar(zone, weekly)


def test_hours_that_touch_are_one() -> None:
    halves = Calendar("Europe/Berlin", week("9:00-12:00 12:00-17:00"))
    assert halves.is_open(at("2026-03-02 12:00"))
    assert halves.add(at("2026-03-02 09:00"), 3 * HOUR) == at("2026-03-02 12:00").astimezone(UTC)


def test_holidays_and_make_up_days_of_a_place() -> None:
    assert date(2026, 3, 8) in holidays_of("DE", "BE", [2026])
    assert date(2026, 3, 8) not in holidays_of("DE", "BY", [2026])
    assert {day.year for day in makeup_days_of("CN", None, [2025])} == {2025}
    assert date(2025, 1, 26) in makeup_days_of("CN", None, [2025])
    assert not makeup_days_of("DE", None, [2026])


@pytest.mark.parametrize(("country", "subdivision"), [("XX", None), ("DE", "Atlantis")])
def test_a_place_without_known_holidays(country: str, subdivision: str | None) -> None:
    with pytest.raises(ValueError, match="no holidays are known"):
        holidays_of(country, subdivision, [2026])


# Every minute counted. Years with changes of every zone; Shanghai changed its clocks from 1986 to 1991.
ZONES = {"Europe/Berlin": 2026, "America/New_York": 2026, "Australia/Lord_Howe": 2026, "Asia/Shanghai": 1987}

minutes = st.integers(0, 24 * 60).map(lambda minute: minute // 5 * 5)


@st.composite
def days_hours(draw: st.DrawFn) -> Hours:
    edges = sorted(draw(st.sets(minutes, max_size=4)))
    clock = [time(edge // 60 % 24, edge % 60) for edge in edges]
    return tuple(zip(clock[::2], clock[1::2], strict=False))


@st.composite
def calendars_and_start(draw: st.DrawFn) -> tuple[Calendar, datetime]:
    """Starts lie within two days of a change of the clocks, as often as anywhere in the year."""
    zone, year = draw(st.sampled_from(sorted(ZONES.items())))
    near = draw(st.sampled_from([*changes_in(zone, year), datetime(year, 6, 15, tzinfo=UTC)]))
    start = near + draw(st.integers(-2 * 1440, 1440)) * MINUTE
    days = st.integers(-3, 6).map(lambda n: (near + timedelta(days=n)).date())
    calendar = Calendar(
        zone,
        draw(st.dictionaries(st.integers(0, 6), days_hours(), min_size=2)),
        draw(st.frozensets(days, max_size=2)),
        draw(st.dictionaries(days, days_hours(), max_size=2)),
    )
    return calendar, start


def open_minutes(calendar: Calendar, start: datetime, count: int) -> list[bool]:
    """Each minute on its own: what does the clock on the wall show, and do we work then?"""
    place = ZoneInfo(calendar.zone)
    walls = ((start + n * MINUTE).astimezone(place) for n in range(count))
    return [is_working_hour(calendar, wall.date(), wall.hour * 60 + wall.minute) for wall in walls]


def offset_at(place: ZoneInfo, at: datetime) -> timedelta | None:
    return at.astimezone(place).utcoffset()


def is_working_hour(calendar: Calendar, day: date, minute: int) -> bool:
    weekly = () if day in calendar.closed else calendar.hours.get(day.weekday(), ())
    for opens, closes in calendar.opened.get(day, weekly):
        if opens.hour * 60 + opens.minute <= minute < (closes.hour * 60 + closes.minute or 1440):
            return True
    return False


@settings(max_examples=100, deadline=None)
@given(calendars_and_start(), st.integers(0, 2 * 1440), st.integers(0, 2 * 1440))
def test_against_every_minute(given_: tuple[Calendar, datetime], first: int, second: int) -> None:
    calendar, start = given_
    since, until = sorted((first, second))
    flags = open_minutes(calendar, start, 2 * 1440)
    passed = [0, *accumulate(flags)]
    assert calendar.working(start + since * MINUTE, start + until * MINUTE) == sum(flags[since:until]) * MINUTE
    assert all(calendar.is_open(start + n * MINUTE) == flags[n] for n in range(since, until, 97))
    span = passed[until] - passed[since]
    if span:
        earliest = next(n for n in range(since, until + 1) if passed[n] - passed[since] == span)
        assert calendar.add(start + since * MINUTE, span * MINUTE) == start + earliest * MINUTE
    if True in flags[since:]:
        assert calendar.next_open(start + since * MINUTE) == start + flags.index(True, since) * MINUTE


@settings(max_examples=100, deadline=None)
@given(calendars_and_start(), st.timedeltas(timedelta(0), timedelta(days=900)), st.timedeltas(timedelta(0), HOUR))
def test_adding_undoes_measuring(given_: tuple[Calendar, datetime], length: timedelta, late: timedelta) -> None:
    calendar, start = given_
    end = start + length
    span = calendar.working(start, end)
    assert span + calendar.working(end, end + late) == calendar.working(start, end + late)
    reached = calendar.add(start, span)
    assert reached <= end
    assert calendar.working(start, reached) == span
    if span:
        assert calendar.working(start, reached - timedelta(microseconds=1)) < span


@pytest.mark.parametrize(
    ("zone", "year"),
    [
        *((zone, 2019) for zone in [*ZONES, "Africa/Casablanca", "Asia/Tehran", "Europe/Dublin", "UTC"]),
        pytest.param("America/Managua", 1993, id="on New Year's Day"),
        pytest.param("Asia/Dhaka", 2009, id="on New Year's Eve"),
    ],
)
def test_changes_of_the_clocks_hour_by_hour(zone: str, year: int) -> None:
    place, first = zone_of(zone), datetime(year, 1, 1, tzinfo=UTC)
    offsets = [offset_at(place, first + n * HOUR) for n in range(365 * 24)]
    hours_after = [first + n * HOUR for n, (a, b) in enumerate(pairwise(offsets), 1) if a != b]
    changes = changes_in(zone, year)
    assert all(timedelta(0) <= after - change < HOUR for after, change in zip(hours_after, changes, strict=True))
    assert all(offset_at(place, change) != offset_at(place, change - SECOND) for change in changes)


@pytest.mark.parametrize(("country", "subdivision"), [("DE", "BE"), ("US", None), ("JP", None)])
def test_where_days_follow_from_rules_next_year_s_are_known(country: str, subdivision: str | None) -> None:
    assert all(is_announced(country, subdivision, year) for year in range(2024, 2035))


def test_china_s_days_are_known_as_far_as_its_government_has_said() -> None:
    """Whatever release of the library this runs with: it has some last year of make-up working days."""
    last = max(day.year for day in makeup_days_of("CN", None, range(2020, 2060)))
    assert is_announced("CN", None, 2024)
    assert is_announced("CN", None, last)
    assert not is_announced("CN", None, last + 1)
