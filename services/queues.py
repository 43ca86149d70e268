"""Open tickets, soonest breach first: a team's queue, and what is about to break its promise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.people import Person, Role
from domain.records import Kind, Record
from domain.tickets import OPEN, TicketState
from services import people
from services.permissions import require
from storage import people as people_rows
from storage import queues
from storage import records as rows
from storage.queues import Entry, Stretch
from storage.tx import Tx

PAGE = 20
COUNTED = 1000
"""How far open tickets are counted: beyond that a list says only that there are more."""


@dataclass(frozen=True)
class Row:
    """A ticket in a list; `breach_at` is when the next promise of it breaks, None while no clock runs."""

    record: Record
    breach_at: datetime | None
    owner: Person | None

    def is_late(self, now: datetime) -> bool:
        return self.breach_at is not None and self.breach_at <= now


@dataclass(frozen=True)
class Cut:
    """The first rows of a list, and how many more there are; `is_at_least` where that many were counted and no
    further.
    """

    rows: list[Row]
    more: int
    is_at_least: bool
    now: datetime


def follow(tx: Tx, before: Record, record: Record, breach_at: datetime | None) -> None:
    """Keep the queue as the record now stands; one that enters it breaks its promise at `breach_at`."""
    if record.kind is not Kind.TICKET:
        return
    if record.state not in OPEN:
        if before.state in OPEN:
            queues.remove(tx, record.id)
        return
    is_new = not before.head_seq or before.state not in OPEN
    if is_new or (before.state, before.team, before.owner) != (record.state, record.team, record.owner):
        is_held = record.state == TicketState.ON_HOLD
        entry = Entry(record.id, breach_at)
        queues.put(tx, entry, record.team or 0, record.owner, is_private=record.is_private, is_held=is_held)


def queue(tx: Tx, actor: str) -> Cut:
    """The open tickets of the teams in which somebody works."""
    asking = people.asking(tx, actor)
    return listed(asking, stretches(asking, require(asking, "ticket.queue")), PAGE)


def stretches(
    tx: Tx, person: Person, until: datetime | None = None, after: datetime | None = None
) -> list[Stretch]:
    """What of the queue concerns this person: their teams', and of private ones what they are let into."""
    teams = tx.desk.teams.values()
    supervises = Role.QUALITY_SUPERVISOR in tx.desk.roles_of(person.id)
    private = [team.id for team in teams if supervises or team.lead == person.id]
    mine = [team.id for team in teams if person.id in {team.lead, *team.members}]
    return [
        *(Stretch(team=team, is_private=False, until=until, after=after) for team in mine),
        *(Stretch(team=team, is_private=True, until=until, after=after) for team in private),
    ]


def listed(tx: Tx, wanted: Sequence[Stretch], most: int) -> Cut:
    found = [entry for stretch in wanted for entry in queues.first(tx, stretch, most + 1)]
    found.sort(key=lambda entry: (entry.breach_at or queues.NEVER, entry.record_id))
    counted = sum(queues.count(tx, stretch, COUNTED) for stretch in wanted) if len(found) > most else len(found)
    shown = found[:most]
    return Cut(_rows(tx, shown), counted - len(shown), counted >= COUNTED, tx.now)


def _rows(tx: Tx, entries: Sequence[Entry]) -> list[Row]:
    records = rows.by_ids(tx, [entry.record_id for entry in entries])
    owners = people_rows.by_ids(tx, {one.owner for one in records.values() if one.owner is not None})
    found = [(records[entry.record_id], entry.breach_at) for entry in entries]
    return [Row(record, breach_at, owners.get(record.owner or 0)) for record, breach_at in found]
