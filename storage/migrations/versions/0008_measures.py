"""Measures of risks, and what is known of a risk beside its rating"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", ID, nullable=False),
        sa.Column("record_id", ID, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("owner", ID, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["owner"], ["people.id"], name=op.f("fk_tasks_owner_people")),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_tasks_record_id_records")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
    )
    op.create_index("ix_tasks_record", "tasks", ["record_id", "id"])
    for name, otherwise in (("category", "other"), ("found", "work"), ("strategy", "mitigate")):
        op.add_column("risks", sa.Column(name, sa.String(length=16), server_default=otherwise, nullable=False))
    for name in ("cause", "consequence"):
        op.add_column("risks", sa.Column(name, sa.Text(), server_default="", nullable=False))
    op.add_column("risks", sa.Column("accepted_until", sa.Date(), nullable=True))


def downgrade() -> None:
    for name in ("accepted_until", "consequence", "cause", "strategy", "found", "category"):
        op.drop_column("risks", name)
    op.drop_index("ix_tasks_record", table_name="tasks")
    op.drop_table("tasks")
