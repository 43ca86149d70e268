"""Words of the requester in the thread of a ticket that is over. A message alone changes nothing: they are asked.

Of a ticket that counts as solved the question is put again, once a round. Of one that is closed another ticket can
be made, which leads to the first and has the words already.
"""

import json
from dataclasses import dataclass
from datetime import timedelta

from domain import tickets as rules
from domain.desk import Desk
from domain.outcomes import CardIsOld, Refused
from domain.records import Kind, Record
from domain.tickets import Filed, Source, TicketState
from services import cards, intake, outbox, people, records, resolutions
from services.cards import OFFER, OFFERS, SURVEY_OFFER, SURVEYS
from services.intake import Origin
from services.permissions import require
from services.readers import Reader, may_see
from storage import copies, history, note_files, notes, tickets
from storage import records as rows
from storage.copies import Copy
from storage.note_files import NoteFile
from storage.notes import Note
from storage.tx import Tx

NOTICE = "ticket.came_back"
JOINED = "ticket.join"  # the fact that somebody else wrote there; `told`: that it is over
TOGETHER = timedelta(minutes=10)
"""Words that follow each other so soon are asked about once."""


def ask(tx: Tx, record: Record, under: Copy, note_id: int) -> None:
    """In the thread where they were said, `under` a copy."""
    if record.state == TicketState.RESOLVED:
        asked = resolutions.latest(tx, record.id)
        if not any(copy.occurrence == asked for copy in _shown(tx, record, resolutions.AGAIN)):
            outbox.show(tx, record, under.place, resolutions.AGAIN, occurrence=asked, under=under)
    elif record.state in rules.ENDED and not _is_asked(tx, record, under):
        offer = SURVEY_OFFER if under.view in SURVEYS else OFFER
        outbox.show(tx, record, under.place, offer, occurrence=note_id, under=under)


def is_news(tx: Tx, record: Record) -> bool:
    """Whoever acts is not the requester and writes where a ticket is over: once for words that follow each other
    they are told so.
    """
    if record.state not in rules.ENDED:
        return False
    lately = (fact for fact in history.of(tx, record.id) if fact.at >= tx.now - TOGETHER and fact.verb == JOINED)
    told = (json.loads(fact.body) for fact in lately)
    return not any(one["actor"] == tx.actor and one["after"].get("told") for one in told)


def _shown(tx: Tx, record: Record, *views: str) -> list[Copy]:
    return [copy for copy in copies.of(tx, record.id) if copy.view in views]


def _is_asked(tx: Tx, record: Record, under: Copy) -> bool:
    """Does an offer stand there that is fresh and was not taken up?"""
    mine = [copy.occurrence for copy in _shown(tx, record, *OFFERS) if copy.place == under.place]
    if not mine:
        return False
    note = notes.get(tx, max(mine))
    return _made_of(tx, note) is None and tx.now - note.at <= TOGETHER


def _made_of(tx: Tx, note: Note) -> int | None:
    return tickets.made_of(tx, note.channel, note.ts) if note.channel and note.ts else None


@dataclass(frozen=True)
class OverSight:
    """An offer to ask again. `again` is the key of the ticket that came of it, empty so far."""

    record: Record
    note: int
    again: str


def see(tx: Tx, record_id: int, reader: Reader, occurrence: int) -> OverSight | None:
    record = rows.get(tx, record_id)
    if not may_see(tx, reader, record):
        return None
    made = _made_of(tx, notes.get(tx, occurrence))
    again = rows.get(tx, made) if made is not None else None
    return OverSight(record, occurrence, again.key if again and may_see(tx, reader, again) else "")


@dataclass(frozen=True)
class Again:
    """What the form begins with. `services` are names by key; `service` is the key of the first ticket's."""

    record: Record
    kind: rules.Kind
    service: str
    words: str
    files: int
    again: str = ""


def offered(tx: Tx, actor: str, ticket_id: int, note_id: int) -> Again:
    """Asked before the form opens, for who asked for the first one."""
    record = records.get(tx, ticket_id, Kind.TICKET)
    require(people.asking(tx, actor), "ticket.answer", record)
    _require_over(record)
    said = _said(tx, record, note_id)
    made = _made_of(tx, notes.get(tx, note_id))
    return Again(
        record,
        tickets.get(tx, record.id).kind,
        _service(tx.desk, record),
        "\n".join(note.text for note in said if note.text),
        len(_files(tx, said)),
        rows.get(tx, made).key if made is not None else "",
    )


def _require_over(record: Record) -> None:
    """Opened again meanwhile, it is no matter for another ticket."""
    if record.state not in rules.ENDED:
        raise Refused(CardIsOld(record.key))


def _said(tx: Tx, record: Record, note_id: int) -> list[Note]:
    """What they wrote from this note on, until they were asked anew."""
    later = [copy.occurrence for copy in _shown(tx, record, *OFFERS) if copy.occurrence > note_id]
    until = min(later, default=None)
    return [
        note
        for note in notes.of(tx, record.id)
        if note.from_requester
        and note.author == record.requester
        and note.id >= note_id
        and (until is None or note.id < until)
    ]


def _files(tx: Tx, said: list[Note]) -> list[NoteFile]:
    return [file for note in said for file in note_files.of(tx, note.id)]


def _service(desk: Desk, record: Record) -> str:
    return next((key for key, one in desk.services.items() if one.id == record.service), "")


def file(
    tx: Tx,
    ticket_id: int,
    note_id: int,
    text: str,
    *,
    kind: rules.Kind,
    service: str | None,
    urgency: int,
    description: str,
) -> Filed:
    """Another ticket, with the team that had the first unless it is about something else. Of one message only one
    is made. Raises Refused(FieldFault | FiledAlready | CardIsOld).
    """
    first = records.lock(tx, ticket_id, Kind.TICKET)
    require(tx, "ticket.answer", first)
    _require_over(first)
    filed = intake.file(
        tx,
        text,
        source=Source.FORM,
        kind=kind,
        service=service,
        urgency=urgency,
        description=description,
        origin=_origin(tx, first, notes.get(tx, note_id)),
        files=_files(tx, _said(tx, first, note_id)),
        follows=first,
        team=_team(tx.desk, first, service),
    )
    records.change(tx, first, "ticket.came_back", about={"ticket": filed.ticket})
    cards.tell(tx, first, NOTICE, again=filed.ticket)
    return filed


def _origin(tx: Tx, first: Record, note: Note) -> Origin | None:
    if note.record_id != first.id or not note.channel or not note.ts:
        return None
    beneath = [copy.ts or "" for copy in cards.at_requester(tx, first) if copy.channel == note.channel]
    return Origin(note.channel, note.ts, beneath[0] if beneath else "")


def _team(desk: Desk, first: Record, service: str | None) -> int | None:
    """The team that had it, if it still takes work and nothing else was chosen."""
    is_same = service in {None, _service(desk, first)}
    return first.team if is_same and first.team in {team.id for team in desk.teams.values()} else None


@dataclass(frozen=True)
class CameBackSight:
    """What became of a closed ticket, for the team that had it; `url` leads to the card of the new one."""

    record: Record
    key: str
    url: str


def see_again(tx: Tx, record_id: int, reader: Reader, again: int) -> CameBackSight | None:
    record, new = rows.get(tx, record_id), rows.get(tx, again)
    if not may_see(tx, reader, record) or not may_see(tx, reader, new):
        return None
    return CameBackSight(record, new.key, cards.address_of(tx, new))
