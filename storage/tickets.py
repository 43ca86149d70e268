"""What only tickets have."""

from dataclasses import dataclass

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text, insert, select, update

from domain.tickets import Kind
from storage.tables import Id, metadata
from storage.tx import Tx

tickets = Table(
    "tickets",
    metadata,
    Column("record_id", Id, ForeignKey("records.id"), primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("description", Text),
    Column("impact", Integer, nullable=False),
    Column("urgency", Integer, nullable=False),
    Column("source", String(16), nullable=False),
)

ADD = insert(tickets)


@dataclass(frozen=True)
class TicketRow:
    record_id: int
    kind: Kind
    description: str | None
    impact: int
    urgency: int
    source: str


def add(tx: Tx, row: TicketRow) -> None:
    tx.connection.execute(ADD, row.__dict__)


def get(tx: Tx, record_id: int) -> TicketRow:
    columns = [tickets.c[name] for name in TicketRow.__dataclass_fields__]
    row = tx.connection.execute(select(*columns).where(tickets.c.record_id == record_id)).one()
    return TicketRow(**{**row._mapping, "kind": Kind(row.kind)})  # noqa: SLF001 - SQLAlchemy's public name


def weigh(tx: Tx, record_id: int, impact: int, urgency: int) -> None:
    mine = tickets.c.record_id == record_id
    tx.connection.execute(update(tickets).where(mine).values(impact=impact, urgency=urgency))
