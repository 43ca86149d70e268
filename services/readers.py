"""Who will read what is about to be said: a person in their DM, or the people of a channel."""

from dataclasses import dataclass

from domain.people import Person
from domain.permissions import SEEING, may
from domain.records import Record
from storage import people
from storage.tx import Tx


@dataclass(frozen=True)
class Reader:
    """`person` is None for a channel. `zone` is an IANA name."""

    place: str
    person: Person | None
    language: str
    zone: str


def reader_at(tx: Tx, place: str) -> Reader:
    """A person by Slack id; else a channel, in the language that the desk gives it."""
    if place.startswith(("U", "W")):
        person = people.ensure(tx, place)
        return Reader(place, person, person.language, person.zone)
    channels = [
        *(team.channel for team in tx.desk.teams.values()),
        tx.desk.change_channel,
        tx.desk.risk_channel,
        *([tx.desk.audit_channel] if tx.desk.audit_channel else []),
    ]
    languages = {one.slack_id: one.language for one in tx.desk.requests.channels}
    languages |= {channel.slack_id: channel.language for channel in channels}
    return Reader(place, None, languages.get(place, tx.desk.language), tx.desk.zone)


def sees(tx: Tx, person: Person, record: Record) -> bool:
    return may(tx.desk, person, SEEING.get(record.kind, ""), record)


def may_see(tx: Tx, reader: Reader, record: Record) -> bool:
    """Asked when it is said, not when it was written: rights may have gone meanwhile.

    A channel sees what its copy was put there for; whoever joins it is let in by those who run it. Nothing private
    is said in one.
    """
    return not record.is_private if reader.person is None else sees(tx, reader.person, record)
