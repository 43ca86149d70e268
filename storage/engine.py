"""Opening a database, and transactions that really are transactions.

SQLite with driver defaults loses updates without a word, so the driver's own BEGIN is switched off and ours is
emitted: plain for reads, IMMEDIATE for writes. On PostgreSQL every session has time-outs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from sqlite3 import Connection as SqliteConnection

from sqlalchemy import (
    Connection,
    Engine,
    PoolProxiedConnection,
    create_engine,
    event,
    func,
    make_url,
    null,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError

from storage.desk import desks
from storage.prepared import Prepared
from storage.shared import SHARED, Shared, shared_by

POSTGRESQL_SETTINGS = "-c statement_timeout=8s -c lock_timeout=3s -c idle_in_transaction_session_timeout=20s"
SQLITE_PRAGMAS = ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=5000")

WRITES = "writes"  # of what a connection is about to begin

# Serialisation failures, deadlocks, lost connections, lock time-outs, shutdowns: the same work may be tried again.
RETRYABLE = ("40", "08", "55P03", "57P")


def open_database(url: str, connections: int = 8, *, lasting: bool = True) -> Engine:
    """`sqlite:///file.db` or `postgresql://…` (psycopg 3). Nothing is connected yet.

    An SQLite file that is not `lasting` outlives the program, but perhaps not the machine: no commit waits for the
    disk.
    """
    if make_url(url).get_backend_name() == "sqlite":
        engine = create_engine(url, pool_size=connections, max_overflow=0, hide_parameters=True)
        event.listen(engine, "connect", partial(_prepare_sqlite, "FULL" if lasting else "OFF"))
        engine.dialect.do_begin = _begin_sqlite  # type: ignore[assignment]  # an event would slow every statement
        return engine
    parsed = make_url(url).set(drivername="postgresql+psycopg")
    return create_engine(
        parsed,
        pool_size=connections,
        max_overflow=0,
        hide_parameters=True,  # in errors: they are people's words
        pool_pre_ping=True,
        pool_timeout=5,
        connect_args={"options": POSTGRESQL_SETTINGS, "connect_timeout": 5},
    )


def _prepare_sqlite(synchronous: str, connection: SqliteConnection, _: object) -> None:
    connection.isolation_level = None
    for pragma in (*SQLITE_PRAGMAS, f"synchronous={synchronous}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: PoolProxiedConnection) -> None:
    connection.cursor().execute("BEGIN IMMEDIATE" if connection.info.pop(WRITES, False) else "BEGIN")


@contextmanager
def transaction(engine: Engine, *, writes: bool) -> Iterator[Connection]:
    """Commits when the block ends, rolls back when it raises."""
    with engine.connect() as connection:
        connection.info[WRITES] = writes
        connection.info[SHARED] = Shared()
        with connection.begin():
            yield connection
            shared_by(connection).write(connection)


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """Only reads, and sees one instant of the database however long it takes."""
    isolated = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with engine.connect().execution_options(**isolated) as connection, connection.begin():
        connection.info[SHARED] = Shared()
        yield connection


HURRY = Prepared(text("SET LOCAL lock_timeout = '100ms'"))


def in_haste(connection: Connection) -> None:
    """Of several pieces of work in one transaction none has a savepoint before it looks, and none waits long for
    what somebody else holds: each may be done by itself instead, and then holds nothing that the other waits for.
    """
    shared_by(connection).is_hasty = True
    if connection.dialect.name == "postgresql":
        HURRY.do(connection)


def may_retry(error: DBAPIError) -> bool:
    """Is this a fault of the moment rather than of the statement?"""
    state = getattr(error.orig, "sqlstate", None)
    return error.connection_invalidated or (state is not None and str(state).startswith(RETRYABLE))


BEGIN = Prepared(
    {
        "postgresql": select(desks.c.version, desks.c.clock_offset, func.clock_timestamp()),
        "sqlite": select(desks.c.version, desks.c.clock_offset, null()),
    }
)


def begin(connection: Connection) -> tuple[int, timedelta, datetime | None]:
    """The desk's version, what desk time runs ahead of machine time, and the database's own machine time.

    Replicas share PostgreSQL's clock; SQLite has none, so the process's own serves. Version 0: no desk yet.
    """
    shared = shared_by(connection)
    if shared.begun is None:
        shared.begun = next(iter(BEGIN.rows(connection)), (0, 0, None))
    version, ahead, machine = shared.begun
    return version, timedelta(microseconds=ahead), machine.astimezone(UTC) if machine else None
