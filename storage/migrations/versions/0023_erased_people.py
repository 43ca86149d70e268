"""Whose name was erased is remembered, so that Slack does not tell it again"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("erased_at", sa.BigInteger()))


def downgrade() -> None:
    op.drop_column("people", "erased_at")
