"""What was said of a ticket before it came to another team, in the thread of the card that it has there."""

import json
from dataclasses import dataclass
from typing import Any

from domain.records import Record
from services import cards, notes, outbox
from services.notes import EARLIER, NoteSight
from services.permalinks import address
from services.readers import Reader
from storage import copies, history, note_files
from storage import notes as note_rows
from storage import records as rows
from storage.tx import Tx

MOST = 8  # of the last; the others are counted


def show(tx: Tx, record: Record) -> None:
    """It has just changed teams, and its new cards are on their way."""
    if _said(tx, record, record.head_seq):
        for card in cards.hanging(tx, record):
            outbox.show(tx, record, card.place, EARLIER, occurrence=record.head_seq, under=card, follows=False)


@dataclass(frozen=True)
class EarlierSight:
    """The last of what was said, in order, and how many `more` came before. `team` had it then; `url` leads to the
    card that it had there.
    """

    said: tuple[NoteSight, ...]
    more: int
    team: str
    url: str


def see(tx: Tx, record_id: int, reader: Reader, occurrence: int) -> EarlierSight | None:
    """`occurrence` is the seq of the fact that moved it. As it is now: an edit and a deletion show."""
    record = rows.get(tx, record_id)
    seen = [notes.sight_of(tx, record, note, reader) for note in _said(tx, record, occurrence)]
    said = tuple(sight for sight in seen if sight)
    if not said:
        return None
    return EarlierSight(
        said[-MOST:], max(len(said) - MOST, 0), _team(tx, record, occurrence), _card(tx, record, occurrence)
    )


def _said(tx: Tx, record: Record, seq: int) -> list[note_rows.Note]:
    """What was said before the fact `seq`, in the order in which it was kept: who waited for the record may have
    begun earlier. The words of the fact itself stand beside it already.
    """
    first = int(_part(tx, record, seq, "after")["note"])
    return [note for note in note_rows.of(tx, record.id) if note.id < first and not _is_empty(tx, note)]


def _is_empty(tx: Tx, note: note_rows.Note) -> bool:
    return not note.text and not note_files.of(tx, note.id)


def _team(tx: Tx, record: Record, seq: int) -> str:
    return tx.desk.team_by_id(_part(tx, record, seq, "before")["team"]).name


def _part(tx: Tx, record: Record, seq: int, name: str) -> dict[str, Any]:
    body = next(fact.body for fact in history.of(tx, record.id) if fact.seq == seq)
    part: dict[str, Any] = json.loads(body)[name]
    return part


def _card(tx: Tx, record: Record, seq: int) -> str:
    shown = [copy for copy in copies.of(tx, record.id) if copy.view == cards.CARD and copy.occurrence < seq]
    newest = max(shown, key=lambda copy: (copy.occurrence, copy.id), default=None)
    if newest is None or record.is_private or not newest.channel or not newest.ts:
        return ""
    return address(tx, newest.channel, newest.ts)
