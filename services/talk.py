"""What is said about a ticket, and whom it reaches: replies, notes, and words in the threads under its cards.

The thread of the team's card is the team's own: only what begins with `reply:` there reaches the requester, or
everything where the desk says that the team shares its threads. All that the requester says reaches the team.
"""

from dataclasses import dataclass

from domain import tickets as rules
from domain.history import Json
from domain.outcomes import FieldFault, Nothing, Outcome, Refused
from domain.people import Person
from domain.permissions import may
from domain.records import Kind, Record
from domain.tickets import NoteChanged, Noted, Replied, TicketState, TicketVerb
from domain.titles import clean_lines
from services import calling, cards, holds, notes, people, records, resolutions, returns
from services.permissions import named, require
from storage import note_files
from storage import notes as note_rows
from storage.copies import Copy
from storage.note_files import NoteFile
from storage.notes import Note, Side
from storage.tx import Tx

__all__ = [
    "NoteFile",
    "Said",
    "deleted",
    "deleted_unheard",
    "edited",
    "hear",
    "note",
    "note_named",
    "reply",
    "reply_named",
]


@dataclass(frozen=True)
class Said:
    """A message in a thread. `reply` is what follows where it began with `reply:`; that counts with the team only.

    `version` is the ts of the edit that made it so, empty for a message as it was first said; `to_us`: it addresses
    the app, so in the team's thread it is no part of the talk. A courtesy (thanks, an emoji) asks for nothing.
    """

    channel: str
    ts: str
    text: str
    reply: str | None = None
    version: str = ""
    to_us: bool = False
    files: tuple[NoteFile, ...] = ()
    is_courtesy: bool = False


def reply(tx: Tx, ticket_id: int, text: str) -> Replied:
    """Words for the requester, and into the team's thread as a record of it."""
    record = records.lock(tx, ticket_id, Kind.TICKET)
    return _reply(tx, record, cards.words(text))


def reply_named(tx: Tx, key: str, text: str) -> Replied:
    return reply(tx, named(tx, key, Kind.TICKET).id, text)


def note(tx: Tx, ticket_id: int, text: str) -> Noted:
    """Words for the team alone."""
    record = records.lock(tx, ticket_id, Kind.TICKET)
    return _note(tx, record, cards.words(text))


def note_named(tx: Tx, key: str, text: str) -> Noted:
    return note(tx, named(tx, key, Kind.TICKET).id, text)


def hear(tx: Tx, record: Record, copy: Copy, said: Said) -> Outcome:
    """A message in the thread under `copy`, which was not heard before."""
    words = clean_lines(said.text)  # whole: a message may be longer than what a form takes
    if not words and not said.files:
        return Nothing()
    if copy.view == cards.ASKED:
        return _among_others(tx, record, copy, said, words)
    if copy.view in cards.REQUESTER_VIEWS:
        return _answer(tx, record, copy, said, words)
    if said.to_us:
        return Nothing()
    if said.reply is not None:
        return _reply(tx, record, _some(said.reply, said), said, copy)
    if cards.is_shared(tx, record) and cards.hangs(tx, record, copy):
        return _reply(tx, record, words, said, copy)
    return _note(tx, record, words, said, copy)


def _some(text: str, said: Said) -> str:
    words = clean_lines(text)
    if not words and not said.files:
        raise Refused(FieldFault("text", "empty"))
    return words


def _reply(tx: Tx, record: Record, words: str, said: Said | None = None, under: Copy | None = None) -> Replied:
    person = require(tx, "ticket.reply", record)
    rules.require_requester(record.key, record.requester)
    after = rules.move(record.key, TicketVerb.REPLY, TicketState(record.state))
    note_id = _keep(tx, record, Side.REQUESTER, person, words, said, under)
    records.change(tx, record, "ticket.reply", state=after, words={"text": words}, about={"note": note_id})
    return Replied(record.key)


def _note(tx: Tx, record: Record, words: str, said: Said | None = None, under: Copy | None = None) -> Noted:
    person = require(tx, "ticket.note", record)
    note_id = _keep(tx, record, Side.INTERNAL, person, words, said, under)
    records.change(tx, record, "ticket.note", words={"text": words}, about={"note": note_id})
    return Noted(record.key)


def _among_others(tx: Tx, record: Record, under: Copy, said: Said, words: str) -> Outcome:
    """In a request channel all read and may write: what the team says there is an answer to the requester."""
    person = people.acting(tx)
    if person.id == record.requester:
        return _answer(tx, record, under, said, words)
    if may(tx.desk, person, "ticket.reply", record):
        return _reply(tx, record, words, said, under)
    require(tx, "ticket.join")
    note_id = _keep(tx, record, Side.REQUESTER, person, words, said, under, from_requester=True)
    told: dict[str, Json] = {"told": True} if not said.is_courtesy and returns.is_news(tx, record) else {}
    records.change(tx, record, returns.JOINED, words={"text": words}, about={"note": note_id, **told})
    return Noted(record.key, over=record.state if told else "")


def _answer(tx: Tx, record: Record, under: Copy, said: Said, words: str) -> Noted:
    person = require(tx, "ticket.answer", record)
    calls = None if said.is_courtesy else calling.whom(tx, record)
    note_id = _keep(tx, record, Side.REQUESTER, person, words, said, under, from_requester=True, calls=calls)
    record = records.change(tx, record, "ticket.answer", words={"text": words}, about={"note": note_id})
    record = holds.answered(tx, record)
    resolutions.wait_on(tx, record)
    if not said.is_courtesy:
        returns.ask(tx, record, under, note_id)
    return Noted(record.key)


def _keep(
    tx: Tx,
    record: Record,
    side: Side,
    author: Person,
    words: str,
    said: Said | None,
    under: Copy | None,
    *,
    from_requester: bool = False,
    calls: int | None = None,
) -> int:
    heard, version = ((said.channel, said.ts), said.version) if said else (None, "")
    return notes.keep(
        tx,
        record,
        side,
        author,
        words,
        heard=heard,
        under=under,
        from_requester=from_requester,
        version=version,
        files=said.files if said else (),
        calls=calls,
    )


def edited(tx: Tx, record: Record, note: Note, said: Said) -> Outcome:
    """The words change where they were passed on; whom they reach does not, whatever they begin with now."""
    is_for_requester = note.side is Side.REQUESTER and not note.from_requester
    words = clean_lines(said.reply if said.reply is not None and is_for_requester else said.text)
    if note.deleted_at or said.version <= note.version:
        return Nothing()
    if words == note.text and list(said.files) == note_files.of(tx, note.id):
        note_rows.save(tx, note.id, version=said.version)
        return Nothing()
    _require_edit(tx, record, note)
    notes.edit(tx, note, words, said.files, said.version)
    records.change(tx, record, "ticket.note_edit", words={"text": words}, about={"note": note.id})
    return NoteChanged(record.key, is_internal=note.side is Side.INTERNAL)


def _require_edit(tx: Tx, record: Record, note: Note) -> None:
    if note.from_requester and note.author != record.requester:
        require(tx, "ticket.join")
    else:
        require(tx, "ticket.answer" if note.from_requester else "ticket.see", record)


def deleted(tx: Tx, record: Record, note: Note) -> Outcome:
    """Gone from Slack, by whoever deleted it, and so from where it was passed on."""
    if note.deleted_at:
        return Nothing()
    notes.delete(tx, record, note)
    records.change(tx, record, "ticket.note_delete", about={"note": note.id})
    return NoteChanged(record.key, is_internal=note.side is Side.INTERNAL)


def deleted_unheard(tx: Tx, record: Record, channel: str, ts: str, author: str) -> Nothing:
    """Slack told of the deletion first: the words are not wanted when they come."""
    person = people.named(tx, [author])[author]
    note_id = note_rows.add(tx, record.id, Side.INTERNAL, person.id, "", heard=(channel, ts))
    note_rows.save(tx, note_id, deleted_at=tx.now)
    return Nothing()
