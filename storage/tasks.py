"""Tasks, which hang on a record."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, Text, func, insert, select, update

from domain.tasks import Task, TaskState
from storage.tables import Id, Instant, metadata
from storage.tx import Tx

tasks = Table(
    "tasks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("record_id", Id, ForeignKey("records.id"), nullable=False),
    Column("title", Text, nullable=False),
    Column("owner", Id, ForeignKey("people.id"), nullable=False),
    Column("due_on", Date, nullable=False),  # a day of the desk's
    Column("state", String(16), nullable=False),
    Column("done_at", Instant),
    Column("done_by", Integer),
    Index("ix_tasks_record", "record_id", "id"),
)

COLUMNS = [tasks.c[name] for name in Task.__dataclass_fields__]


def add(tx: Tx, record_id: int, title: str, owner: int, due_on: date) -> Task:
    values = {"record_id": record_id, "title": title, "owner": owner, "due_on": due_on, "state": TaskState.OPEN}
    made = tx.connection.execute(insert(tasks).values(**values).returning(*COLUMNS)).one()
    return _task(tuple(made))


def of(tx: Tx, record_id: int) -> list[Task]:
    """The open ones by their day, then those that are done."""
    order = (tasks.c.state != TaskState.OPEN, tasks.c.due_on, tasks.c.id)
    rows = tx.connection.execute(select(*COLUMNS).where(tasks.c.record_id == record_id).order_by(*order))
    return [_task(tuple(row)) for row in rows]


def find(tx: Tx, task_id: int) -> Task | None:
    row = tx.connection.execute(select(*COLUMNS).where(tasks.c.id == task_id)).one_or_none()
    return _task(tuple(row)) if row else None


def count_open(tx: Tx, record_id: int) -> int:
    mine = (tasks.c.record_id == record_id) & (tasks.c.state == TaskState.OPEN)
    return int(tx.connection.execute(select(func.count()).where(mine)).scalar_one())


def done(tx: Tx, task: Task, by: int, at: datetime) -> Task:
    values = {"state": TaskState.DONE, "done_by": by, "done_at": at}
    tx.connection.execute(update(tasks).where(tasks.c.id == task.id).values(**values))
    return replace(task, state=TaskState.DONE)


def _task(row: tuple[object, ...]) -> Task:
    values = dict(zip(Task.__dataclass_fields__, row, strict=True))
    return Task(**{**values, "state": TaskState(str(values["state"]))})  # type: ignore[arg-type] # columns in its order
