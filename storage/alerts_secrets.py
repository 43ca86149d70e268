"""Secrets of those who send alerts: a hash each, never the secret itself."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, String, Table, bindparam, insert, select, update

from storage.tables import Id, Instant, metadata
from storage.tx import Tx

secrets = Table(
    "alert_secrets",
    metadata,
    Column("id", Id, primary_key=True),
    Column("desk_id", Id, ForeignKey("desks.id"), nullable=False),
    Column("source", String(40), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    Index("ix_alert_secrets_source", "source"),
)


@dataclass(frozen=True)
class SecretRow:
    """`hash` is the SHA-256 of the secret, in hexadecimal."""

    id: int
    source: str
    hash: str
    created_at: datetime
    revoked_at: datetime | None


COLUMNS = [secrets.c[name] for name in SecretRow.__dataclass_fields__]
LIVE = (
    select(*COLUMNS)
    .where(
        secrets.c.desk_id == bindparam("desk"),
        secrets.c.source == bindparam("of"),
        secrets.c.revoked_at.is_(None),
    )
    .order_by(secrets.c.id)
)


def live(tx: Tx, source: str) -> list[SecretRow]:
    return [SecretRow(*row) for row in tx.connection.execute(LIVE, {"desk": tx.desk.id, "of": source})]


def all_of(tx: Tx, source: str | None) -> list[SecretRow]:
    """Revoked ones too; of every source where none is named."""
    statement = select(*COLUMNS).where(secrets.c.desk_id == tx.desk.id).order_by(secrets.c.source, secrets.c.id)
    if source is not None:
        statement = statement.where(secrets.c.source == source)
    return [SecretRow(*row) for row in tx.connection.execute(statement)]


def add(tx: Tx, source: str, hashed: str) -> SecretRow:
    values = {"desk_id": tx.desk.id, "source": source, "hash": hashed, "created_at": tx.now}
    return SecretRow(*tx.connection.execute(insert(secrets).values(values).returning(*COLUMNS)).one())


def revoke(tx: Tx, secret_id: int) -> None:
    tx.connection.execute(update(secrets).where(secrets.c.id == secret_id).values(revoked_at=tx.now))
