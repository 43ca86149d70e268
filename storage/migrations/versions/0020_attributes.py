"""What Slack profiles say of people: manager, department, region, skills"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def number(name: str, *, nullable: bool) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "people_attributes",
        number("person", nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        number("manager", nullable=True),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("skills", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_people_attributes_person_people")),
        sa.ForeignKeyConstraint(["manager"], ["people.id"], name=op.f("fk_people_attributes_manager_people")),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_people_attributes")),
    )
    op.create_index(op.f("ix_people_attributes_manager"), "people_attributes", ["manager"])


def downgrade() -> None:
    op.drop_table("people_attributes")
