"""A clock explained: each start, pause, working day, closed night and new target behind its number, in order.

All of it follows from the facts and from what was agreed at the time, so that the same history tells the same
story, and its sums are the clock's.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from domain.agreements import Mark
from domain.calendars import zone_of
from domain.clocks import ClockEvent, Told
from domain.promises import Eras

NONE = timedelta(0)
DAY = timedelta(days=1)
MOST_DAYS = 4
"""Working days in a row that are told one by one; of more, the first and the last."""


class Scene(StrEnum):
    STARTED = "started"
    PAUSED = "paused"
    WENT_ON = "went_on"
    STOPPED = "stopped"
    WORKED = "worked"  # from `at` to `until`, on `days` days
    CLOSED = "closed"  # outside working hours
    TARGET = "target"  # it is `target` from now on
    HOURS = "hours"  # another calendar from now on
    TOLD = "told"


@dataclass(frozen=True)
class Entry:
    """`counted` is working time of this entry, `used` of all so far. `days_off` are closed days inside."""

    at: datetime
    scene: Scene
    until: datetime | None = None
    counted: timedelta = NONE
    used: timedelta = NONE
    days: int = 1
    days_off: tuple[date, ...] = ()
    target: timedelta = NONE
    priority: int = 0
    mark: Mark | None = None
    verb: str | None = None
    waiting_for: str | None = None


@dataclass(frozen=True)
class Turn:
    """What moved the clock, as the history has it."""

    at: datetime
    event: ClockEvent
    verb: str | None
    waiting_for: str | None = None


@dataclass(frozen=True)
class Aim:
    """A target and its priority, from an instant on."""

    at: datetime
    target: timedelta
    priority: int


SCENES = {
    ClockEvent.START: Scene.STARTED,
    ClockEvent.PAUSE: Scene.PAUSED,
    ClockEvent.RESUME: Scene.WENT_ON,
    ClockEvent.STOP: Scene.STOPPED,
}


def story(
    turns: Sequence[Turn], aims: Sequence[Aim], told: Iterable[Told], hours: Eras, now: datetime
) -> list[Entry]:
    """In the order of time, until the clock stopped or `now`. First comes its start."""
    acted = list(_acted(turns))
    entries = [entry for pair in _paired(acted, now) for entry in _told_turn(*pair, hours)]
    end = acted[-1].at if acted[-1].event is ClockEvent.STOP else now
    entries += [
        Entry(aim.at, Scene.TARGET, target=aim.target, priority=aim.priority) for aim in aims[1:] if aim.at <= end
    ]
    entries += [Entry(since, Scene.HOURS) for since, _ in hours.calendars[1:] if acted[0].at < since <= end]
    entries += [Entry(one.at, Scene.TOLD, mark=one.mark) for one in told]
    first = replace(entries[0], target=aims[0].target, priority=aims[0].priority)
    return _summed([first, *sorted(entries[1:], key=lambda entry: entry.at)])


def _acted(turns: Sequence[Turn]) -> Iterator[Turn]:
    """Those that changed something: a second pause or a late stop is passed over, as the clock does."""
    state: ClockEvent | None = None
    for turn in turns:
        moves = {
            ClockEvent.START: state is None,
            ClockEvent.PAUSE: state in {ClockEvent.START, ClockEvent.RESUME},
            ClockEvent.RESUME: state in {ClockEvent.PAUSE, ClockEvent.STOP},
            ClockEvent.STOP: state is not None and state is not ClockEvent.STOP,
        }
        if moves[turn.event]:
            state = turn.event
            yield turn


def _paired(turns: Sequence[Turn], now: datetime) -> Iterator[tuple[Turn, datetime]]:
    """Each turn, and until when it held."""
    ends = [*(turn.at for turn in turns[1:]), max(now, turns[-1].at)]
    yield from zip(turns, ends, strict=True)


def _told_turn(turn: Turn, until: datetime, hours: Eras) -> Iterator[Entry]:
    yield Entry(turn.at, SCENES[turn.event], verb=turn.verb, waiting_for=turn.waiting_for)
    if turn.event in {ClockEvent.START, ClockEvent.RESUME}:
        yield from _with_breaks(_folded(list(_days(turn.at, until, hours))), turn.at, until, hours)


def _days(start: datetime, end: datetime, hours: Eras) -> Iterator[Entry]:
    """Working time day by day, by the wall clock of the calendar."""
    here = start
    while here < end:
        zone = zone_of(hours.at(here).zone)
        morrow = datetime.combine(here.astimezone(zone).date() + DAY, time.min, zone).astimezone(UTC)
        until = min(max(morrow, here + timedelta(microseconds=1)), end)
        counted = hours.working(here, until)
        if counted:
            yield Entry(_first(hours, here), Scene.WORKED, hours.add(here, counted), counted)
        here = until


def _first(hours: Eras, here: datetime) -> datetime:
    """When working time goes on; there is some ahead."""
    tick = timedelta(microseconds=1)
    return hours.add(here, tick) - tick


def _folded(days: list[Entry]) -> list[Entry]:
    if len(days) <= MOST_DAYS:
        return days
    first, *middle, last = days
    counted = sum((day.counted for day in middle), NONE)
    return [first, Entry(middle[0].at, Scene.WORKED, middle[-1].until, counted, days=len(middle)), last]


def _with_breaks(days: list[Entry], start: datetime, end: datetime, hours: Eras) -> Iterator[Entry]:
    here = start
    for day in days:
        if day.at > here:
            yield _closed(here, day.at, hours)
        yield day
        here = day.until or here
    if end > here and not hours.working(here, end) and (days or end > start):
        yield _closed(here, end, hours)


def _closed(since: datetime, until: datetime, hours: Eras) -> Entry:
    zone = zone_of(hours.at(since).zone)
    first, last = since.astimezone(zone).date(), until.astimezone(zone).date()
    inside = (first + DAY * n for n in range((last - first).days + 1))
    calendar = hours.at(until)
    off = tuple(day for day in inside if not calendar.hours_on(day) and calendar.hours.get(day.weekday()))
    return Entry(since, Scene.CLOSED, until, days_off=off)


def _summed(entries: list[Entry]) -> list[Entry]:
    used, summed = NONE, []
    for entry in entries:
        used += entry.counted
        summed.append(replace(entry, used=used))
    return summed
