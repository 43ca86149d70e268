"""Agreements as they followed each other. Each counts from its own instant on: a new calendar or target changes
what is still open, and rewrites nothing that has passed.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import pairwise

from domain.agreements import Agreement
from domain.calendars import LAST, Calendar

EVER = datetime.min.replace(tzinfo=UTC)
NONE = timedelta(0)


@dataclass(frozen=True)
class Eras:
    """Working time by calendars that followed each other: each with the instant from which it holds, in order."""

    calendars: Sequence[tuple[datetime, Calendar]]

    def working(self, start: datetime, end: datetime) -> timedelta:
        """Working time between two instants, each part of it by the calendar of then."""
        parts = ((max(start, since), min(end, until), calendar) for since, until, calendar in self._spans())
        return sum((calendar.working(since, until) for since, until, calendar in parts if since < until), NONE)

    def add(self, start: datetime, span: timedelta) -> datetime:
        """As `Calendar.add`, by the calendar of then in each part; the last one holds for ever."""
        if len(self.calendars) == 1:
            return self.calendars[0][1].add(start, span)
        left = span
        for since, until, calendar in self._spans():
            begin = max(start, since)
            if begin < until:
                here = calendar.working(begin, until) if until != LAST else left
                if here >= left:
                    return calendar.add(begin, left)
                left -= here
        raise AssertionError(start)

    def at(self, instant: datetime) -> Calendar:
        return self.calendars[max(bisect_right([since for since, _ in self.calendars], instant) - 1, 0)][1]

    def _spans(self) -> Iterator[tuple[datetime, datetime, Calendar]]:
        ends = [*(since for since, _ in self.calendars[1:]), LAST]
        starts = [EVER, *ends[:-1]]
        yield from zip(starts, ends, (calendar for _, calendar in self.calendars), strict=True)


@dataclass(frozen=True)
class Promises:
    """`versions`: instants from which an agreement holds, in order; before the first one it held too."""

    versions: Sequence[tuple[datetime, Agreement]]

    @property
    def current(self) -> Agreement:
        return self.versions[-1][1]

    def at(self, instant: datetime) -> Agreement:
        return self.versions[max(bisect_right([since for since, _ in self.versions], instant) - 1, 0)][1]

    @cached_property
    def hours(self) -> Eras:
        first, *later = [(since, agreement.calendar) for since, agreement in self.versions]
        changed = [new for old, new in pairwise([first, *later]) if old[1] != new[1]]
        return Eras((first, *changed))
