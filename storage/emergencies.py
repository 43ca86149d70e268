"""Changes that were declared emergencies: why, until when they are to be decided on, and how that went."""

from sqlalchemy import Column, ForeignKey, String, Table, Text, insert, select, update

from domain.approvals import Verdict
from domain.emergencies import Emergency
from storage.tables import Id, Instant, metadata
from storage.tx import Tx

emergencies = Table(
    "change_emergencies",
    metadata,
    Column("record_id", Id, ForeignKey("records.id"), primary_key=True, autoincrement=False),
    Column("declared_at", Instant, nullable=False),
    Column("declared_by", Id, ForeignKey("people.id"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("verdict", String(16)),
    Column("decided_at", Instant),
    Column("kept_at", Instant),
    Column("kept_by", Id, ForeignKey("people.id")),
    Column("kept_because", Text),
)
COLUMNS = [emergencies.c[name] for name in Emergency.__dataclass_fields__]


def add(tx: Tx, one: Emergency) -> None:
    tx.connection.execute(insert(emergencies).values(**one.__dict__))


def save(tx: Tx, record_id: int, **values: object) -> None:
    tx.connection.execute(update(emergencies).where(emergencies.c.record_id == record_id).values(**values))


def get(tx: Tx, record_id: int) -> Emergency | None:
    """None where nobody declared it one."""
    row = tx.connection.execute(select(*COLUMNS).where(emergencies.c.record_id == record_id)).one_or_none()
    if row is None:
        return None
    values = dict(zip(Emergency.__dataclass_fields__, row, strict=True))
    return Emergency(**{**values, "verdict": Verdict(row.verdict) if row.verdict else None})
