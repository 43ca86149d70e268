"""Working time: weekly hours in a zone's wall time, without holidays, with make-up working days.

An instant is working time if, and only if, the wall clock then shows a working hour. So an hour that the
spring change skips is not there, and one that autumn repeats counts twice, as it does for whoever works it.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from zoneinfo import ZoneInfo

import holidays

Hours = tuple[tuple[time, time], ...]
"""Opening and closing times of one day in order; a closing time of 00:00 is the midnight at the day's end."""

WEEK = 7
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
NONE = timedelta(0)
TICK = timedelta.resolution
LAST = datetime.max.replace(tzinfo=UTC) - 2 * DAY  # two days short, that every zone can still show it


@dataclass(frozen=True)
class Calendar:
    """`hours` by weekday (0: Monday); `closed` days have none; `opened` days have their own whatever else."""

    zone: str
    hours: Mapping[int, Hours]
    closed: frozenset[date] = frozenset()
    opened: Mapping[date, Hours] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raises ValueError for an unknown zone, a weekday above 6, hours that overlap or run backwards."""
        zone_of(self.zone)
        if not all(0 <= weekday < WEEK for weekday in self.hours):
            raise ValueError("weekdays run from 0 (Monday) to 6 (Sunday)")
        for hours in (*self.hours.values(), *self.opened.values()):
            _refuse_disorder(hours)

    def working(self, start: datetime, end: datetime) -> timedelta:
        """Working time between two instants; none when `end` lies before `start`."""
        spells = _spells(self.zone, _utc(start), _utc(end))
        return sum((self._passed(to) - self._passed(since) for since, to, _ in spells), NONE)

    def add(self, start: datetime, span: timedelta) -> datetime:
        """The earliest instant (UTC) by which `span` of working time has passed since `start`.

        Raises ValueError when the calendar does not hold that much, and for a negative span.
        """
        if span < NONE:
            raise ValueError("working time is added, never taken away")
        begin = _utc(start)
        reached = self._find(begin, span) if span else begin
        if reached is None:
            raise ValueError(f"this calendar is not open for {span} after {begin:%Y-%m-%d %H:%M} UTC")
        return reached

    def is_open(self, at: datetime) -> bool:
        wall = _utc(at).astimezone(zone_of(self.zone)).replace(tzinfo=None)
        return any(opens <= wall < closes for opens, closes in self._openings(wall.date()))

    def next_open(self, at: datetime) -> datetime:
        """`at` itself when open then, otherwise the next opening (UTC); ValueError when there is none."""
        return self.add(at, TICK) - TICK

    def hours_on(self, day: date) -> Hours:
        if day in self.opened:
            return self.opened[day]
        return () if day in self.closed else self.hours.get(day.weekday(), ())

    def _openings(self, day: date) -> Sequence[tuple[datetime, datetime]]:
        if day not in self._days:
            midnight, hours = datetime.combine(day, time.min), self.hours_on(day)
            self._days[day] = [
                (midnight + _since_midnight(opens), midnight + _close(closes)) for opens, closes in hours
            ]
        return self._days[day]

    @cached_property
    def _days(self) -> dict[date, Sequence[tuple[datetime, datetime]]]:
        """Openings by day, of those that were asked for."""
        return {}

    def _find(self, begin: datetime, span: timedelta) -> datetime | None:
        left, end = span, self._last_opening
        if end - begin < span:
            return None
        for since, to, offset in _spells(self.zone, begin, end):
            if soon := self._soon(since, to, left):
                return (soon - offset).replace(tzinfo=UTC)
            before = self._passed(since)
            here = self._passed(to) - before
            if here >= left:
                return (self._reached(before + left, since, to) - offset).replace(tzinfo=UTC)
            left -= here
        return None

    def _soon(self, since: datetime, to: datetime, left: timedelta) -> datetime | None:
        """As `_reached`, day after day: most spans end within a fortnight, and need no counting from the year 1."""
        first = since.toordinal()
        for day in range(first, min(first + 2 * WEEK, to.toordinal() + 1)):
            for opens, closes in self._openings(date.fromordinal(day)):
                start = max(opens, since)
                here = min(closes, to) - start
                if here >= left:
                    return start + left
                left -= max(here, NONE)
        return None

    def _passed(self, wall: datetime) -> timedelta:
        """Working time on a wall clock that never changes, from the year 1 until it shows `wall`."""
        today = (min(closes, wall) - opens for opens, closes in self._openings(wall.date()) if opens < wall)
        return self._passed_before(wall.toordinal()) + sum(today, NONE)

    def _passed_before(self, day: int) -> timedelta:
        """The same until a day begins, given as its ordinal; 0001-01-01 was a Monday with ordinal 1."""
        weeks, weekday = divmod(day - 1, WEEK)
        exceptions = self._surplus[bisect_left(self._exceptions, day)]
        return weeks * self._week[WEEK] + self._week[weekday] + exceptions

    def _reached(self, passed: timedelta, since: datetime, to: datetime) -> datetime:
        """The first moment on such a clock, between `since` and `to`, by which that much has `passed`."""
        days = range(since.toordinal(), to.toordinal() + 1)
        day = days[bisect_left(days, passed, key=lambda day: self._passed_before(day + 1))]
        left = passed - self._passed_before(day)
        for opens, closes in self._openings(date.fromordinal(day)):
            if closes - opens >= left:
                return opens + left
            left -= closes - opens
        raise AssertionError(day)

    @cached_property
    def _week(self) -> list[timedelta]:
        """Working time of an ordinary week before each weekday, and of all of it."""
        return list(accumulate((_length(self.hours.get(day, ())) for day in range(WEEK)), initial=NONE))

    @cached_property
    def _exceptions(self) -> list[int]:
        return sorted(day.toordinal() for day in self.closed | self.opened.keys())

    @cached_property
    def _surplus(self) -> list[timedelta]:
        """How much more working time (often less than none) the first n exceptions have than plain days."""
        days = (date.fromordinal(day) for day in self._exceptions)
        more = (_length(self.hours_on(day)) - _length(self.hours.get(day.weekday(), ())) for day in days)
        return list(accumulate(more, initial=NONE))

    @cached_property
    def _last_opening(self) -> datetime:
        """An instant after which this calendar is surely never open."""
        if self._week[WEEK]:
            return LAST
        days = (day for day, hours in self.opened.items() if hours)
        return min(datetime.combine(max(days, default=date.min), time.max, UTC), LAST - DAY) + DAY


def holidays_of(country: str, subdivision: str | None, years: Iterable[int]) -> frozenset[date]:
    """Public holidays by ISO 3166 codes; ValueError for a place that the library does not know."""
    return frozenset(_almanac(country, subdivision, tuple(years)))


def makeup_days_of(country: str, subdivision: str | None, years: Iterable[int]) -> frozenset[date]:
    """Weekend days worked in exchange for a holiday, as in mainland China."""
    wanted = tuple(years)
    days = _almanac(country, subdivision, wanted).weekend_workdays
    return frozenset(day for day in days if day.year in wanted)


@lru_cache(maxsize=64)
def _almanac(country: str, subdivision: str | None, years: tuple[int, ...]) -> holidays.HolidayBase:
    """Kept, for a calendar asks twice, and a desk asks for the same calendars at each of its versions."""
    try:
        return holidays.country_holidays(country, subdiv=subdivision, years=years)
    except NotImplementedError as unknown:
        raise ValueError(f"no holidays are known for {country} {subdivision or ''}".rstrip()) from unknown


def zone_of(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as unknown:
        raise ValueError(f"{name!r} is no time zone") from unknown


def _utc(at: datetime) -> datetime:
    if at.tzinfo is UTC:
        return at
    if at.utcoffset() is None:
        raise ValueError("an instant needs its zone")
    return at.astimezone(UTC)


def _length(hours: Hours) -> timedelta:
    return sum((_close(closes) - _since_midnight(opens) for opens, closes in hours), NONE)


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second, microseconds=at.microsecond)


def _close(at: time) -> timedelta:
    return _since_midnight(at) or DAY


def _refuse_disorder(hours: Hours) -> None:
    if any(_since_midnight(opens) >= _close(closes) for opens, closes in hours):
        raise ValueError("opening hours end after they begin")
    if any(_close(closes) > _since_midnight(opens) for (_, closes), (opens, _) in pairwise(hours)):
        raise ValueError("opening hours of a day stand in order and do not overlap")


def _spells(zone: str, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """Cuts a stretch of time where the zone's offset changes: wall times from and to, and the offset."""
    here, end = start, min(end, LAST)
    while here < end:
        until, offset = next(stretch for stretch in _stretches_of(zone, here.year) if here < stretch[0])
        until = min(end, until)
        yield (here + offset).replace(tzinfo=None), (until + offset).replace(tzinfo=None), offset
        here = until


@lru_cache(maxsize=1024)
def _stretches_of(zone: str, year: int) -> list[tuple[datetime, timedelta]]:
    """The parts of a UTC year in which the offset stays: each with its end."""
    begins = [datetime(year, 1, 1, tzinfo=UTC), *changes_in(zone, year)]
    ends = [*begins[1:], datetime(year + 1, 1, 1, tzinfo=UTC) if year < LAST.year else LAST]
    offsets = [_offset(zone_of(zone), begin) for begin in begins]
    return [(end, offset) for begin, end, offset in zip(begins, ends, offsets, strict=True) if begin < end]


@lru_cache(maxsize=1024)
def changes_in(zone: str, year: int) -> tuple[datetime, ...]:
    """The instants of a UTC year at which the zone's offset changes.

    Looked for day by day: no zone has changed and changed back within one.
    """
    place, first = zone_of(zone), datetime(year, 1, 1, tzinfo=UTC)
    length = min(366, (LAST - first).days)
    days = [first + DAY * n for n in range(length + 1)]
    found = (_change(place, a, b) for a, b in pairwise(days) if _offset(place, a) != _offset(place, b))
    return tuple(at for at in found if at.year == year)


def _change(place: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The second at which the offset changes between two instants."""
    old = _offset(place, before)
    while between := (after - before) // SECOND // 2:
        middle = before + between * SECOND
        before, after = (middle, after) if _offset(place, middle) == old else (before, middle)
    return after


def _offset(place: ZoneInfo, at: datetime) -> timedelta:
    offset = at.astimezone(place).utcoffset()
    assert offset is not None
    return offset


BACK = 8  # years that are looked back for a habit
HABIT = 3  # years in a row that make one


def is_announced(country: str, subdivision: str | None, year: int) -> bool:
    """Are that year's days known? Most places' follow from rules. Where weekend days are worked in exchange, a
    government says so each year: not before the library has them is its calendar whole.
    """
    almanac = _almanac(country, subdivision, range(year - BACK, year + 1))
    has_days = {day.year for day in almanac}
    if year not in has_days and year - 1 in has_days:
        return False
    exchanged = {day.year for day in almanac.weekend_workdays if day.year <= year}
    last = max(exchanged, default=year)
    is_habit = exchanged.issuperset(range(last - HABIT + 1, last + 1))
    return last == year or year - last > HABIT or not is_habit
