"""Slack finds somebody's conversation with the app by their id: its channel was never kept"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("people", "dm_channel")


def downgrade() -> None:
    op.add_column("people", sa.Column("dm_channel", sa.Text(), nullable=True))
