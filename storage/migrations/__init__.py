"""Bringing a database to the newest schema, by Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from storage.engine import transaction

FOLDER = Path(__file__).parent


def config() -> Config:
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    made.set_main_option("path_separator", "os")
    return made


def upgrade(engine: Engine) -> str:
    """Run every migration that is missing, in one transaction; answers the revision reached."""
    made = config()
    with transaction(engine, writes=True) as connection:
        made.attributes["connection"] = connection
        command.upgrade(made, "head")
    return newest()


def newest() -> str:
    head = ScriptDirectory.from_config(config()).get_current_head()
    assert head is not None
    return head


def revision(engine: Engine) -> str | None:
    """The schema that the database has; None for an empty one."""
    with transaction(engine, writes=False) as connection:
        return MigrationContext.configure(connection).get_current_revision()
