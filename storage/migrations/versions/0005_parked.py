"""What is parked is found without reading the rest"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("outbox", "timers"):
        parked = sa.text("state = 'parked'")
        op.create_index(f"ix_{table}_parked", table, ["id"], sqlite_where=parked, postgresql_where=parked)


def downgrade() -> None:
    for table in ("outbox", "timers"):
        op.drop_index(f"ix_{table}_parked", table_name=table)
