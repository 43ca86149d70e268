"""Files that were said with a note, where Slack holds them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table, Text, delete, insert, select

from storage.tables import Id, metadata
from storage.tx import Tx

note_files = Table(
    "note_files",
    metadata,
    Column("note_id", Id, ForeignKey("notes.id"), primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("file_id", String(32), nullable=False),
    Column("name", Text, nullable=False),
    Column("mimetype", String(255), nullable=False),
    Column("size", BigInteger, nullable=False),  # bytes
    Column("url", Text, nullable=False),  # url_private: open to those who may see the conversation, and to us
)


@dataclass(frozen=True)
class NoteFile:
    """`url` is empty where Slack does not hold the content itself."""

    file_id: str
    name: str
    mimetype: str
    size: int
    url: str


COLUMNS = [note_files.c[name] for name in NoteFile.__dataclass_fields__]


def of(tx: Tx, note_id: int) -> list[NoteFile]:
    statement = select(*COLUMNS).where(note_files.c.note_id == note_id).order_by(note_files.c.position)
    return [NoteFile(*row) for row in tx.connection.execute(statement)]


def put(tx: Tx, note_id: int, files: Sequence[NoteFile]) -> None:
    """In place of those that were there."""
    tx.connection.execute(delete(note_files).where(note_files.c.note_id == note_id))
    rows = [{"note_id": note_id, "position": place, **one.__dict__} for place, one in enumerate(files)]
    if rows:
        tx.connection.execute(insert(note_files), rows)
