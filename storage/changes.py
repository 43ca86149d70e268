"""What only changes have."""

from dataclasses import dataclass

from sqlalchemy import Column, ForeignKey, Table, Text, insert, select

from domain.changes import Window
from storage.tables import Id, Instant, metadata
from storage.tx import Tx

changes = Table(
    "changes",
    metadata,
    Column("record_id", Id, ForeignKey("records.id"), primary_key=True, autoincrement=False),
    Column("reason", Text, nullable=False),
    Column("plan", Text, nullable=False),
    Column("test", Text),
    Column("back_out", Text),
    Column("window_start", Instant, nullable=False),
    Column("window_end", Instant, nullable=False),
)


@dataclass(frozen=True)
class Proposal:
    """What the approvers decide on, in the requester's words. `test` and `back_out` may be left out."""

    reason: str
    plan: str
    test: str | None
    back_out: str | None
    window: Window


def add(tx: Tx, record_id: int, proposal: Proposal) -> None:
    values = {
        "reason": proposal.reason,
        "plan": proposal.plan,
        "test": proposal.test,
        "back_out": proposal.back_out,
        "window_start": proposal.window.start,
        "window_end": proposal.window.end,
    }
    tx.connection.execute(insert(changes).values(record_id=record_id, **values))


def get(tx: Tx, record_id: int) -> Proposal:
    row = tx.connection.execute(select(changes).where(changes.c.record_id == record_id)).one()
    return Proposal(row.reason, row.plan, row.test, row.back_out, Window(row.window_start, row.window_end))
