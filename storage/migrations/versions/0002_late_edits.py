"""Equal edits are not sent; late ones are drawn over"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("copies", sa.Column("digest", sa.String(length=64), nullable=True))
    op.add_column("copies", sa.Column("draw_again_at", sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_copies_draw_again",
        "copies",
        ["draw_again_at"],
        unique=False,
        sqlite_where=sa.text("draw_again_at IS NOT NULL"),
        postgresql_where=sa.text("draw_again_at IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_copies_draw_again", table_name="copies")
    op.drop_column("copies", "draw_again_at")
    op.drop_column("copies", "digest")
