"""Permission is asked here, by the acting person, in the transaction that acts."""

from domain.outcomes import NotAllowed, NotAMember, NotFound, Refused
from domain.people import Person
from domain.permissions import may
from domain.records import Kind, Record
from services import people, records
from services.readers import sees
from storage import people as people_rows
from storage.tx import Tx


def require(tx: Tx, act: str, record: Record | None = None) -> Person:
    """The acting person. What one may not even see is `NotFound`, like what does not exist."""
    person = people.acting(tx)
    if may(tx.desk, person, act, record):
        return person
    if record and not sees(tx, person, record):
        raise Refused(NotFound(record.key))
    raise Refused(NotAllowed(act))


def named(tx: Tx, key: str, kind: Kind) -> Record:
    """A record by its key. Of what there is, people of other companies learn nothing at all.

    Raises Refused(NotFound | NotAMember).
    """
    person = people_rows.by_slack_id(tx, tx.actor or "")
    if person and not person.is_served:
        raise Refused(NotAMember())
    return records.named(tx, key, kind)


def allowed(tx: Tx, actor: str, *acts: str) -> frozenset[str]:
    """Which of these, about no record, this person may do."""
    person = people.acting(people.asking(tx, actor))
    return frozenset(act for act in acts if may(tx.desk, person, act, None))
