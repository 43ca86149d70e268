"""Values as the desk file has them: the way back from `values`."""

from datetime import date, datetime, time, timedelta
from typing import Any

from domain.calendars import Hours, zone_of

Written = dict[str, Any]


def told(**values: object) -> Written:
    """Without what nobody gave."""
    return {name: value for name, value in values.items() if value is not None}


def unless(value: str, otherwise: str) -> str | None:
    return value if value != otherwise else None


def of_span(span: timedelta) -> str:
    """`1h 30m`, as the file has spans of time."""
    hours, minutes = divmod(span // timedelta(minutes=1), 60)
    told = [f"{hours}h"] if hours else []
    return " ".join([*told, *([f"{minutes}m"] if minutes or not told else [])])


def of_hours(hours: Hours) -> list[str]:
    return [f"{of_time(begin)}-{'24:00' if end == time(0) else of_time(end)}" for begin, end in hours]


def of_time(at: time) -> str:
    return at.strftime("%H:%M")


def of_day(day: date) -> str:
    return day.isoformat()


def of_moment(at: datetime, zone: str) -> str:
    return at.astimezone(zone_of(zone)).strftime("%Y-%m-%d %H:%M")
