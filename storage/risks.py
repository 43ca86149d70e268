"""What only risks have."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Column, Date, ForeignKey, Integer, Row, String, Table, Text, insert, select, update

from domain.risks import Category, Found, Level, Strategy
from storage.records import records
from storage.tables import Id, metadata
from storage.tx import Tx

risks = Table(
    "risks",
    metadata,
    Column("record_id", Id, ForeignKey("records.id"), primary_key=True, autoincrement=False),
    Column("probability", Integer, nullable=False),
    Column("impact", Integer, nullable=False),
    Column("level", String(8), nullable=False),  # when it was last rated: a crossing is told by it
    Column("review_on", Date, nullable=False),  # a day of the desk's
    Column("reviews", Integer, nullable=False),  # how many there were
    Column("category", String(16), nullable=False, server_default="other"),
    Column("found", String(16), nullable=False, server_default="work"),
    Column("cause", Text, nullable=False, server_default=""),
    Column("consequence", Text, nullable=False, server_default=""),
    Column("strategy", String(16), nullable=False, server_default="mitigate"),
    Column("accepted_until", Date),
)


@dataclass(frozen=True)
class RiskRow:
    record_id: int
    probability: int
    impact: int
    level: Level
    review_on: date
    reviews: int
    category: Category = Category.OTHER
    found: Found = Found.WORK
    cause: str = ""
    consequence: str = ""
    strategy: Strategy = Strategy.MITIGATE
    accepted_until: date | None = None


COLUMNS = [risks.c[name] for name in RiskRow.__dataclass_fields__]


def add(tx: Tx, row: RiskRow) -> None:
    tx.connection.execute(insert(risks).values(**row.__dict__))


def save(tx: Tx, row: RiskRow) -> None:
    tx.connection.execute(update(risks).where(risks.c.record_id == row.record_id).values(**row.__dict__))


def get(tx: Tx, record_id: int) -> RiskRow:
    return by_ids(tx, [record_id])[record_id]


def by_ids(tx: Tx, ids: Iterable[int]) -> Mapping[int, RiskRow]:
    rows = tx.connection.execute(select(*COLUMNS).where(risks.c.record_id.in_(sorted(set(ids)))))
    return {row.record_id: _row(row) for row in rows}


def open_ones(tx: Tx, most: int) -> dict[int, RiskRow]:
    """Of all open risks the oldest, by record."""
    statement = (
        select(*COLUMNS)
        .join(records, records.c.id == risks.c.record_id)
        .where(records.c.closed_at.is_(None))
        .order_by(risks.c.record_id)
        .limit(most)
    )
    return {row.record_id: _row(row) for row in tx.connection.execute(statement)}


def set_level(tx: Tx, record_id: int, level: Level) -> None:
    tx.connection.execute(update(risks).where(risks.c.record_id == record_id).values(level=level))


def _row(row: Row[Any]) -> RiskRow:
    values: dict[str, Any] = dict(zip(RiskRow.__dataclass_fields__, row, strict=True))
    for name, kind in (("level", Level), ("category", Category), ("found", Found), ("strategy", Strategy)):
        values[name] = kind(values[name])
    return RiskRow(**values)
