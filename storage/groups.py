"""Slack user groups that the desk asks, and who is in them, as Slack last told."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    String,
    Table,
    Text,
    UniqueConstraint,
    delete,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from storage.people import people as rows
from storage.tables import Id, Instant, metadata
from storage.tx import Tx

groups = Table(
    "user_groups",
    metadata,
    Column("id", Id, primary_key=True),
    Column("desk_id", Id, ForeignKey("desks.id"), nullable=False),
    Column("workspace", String(32), nullable=False),
    Column("slack_id", String(32), nullable=False),
    Column("name", Text, nullable=False),
    Column("known_at", Instant, nullable=False),
    UniqueConstraint("workspace", "slack_id"),
)

members = Table(
    "user_group_members",
    metadata,
    Column("group_id", Id, ForeignKey("user_groups.id"), primary_key=True, autoincrement=False),
    Column("person", Id, ForeignKey("people.id"), primary_key=True, autoincrement=False),
)


def learn(tx: Tx, slack_id: str, name: str, people: Iterable[int]) -> None:
    """Keep who Slack says is in a group, in place of what it said before."""
    said = {"name": name, "known_at": tx.now}
    made = (postgresql.insert if tx.is_postgresql else sqlite.insert)(groups)
    values = {"desk_id": tx.desk.id, "workspace": tx.desk.workspace, "slack_id": slack_id, **said}
    written = made.values(**values).on_conflict_do_update(index_elements=["workspace", "slack_id"], set_=said)
    group = tx.connection.execute(written.returning(groups.c.id)).scalar_one()
    tx.connection.execute(delete(members).where(members.c.group_id == group))
    if rows := [{"group_id": group, "person": person} for person in sorted(set(people))]:
        tx.connection.execute(insert(members), rows)


def members_of(tx: Tx, slack_ids: Iterable[str]) -> frozenset[int]:
    """Person ids of whoever is in one of the groups."""
    mine = (groups.c.workspace == tx.desk.workspace) & groups.c.slack_id.in_(list(slack_ids))
    statement = select(members.c.person).join(groups, groups.c.id == members.c.group_id).where(mine)
    return frozenset(tx.connection.execute(statement).scalars())


def name_of(tx: Tx, slack_id: str) -> str:
    mine = (groups.c.workspace == tx.desk.workspace) & (groups.c.slack_id == slack_id)
    return str(tx.connection.execute(select(groups.c.name).where(mine)).scalar_one())


def known_at(tx: Tx, slack_id: str) -> datetime | None:
    """When Slack last told of this group; a write holds it. None where it is not kept."""
    mine = (groups.c.workspace == tx.desk.workspace) & (groups.c.slack_id == slack_id)
    statement = select(groups.c.known_at).where(mine)
    found: datetime | None = tx.connection.execute(
        statement.with_for_update() if tx.writes else statement
    ).scalar_one_or_none()
    return found


def doubt(tx: Tx, slack_id: str, known_at: datetime) -> None:
    """As if Slack had told last at `known_at`; a group that is not kept stays unknown."""
    mine = (groups.c.workspace == tx.desk.workspace) & (groups.c.slack_id == slack_id)
    if tx.connection.execute(update(groups).where(mine).values(known_at=known_at)).rowcount:
        tx.hints.add("freshness")


def stale(tx: Tx, before: datetime) -> list[str]:
    """Slack ids of groups of which Slack has not told since `before`."""
    mine = (groups.c.workspace == tx.desk.workspace) & (groups.c.known_at < before)
    return list(tx.connection.execute(select(groups.c.slack_id).where(mine).order_by(groups.c.id)).scalars())


def unsure(tx: Tx, before: datetime) -> list[str]:
    """Slack ids of members of whom Slack has not told since `before`; first those of whom it never told."""
    stale = or_(rows.c.known_at.is_(None), rows.c.known_at < before)
    here = select(members.c.person).join(groups, groups.c.id == members.c.group_id)
    mine = rows.c.id.in_(here.where(groups.c.workspace == tx.desk.workspace))
    order = (rows.c.known_at.is_not(None), rows.c.slack_id)
    found = select(rows.c.slack_id).where(mine, stale, rows.c.slack_id.is_not(None)).order_by(*order)
    return list(tx.connection.execute(found).scalars())
