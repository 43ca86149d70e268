"""Open tickets in the order in which their promises break"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NEVER = 253_370_764_800_000_000  # the year 9999, in microseconds


def upgrade() -> None:
    op.create_table(
        "queue",
        sa.Column("record_id", ID, autoincrement=False, nullable=False),
        sa.Column("team", ID, nullable=False),
        sa.Column("owner", ID, nullable=True),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("is_held", sa.Boolean(), nullable=False),
        sa.Column("breach_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_queue_record_id_records")),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_queue")),
    )
    op.create_index("ix_queue_team", "queue", ["team", "is_private", "breach_at", "record_id"], unique=False)
    op.create_index("ix_queue_owner", "queue", ["owner", "is_held", "breach_at", "record_id"], unique=False)
    op.create_index(
        "ix_records_asked",
        "records",
        ["requester", "kind", "id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.execute(
        "INSERT INTO queue (record_id, team, owner, is_private, is_held, breach_at)"  # noqa: S608 - a number of ours
        " SELECT r.id, r.team, r.owner, r.is_private, r.state = 'on_hold',"
        f" COALESCE((SELECT MIN(c.due_at) FROM clocks c WHERE c.record_id = r.id AND c.state = 'running'), {NEVER})"
        " FROM records r WHERE r.kind = 'ticket' AND r.state IN ('new', 'assigned', 'in_progress', 'on_hold')"
    )


def downgrade() -> None:
    op.drop_index("ix_records_asked", table_name="records")
    op.drop_table("queue")
