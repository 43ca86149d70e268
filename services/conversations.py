"""Threads: which messages concern us, and which practice hears them."""

from dataclasses import replace

from domain.outcomes import NotFound, Nothing, Outcome, Refused
from domain.records import Kind, Record
from domain.tickets import Noted
from services import cards, talk
from services.inbox import TooEarly
from services.talk import Said
from storage import copies, lanes, notes, records
from storage.copies import Copy
from storage.tx import Tx


def is_ours(tx: Tx, channel: str, thread: str) -> bool:
    """Does this thread hang under a copy of a record? Anything else is dropped before it is stored.

    Raises TooEarly where it may hang under one that Slack shows already and we do not know of yet.
    """
    if copies.at(tx, channel, thread) is not None:
        return True
    if lanes.may_have_said(tx, channel, thread):
        raise TooEarly
    return False


def hear(tx: Tx, thread: str, said: Said) -> Outcome:
    """A message once, though Slack may deliver one gesture under two event ids."""
    copy, record = _ticket(tx, said.channel, thread)
    if copy is None or record is None or notes.heard_as(tx, said.channel, said.ts):
        return Nothing()
    return talk.hear(tx, record, copy, said)


def edited(tx: Tx, thread: str, said: Said, was_reply: bool) -> Outcome:  # noqa: FBT001 - a fact of the message
    """What a message says now. Where Slack tells of the edit first, it is heard with the words that it has now, and
    reaches whom it was for when it was said.
    """
    copy, record = _ticket(tx, said.channel, thread)
    if copy is None or record is None:
        return Nothing()
    note = notes.heard_as(tx, said.channel, said.ts)
    if note:
        return talk.edited(tx, record, note, said)
    words = said.text if said.reply is None else said.reply
    return talk.hear(tx, record, copy, replace(said, reply=words if was_reply else None))


def deleted(tx: Tx, channel: str, thread: str, ts: str, author: str) -> Outcome:
    """`author` is the Slack id of who had written it."""
    copy, record = _ticket(tx, channel, thread)
    if copy is None or record is None:
        return Nothing()
    note = notes.heard_as(tx, channel, ts)
    return talk.deleted(tx, record, note) if note else talk.deleted_unheard(tx, record, channel, ts, author)


def _ticket(tx: Tx, channel: str, thread: str) -> tuple[Copy | None, Record | None]:
    """The copy that the thread hangs under, and its ticket, held; None for threads of other practices."""
    copy = copies.at(tx, channel, thread)
    record = records.lock(tx, copy.record_id) if copy else None
    return copy, record if record and record.kind is Kind.TICKET else None


def place(tx: Tx, ticket_id: int, said: Said) -> Noted:
    """Words that stood in no thread, and that their writer says belong to this ticket of theirs."""
    record = records.lock(tx, ticket_id)
    beneath = cards.at_requester(tx, record)
    if record.kind is not Kind.TICKET or not beneath:
        raise Refused(NotFound(str(ticket_id)))
    if not notes.heard_as(tx, said.channel, said.ts):
        talk.hear(tx, record, beneath[0], said)
    return Noted(record.key)
