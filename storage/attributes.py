"""What Slack profiles say of people: manager, department, region and skills, as last told."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Table, Text, bindparam, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.attributes import UNTOLD, Traits
from domain.people import Standing
from storage.people import people
from storage.tables import Id, Instant, Json, metadata
from storage.tx import Tx

# `told_at`: what `people.known_at` was when Slack was asked; null where it is to be asked again. One row for each
# person of whom it was asked.
attributes = Table(
    "people_attributes",
    metadata,
    Column("person", Id, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("told_at", Instant),
    Column("manager", Id, ForeignKey("people.id"), index=True),
    Column("department", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("skills", Json, nullable=False),
)

TOLD_OF = select(attributes).where(attributes.c.person.in_(bindparam("people", expanding=True)))
SERVED = (Standing.MEMBER, Standing.GUEST)


def told(tx: Tx, person_id: int) -> Traits:
    return told_of(tx, [person_id]).get(person_id, UNTOLD)


def told_of(tx: Tx, ids: Iterable[int]) -> Mapping[int, Traits]:
    """By person id; nothing of those of whom Slack never told."""
    rows = tx.connection.execute(TOLD_OF, {"people": sorted(set(ids))})
    return {row.person: Traits(row.manager, row.department, row.region, tuple(row.skills)) for row in rows}


def learn(tx: Tx, person_id: int, traits: Traits, told_at: datetime | None) -> None:
    """Keep what Slack says of somebody now, in place of what it said before."""
    said = {
        "told_at": told_at,
        "manager": traits.manager,
        "department": traits.department,
        "region": traits.region,
        "skills": list(traits.skills),
    }
    made = (postgresql.insert if tx.is_postgresql else sqlite.insert)(attributes)
    tx.connection.execute(
        made.values(person=person_id, **said).on_conflict_do_update(index_elements=["person"], set_=said)
    )


def forget(tx: Tx, person_id: int) -> None:
    tx.connection.execute(delete(attributes).where(attributes.c.person == person_id))


def doubt_all(tx: Tx) -> None:
    """Other fields are asked for than before: everybody is asked after again. What Slack said stays until then."""
    tx.connection.execute(update(attributes).values(told_at=None))


def due(tx: Tx) -> list[str]:
    """Slack ids of those of whom Slack has told anew since it was asked for their fields; the latest first, for
    they have just asked for something.
    """
    mine = (people.c.desk_id == tx.desk.id) & people.c.slack_id.is_not(None) & people.c.standing.in_(SERVED)
    mine &= people.c.erased_at.is_(None)
    behind = or_(attributes.c.told_at.is_(None), attributes.c.told_at < people.c.known_at)
    found = (
        select(people.c.slack_id)
        .outerjoin(attributes, attributes.c.person == people.c.id)
        .where(mine, people.c.known_at.is_not(None), behind)
        .order_by(people.c.known_at.desc(), people.c.id)
    )
    return list(tx.connection.execute(found).scalars())


def managers_unsure(tx: Tx, before: datetime) -> list[str]:
    """Slack ids of managers of whom Slack has not told since `before`, or never."""
    stale = or_(people.c.known_at.is_(None), people.c.known_at < before)
    named = select(attributes.c.manager).where(attributes.c.manager.is_not(None))
    mine = (people.c.desk_id == tx.desk.id) & people.c.id.in_(named) & people.c.slack_id.is_not(None)
    return list(tx.connection.execute(select(people.c.slack_id).where(mine, stale).order_by(people.c.id)).scalars())
