"""Changes that begin before they are approved, and are decided on after the fact"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def number(name: str, *, nullable: bool) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=nullable)


def person(name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], ["people.id"], name=op.f(f"fk_change_emergencies_{name}_people"))


def upgrade() -> None:
    op.create_table(
        "change_emergencies",
        number("record_id", nullable=False),
        sa.Column("declared_at", sa.BigInteger(), nullable=False),
        number("declared_by", nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("kept_at", sa.BigInteger(), nullable=True),
        number("kept_by", nullable=True),
        sa.Column("kept_because", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"], ["records.id"], name=op.f("fk_change_emergencies_record_id_records")
        ),
        person("declared_by"),
        person("kept_by"),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_change_emergencies")),
    )


def downgrade() -> None:
    op.drop_table("change_emergencies")
