"""Approvals in stages, by policy; kinds, risk and work of changes; user groups

Revision ID: 0014
Revises: 0013
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def number(name: str, *, nullable: bool = False) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=nullable)


def upgrade() -> None:
    _approvals()
    _changes()
    _groups()


def _changes() -> None:
    op.add_column("changes", sa.Column("kind", sa.String(length=16), nullable=False, server_default="normal"))
    op.add_column("changes", sa.Column("answers", sa.Text(), nullable=False, server_default="{}"))
    op.add_column("changes", sa.Column("score", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("changes", sa.Column("level", sa.String(length=16), nullable=False, server_default="low"))
    op.add_column("changes", sa.Column("policy", sa.String(length=40), nullable=False, server_default="changes"))
    op.create_table(
        "change_services",
        number("record_id"),
        number("service"),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_change_services_record_id_records")),
        sa.PrimaryKeyConstraint("record_id", "service", name=op.f("pk_change_services")),
    )
    op.create_index("ix_change_services_service", "change_services", ["service"])
    op.execute(
        "INSERT INTO change_services (record_id, service) "
        "SELECT id, service FROM records WHERE kind = 'change' AND service IS NOT NULL"
    )
    op.create_table(
        "change_work",
        number("record_id"),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        number("started_by"),
        sa.Column("implemented_at", sa.BigInteger(), nullable=True),
        number("implemented_by", nullable=True),
        sa.Column("judged_at", sa.BigInteger(), nullable=True),
        number("judged_by", nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_change_work_record_id_records")),
        sa.ForeignKeyConstraint(["started_by"], ["people.id"], name=op.f("fk_change_work_started_by_people")),
        sa.ForeignKeyConstraint(
            ["implemented_by"], ["people.id"], name=op.f("fk_change_work_implemented_by_people")
        ),
        sa.ForeignKeyConstraint(["judged_by"], ["people.id"], name=op.f("fk_change_work_judged_by_people")),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_change_work")),
    )
    op.create_table(
        "change_drafts",
        sa.Column("form", sa.String(length=64), nullable=False),
        sa.Column("author", sa.String(length=32), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("form", "author", name=op.f("pk_change_drafts")),
    )


def _groups() -> None:
    op.create_table(
        "user_groups",
        number("id"),
        number("desk_id"),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("slack_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("known_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["desk_id"], ["desks.id"], name=op.f("fk_user_groups_desk_id_desks")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_groups")),
        sa.UniqueConstraint("workspace", "slack_id", name=op.f("uq_user_groups_workspace_slack_id")),
    )
    op.create_table(
        "user_group_members",
        number("group_id"),
        number("person"),
        sa.ForeignKeyConstraint(
            ["group_id"], ["user_groups.id"], name=op.f("fk_user_group_members_group_id_user_groups")
        ),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_user_group_members_person_people")),
        sa.PrimaryKeyConstraint("group_id", "person", name=op.f("pk_user_group_members")),
    )


def _approvals() -> None:
    op.add_column("approvals", sa.Column("place", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("approvals", sa.Column("policy", sa.Text(), nullable=False, server_default='{"stages":[]}'))
    connection = op.get_bind()
    for row in connection.execute(
        sa.text("SELECT record_id, generation, role, need, how_many FROM approvals")
    ).all():
        values = {"policy": _policy(row.role, row.need, row.how_many), "id": row.record_id, "at": row.generation}
        statement = "UPDATE approvals SET policy = :policy WHERE record_id = :id AND generation = :at"
        connection.execute(sa.text(statement), values)
    op.drop_column("approvals", "role")
    op.execute("UPDATE copies SET occurrence = 1 WHERE view = 'change.approver'")
    op.create_index("ix_approval_electors_person", "approval_electors", ["person"])
    _bodies("objects", "id", _staged)
    _bodies("object_versions", "object_id", _staged)


def _bodies(table: str, key: str, change: Any) -> None:  # noqa: ANN401 - a function of a body
    connection = op.get_bind()
    policies = "SELECT id FROM objects WHERE kind = 'policy'"
    found = connection.execute(sa.text(f"SELECT {key}, version, body FROM {table} WHERE {key} IN ({policies})"))  # noqa: S608 - names of ours
    for one, version, body in found.all():
        if body:
            statement = f"UPDATE {table} SET body = :body WHERE {key} = :one AND version = :version"  # noqa: S608 - names of ours
            values = {"body": change(json.loads(body)), "one": one, "version": version}
            connection.execute(sa.text(statement), values)


def _staged(body: dict[str, Any]) -> str:
    return _policy(body["role"], body["need"], body["count"])


def _policy(role: str, need: str, count: int | None) -> str:
    """One stage, as the one that a policy was until now."""
    stage = {
        "quorum": {"need": need, "amount": count},
        "name": "",
        "roles": [role],
        "people": [],
        "groups": [],
        "remind": None,
        "escalate": None,
        "escalate_to": "change_manager",
    }
    return json.dumps({"stages": [stage]}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def downgrade() -> None:
    for table in ("user_group_members", "user_groups", "change_drafts", "change_work", "change_services"):
        op.drop_table(table)
    for column in ("policy", "level", "score", "answers", "kind"):
        op.drop_column("changes", column)
    op.drop_index("ix_approval_electors_person", table_name="approval_electors")
    op.add_column(
        "approvals", sa.Column("role", sa.String(length=32), nullable=False, server_default="change_approver")
    )
    op.drop_column("approvals", "policy")
    op.drop_column("approvals", "place")
