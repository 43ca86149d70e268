"""Whom words call upon, and which ticket came back as which"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("notes", sa.Column("calls", number))
    op.add_column("tickets", sa.Column("follows", number))


def downgrade() -> None:
    op.drop_column("tickets", "follows")
    op.drop_column("notes", "calls")
