"""A change that somebody clicks: for who may do that, while it still is what their card showed."""

from domain.outcomes import CardIsOld, Refused
from domain.people import Person
from domain.records import Kind, Record
from services import people, records
from services.permissions import require
from storage.tx import Tx


def held(tx: Tx, change_id: int, act: str, state: str) -> tuple[Record, Person]:
    """The change, held, and who clicks. `state` is what the clicked card showed: nobody does anything to what was
    decided while they looked elsewhere. Raises Refused(CardIsOld | NotAllowed).
    """
    record = records.lock(tx, change_id, Kind.CHANGE)
    return _as_shown(record, require(tx, act, record), state)


def before_form(tx: Tx, actor: str, change_id: int, act: str, state: str) -> tuple[Record, Person]:
    """The same only to read, asked before a form opens."""
    record = records.get(tx, change_id, Kind.CHANGE)
    return _as_shown(record, require(people.asking(tx, actor), act, record), state)


def _as_shown(record: Record, person: Person, state: str) -> tuple[Record, Person]:
    if record.state != state:
        raise Refused(CardIsOld(record.key))
    return record, person
