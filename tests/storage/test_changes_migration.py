"""A change that was under way before approvals had stages: it is voted on as before."""

import json
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, Engine, text

from domain.approvals import Stage, Verdict, Vote
from domain.assessment import ChangeKind
from domain.people import Role
from domain.policies import Need, Quorum, of_role
from domain.setup import NO_DESK, THE_CHANGE_POLICY, Part
from storage import approvals, changes, copies, desk, migrations
from storage.engine import open_database, transaction
from storage.tables import instant
from storage.tx import Tx

FILE = next(migrations.FOLDER.glob("versions/*_changes_in_full.py"))
BEFORE = f"{int(FILE.name[:4]) - 1:04}"
OLD_POLICY = {"role": "change_approver", "need": "count", "count": 2}
NOW = 1_800_000_000_000_000


@pytest.fixture
def old(database_url: str, tmp_path: Path) -> Engine:
    """A database of the release before."""
    if database_url.startswith("sqlite"):
        database_url = f"sqlite:///{tmp_path}/old.db"
    engine = open_database(database_url)
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    made = migrations.config()
    with transaction(engine, writes=True) as connection:
        made.attributes["connection"] = connection
        command.upgrade(made, BEFORE)
    return engine


def insert(connection: Connection, table: str, **values: Any) -> None:
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), values)


def an_old_change(connection: Connection) -> None:
    insert(connection, "desks", id=1, workspace="T0", version=1, clock_offset=0, prefix="IT", created_at=NOW)
    about = {"name": "x", "language": "en", "zone": "UTC", "standing": "member"}
    for number in (1, 2, 3):
        insert(connection, "people", id=number, desk_id=1, workspace="T0", slack_id=f"U{number}", **about)
    record = {"kind": "change", "key": "CHG-1", "title": "x", "state": "awaiting_approval", "opened_at": NOW}
    insert(connection, "records", id=7, desk_id=1, workspace="T0", requester=1, service=9, **record)
    window = {"window_start": NOW, "window_end": NOW + 1}
    insert(connection, "changes", record_id=7, reason="x", plan="x", **window)
    voting = {"role": "change_approver", "need": "count", "how_many": 2, "opened_at": NOW}
    insert(connection, "approvals", record_id=7, generation=1, **voting)
    for person, part in ((1, "elector"), (1, "barred"), (2, "elector"), (3, "elector")):
        insert(connection, "approval_electors", record_id=7, generation=1, person=person, part=part)
    vote = {"person": 2, "verdict": "approve", "at": NOW}
    insert(connection, "approval_votes", id=1, record_id=7, generation=1, **vote)
    card = {"place": "U2", "view": "change.approver", "raised_at": NOW}
    insert(connection, "copies", id=1, record_id=7, workspace="T0", **card)
    policy = {"kind": "policy", "key": "changes", "managed_by": "file", "version": 1, "effective_at": NOW}
    insert(connection, "objects", id=4, desk_id=1, body=json.dumps(OLD_POLICY), **policy)
    kept = {"object_id": 4, "version": 1, "effective_at": NOW}
    insert(connection, "object_versions", body=json.dumps(OLD_POLICY), **kept)


def test_a_change_under_way_goes_on(old: Engine) -> None:
    with transaction(old, writes=True) as connection:
        an_old_change(connection)
    migrations.upgrade(old)
    policy = of_role(Role.CHANGE_APPROVER, Quorum(Need.COUNT, 2))
    with transaction(old, writes=True) as connection:
        founding = desk.the_desk(connection)
        assert founding is not None
        tx = Tx(connection, instant(NOW), instant(NOW), NO_DESK, None)  # type: ignore[arg-type]
        stage = Stage(
            frozenset({1, 2, 3}),
            Quorum(Need.COUNT, 2),
            barred=frozenset({1}),
            votes=(Vote(2, Verdict.APPROVE, instant(NOW)),),
        )
        assert approvals.rounds(tx, 7) == [stage]
        assert approvals.policy_of(tx, 7) == policy
        proposal = changes.get(tx, 7)
        assert (proposal.kind, proposal.services, proposal.policy) == (ChangeKind.NORMAL, (9,), "changes")
        assert changes.work_on(tx, 7) is None
        assert [copy.occurrence for copy in copies.of(tx, 7)] == [1]
        kept = {one.name: one.body for one in desk.configured(connection, 1)}
        assert kept[THE_CHANGE_POLICY] == policy
        versions = connection.execute(text("SELECT body FROM object_versions WHERE object_id = 4")).scalars().all()
        assert [desk.BODIES[Part.POLICY].validate_python(json.loads(body)) for body in versions] == [policy]
    old.dispose()
