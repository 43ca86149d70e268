"""Files that were brought to Slack"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "uploads",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("file_id", sa.String(length=32), nullable=False),
        sa.Column("permalink", sa.Text(), nullable=False),
        sa.Column("is_ready", sa.Boolean(), nullable=False),
        sa.Column("uploaded_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "mark", name=op.f("pk_uploads")),
    )
    op.create_index(op.f("ix_uploads_uploaded_at"), "uploads", ["uploaded_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_uploads_uploaded_at"), table_name="uploads")
    op.drop_table("uploads")
