"""What was said about a record: each note once, by the message it came as."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text, UniqueConstraint, insert, select

from storage.tables import Id, Instant, metadata
from storage.tx import Tx


class Side(StrEnum):
    """Who reads it: the team alone, or the requester too."""

    INTERNAL = "internal"
    REQUESTER = "requester"


notes = Table(
    "notes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("record_id", Id, ForeignKey("records.id"), nullable=False),
    Column("side", String(16), nullable=False),
    Column("author", Id, ForeignKey("people.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("channel", String(32)),  # the message it was heard as, if it was one
    Column("ts", String(32)),
    UniqueConstraint("channel", "ts"),
    Index("ix_notes_record", "record_id", "id"),
)


@dataclass(frozen=True)
class Note:
    id: int
    record_id: int
    side: Side
    author: int
    text: str
    at: datetime


COLUMNS = [notes.c[name] for name in Note.__dataclass_fields__]


def _note(row: tuple[object, ...]) -> Note:
    values = dict(zip(Note.__dataclass_fields__, row, strict=True))
    return Note(**{**values, "side": Side(str(values["side"]))})  # type: ignore[arg-type]


def add(tx: Tx, record_id: int, side: Side, author: int, text: str, heard: tuple[str, str] | None = None) -> int:
    """`heard` is the (channel, ts) of the message that said it."""
    channel, ts = heard or (None, None)
    values = {"record_id": record_id, "side": side, "author": author, "text": text, "at": tx.now}
    statement = insert(notes).values(**values, channel=channel, ts=ts).returning(notes.c.id)
    return int(tx.connection.execute(statement).scalar_one())


def get(tx: Tx, note_id: int) -> Note:
    return _note(tuple(tx.connection.execute(select(*COLUMNS).where(notes.c.id == note_id)).one()))


def of(tx: Tx, record_id: int, side: Side | None = None) -> list[Note]:
    statement = select(*COLUMNS).where(notes.c.record_id == record_id).order_by(notes.c.id)
    statement = statement.where(notes.c.side == side) if side else statement
    return [_note(tuple(row)) for row in tx.connection.execute(statement)]


def is_heard(tx: Tx, channel: str, ts: str) -> bool:
    statement = select(notes.c.id).where(notes.c.channel == channel, notes.c.ts == ts)
    return tx.connection.execute(statement).one_or_none() is not None
