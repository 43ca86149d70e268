"""House rules that no other tool holds."""

import ast
import inspect
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Engine

from bot.build import bolt_app
from handlers.notices import COPIES, NOTICES
from handlers.routes import ROUTES
from handlers.surface import Surface
from services.agenda import ACTS
from services.reactions import REACTIONS
from storage.all_tables import STREETS, metadata

ROOT = Path(__file__).parents[2]
LAYERS = ("bot", "handlers", "services", "domain", "storage", "texts", "sandbox")
SOURCES = sorted(
    file for layer in LAYERS for file in (ROOT / layer).rglob("*.py") if "migrations/versions" not in str(file)
)
LONGEST = 310  # lines; about 300
ASKS_THE_WORLD = {"now", "utcnow", "today", "time", "monotonic", "random", "getenv", "environ", "sleep"}
OF_THE_WORLD = {"datetime", "date", "time", "random", "os"}


def name_of(file: Path) -> str:
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("file", SOURCES, ids=name_of)
def test_a_file_splits_before_it_is_long(file: Path) -> None:
    assert len(file.read_text().splitlines()) <= LONGEST


@pytest.mark.parametrize(
    "file", [one for one in SOURCES if one.relative_to(ROOT).parts[0] not in {"bot", "sandbox"}], ids=name_of
)
def test_only_the_program_asks_for_time_randomness_and_environment(file: Path) -> None:
    asked = [
        f"line {node.lineno}: {node.value.id}.{node.attr}"
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Attribute)
        and node.attr in ASKS_THE_WORLD
        and isinstance(node.value, ast.Name)
        and node.value.id in OF_THE_WORLD
    ]
    assert asked == []


def test_every_table_is_known_to_the_migrations(db: Engine) -> None:
    """The migrated database is what the tables in the code say."""
    with db.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, metadata) == []


def test_every_storage_module_with_tables_is_listed() -> None:
    files = (file for file in (ROOT / "storage").glob("*.py") if file.stem != "tables")
    with_tables = {file.stem for file in files if "    metadata," in file.read_text()}
    assert {module.__name__.rsplit(".", 1)[1] for module in STREETS} == with_tables


def test_what_follows_is_known_to_the_agenda() -> None:
    assert {kind for kinds in REACTIONS.values() for kind in kinds} <= set(ACTS)


def test_action_names_are_their_streets_own() -> None:
    """Each name begins with its street, so no two streets can answer one button."""
    for name in [*ROUTES.clicks, *ROUTES.forms, *COPIES, *NOTICES]:
        assert "." in name
    assert len(ROUTES.clicks) == len(set(ROUTES.clicks))


def test_bolt_has_one_listener_for_each_kind_of_payload_and_each_takes_args() -> None:
    """Routing cost must not grow with features; Bolt injects by name, and a wrong name becomes None."""

    class Quiet:
        async def on_anything(self, args: object) -> None: ...

        def __getattr__(self, name: str) -> object:
            return self.on_anything

    surface: Surface = Quiet()  # type: ignore[assignment]
    app = bolt_app(AsyncWebClient(token="xoxb-none"), surface, AuthorizeResult(enterprise_id=None, team_id="T0"))
    listeners = app._async_listeners
    assert len(listeners) == 7
    for listener in listeners:
        assert list(inspect.signature(listener.ack_function).parameters) == ["args"]
