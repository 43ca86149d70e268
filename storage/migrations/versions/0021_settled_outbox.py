"""An index of what was said, by its age, so that it is forgotten without looking through what is kept"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

WHERE = sa.text("state IN ('sent', 'withdrawn') AND posts IS NULL AND look_again_at IS NULL")


def upgrade() -> None:
    op.create_index("ix_outbox_settled", "outbox", ["created_at"], sqlite_where=WHERE, postgresql_where=WHERE)


def downgrade() -> None:
    op.drop_index("ix_outbox_settled", table_name="outbox")
