"""What somebody who looks after the desk should know of its calendars."""

from dataclasses import dataclass

from domain.calendar_setup import CalendarBody
from domain.calendars import is_announced, zone_of
from domain.setup import Part
from storage import desk
from storage.tx import Tx


@dataclass(frozen=True)
class DaysMissing:
    """The calendar `key` keeps the holidays of a country whose days of `year` are not known yet: a release of the
    `holidays` library that has them is needed, or they are named in the desk file.
    """

    key: str
    country: str
    year: int


def days_missing(tx: Tx) -> list[DaysMissing]:
    """Of this year and the next."""
    found = []
    for one in desk.configured(tx.connection, tx.desk.id):
        if one.part is Part.CALENDAR and one.retired_at is None and isinstance(one.body, CalendarBody):
            place = one.body.holidays
            this = tx.now.astimezone(zone_of(one.body.zone)).year
            years = [
                year
                for year in (this, this + 1)
                if place and not is_announced(place.country, place.subdivision, year)
            ]
            found += [DaysMissing(one.key, place.country, year) for year in years if place]
    return found
