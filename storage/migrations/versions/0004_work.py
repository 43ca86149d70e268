"""Tickets on hold and private records; where the workspace is found"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "holds",
        sa.Column("record_id", ID, autoincrement=False, nullable=False),
        sa.Column("waiting_for", sa.String(length=16), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("note", ID, nullable=False),
        sa.ForeignKeyConstraint(["note"], ["notes.id"], name=op.f("fk_holds_note_notes")),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_holds_record_id_records")),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_holds")),
    )
    op.add_column("records", sa.Column("is_private", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("desks", sa.Column("url", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("desks", "url")
    op.drop_column("records", "is_private")
    op.drop_table("holds")
