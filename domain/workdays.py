"""Whole working days: "five working days of silence" ends at the same time of day on the fifth day with hours."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.calendars import Calendar

FARTHEST = timedelta(days=3660)


def after_working_days(calendar: Calendar, at: datetime, days: int) -> datetime:
    """That many working days later, in UTC. Raises ValueError where ten years do not hold them."""
    zone = ZoneInfo(calendar.zone)
    local = at.astimezone(zone)
    day, left = local.date(), days
    while left:
        day += timedelta(days=1)
        if day - local.date() > FARTHEST:
            raise ValueError("this calendar has too few working days")
        left -= bool(calendar.hours_on(day))
    return datetime.combine(day, local.time(), zone).astimezone(UTC)


def next_morning(calendar: Calendar, at: time, after: datetime) -> datetime:
    """The next day with hours at that wall time, in UTC. Raises ValueError where ten years hold none."""
    zone = ZoneInfo(calendar.zone)
    first = after.astimezone(zone).date()
    for days in range(FARTHEST.days):
        day = first + timedelta(days=days)
        morning = datetime.combine(day, at, zone).astimezone(UTC)
        if morning > after and calendar.hours_on(day):
            return morning
    raise ValueError("this calendar has too few working days")
