"""A business calendar as the desk file gives it: a version of it, which public holidays follow from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from domain.calendars import Calendar, Hours, holidays_of, makeup_days_of

YEARS_OF_HOLIDAYS = 25
"""How far ahead of its newest version a calendar knows its public holidays."""


@dataclass(frozen=True)
class Holidays:
    """Public holidays of an ISO 3166 country, and of a subdivision such as `BE` (Berlin)."""

    country: str
    subdivision: str | None = None


@dataclass(frozen=True)
class CalendarBody:
    zone: str
    hours: Mapping[int, Hours]
    closed: tuple[date, ...] = ()
    opened: Mapping[date, Hours] = field(default_factory=dict)
    holidays: Holidays | None = None

    def calendar(self, since: datetime) -> Calendar:
        """`since`: when this version took effect. The years follow from it, so that the same version is the
        same calendar whenever it is loaded.
        """
        if not self.holidays:
            return Calendar(self.zone, self.hours, frozenset(self.closed), self.opened)
        place = self.holidays.country, self.holidays.subdivision
        years = range(since.year - 1, since.year + YEARS_OF_HOLIDAYS)
        worked = {day: self._first_hours() for day in makeup_days_of(*place, years) if day not in self.closed}
        closed = holidays_of(*place, years).union(self.closed)
        return Calendar(self.zone, self.hours, closed, {**worked, **self.opened})

    def _first_hours(self) -> Hours:
        """A weekend day worked in exchange for a holiday has the hours of the week's first working day."""
        return next((self.hours[day] for day in sorted(self.hours) if self.hours[day]), ())
