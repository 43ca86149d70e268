"""Indices of what is open, silent or told, so that reading it does not grow with what is kept"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

INDICES = (
    ("ix_outbox_posts", "outbox", ["posts"], "posts IS NOT NULL"),
    ("ix_outbox_told", "outbox", ["place", "notice", "created_at"], "answers IS NULL"),
    ("ix_clocks_spoken", "clocks", ["due_at", "record_id"], "state = 'running' AND spoken > 0"),
    ("ix_clocks_open", "clocks", ["record_id"], "state IN ('running', 'paused')"),
    ("ix_records_unsealed", "records", ["id"], "head_seq > sealed_seq"),
    (
        "ix_alerts_silent",
        "alerts",
        ["desk_id", "source", "fingerprint"],
        "status = 'firing' AND priority IS NOT NULL AND quiet_until IS NOT NULL",
    ),
    ("ix_alert_groups_firing", "alert_groups", ["desk_id", "id"], "firing > 0"),
)


def upgrade() -> None:
    for name, table, columns, where in INDICES:
        op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    for name, table, _, _ in reversed(INDICES):
        op.drop_index(name, table_name=table)
