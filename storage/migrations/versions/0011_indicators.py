"""The live indicator, and indices of when targets were decided"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "indicators",
        sa.Column("desk_id", ID, nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("broken", sa.Integer(), nullable=False),
        sa.Column("decided", sa.Integer(), nullable=False),
        sa.Column("measured_at", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["desk_id"], ["desks.id"], name=op.f("fk_indicators_desk_id_desks")),
        sa.PrimaryKeyConstraint("desk_id", "name", name=op.f("pk_indicators")),
    )
    op.create_index("ix_clocks_due_at", "clocks", ["due_at"])
    op.create_index("ix_clocks_stopped_at", "clocks", ["stopped_at"])


def downgrade() -> None:
    op.drop_index("ix_clocks_stopped_at", table_name="clocks")
    op.drop_index("ix_clocks_due_at", table_name="clocks")
    op.drop_table("indicators")
