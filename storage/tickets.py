"""What only tickets have."""

from dataclasses import dataclass

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.tickets import Kind
from storage.bulk import Bulk
from storage.prepared import Prepared
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
    Column("filed_by", Id),  # where that was not the requester
    Column("origin_channel", String(32)),  # the message that it was made of
    Column("origin_ts", String(32)),
    Column("origin_thread", String(32)),
    Column("follows", Id),  # the closed ticket that came back as this one
    Index("ix_tickets_origin", "origin_channel", "origin_ts", unique=True),
)

ADD = Bulk(insert(tickets))
# A message is one ticket at most, whoever makes it one and however many do so at once.
ADD_OF_MESSAGE = Prepared(
    {
        name: make(tickets)
        .on_conflict_do_nothing(index_elements=["origin_channel", "origin_ts"])
        .returning(tickets.c.record_id)
        for name, make in (("postgresql", postgresql.insert), ("sqlite", sqlite.insert))
    }
)


@dataclass(frozen=True)
class TicketRow:
    record_id: int
    kind: Kind
    description: str | None
    impact: int
    urgency: int
    source: str
    filed_by: int | None = None
    origin_channel: str | None = None
    origin_ts: str | None = None
    origin_thread: str | None = None
    follows: int | None = None


COLUMNS = [tickets.c[name] for name in TicketRow.__dataclass_fields__]
ONE = Prepared(select(*COLUMNS).where(tickets.c.record_id == bindparam("record")))


def add(tx: Tx, row: TicketRow) -> bool:
    """False where the message that it was made of is another ticket already."""
    if row.origin_ts is None:
        tx.shared.put(ADD, [row.__dict__])
        return True
    return bool(ADD_OF_MESSAGE.rows(tx.connection, row.__dict__))


def made_of(tx: Tx, channel: str, ts: str) -> int | None:
    """The record id of the ticket that this message was made into."""
    mine = (tickets.c.origin_channel == channel) & (tickets.c.origin_ts == ts)
    found: int | None = tx.connection.execute(select(tickets.c.record_id).where(mine)).scalar_one_or_none()
    return found


def get(tx: Tx, record_id: int) -> TicketRow:
    [(_, kind, *others)] = ONE.rows(tx.connection, {"record": record_id})
    return TicketRow(record_id, Kind(kind), *others)


def weigh(tx: Tx, record_id: int, impact: int, urgency: int) -> None:
    mine = tickets.c.record_id == record_id
    tx.connection.execute(update(tickets).where(mine).values(impact=impact, urgency=urgency))


def correct_kind(tx: Tx, record_id: int, kind: Kind) -> None:
    tx.connection.execute(update(tickets).where(tickets.c.record_id == record_id).values(kind=kind))


def release(tx: Tx, record_id: int) -> None:
    """The message that it was made of may become another ticket."""
    mine = tickets.c.record_id == record_id
    tx.connection.execute(update(tickets).where(mine).values(origin_channel=None, origin_ts=None))
