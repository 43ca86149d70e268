"""People whom Slack told of, and contacts without Slack."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    case,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from domain.people import Person, Profile, Standing
from storage.prepared import Prepared
from storage.tables import Id, Instant, metadata
from storage.tx import Tx

# `known_at`: when Slack last told of this person, in desk time; null until it answers the first time.
people = Table(
    "people",
    metadata,
    Column("id", Id, primary_key=True),
    Column("desk_id", Id, ForeignKey("desks.id"), nullable=False),
    Column("workspace", Text, nullable=False),
    Column("slack_id", Text),
    Column("name", Text, nullable=False),
    Column("email", Text, index=True),
    Column("language", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("standing", Text, nullable=False),
    Column("known_at", Instant),
    Column("organisation", Text),
    Column("erased_at", Instant),  # from then on no name and no address of theirs is kept, whatever Slack tells
    UniqueConstraint("workspace", "slack_id"),
)

COLUMNS = [people.c[name] for name in Person.__dataclass_fields__]
SEEN = Prepared(
    select(*COLUMNS, people.c.known_at).where(
        people.c.workspace == bindparam("at"), people.c.slack_id == bindparam("user")
    )
)
THOSE = select(*COLUMNS, people.c.known_at).where(
    people.c.workspace == bindparam("at"), people.c.slack_id.in_(bindparam("users", expanding=True))
)
BY_IDS = select(*COLUMNS).where(
    people.c.id.in_(bindparam("wanted", expanding=True)), people.c.desk_id == bindparam("desk")
)


@dataclass(frozen=True)
class Seen:
    """A person, and when Slack last told of them."""

    person: Person
    known_at: datetime | None


def seen(tx: Tx, slack_id: str) -> Seen | None:
    known: dict[str, Seen | None] = tx.shared.seen
    if slack_id not in known:
        rows = SEEN.rows(tx.aside, {"at": tx.desk.workspace, "user": slack_id})
        known[slack_id] = _seen(rows[0]) if rows else None
    return known[slack_id]


def look_up(tx: Tx, slack_ids: Iterable[str]) -> None:
    """At once, for all that will be asked for one by one."""
    wanted = set(slack_ids)
    found = {
        row.slack_id: _seen(row) for row in tx.aside.execute(THOSE, {"at": tx.desk.workspace, "users": wanted})
    }
    tx.shared.seen.update({slack_id: found.get(slack_id) for slack_id in wanted})


def _seen(row: Sequence[Any]) -> Seen:
    *person, known_at = row
    return Seen(_person(person), known_at)


def by_slack_id(tx: Tx, slack_id: str) -> Person | None:
    found = seen(tx, slack_id)
    return found.person if found else None


def by_id(tx: Tx, person_id: int) -> Person:
    """Raises KeyError for an id that no row has."""
    return by_ids(tx, [person_id])[person_id]


def by_ids(tx: Tx, ids: Iterable[int]) -> Mapping[int, Person]:
    """Those of the people that exist, by id."""
    rows = tx.connection.execute(BY_IDS, {"wanted": sorted(set(ids)), "desk": tx.desk.id})
    return {row.id: _person(row) for row in rows}


def known_at(tx: Tx, slack_id: str) -> datetime | None:
    """When Slack last told of this user; None too where there is no row."""
    found = seen(tx, slack_id)
    return found.known_at if found else None


def learn(tx: Tx, profile: Profile) -> Person:
    """Keep what Slack says of a user now, in place of what it said before."""
    said = {
        "name": profile.name,
        "email": profile.email.lower() if profile.email else None,
        "language": profile.language,
        "zone": profile.zone,
        "standing": profile.standing,
        "known_at": tx.now,
    }
    made = _insert(tx).values(desk_id=tx.desk.id, workspace=tx.desk.workspace, slack_id=profile.slack_id, **said)
    is_erased = people.c.erased_at.is_not(None)
    unless = {name: case((is_erased, people.c[name]), else_=made.excluded[name]) for name in ("name", "email")}
    row = tx.connection.execute(
        made.on_conflict_do_update(index_elements=["workspace", "slack_id"], set_={**said, **unless}).returning(
            *COLUMNS
        )
    ).one()
    return _person(row)


def doubt(tx: Tx, slack_id: str) -> None:
    """As if Slack had never told of this user; what it said stays."""
    mine = (people.c.workspace == tx.desk.workspace) & (people.c.slack_id == slack_id)
    tx.connection.execute(update(people).where(mine).values(known_at=None))


def ensure(tx: Tx, slack_id: str) -> Person:
    """The user's row; where there is none, one that knows the id only, in the language and zone of the desk."""
    found = by_slack_id(tx, slack_id)
    if found is None:
        _add(tx, slack_id)
        found = by_slack_id(tx, slack_id)
    assert found is not None
    return found


def _add(tx: Tx, slack_id: str) -> None:
    """Somebody else may do the same this moment."""
    row = {
        "desk_id": tx.desk.id,
        "workspace": tx.desk.workspace,
        "slack_id": slack_id,
        "name": slack_id,
        "language": tx.desk.language,
        "zone": tx.desk.zone,
        "standing": Standing.UNKNOWN,
    }
    added = _insert(tx).values(**row).on_conflict_do_nothing(index_elements=["workspace", "slack_id"])
    tx.connection.execute(added)


def hold(tx: Tx, person_id: int) -> None:
    """Until the transaction ends nobody else holds this person; the key is free, for records refer to it."""
    tx.connection.execute(select(people.c.id).where(people.c.id == person_id).with_for_update(key_share=True))


def contact(tx: Tx, name: str, organisation: str | None, language: str) -> Person:
    """Somebody without Slack, for whom others file; one of this name and organisation is the same."""
    mine = (people.c.desk_id == tx.desk.id) & people.c.slack_id.is_(None) & (people.c.name == name)
    same = people.c.organisation == organisation if organisation else people.c.organisation.is_(None)
    found = tx.connection.execute(select(*COLUMNS).where(mine, same).order_by(people.c.id).limit(1)).one_or_none()
    if found:
        return _person(found)
    row = tx.connection.execute(
        insert(people)
        .values(
            desk_id=tx.desk.id,
            workspace=tx.desk.workspace,
            name=name,
            organisation=organisation,
            language=language,
            zone=tx.desk.zone,
            standing=Standing.MEMBER,
        )
        .returning(*COLUMNS)
    ).one()
    return _person(row)


def has_profile(tx: Tx, person_id: int) -> bool:
    """Is there more than the id of a user whom Slack may not tell of any more?"""
    mine = people.c.id == person_id
    told = or_(people.c.name != people.c.slack_id, people.c.email.is_not(None), people.c.erased_at.is_(None))
    return tx.connection.execute(select(people.c.id).where(mine, told)).one_or_none() is not None


def forget(tx: Tx, person_id: int) -> None:
    """For good: what Slack tells of this user later is kept without name and address. Whether they are a member
    stays, for their rights do.
    """
    nothing = {"email": None, "organisation": None, "known_at": None, "erased_at": tx.now}
    ours = {"language": tx.desk.language, "zone": tx.desk.zone}
    forgotten = update(people).where(people.c.id == person_id)
    tx.connection.execute(forgotten.values(name=people.c.slack_id, **nothing, **ours))


def _insert(tx: Tx) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(people) if tx.is_postgresql else sqlite.insert(people)


def _person(row: Sequence[Any]) -> Person:
    values = dict(zip(Person.__dataclass_fields__, row, strict=True))
    return Person(**{**values, "standing": Standing(values["standing"])})
