"""Handing a ticket to another team: its card moves, its clocks go on."""

from dataclasses import dataclass

from domain import tickets as rules
from domain.desk import Team
from domain.outcomes import FieldFault, Refused
from domain.people import Person
from domain.records import Kind, Record
from domain.tickets import AlreadyMoved, TicketState, TicketVerb, Transferred
from services import cards, earlier, people, records
from services.permalinks import address
from services.permissions import require
from services.readers import Reader, may_see
from storage import copies, notes
from storage import people as people_rows
from storage import records as rows
from storage.copies import Copy
from storage.notes import Note, Side
from storage.tx import Tx

NOTICE = "ticket.transferred"


@dataclass(frozen=True)
class Transferable:
    """A ticket, and the names of the teams that it may go to, by key."""

    record: Record
    teams: dict[str, str]


def transfer(tx: Tx, ticket_id: int, to: str, text: str, seen: int) -> Transferred:
    """`to` is a team's key, `seen` the team that had it when the form was opened; `text` says why."""
    record = records.lock(tx, ticket_id, Kind.TICKET)
    _require(tx, record, seen)
    person = people.acting(tx)
    after = rules.move(record.key, TicketVerb.TRANSFER, TicketState(record.state))
    team, words = _team(tx, record, to), cards.words(text)
    note = notes.add(tx, record.id, Side.INTERNAL, person.id, words)
    about = {"note": note}
    record = records.change(
        tx, record, "ticket.transfer", team=team.id, owner=None, state=after, about=about, words={"text": words}
    )
    cards.show(tx, record, occurrence=record.head_seq)
    cards.tell(tx, record, NOTICE, note=note, was=seen)
    earlier.show(tx, record)
    return Transferred(record.key, team.key)


def _require(tx: Tx, record: Record, seen: int) -> None:
    """Who comes second may have no part in it any more, and is told that it has moved."""
    if record.team != seen:
        require(tx, "ticket.see", record)
        raise Refused(AlreadyMoved(record.key))
    require(tx, "ticket.transfer", record)


def _team(tx: Tx, record: Record, key: str) -> Team:
    found = tx.desk.teams.get(key)
    if found is None:
        raise Refused(FieldFault("team", "no_such_team"))
    if found.id == record.team:
        raise Refused(FieldFault("team", "same_team"))
    return found


def for_transfer(tx: Tx, actor: str, ticket_id: int, seen: int) -> Transferable:
    record = records.get(tx, ticket_id, Kind.TICKET)
    _require(people.asking(tx, actor), record, seen)
    rules.move(record.key, TicketVerb.TRANSFER, TicketState(record.state))
    others = [team for team in tx.desk.teams.values() if team.id != record.team]
    return Transferable(record, {team.key: team.name for team in others})


@dataclass(frozen=True)
class TransferSight:
    """Who handed it over, from which team, and why."""

    record: Record
    note: Note
    by: Person
    was: str


def see(tx: Tx, record_id: int, reader: Reader, note: int, was: int) -> TransferSight | None:
    record, said = rows.get(tx, record_id), notes.get(tx, note)
    if not may_see(tx, reader, record):
        return None
    return TransferSight(record, said, people_rows.by_id(tx, said.author), tx.desk.team_by_id(was).name)


@dataclass(frozen=True)
class Elsewhere:
    """A ticket that has gone to another team. `title` is None for who may not see it any more; `place` and `url`
    lead to its card: a channel, and the message's address once it is known. Others' direct messages have neither.
    """

    key: str
    title: str | None
    team: str
    place: str
    url: str


def elsewhere(tx: Tx, record_id: int, reader: Reader, occurrence: int) -> Elsewhere | None:
    """None for the card that holds, and for whose ticket has only that one."""
    shown = [copy for copy in copies.of(tx, record_id) if copy.view == cards.CARD]
    newest = max(shown, key=lambda copy: (copy.occurrence, copy.id))
    if newest.occurrence == occurrence:
        return None
    record = rows.get(tx, record_id)
    title = record.title if may_see(tx, reader, record) else None
    place, url = ("", "") if record.is_private else (newest.place, _address(tx, newest))
    return Elsewhere(record.key, title, tx.desk.team_by_id(record.team or 0).name, place, url)


def _address(tx: Tx, copy: Copy) -> str:
    return address(tx, copy.channel, copy.ts) if copy.channel and copy.ts else ""
