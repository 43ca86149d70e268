"""Tickets made of messages, filed for others and for contacts without Slack"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("organisation", sa.Text()))
    op.add_column("tickets", sa.Column("filed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite")))
    for name in ("origin_channel", "origin_ts", "origin_thread"):
        op.add_column("tickets", sa.Column(name, sa.String(length=32)))
    op.create_index("ix_tickets_origin", "tickets", ["origin_channel", "origin_ts"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_tickets_origin", "tickets")
    for name in ("origin_thread", "origin_ts", "origin_channel", "filed_by"):
        op.drop_column("tickets", name)
    op.drop_column("people", "organisation")
