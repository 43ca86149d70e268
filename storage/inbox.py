"""What was heard, and what it came to."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Index, String, Table, Text, bindparam, delete, func, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.bulk import Bulk
from storage.prepared import Prepared
from storage.tables import Id, Instant, Json, metadata
from storage.tx import Tx

inbox = Table(
    "inbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("workspace", String(32), nullable=False),
    Column("key", String(255), nullable=False, unique=True),
    Column("actor", String(32)),
    Column("heard_at", Instant, nullable=False),
    Column("outcome", String(64)),
    Column("facts", Json),
    Index("ix_inbox_heard_at", "heard_at"),
)

# Events that failed on Slack's last retry: the only bodies kept, until a person has looked at them.
parked_events = Table(
    "parked_events",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(255), nullable=False, unique=True),
    Column("parked_at", Instant, nullable=False),
    Column("error", Text, nullable=False),
    Column("body", Json, nullable=False),
)


@dataclass(frozen=True)
class Answer:
    """What an earlier hearing of the same thing came to."""

    name: str
    facts: dict[str, str | int | bool | None]


CLAIM = Prepared(
    {
        name: make(inbox).on_conflict_do_nothing(index_elements=["key"]).returning(inbox.c.id)
        for name, make in (("postgresql", postgresql.insert), ("sqlite", sqlite.insert))
    }
)
_claim_all = {
    "postgresql": """
        INSERT INTO inbox (workspace, key, actor, heard_at)
        SELECT CAST(:workspace AS VARCHAR), one->>0, one->>1, :at
        FROM json_array_elements(CAST(:heard AS json)) AS one
        ON CONFLICT (key) DO NOTHING RETURNING key
    """,
    "sqlite": """
        INSERT INTO inbox (workspace, key, actor, heard_at)
        SELECT :workspace, value->>0, value->>1, :at FROM json_each(:heard) WHERE true
        ON CONFLICT (key) DO NOTHING RETURNING key
    """,
}
CLAIM_ALL = Prepared(
    {name: text(one).bindparams(bindparam("at", type_=Instant)) for name, one in _claim_all.items()}
)
SETTLE = Bulk(update(inbox).where(inbox.c.key == bindparam("heard")), apart=["heard"])


def _insert(tx: Tx) -> type[postgresql.Insert] | type[sqlite.Insert]:
    return postgresql.Insert if tx.is_postgresql else sqlite.Insert


def claim(tx: Tx, key: str) -> bool:
    """Take this key; False when it was heard before. Waits for a twin that is being heard right now."""
    if key in tx.shared.keys:
        tx.shared.keys.remove(key)
        return True
    values = {"workspace": tx.desk.workspace, "key": key, "actor": tx.actor, "heard_at": tx.machine}
    return bool(CLAIM.rows(tx.aside, values))


def claim_all(tx: Tx, actors: Mapping[str, str | None]) -> None:
    """At once, by key, for work that follows in this transaction. Those heard before are left out."""
    values = {"workspace": tx.desk.workspace, "heard": json.dumps(sorted(actors.items())), "at": tx.machine}
    tx.shared.keys.update(key for (key,) in CLAIM_ALL.rows(tx.aside, values))


def settle(tx: Tx, key: str, name: str, facts: Mapping[str, object]) -> None:
    tx.shared.put(SETTLE, [{"heard": key, "outcome": name, "facts": dict(facts)}])


def answer_to(tx: Tx, key: str) -> Answer | None:
    row = tx.connection.execute(select(inbox.c.outcome, inbox.c.facts).where(inbox.c.key == key)).one_or_none()
    return Answer(row.outcome, row.facts) if row else None


def give_up(tx: Tx, key: str) -> None:
    """A key that was claimed and is not needed."""
    tx.connection.execute(delete(inbox).where(inbox.c.key == key))


def rename(tx: Tx, key: str, other: str) -> None:
    tx.connection.execute(update(inbox).where(inbox.c.key == key).values(key=other))


def forget(tx: Tx, before: datetime) -> None:
    tx.connection.execute(delete(inbox).where(inbox.c.heard_at < before))


def kept_beyond(tx: Tx, before: datetime) -> int:
    return int(tx.connection.execute(select(func.count()).where(inbox.c.heard_at < before)).scalar_one())


def park(tx: Tx, key: str, error: str, body: object) -> None:
    statement = _insert(tx)(parked_events).values(key=key, parked_at=tx.machine, error=error, body=body)
    tx.connection.execute(statement.on_conflict_do_nothing(index_elements=["key"]))


def parked(tx: Tx) -> int:
    return len(tx.connection.execute(select(parked_events.c.id)).all())
