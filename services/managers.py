"""Who decides as the manager of whoever raised a record."""

from domain.attributes import Standin
from domain.people import Person, Standing
from domain.records import Record
from services import attributes
from storage import people
from storage.tx import Tx


def manager_of(tx: Tx, person: Person) -> Person | None:
    """As far as anybody knows."""
    manager = attributes.of(tx, [person])[person.id].manager if person.slack_id else None
    return people.by_id(tx, manager) if manager is not None else None


def deciding(tx: Tx, record: Record, barred: frozenset[int]) -> frozenset[int]:
    """Person ids: the manager; where nobody is known, or they left, or had a hand in it, whom the desk names in
    their place.
    """
    requester = people.by_id(tx, record.requester) if record.requester is not None else None
    manager = manager_of(tx, requester) if requester else None
    if manager and manager.standing is Standing.MEMBER and manager.id not in barred:
        return frozenset({manager.id})
    return _standing_in(tx, record)


def _standing_in(tx: Tx, record: Record) -> frozenset[int]:
    """A service without an owner is answered for by its team's lead."""
    fallback = tx.desk.attributes.manager.fallback
    if not isinstance(fallback, Standin):
        return tx.desk.roles.get(fallback, frozenset())
    owner = tx.desk.owner_of(record.service) if fallback is Standin.SERVICE_OWNER else None
    if owner is not None:
        return frozenset({owner})
    return frozenset({tx.desk.team_by_id(record.team).lead}) if record.team is not None else frozenset()
