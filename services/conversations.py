"""Threads: which messages concern us, and which practice hears them."""

from domain.outcomes import Nothing, Outcome
from domain.records import Kind
from services import tickets
from services.inbox import TooEarly
from storage import copies, lanes, notes, records
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


def hear(tx: Tx, channel: str, thread: str, ts: str, text: str) -> Outcome:
    """A message once, though Slack may deliver one gesture under two event ids."""
    copy = copies.at(tx, channel, thread)
    if copy is None:
        return Nothing()
    record = records.lock(tx, copy.record_id)
    if record.kind is not Kind.TICKET or notes.is_heard(tx, channel, ts):
        return Nothing()
    return tickets.hear(tx, record, copy, text, ts)
