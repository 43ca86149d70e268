"""What must happen later: one row for each thing, unique on (kind, record, occurrence)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Insert,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from storage.bulk import Bulk
from storage.prepared import Prepared
from storage.tables import Id, Instant, metadata, spelt
from storage.tx import Tx

WAITING, FIRED, CANCELLED, PARKED = "waiting", "fired", "cancelled", "parked"

ONCE = ("kind", "record_id", "occurrence")

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
    UniqueConstraint(*ONCE),
)
_due = timers.c.state == spelt(WAITING)
_parked = timers.c.state == spelt(PARKED)
Index("ix_timers_parked", timers.c.id, sqlite_where=_parked, postgresql_where=_parked)
_settled = timers.c.state.in_([spelt(FIRED), spelt(CANCELLED)])
Index("ix_timers_settled", timers.c.due_at, sqlite_where=_settled, postgresql_where=_settled)
Index("ix_timers_due", timers.c.due_at, timers.c.id, sqlite_where=_due, postgresql_where=_due)


@dataclass(frozen=True)
class Due:
    """A timer to be set."""

    kind: str
    record_id: int
    occurrence: str
    due_at: datetime


@dataclass(frozen=True)
class Timer:
    id: int
    kind: str
    record_id: int
    occurrence: str
    due_at: datetime
    tries: int


COLUMNS = [timers.c[name] for name in Timer.__dataclass_fields__]


def _set(dialect: str, *, again: bool) -> Insert:
    made = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(timers)
    return made.on_conflict_do_update(
        index_elements=ONCE,
        set_={"due_at": made.excluded.due_at, "state": WAITING, "tries": 0},
        where=None if again else (timers.c.state == WAITING) | (timers.c.state == CANCELLED),
    )


SET = {
    again: Bulk({dialect: _set(dialect, again=again) for dialect in ("postgresql", "sqlite")}, apart=ONCE)
    for again in (True, False)
}
CANCEL = Prepared(
    update(timers)
    .where(timers.c.kind == bindparam("of"), timers.c.record_id == bindparam("record"), timers.c.state == WAITING)
    .values(state=CANCELLED)
)
DUE = Prepared(
    select(*COLUMNS)
    .where(_due, timers.c.due_at <= bindparam("now"))
    .order_by(timers.c.due_at, timers.c.id)
    .limit(bindparam("most"))
)
STILL_DUE = Prepared(
    select(*COLUMNS)
    .where(timers.c.id == bindparam("timer"), _due, timers.c.due_at <= bindparam("now"))
    .with_for_update()
)
FIRE = Prepared(update(timers).where(timers.c.id == bindparam("timer")).values(state=FIRED))
NEXT_DUE = Prepared(select(func.min(timers.c.due_at)).where(_due))


def set_timer(tx: Tx, kind: str, record_id: int, occurrence: str, due_at: datetime, *, again: bool = False) -> None:
    """Due at `due_at`; one that still waits or was cancelled is set anew, one that has fired stays fired.

    `again` sets one anew that has fired or was parked, too.
    """
    set_timers(tx, [Due(kind, record_id, occurrence, due_at)], again=again)


def set_timers(tx: Tx, ahead: Sequence[Due], *, again: bool = False) -> None:
    """Several, each as by `set_timer`."""
    tx.shared.put(SET[again], [{**one.__dict__, "state": WAITING} for one in ahead])
    if any(one.due_at <= tx.now for one in ahead):
        tx.hints.add("ticker")


def set_unless_waiting(tx: Tx, kind: str, record_id: int, occurrence: str, due_at: datetime) -> None:
    """One that waits already keeps its time; its row is held until the transaction ends, so that it does not fire
    meanwhile and miss what is done here.
    """
    made = (postgresql.insert if tx.is_postgresql else sqlite.insert)(timers)
    statement = made.on_conflict_do_update(
        index_elements=ONCE,
        set_={"due_at": made.excluded.due_at, "state": WAITING, "tries": 0},
        where=timers.c.state != WAITING,
    )
    values = {"kind": kind, "record_id": record_id, "occurrence": occurrence, "due_at": due_at, "state": WAITING}
    tx.connection.execute(statement, values)
    if due_at <= tx.now:
        tx.hints.add("ticker")


def is_waiting(tx: Tx, kind: str, record_id: int) -> bool:
    mine = (timers.c.kind == kind) & (timers.c.record_id == record_id) & (timers.c.state == WAITING)
    return tx.connection.execute(select(timers.c.id).where(mine).limit(1)).one_or_none() is not None


def waiting_for(tx: Tx, kind: str, record_id: int) -> datetime | None:
    """When the next timer of this kind is due."""
    mine = (timers.c.kind == kind) & (timers.c.record_id == record_id) & (timers.c.state == WAITING)
    found: datetime | None = tx.connection.execute(select(func.min(timers.c.due_at)).where(mine)).scalar_one()
    return found


def cancel(tx: Tx, kind: str, record_id: int) -> None:
    """Whatever of this kind still waits for this record will not happen."""
    CANCEL.do(tx.connection, {"of": kind, "record": record_id})


def due(tx: Tx, most: int) -> list[Timer]:
    return [Timer(*row) for row in DUE.rows(tx.connection, {"now": tx.now, "most": most})]


def still_due(tx: Tx, timer_id: int) -> Timer | None:
    """The timer again, now that its record is held: None when it was done or moved meanwhile."""
    found = STILL_DUE.rows(tx.connection, {"timer": timer_id, "now": tx.now})
    return Timer(*found[0]) if found else None


def fired(tx: Tx, timer_id: int) -> None:
    FIRE.do(tx.connection, {"timer": timer_id})


def failed(tx: Tx, timer: Timer, error: str, again_at: datetime | None) -> bool:
    """Try again at `again_at`; None parks it for a person. False for one that was done or moved meanwhile."""
    values = {"tries": timers.c.tries + 1, "error": error[:500]}
    values |= {"state": PARKED} if again_at is None else {"due_at": again_at}
    same = (timers.c.id == timer.id) & _due & (timers.c.due_at == timer.due_at)
    return tx.connection.execute(update(timers).where(same).values(**values)).rowcount == 1


def next_due(tx: Tx) -> datetime | None:
    first: datetime | None
    [(first,)] = NEXT_DUE.rows(tx.connection)
    return first


def parked(tx: Tx) -> int:
    return int(tx.connection.execute(select(func.count()).where(_parked)).scalar_one())


def forget(tx: Tx, before: datetime, most: int) -> int:
    """The oldest that fired or were cancelled and were due before then (desk time). What somebody sets again at
    this moment is left for another time.
    """
    oldest = select(timers.c.id).where(_settled, timers.c.due_at < before).order_by(timers.c.due_at).limit(most)
    found = tx.connection.execute(oldest.with_for_update(skip_locked=True)).scalars().all()
    return tx.connection.execute(delete(timers).where(timers.c.id.in_(found))).rowcount


def kept_beyond(tx: Tx, before: datetime) -> int:
    mine = select(func.count()).select_from(timers).where(_settled, timers.c.due_at < before)
    return int(tx.connection.execute(mine).scalar_one())
