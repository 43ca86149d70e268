"""Who asked for a ticket, for those who work on it: what helps to help them."""

from dataclasses import dataclass
from datetime import datetime

from domain.calendars import zone_of
from domain.people import Person
from services import attributes
from storage import people
from storage.tx import Tx


@dataclass(frozen=True)
class About:
    """`zone` is theirs where its clocks show another time than the desk's at `at`, else None."""

    department: str
    region: str
    manager: Person | None
    zone: str | None
    at: datetime


def about(tx: Tx, person: Person | None) -> About | None:
    """None where there is nothing to tell; of a contact without Slack nothing is known."""
    if person is None or person.slack_id is None:
        return None
    traits = attributes.of(tx, [person])[person.id]
    manager = people.by_ids(tx, [traits.manager]).get(traits.manager) if traits.manager is not None else None
    here, there = (tx.now.astimezone(zone_of(zone)).utcoffset() for zone in (tx.desk.zone, person.zone))
    found = About(traits.department, traits.region, manager, person.zone if there != here else None, tx.now)
    return found if found.department or found.region or found.manager or found.zone else None
