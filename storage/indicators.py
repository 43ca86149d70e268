"""What an indicator showed last, and what it is counted from: clocks, by indices of when they were decided."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ColumnElement, ForeignKey, Integer, String, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite

from domain.clocks import ClockState
from domain.indicators import Reading
from domain.risks import Level
from domain.tickets import TicketState
from storage.clocks import clocks
from storage.records import records
from storage.tables import Id, Instant, metadata, spelt
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
# What was taken back was never asked: nothing that was promised of it counts, kept or broken.
_counted = clocks.join(
    records, (records.c.id == clocks.c.record_id) & (records.c.state != spelt(TicketState.WITHDRAWN))
)


def reading(tx: Tx, since: datetime) -> Reading:
    broken = _count(tx, (clocks.c.due_at > since) & (clocks.c.due_at <= tx.now))
    met = _count(tx, _met & (clocks.c.stopped_at > since) & (clocks.c.stopped_at <= tx.now))
    return Reading(broken, broken + met)


def _count(tx: Tx, where: object) -> int:
    return int(tx.connection.execute(select(func.count()).select_from(_counted).where(where)).scalar_one())  # type: ignore[arg-type] # SQLAlchemy's own


def first_broken(tx: Tx, since: datetime) -> datetime | None:
    """When the first target after `since` ran out, or will."""
    return _first(tx, clocks.c.due_at, clocks.c.due_at > since)


def first_met(tx: Tx, since: datetime) -> datetime | None:
    return _first(tx, clocks.c.stopped_at, _met & (clocks.c.stopped_at > since))


def _first(tx: Tx, instant: Column[datetime], where: ColumnElement[bool]) -> datetime | None:
    """Along the instants' index, so that a withdrawn one is passed over and no more is read."""
    statement = select(instant).select_from(_counted).where(where).order_by(instant).limit(1)
    return tx.connection.execute(statement).scalar_one_or_none()
