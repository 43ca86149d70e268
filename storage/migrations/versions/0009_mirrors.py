"""Words that are mirrored: edited and deleted where they were said, and so where they were passed on"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("copies", sa.Column("follows", sa.Boolean(), server_default=sa.true(), nullable=False))
    for name in ("edited_at", "deleted_at"):
        op.add_column("notes", sa.Column(name, sa.BigInteger()))
    op.add_column("notes", sa.Column("version", sa.String(length=32), server_default="", nullable=False))
    op.add_column("notes", sa.Column("from_requester", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute(
        "UPDATE notes SET from_requester = true WHERE side = 'requester' "
        "AND author = (SELECT requester FROM records WHERE records.id = notes.record_id)"
    )


def downgrade() -> None:
    for name in ("from_requester", "version", "deleted_at", "edited_at"):
        op.drop_column("notes", name)
    op.drop_column("copies", "follows")
