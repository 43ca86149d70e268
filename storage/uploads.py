"""Files that Slack has of us, by the mark of their content."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Boolean, Column, String, Table, Text, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.tables import Instant, metadata
from storage.tx import Tx

uploads = Table(
    "uploads",
    metadata,
    Column("workspace", String(32), primary_key=True),
    Column("mark", String(64), primary_key=True),
    Column("file_id", String(32), nullable=False),
    Column("permalink", Text, nullable=False),
    Column("is_ready", Boolean, nullable=False),  # Slack has looked it through
    Column("uploaded_at", Instant, nullable=False, index=True),  # machine time
)


@dataclass(frozen=True)
class Upload:
    mark: str
    file_id: str
    permalink: str
    is_ready: bool


COLUMNS = [uploads.c[name] for name in Upload.__dataclass_fields__]


def find(tx: Tx, mark: str, since: datetime) -> Upload | None:
    mine = (uploads.c.workspace == tx.desk.workspace) & (uploads.c.mark == mark) & (uploads.c.uploaded_at >= since)
    row = tx.connection.execute(select(*COLUMNS).where(mine)).one_or_none()
    return Upload(*row) if row else None


def keep(tx: Tx, upload: Upload) -> Upload:
    """In place of an earlier one of the same mark."""
    values = {**upload.__dict__, "workspace": tx.desk.workspace, "uploaded_at": tx.machine}
    made = (postgresql.insert if tx.is_postgresql else sqlite.insert)(uploads).values(**values)
    tx.connection.execute(made.on_conflict_do_update(index_elements=["workspace", "mark"], set_=values))
    return upload


def ready(tx: Tx, mark: str) -> None:
    mine = (uploads.c.workspace == tx.desk.workspace) & (uploads.c.mark == mark)
    tx.connection.execute(update(uploads).where(mine).values(is_ready=True))


def forget(tx: Tx, mark: str) -> None:
    tx.connection.execute(delete(uploads).where(uploads.c.workspace == tx.desk.workspace, uploads.c.mark == mark))


def purge(tx: Tx, before: datetime) -> None:
    tx.connection.execute(delete(uploads).where(uploads.c.uploaded_at < before))
