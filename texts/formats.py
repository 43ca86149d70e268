"""Numbers, dates and durations as a language writes them (CLDR, by Babel), in a time zone."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, dates, lists, numbers, units

UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


@lru_cache(maxsize=1024)
def zone_named(name: str) -> dt.tzinfo:
    """An IANA zone; UTC for a name nobody knows, because names come from people's profiles."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return dt.UTC


@lru_cache
def locale_named(language: str) -> Locale:
    return Locale.parse(language)


@dataclass(frozen=True)
class Formats:
    language: str
    zone: str

    @property
    def _locale(self) -> Locale:
        return locale_named(self.language)

    def number(self, value: float | Decimal) -> str:
        return numbers.format_decimal(value, locale=self._locale)

    def percent(self, share: float | Decimal) -> str:
        """`share` is of 1: 0.75 gives 75%."""
        return numbers.format_percent(share, locale=self._locale)

    def date(self, moment: dt.date) -> str:
        """The day; of an instant, the day it is in this zone."""
        day = moment.astimezone(zone_named(self.zone)) if isinstance(moment, dt.datetime) else moment
        return dates.format_date(day, "medium", self._locale)

    def time(self, instant: dt.datetime) -> str:
        """Chinese readers get 24 hours: CLDR writes midnight as 午夜12:00, which may be either end of a day."""
        form = "HH:mm" if self.language.startswith("zh") else "short"
        told = dates.format_time(instant, form, zone_named(self.zone), self._locale)
        return told.replace("\u202f", " ")  # CLDR's narrow blank before AM and PM: nobody can search for it

    def datetime(self, instant: dt.datetime) -> str:
        return f"{self.date(instant)} {self.time(instant)}"

    def datetime_with_zone(self, instant: dt.datetime) -> str:
        """For a reader whose zone is not known: the offset stands behind the time."""
        offset = dates.format_datetime(instant, "ZZZZ", zone_named(self.zone), self._locale)
        return f"{self.datetime(instant)} {offset}"

    def place(self, zone: str, at: dt.datetime) -> str:
        """A time zone by its city, and what its clocks are ahead then: `Shanghai (GMT+08:00)`."""
        info = zone_named(zone)
        name = dates.get_timezone_location(info, locale=self._locale, return_city=True)
        return f"{name} ({dates.format_datetime(at, 'ZZZZ', info, self._locale)})"

    def duration(self, length: dt.timedelta, *, in_days: bool = True) -> str:
        """The two largest units, rounded down: 1 day 4 hr. Without `in_days`, hours are the largest unit:
        working time has no days of 24 hours. A negative length is told by its size."""
        left = int(abs(length).total_seconds())
        told: list[str] = []
        for unit, seconds in UNITS if in_days else UNITS[1:]:
            count, rest = divmod(left, seconds)
            if told and not count:
                break
            if count or unit == "second":
                told.append(self._unit(unit, count))
                left = rest
            if len(told) == 2 or (told and unit == "minute"):  # noqa: PLR2004 - two units, as said above
                break
        return " ".join(told)

    def _unit(self, unit: str, count: int) -> str:
        return units.format_unit(count, f"duration-{unit}", length="short", locale=self._locale)

    def listed(self, items: Sequence[str]) -> str:
        """In Chinese a blank stands between a Latin word and the "and", as between the two anywhere."""
        whole = lists.format_list(list(items), locale=self._locale)
        if len(items) < 2 or not self.language.startswith("zh"):  # noqa: PLR2004 - one has no "and"
            return whole
        *_, before, last = items
        together = lists.format_list(["", ""], locale=self._locale)
        left, right = (" " if sign.isascii() else "" for sign in (before[-1:], last[:1]))
        return whole.removesuffix(f"{before}{together}{last}") + f"{before}{left}{together}{right}{last}"
