"""Permission is asked here, by the acting person, in the transaction that acts."""

from domain.outcomes import NotAllowed, NotFound, Refused
from domain.people import Person
from domain.permissions import may
from domain.records import Record
from services import people
from services.readers import sees
from storage.tx import Tx


def require(tx: Tx, act: str, record: Record | None = None) -> Person:
    """The acting person. What one may not even see is `NotFound`, like what does not exist."""
    person = people.acting(tx)
    if may(tx.desk, person, act, record):
        return person
    if record and not sees(tx, person, record):
        raise Refused(NotFound(record.key))
    raise Refused(NotAllowed(act))
