"""What is known of people beyond what Slack knows by itself: kept as Slack profiles say, and looked up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.attributes import UNTOLD, Attribute, Traits, skills_in, traits_of, words_in
from domain.outcomes import Nothing
from domain.people import FRESH, Person
from domain.records import Kind, Record
from services.timers import Act, Timer
from storage import attributes, copies, people, records, timers
from storage.tx import Tx

KNOWN = "requester.known"
"""Kind of timers: more is known of whoever asked for a record."""

MOST_OPEN = 50


@dataclass(frozen=True)
class Question:
    """Which fields of somebody's profile are asked for, and when Slack last told of them otherwise."""

    fields: Mapping[Attribute, str]
    known_at: datetime | None


def asked(tx: Tx, slack_id: str) -> Question:
    return Question(tx.desk.attributes.fields, people.known_at(tx, slack_id))


def to_ask_after(tx: Tx) -> list[str]:
    """Slack ids of those whose fields are older than the rest of what Slack told of them."""
    return attributes.due(tx) if tx.desk.attributes.fields else []


def managers_to_ask_after(tx: Tx) -> list[str]:
    """Slack ids of managers of whom Slack has not told for a day, or never: nobody else may have heard of them."""
    return attributes.managers_unsure(tx, tx.now - FRESH) if tx.desk.attributes.manager.field else []


def learn(tx: Tx, slack_id: str, told: Mapping[Attribute, str], known_at: datetime | None) -> Nothing:
    """`told`: what stood in the fields, a manager by Slack id. `known_at` is that of the question."""
    person = people.ensure(tx, slack_id)
    manager = told.get(Attribute.MANAGER, "")
    traits = Traits(
        manager=people.ensure(tx, manager).id if manager not in {"", slack_id} else None,
        department=words_in(told.get(Attribute.DEPARTMENT, "")),
        region=words_in(told.get(Attribute.REGION, "")),
        skills=skills_in(told.get(Attribute.SKILLS, "")),
    )
    before = attributes.told(tx, person.id)
    attributes.learn(tx, person.id, traits, known_at)
    if traits != before:
        for record in records.asked_by(tx, person.id, Kind.TICKET, MOST_OPEN):
            timers.set_timer(tx, KNOWN, record.id, str(person.id), tx.now, again=True)
    return Nothing()


def known(tx: Tx, record: Record, _: Timer) -> None:
    """Its cards tell who asked."""
    copies.raise_wanted(tx, record.id)


def of(tx: Tx, people_of: Iterable[Person]) -> Mapping[int, Traits]:
    """What is known of them, by person id; nothing of contacts without Slack."""
    ids = [one.id for one in people_of if one.slack_id]
    told, desk = attributes.told_of(tx, ids), tx.desk
    return {one: traits_of(desk.attributes, desk.known.get(one), told.get(one, UNTOLD)) for one in ids}


ACTS: dict[str, Act] = {KNOWN: known}
