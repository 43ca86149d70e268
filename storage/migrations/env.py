"""Alembic's entry: always on the connection, and in the transaction, of whoever called."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from storage.all_tables import metadata
from storage.tables import Instant, Json

connection = context.config.attributes["connection"]


def plain_type(kind: str, item: object, _: AutogenContext) -> str | Literal[False]:
    """Migrations name the database's types: ours may change their Python side later."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.BigInteger()"
    if kind == "type" and isinstance(item, Json):
        return "sa.Text()"
    return False


context.configure(
    connection=connection,
    target_metadata=metadata,
    render_item=plain_type,
    compare_type=False,
    transactional_ddl=False,
)
context.run_migrations()
