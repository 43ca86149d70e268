"""Tasks: what somebody has promised to do about a record, and by which day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from domain.calendars import zone_of
from domain.outcomes import FieldFault, Outcome, Refusal, Refused

REMINDED_AT = time(9)
"""By the desk's wall clock, on the day after the one it was due on."""

REMINDED_EVERY = timedelta(days=7)
MOST_OPEN = 20
"""Open tasks of one record: more fit on no card, and are a project of their own."""


class TaskState(StrEnum):
    OPEN = "open"
    DONE = "done"


@dataclass(frozen=True)
class Task:
    """`owner` is a person id."""

    id: int
    record_id: int
    title: str
    owner: int
    due_on: date
    state: TaskState

    @property
    def is_open(self) -> bool:
        return self.state is TaskState.OPEN

    def is_overdue(self, today: date) -> bool:
        return self.is_open and self.due_on < today


@dataclass(frozen=True)
class TaskAdded(Outcome):
    key: str


@dataclass(frozen=True)
class TaskDone(Outcome):
    key: str


@dataclass(frozen=True)
class AlreadyDone(Refusal):
    """Somebody was faster."""

    key: str


@dataclass(frozen=True)
class TooManyTasks(Refusal):
    key: str
    most: int


def due_on(day: date, today: date) -> date:
    """A task may be due today, not earlier."""
    if day < today:
        raise Refused(FieldFault("due", "not_past"))
    return day


def reminder(day: date, zone: str, times: int = 0) -> datetime:
    """The instant (UTC) of the first reminder that it is overdue, or of a later one."""
    on = day + timedelta(days=1) + REMINDED_EVERY * times
    return datetime.combine(on, REMINDED_AT, zone_of(zone)).astimezone(UTC)
