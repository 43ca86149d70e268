"""What only risks have."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table, insert, select, update

from domain.risks import Level
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
)


@dataclass(frozen=True)
class RiskRow:
    record_id: int
    probability: int
    impact: int
    level: Level
    review_on: date
    reviews: int


COLUMNS = [risks.c[name] for name in RiskRow.__dataclass_fields__]


def add(tx: Tx, row: RiskRow) -> None:
    tx.connection.execute(insert(risks).values(**row.__dict__))


def save(tx: Tx, row: RiskRow) -> None:
    tx.connection.execute(update(risks).where(risks.c.record_id == row.record_id).values(**row.__dict__))


def get(tx: Tx, record_id: int) -> RiskRow:
    return by_ids(tx, [record_id])[record_id]


def by_ids(tx: Tx, ids: Iterable[int]) -> Mapping[int, RiskRow]:
    rows = tx.connection.execute(select(*COLUMNS).where(risks.c.record_id.in_(sorted(set(ids)))))
    return {row.record_id: RiskRow(**{**row._mapping, "level": Level(row.level)}) for row in rows}  # noqa: SLF001 - SQLAlchemy's public name
