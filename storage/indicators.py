"""What an indicator showed last, and what it is counted from: clocks, by indices of when they were decided."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, String, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite

from domain.clocks import ClockState
from domain.indicators import Reading
from domain.risks import Level
from storage.clocks import clocks
from storage.tables import Id, Instant, metadata
from storage.tx import Tx

indicators = Table(
    "indicators",
    metadata,
    Column("desk_id", Id, ForeignKey("desks.id"), primary_key=True),
    Column("name", String(32), primary_key=True),
    Column("level", String(8), nullable=False),
    Column("broken", Integer, nullable=False),
    Column("decided", Integer, nullable=False),
    Column("measured_at", Instant, nullable=False),
    Column("since", Instant, nullable=False),  # this level
)


@dataclass(frozen=True)
class Shown:
    level: Level
    reading: Reading
    measured_at: datetime
    since: datetime


def find(tx: Tx, name: str) -> Shown | None:
    mine = (indicators.c.desk_id == tx.desk.id) & (indicators.c.name == name)
    row = tx.connection.execute(select(indicators).where(mine)).one_or_none()
    return Shown(Level(row.level), Reading(row.broken, row.decided), row.measured_at, row.since) if row else None


def keep(tx: Tx, name: str, shown: Shown) -> None:
    values = {
        "desk_id": tx.desk.id,
        "name": name,
        "level": shown.level,
        "broken": shown.reading.broken,
        "decided": shown.reading.decided,
        "measured_at": shown.measured_at,
        "since": shown.since,
    }
    made = (postgresql.insert if tx.is_postgresql else sqlite.insert)(indicators).values(**values)
    tx.connection.execute(made.on_conflict_do_update(index_elements=["desk_id", "name"], set_=values))


# A target is decided when it is met or when its time has run out, whichever comes first: one that was met has no
# `due_at` any more, one that was broken keeps it.
_met = clocks.c.state == ClockState.MET


def reading(tx: Tx, since: datetime) -> Reading:
    broken = _count(tx, (clocks.c.due_at > since) & (clocks.c.due_at <= tx.now))
    met = _count(tx, _met & (clocks.c.stopped_at > since) & (clocks.c.stopped_at <= tx.now))
    return Reading(broken, broken + met)


def _count(tx: Tx, where: object) -> int:
    return int(tx.connection.execute(select(func.count()).select_from(clocks).where(where)).scalar_one())  # type: ignore[arg-type] # SQLAlchemy's own


def first_broken(tx: Tx, since: datetime) -> datetime | None:
    """When the first target after `since` ran out, or will."""
    return _first(tx, select(func.min(clocks.c.due_at)).where(clocks.c.due_at > since))


def first_met(tx: Tx, since: datetime) -> datetime | None:
    return _first(tx, select(func.min(clocks.c.stopped_at)).where(_met, clocks.c.stopped_at > since))


def _first(tx: Tx, statement: object) -> datetime | None:
    found: datetime | None = tx.connection.execute(statement).scalar_one()  # type: ignore[call-overload] # as above
    return found
