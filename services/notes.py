"""What is said about a ticket: kept once, and shown wherever it is to be read but was not said.

A mirror is a copy that is drawn anew with its note, not with its record: it shows what the note says now, so edits
and deletions come to the same end in whatever order they are told of.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.people import Person
from domain.permissions import may
from domain.records import Record
from services import cards, outbox
from services.readers import Reader, may_see
from storage import copies, note_files, notes, people, records
from storage.copies import Copy
from storage.note_files import NoteFile
from storage.notes import Note, Side
from storage.tx import Tx

MIRROR = "ticket.said"
EARLIER = "ticket.earlier"  # what was said before a ticket changed teams


@dataclass(frozen=True)
class NoteSight:
    """Somebody's words, and who they are. `called` is to look at them."""

    record: Record
    note: Note
    author: Person
    files: tuple[NoteFile, ...] = ()
    called: Person | None = None

    @property
    def is_internal(self) -> bool:
        return self.note.side is Side.INTERNAL


def keep(
    tx: Tx,
    record: Record,
    side: Side,
    author: Person,
    words: str,
    *,
    heard: tuple[str, str] | None = None,
    under: Copy | None = None,
    from_requester: bool = False,
    version: str = "",
    files: Sequence[NoteFile] = (),
    calls: int | None = None,
) -> int:
    """`heard` is the message (channel, ts) that said it, in the thread `under` a copy; `calls` the person who is to
    look at it. Answers the note's id.
    """
    about = {"from_requester": from_requester, "version": version, "calls": calls}
    note = notes.add(tx, record.id, side, author.id, words, heard=heard, **about)
    note_files.put(tx, note, files)
    for copy in _readers(tx, record, side, from_requester=from_requester):
        if under is None or copy.id != under.id:
            outbox.show(tx, record, copy.place, MIRROR, occurrence=note, under=copy, follows=False)
    return note


def _readers(tx: Tx, record: Record, side: Side, *, from_requester: bool) -> list[Copy]:
    """In whose threads it is to be read: always the team's; the requester's where the team speaks to them."""
    asked = [] if from_requester or side is Side.INTERNAL else cards.at_requester(tx, record)
    return [*cards.hanging(tx, record), *asked]


def edit(tx: Tx, note: Note, words: str, files: Sequence[NoteFile], version: str) -> None:
    """`version` is the ts of the edit. The caller has seen that it is later than the one that is known."""
    notes.save(tx, note.id, text=words, version=version, edited_at=tx.now)
    note_files.put(tx, note.id, files)
    _draw_anew(tx, note)


def blank(tx: Tx, note: Note, mark: str) -> None:
    """Whoever said it wants the words erased: `mark` stands for them from now on, and the files go."""
    notes.save(tx, note.id, text=mark if note.text else "")
    note_files.put(tx, note.id, ())
    _draw_anew(tx, note)


def _draw_anew(tx: Tx, note: Note) -> None:
    copies.raise_those(tx, note.record_id, MIRROR, note.id)
    copies.raise_view(tx, note.record_id, EARLIER)


def delete(tx: Tx, record: Record, note: Note) -> None:
    """The words go, files too, and what bore them says so; what was not passed on yet need not be."""
    notes.save(tx, note.id, text="", deleted_at=tx.now)
    note_files.put(tx, note.id, ())
    outbox.take_back(tx, record, MIRROR, note.id)
    _draw_anew(tx, note)


def see(tx: Tx, record_id: int, reader: Reader, occurrence: int) -> NoteSight | None:
    """A channel sees what was put there; who reads alone must have a part in it."""
    record = records.get(tx, record_id)
    return sight_of(tx, record, notes.get(tx, occurrence), reader)


def sight_of(tx: Tx, record: Record, note: Note, reader: Reader) -> NoteSight | None:
    if not may_see(tx, reader, record):
        return None
    if note.side is Side.INTERNAL and reader.person and not may(tx.desk, reader.person, "ticket.note", record):
        return None
    called = people.by_id(tx, note.calls) if note.calls is not None else None
    return NoteSight(record, note, people.by_id(tx, note.author), tuple(note_files.of(tx, note.id)), called)
