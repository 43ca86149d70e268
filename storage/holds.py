"""What tickets on hold wait for: the last time of each; the record's state says whether it still does."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ForeignKey, String, Table, and_, exists, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from domain.records import Kind, Record
from domain.tickets import TicketState, Waiting
from storage.records import COLUMNS, record_of, records
from storage.tables import Id, Instant, metadata
from storage.tx import Tx

holds = Table(
    "holds",
    metadata,
    Column("record_id", Id, ForeignKey("records.id"), primary_key=True, autoincrement=False),
    Column("waiting_for", String(16), nullable=False),
    Column("since", Instant, nullable=False),
    Column("note", Id, ForeignKey("notes.id"), nullable=False),  # the sentence that says why
)


@dataclass(frozen=True)
class Hold:
    record_id: int
    waiting_for: Waiting
    since: datetime
    note: int


def put(tx: Tx, hold: Hold) -> None:
    made = (postgresql.insert if tx.is_postgresql else sqlite.insert)(holds)
    values = {name: made.excluded[name] for name in ("waiting_for", "since", "note")}
    tx.connection.execute(
        made.on_conflict_do_update(index_elements=["record_id"], set_=values),
        {**hold.__dict__, "waiting_for": hold.waiting_for.value},
    )


def of(tx: Tx, record_id: int) -> Hold:
    """Of a ticket on hold."""
    row = tx.connection.execute(select(holds).where(holds.c.record_id == record_id)).one()
    return Hold(row.record_id, Waiting(row.waiting_for), row.since, row.note)


def waiting_for_requester(tx: Tx, person_id: int, most: int) -> list[Record]:
    """Open tickets on which this person has to answer: whether they are solved, or what is asked; oldest first."""
    asked = exists().where(holds.c.record_id == records.c.id, holds.c.waiting_for == Waiting.REQUESTER)
    statement = (
        select(*COLUMNS)
        .where(
            records.c.requester == person_id,
            records.c.kind == Kind.TICKET,
            records.c.closed_at.is_(None),
            or_(
                records.c.state == TicketState.RESOLVED,
                and_(records.c.state == TicketState.ON_HOLD, asked),
            ),
        )
        .order_by(records.c.id)
        .limit(most)
    )
    return [record_of(tuple(row)) for row in tx.connection.execute(statement)]
