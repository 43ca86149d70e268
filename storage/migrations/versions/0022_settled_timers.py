"""Indices of timers and alerts that are over, by their age, so that they are forgotten without looking through what
is kept
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

INDICES = (
    ("ix_timers_settled", "timers", "due_at", "state IN ('fired', 'cancelled')"),
    ("ix_alerts_settled", "alerts", "resolved_at", "status = 'resolved'"),
)


def upgrade() -> None:
    for name, table, column, where in INDICES:
        op.create_index(name, table, [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    for name, table, _, _ in reversed(INDICES):
        op.drop_index(name, table_name=table)
