"""Open tickets in the order in which their promises break: a projection, kept with the facts, small however many
tickets are closed. Each question reads one stretch of an index and no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Table,
    bindparam,
    delete,
    false,
    func,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from storage.bulk import Bulk
from storage.prepared import Prepared
from storage.tables import Id, Instant, metadata
from storage.tx import Tx

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""When a promise breaks of which no clock runs: after all others."""

queue = Table(
    "queue",
    metadata,
    Column("record_id", Id, ForeignKey("records.id"), primary_key=True, autoincrement=False),
    Column("team", Id, nullable=False),
    Column("owner", Id),
    Column("is_private", Boolean, nullable=False),
    Column("is_held", Boolean, nullable=False),
    Column("breach_at", Instant, nullable=False),
    Index("ix_queue_team", "team", "is_private", "breach_at", "record_id"),
    Index("ix_queue_owner", "owner", "is_held", "breach_at", "record_id"),
)


@dataclass(frozen=True)
class Entry:
    record_id: int
    breach_at: datetime | None


@dataclass(frozen=True)
class Stretch:
    """Part of the queue: a team's open or private tickets, or somebody's own that are not on hold."""

    team: int | None = None
    is_private: bool = False
    owner: int | None = None
    until: datetime | None = None  # only what breaks by then
    after: datetime | None = None  # only what breaks later than that


def _put(made: postgresql.Insert | sqlite.Insert) -> postgresql.Insert | sqlite.Insert:
    values = {name: made.excluded[name] for name in ("team", "owner", "is_held")}
    return made.on_conflict_do_update(index_elements=["record_id"], set_=values)


PUT = Bulk(
    {"postgresql": _put(postgresql.insert(queue)), "sqlite": _put(sqlite.insert(queue))}, apart=["record_id"]
)
DUE = Prepared(update(queue).where(queue.c.record_id == bindparam("record")))


def put(tx: Tx, entry: Entry, team: int, owner: int | None, *, is_private: bool, is_held: bool) -> None:
    """What is in the queue already keeps its time."""
    values = {"team": team, "owner": owner, "is_private": is_private, "is_held": is_held}
    at = {"record_id": entry.record_id, "breach_at": entry.breach_at or NEVER}
    tx.shared.put(PUT, [{**values, **at}])


def due(tx: Tx, entry: Entry) -> None:
    DUE.do(tx.connection, {"record": entry.record_id, "breach_at": entry.breach_at or NEVER})


def remove(tx: Tx, record_id: int) -> None:
    tx.connection.execute(delete(queue).where(queue.c.record_id == record_id))


def first(tx: Tx, stretch: Stretch, most: int) -> list[Entry]:
    statement = (
        select(queue.c.record_id, queue.c.breach_at)
        .where(*_within(stretch))
        .order_by(queue.c.breach_at, queue.c.record_id)
        .limit(most)
    )
    return [Entry(one, None if at == NEVER else at) for one, at in tx.connection.execute(statement)]


def count(tx: Tx, stretch: Stretch, most: int) -> int:
    """How many there are; `most` where there are as many or more."""
    found = select(queue.c.record_id).where(*_within(stretch)).limit(most).subquery()
    return int(tx.connection.execute(select(func.count()).select_from(found)).scalar_one())


def _within(stretch: Stretch) -> Sequence[ColumnElement[bool]]:
    if stretch.owner is not None:
        return [queue.c.owner == stretch.owner, queue.c.is_held == false()]
    mine = [queue.c.team == stretch.team, queue.c.is_private == stretch.is_private]
    by_then = [queue.c.breach_at <= stretch.until] if stretch.until else []
    return [*mine, *by_then, *([queue.c.breach_at > stretch.after] if stretch.after else [])]
