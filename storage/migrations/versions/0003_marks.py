"""Warning steps may lie beyond a share of the target"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("clocks", sa.Column("spoken_after", sa.BigInteger(), nullable=False, server_default="0"))
