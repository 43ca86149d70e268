"""Messages may be held back until it is known how much there is to say"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    held = sa.text("state = 'held'")
    op.create_index(
        "ix_outbox_held", "outbox", ["place", "id"], unique=False, sqlite_where=held, postgresql_where=held
    )
