"""What was said about a record: each note once, by the message it came as.

A message that was deleted before it was heard is kept too, without words, so that it is not heard late.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    func,
    insert,
    select,
    update,
)

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
    Column("from_requester", Boolean, nullable=False, server_default=false()),
    Column("version", String(32), nullable=False, server_default=""),  # ts of the latest edit that is known
    Column("edited_at", Instant),
    Column("deleted_at", Instant),
    Column("calls", Id),  # the person who is named when it is passed on, so that they look
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
    from_requester: bool = False
    version: str = ""
    edited_at: datetime | None = None
    deleted_at: datetime | None = None
    calls: int | None = None
    channel: str | None = None
    ts: str | None = None


COLUMNS = [notes.c[name] for name in Note.__dataclass_fields__]


def _note(row: tuple[object, ...]) -> Note:
    values = dict(zip(Note.__dataclass_fields__, row, strict=True))
    return Note(**{**values, "side": Side(str(values["side"]))})  # type: ignore[arg-type]


def add(
    tx: Tx,
    record_id: int,
    side: Side,
    author: int,
    text: str,
    *,
    heard: tuple[str, str] | None = None,
    **about: object,
) -> int:
    """`heard` is the (channel, ts) of the message that said it."""
    channel, ts = heard or (None, None)
    values = {"record_id": record_id, "side": side, "author": author, "text": text, "at": tx.now}
    statement = insert(notes).values(**values, channel=channel, ts=ts, **about).returning(notes.c.id)
    return int(tx.connection.execute(statement).scalar_one())


def get(tx: Tx, note_id: int) -> Note:
    return _note(tuple(tx.connection.execute(select(*COLUMNS).where(notes.c.id == note_id)).one()))


def of(tx: Tx, record_id: int, side: Side | None = None) -> list[Note]:
    statement = select(*COLUMNS).where(notes.c.record_id == record_id).order_by(notes.c.id)
    statement = statement.where(notes.c.side == side) if side else statement
    return [_note(tuple(row)) for row in tx.connection.execute(statement)]


def latest(tx: Tx, record_id: int) -> int:
    """The id of the last one; 0 where there is none."""
    found = tx.connection.execute(select(func.max(notes.c.id)).where(notes.c.record_id == record_id)).scalar_one()
    return int(found or 0)


def heard_as(tx: Tx, channel: str, ts: str) -> Note | None:
    """The note that this message said."""
    statement = select(*COLUMNS).where(notes.c.channel == channel, notes.c.ts == ts)
    row = tx.connection.execute(statement).one_or_none()
    return _note(tuple(row)) if row else None


def save(tx: Tx, note_id: int, **values: object) -> None:
    tx.connection.execute(update(notes).where(notes.c.id == note_id).values(**values))
