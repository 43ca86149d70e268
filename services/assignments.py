"""Giving a ticket to a colleague of the team."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain import tickets as rules
from domain.attributes import Traits
from domain.outcomes import FieldFault, Refused
from domain.people import Person, Role, Standing
from domain.permissions import Part, parts_of
from domain.records import Kind, Record
from domain.tickets import AlreadyClaimed, Assigned, TicketState, TicketVerb
from services import attributes, cards, outbox, people, records
from services.permissions import named, require
from services.readers import Reader, may_see
from storage import people as people_rows
from storage import records as rows
from storage.tx import Tx

NOTICE = "ticket.assigned"


@dataclass(frozen=True)
class Assignable:
    """A ticket, and the colleagues who may be given it; `traits` of them by person id."""

    record: Record
    colleagues: list[Person]
    traits: Mapping[int, Traits] = field(default_factory=dict)


def assign(tx: Tx, ticket_id: int, to: str, seen: int | None) -> Assigned:
    """`to` is a Slack id; `seen` the person id whom the one who assigns saw it with: who comes second is told."""
    record = records.lock(tx, ticket_id, Kind.TICKET)
    person = require(tx, "ticket.assign", record)
    after = rules.move(record.key, TicketVerb.ASSIGN, TicketState(record.state))
    colleague = _colleague(tx, record, to)
    if record.owner is not None and (record.owner != seen or record.owner == colleague.id):
        raise Refused(AlreadyClaimed(record.key, record.owner))
    record = records.change(tx, record, "ticket.assign", state=after, owner=colleague.id)
    if colleague.id != person.id:
        outbox.tell_person(tx, record, colleague.id, NOTICE, by=person.id, to=colleague.id)
    return Assigned(record.key, colleague.id)


def assign_named(tx: Tx, key: str, to: str) -> Assigned:
    """By the key, as typed: whoever has it now, it goes to `to`."""
    record = named(tx, key, Kind.TICKET)
    return assign(tx, record.id, to, record.owner)


def _colleague(tx: Tx, record: Record, slack_id: str) -> Person:
    found = people_rows.by_slack_id(tx, slack_id)
    if found is None or not _may_have(tx, found, record):
        raise Refused(FieldFault("to", "not_in_team"))
    return found


def _may_have(tx: Tx, person: Person, record: Record) -> bool:
    """Who works in the team that has it; of a private one, who may know of it."""
    if person.slack_id is None or person.standing is not Standing.MEMBER:
        return False
    return bool(parts_of(tx.desk, person, record) & {Part.AGENT, Part.LEAD, Part.SUPERVISOR})


def for_assigning(tx: Tx, actor: str, ticket_id: int) -> Assignable:
    record = records.get(tx, ticket_id, Kind.TICKET)
    require(people.asking(tx, actor), "ticket.assign", record)
    rules.move(record.key, TicketVerb.ASSIGN, TicketState(record.state))
    team = tx.desk.team_by_id(record.team or 0)
    supervisors = tx.desk.roles.get(Role.QUALITY_SUPERVISOR, frozenset()) if record.is_private else frozenset()
    found = people_rows.by_ids(tx, {team.lead, *team.members, *supervisors}).values()
    colleagues = [one for one in found if one.id != record.owner and _may_have(tx, one, record)]
    return Assignable(record, colleagues, attributes.of(tx, colleagues))


@dataclass(frozen=True)
class AssignedSight:
    """Who gave it to the one who reads this. `place` is where its card hangs, None where that is this reader's own
    conversation; `url` leads to the card.
    """

    record: Record
    by: Person
    place: str | None
    url: str = ""


def see(tx: Tx, record_id: int, reader: Reader, by: int, to: int) -> AssignedSight | None:
    """None once somebody else has it, or it is done."""
    record = rows.get(tx, record_id)
    is_open = TicketState(record.state) in rules.OPEN
    if record.owner != to or not is_open or not may_see(tx, reader, record):
        return None
    team = tx.desk.team_by_id(record.team or 0)
    place = None if record.is_private else team.channel.slack_id
    return AssignedSight(record, people_rows.by_id(tx, by), place, cards.address_of(tx, record))
