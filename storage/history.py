"""Facts, the words beside them, and the seals over their heads. Facts are only ever inserted."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    insert,
    select,
    update,
)

from domain.seals import Seal
from storage.bulk import Bulk
from storage.prepared import Prepared
from storage.tables import Id, Instant, metadata
from storage.tx import Tx

facts = Table(
    "facts",
    metadata,
    Column("record_id", Id, ForeignKey("records.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("workspace", String(32), nullable=False),
    Column("at", Instant, nullable=False),
    Column("verb", String(64), nullable=False),
    Column("body", Text, nullable=False),  # canonical JSON, hashed as it is stored
    Column("hash", String(64), nullable=False),
    Index("ix_facts_at", "at"),
)

# People's free text and names: beside the chain, not in it, so that they can be erased and it still verifies.
words = Table(
    "words",
    metadata,
    Column("id", Id, primary_key=True),
    Column("record_id", Id, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("name", String(64), nullable=False),
    Column("salt", LargeBinary),
    Column("text", Text),
    Column("erased_by", Integer),  # seq of the fact of this record that erased it
    UniqueConstraint("record_id", "seq", "name"),
)

seals = Table(
    "seals",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("key_id", String(32), nullable=False),
    Column("heads", Text, nullable=False),  # canonical JSON: [[record id, seq, hash], …]
    Column("previous", String(64), nullable=False),
    Column("mac", String(64), nullable=False),
    sqlite_autoincrement=True,
)

ADD, ADD_WORDS = Bulk(insert(facts)), Bulk(insert(words))


@dataclass(frozen=True)
class FactRow:
    seq: int
    at: datetime
    verb: str
    body: str
    hash: str


@dataclass(frozen=True)
class WordsRow:
    seq: int
    name: str
    salt: bytes | None
    text: str | None
    erased_by: int | None


OF = Prepared(
    select(*(facts.c[name] for name in FactRow.__dataclass_fields__))
    .where(facts.c.record_id == bindparam("record"))
    .order_by(facts.c.seq)
)


def add(tx: Tx, record_id: int, row: FactRow, beside: list[WordsRow]) -> None:
    tx.shared.put(ADD, [{"record_id": record_id, "workspace": tx.desk.workspace, **row.__dict__}])
    tx.shared.put(ADD_WORDS, [{"record_id": record_id, **each.__dict__} for each in beside])


def of(tx: Tx, record_id: int) -> list[FactRow]:
    return [FactRow(*row) for row in OF.rows(tx.connection, {"record": record_id})]


def has_words(tx: Tx, record_id: int, seq: int, name: str) -> bool:
    """Are they there, not erased?"""
    mine = (words.c.record_id == record_id) & (words.c.seq == seq) & (words.c.name == name)
    found = select(words.c.id).where(mine, words.c.text.is_not(None))
    return tx.connection.execute(found).one_or_none() is not None


def erase(tx: Tx, record_id: int, seq: int, name: str, by_fact: int) -> None:
    mine = (words.c.record_id == record_id) & (words.c.seq == seq) & (words.c.name == name)
    tx.connection.execute(update(words).where(mine).values(salt=None, text=None, erased_by=by_fact))


def last_seal(tx: Tx) -> Seal | None:
    columns = [seals.c[name] for name in Seal.__dataclass_fields__]
    row = tx.connection.execute(select(*columns).order_by(seals.c.id.desc()).limit(1)).one_or_none()
    return Seal(*row) if row else None


def add_seal(tx: Tx, at: datetime, key_id: str, heads: str, previous: str, mac: str) -> int:
    values = {"at": at, "key_id": key_id, "heads": heads, "previous": previous, "mac": mac}
    return int(tx.connection.execute(insert(seals).values(**values).returning(seals.c.id)).scalar_one())


def get_seal(tx: Tx, seal_id: int) -> Seal | None:
    columns = [seals.c[name] for name in Seal.__dataclass_fields__]
    row = tx.connection.execute(select(*columns).where(seals.c.id == seal_id)).one_or_none()
    return Seal(*row) if row else None
