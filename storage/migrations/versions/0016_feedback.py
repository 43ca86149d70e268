"""Surveys know their end and take comments; bad scores are followed up"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

A_FORTNIGHT = 14 * 24 * 3600 * 1_000_000  # microseconds: what every survey had so far


def upgrade() -> None:
    op.add_column("surveys", sa.Column("comment", sa.Text(), nullable=True))
    op.add_column("surveys", sa.Column("until", sa.BigInteger(), nullable=False, server_default="0"))
    surveys = sa.table("surveys", sa.column("until", sa.BigInteger()), sa.column("asked_at", sa.BigInteger()))
    op.execute(surveys.update().values(until=sa.func.coalesce(surveys.c.asked_at, 0) + A_FORTNIGHT))
    op.create_index("ix_surveys_person", "surveys", ["person", "asked_at"], unique=False)
    op.create_table(
        "follow_ups",
        sa.Column("record_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("lead", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("done_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["done_by"], ["people.id"], name=op.f("fk_follow_ups_done_by_people")),
        sa.ForeignKeyConstraint(["lead"], ["people.id"], name=op.f("fk_follow_ups_lead_people")),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_follow_ups_record_id_records")),
        sa.PrimaryKeyConstraint("record_id", "round", name=op.f("pk_follow_ups")),
    )
