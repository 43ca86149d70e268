"""Whole working days: "five working days of silence" ends at the same time of day on the fifth day with hours."""

from datetime import UTC, datetime, timedelta
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
