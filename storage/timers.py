"""What must happen later: one row for each thing, unique on (kind, record, occurrence)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from storage.tables import Id, Instant, metadata
from storage.tx import Tx

WAITING, FIRED, CANCELLED, PARKED = "waiting", "fired", "cancelled", "parked"

timers = Table(
    "timers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(64), nullable=False),
    Column("record_id", Id, ForeignKey("records.id"), nullable=False),
    Column("occurrence", String(64), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("state", String(16), nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("error", Text),
    UniqueConstraint("kind", "record_id", "occurrence"),
)
_due = timers.c.state == WAITING
Index("ix_timers_due", timers.c.due_at, timers.c.id, sqlite_where=_due, postgresql_where=_due)


@dataclass(frozen=True)
class Timer:
    id: int
    kind: str
    record_id: int
    occurrence: str
    due_at: datetime
    tries: int


COLUMNS = [timers.c[name] for name in Timer.__dataclass_fields__]


def set_timer(tx: Tx, kind: str, record_id: int, occurrence: str, due_at: datetime) -> None:
    """Due at `due_at`; one that still waits or was cancelled is set anew, one that has fired stays fired."""
    make = postgresql.insert if tx.is_postgresql else sqlite.insert
    statement = make(timers).values(
        kind=kind, record_id=record_id, occurrence=occurrence, due_at=due_at, state=WAITING
    )
    moved = statement.on_conflict_do_update(
        index_elements=["kind", "record_id", "occurrence"],
        set_={"due_at": due_at},
        where=timers.c.state == WAITING,
    )
    tx.connection.execute(moved)
    if due_at <= tx.now:
        tx.hints.add("ticker")


def cancel(tx: Tx, kind: str, record_id: int) -> None:
    """Whatever of this kind still waits for this record will not happen."""
    mine = (timers.c.kind == kind) & (timers.c.record_id == record_id) & (timers.c.state == WAITING)
    tx.connection.execute(update(timers).where(mine).values(state=CANCELLED))


def due(tx: Tx, most: int) -> list[Timer]:
    statement = (
        select(*COLUMNS).where(_due, timers.c.due_at <= tx.now).order_by(timers.c.due_at, timers.c.id).limit(most)
    )
    return [Timer(*row) for row in tx.connection.execute(statement)]


def still_due(tx: Tx, timer_id: int) -> Timer | None:
    """The timer again, now that its record is held: None when it was done or moved meanwhile."""
    statement = select(*COLUMNS).where(timers.c.id == timer_id, _due, timers.c.due_at <= tx.now).with_for_update()
    row = tx.connection.execute(statement).one_or_none()
    return Timer(*row) if row else None


def fired(tx: Tx, timer_id: int) -> None:
    tx.connection.execute(update(timers).where(timers.c.id == timer_id).values(state=FIRED))


def failed(tx: Tx, timer_id: int, error: str, again_at: datetime | None) -> None:
    """Try again at `again_at`; None parks it for a person."""
    values = {"tries": timers.c.tries + 1, "error": error[:500]}
    values |= {"state": PARKED} if again_at is None else {"due_at": again_at}
    tx.connection.execute(update(timers).where(timers.c.id == timer_id).values(**values))


def next_due(tx: Tx) -> datetime | None:
    first: datetime | None = tx.connection.execute(select(func.min(timers.c.due_at)).where(_due)).scalar_one()
    return first


def parked(tx: Tx) -> int:
    return int(tx.connection.execute(select(func.count()).where(timers.c.state == PARKED)).scalar_one())
