"""Clocks as last computed from the history: a projection, rebuilt with every fact that moves one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    bindparam,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from domain.agreements import Mark
from domain.clocks import Clock, ClockKind, ClockState
from domain.records import Record
from storage.bulk import Bulk
from storage.records import COLUMNS as OF_RECORD
from storage.records import record_of, records
from storage.tables import MICROSECOND, Id, Instant, metadata, spelt
from storage.tx import Tx

clocks = Table(
    "clocks",
    metadata,
    Column("record_id", Id, ForeignKey("records.id"), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("target", BigInteger, nullable=False),  # microseconds of working time, like `spent`
    Column("spent", BigInteger, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("since", Instant),
    Column("due_at", Instant),
    Column("stopped_at", Instant),
    Column("spoken", Integer, nullable=False, server_default="0"),  # the gravest mark already told: percent,
    Column("spoken_after", BigInteger, nullable=False, server_default="0"),  # and microseconds beyond that share
)
# By these the live indicator counts what was decided lately.
Index("ix_clocks_due_at", clocks.c.due_at)
Index("ix_clocks_stopped_at", clocks.c.stopped_at)
_spoken = (clocks.c.state == spelt(ClockState.RUNNING.value)) & (clocks.c.spoken > spelt(0))
Index("ix_clocks_spoken", clocks.c.due_at, clocks.c.record_id, sqlite_where=_spoken, postgresql_where=_spoken)
_open = clocks.c.state.in_([spelt(ClockState.RUNNING.value), spelt(ClockState.PAUSED.value)])
Index("ix_clocks_open", clocks.c.record_id, sqlite_where=_open, postgresql_where=_open)


@dataclass(frozen=True)
class Kept:
    """A clock, and the gravest mark of it that was told of."""

    clock: Clock
    spoken: Mark


def _save(made: postgresql.Insert | sqlite.Insert) -> postgresql.Insert | sqlite.Insert:
    keys = {"record_id", "kind"}
    values = {column.name: made.excluded[column.name] for column in clocks.c if column.name not in keys}
    return made.on_conflict_do_update(index_elements=sorted(keys), set_=values)


SAVE = Bulk(
    {"postgresql": _save(postgresql.insert(clocks)), "sqlite": _save(sqlite.insert(clocks))},
    apart=["record_id", "kind"],
)
OF = select(clocks).where(clocks.c.record_id == bindparam("record"))


def save(tx: Tx, record_id: int, kept: Sequence[Kept]) -> None:
    tx.shared.put(SAVE, [_row(record_id, one) for one in kept])


def _row(record_id: int, kept: Kept) -> dict[str, object]:
    clock = kept.clock
    return {
        "record_id": record_id,
        "kind": clock.kind.value,
        "state": clock.state.value,
        "target": clock.target // MICROSECOND,
        "spent": clock.spent // MICROSECOND,
        "started_at": clock.started_at,
        "since": clock.since,
        "due_at": clock.due_at,
        "stopped_at": clock.stopped_at,
        "spoken": kept.spoken.share,
        "spoken_after": kept.spoken.after // MICROSECOND,
    }


def of(tx: Tx, record_id: int) -> dict[ClockKind, Kept]:
    rows = tx.connection.execute(OF, {"record": record_id}).all()
    return {ClockKind(row.kind): _kept(row) for row in rows}


def _kept(row: Row[Any]) -> Kept:
    clock = Clock(
        kind=ClockKind(row.kind),
        target=row.target * MICROSECOND,
        state=ClockState(row.state),
        started_at=row.started_at,
        spent=row.spent * MICROSECOND,
        since=row.since,
        due_at=row.due_at,
        stopped_at=row.stopped_at,
    )
    return Kept(clock, Mark(row.spoken, row.spoken_after * MICROSECOND))


def spoken_of(tx: Tx, priorities: Collection[int]) -> list[tuple[Record, Kept]]:
    """Open records of these priorities with their running clocks that were told of, by due time."""
    mine = _in_work(tx) & records.c.priority.in_(priorities)
    both = select(*clocks.c, *OF_RECORD).join(records)
    statement = both.where(_spoken, mine).order_by(clocks.c.due_at, clocks.c.record_id)
    return [(record_of(tuple(row[len(clocks.c) :])), _kept(row)) for row in tx.connection.execute(statement)]


def open_after(tx: Tx, record_id: int, most: int) -> list[int]:
    """Records behind this one, by id, that are open and have a clock that has not stopped."""
    statement = (
        select(clocks.c.record_id)
        .distinct()
        .join(records)
        .where(_open, clocks.c.record_id > record_id, _in_work(tx))
        .order_by(clocks.c.record_id)
        .limit(most)
    )
    return list(tx.connection.execute(statement).scalars())


def _in_work(tx: Tx) -> ColumnElement[bool]:
    """Of records that are found by their clocks."""
    return records.c.closed_at.is_(None) & (
        records.c.desk_id + 0 == tx.desk.id
    )  # else SQLite reads the desk's keys
