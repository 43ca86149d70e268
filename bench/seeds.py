"""Many rows at once, by the database itself: what years of use leave behind."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Connection, text

from bench.places import EXAMPLE
from bot import applying
from bot.build import slack_client
from bot.commands import machine_clock
from bot.ledger import Ledger
from bot.settings import Settings
from sandbox.server import Sandbox
from storage.engine import open_database, transaction
from storage.tables import microseconds

NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) "
HOUR = 3_600_000_000  # microseconds
FIRST = 1_000_000  # ids of seeded records begin here

RECORDS = """
INSERT INTO records (id, desk_id, workspace, kind, key, title, state, requester, owner, team, priority, opened_at,
                     closed_at, head_seq, head_hash)
SELECT :first + i, :desk, 'T0STEWARD', 'ticket', 'OLD-' || i, 'printer ' || i || ' is down',
       CASE WHEN i % 20 = 0 THEN 'in_progress' ELSE 'closed' END, 1 + i % :people,
       CASE WHEN i % 3 = 0 THEN 1 + i % :people END,
       CASE i % 4 WHEN 0 THEN :t0 WHEN 1 THEN :t1 WHEN 2 THEN :t2 ELSE :t3 END, 1 + i % 5,
       CAST(:now AS BIGINT) - i * CAST(60000000 AS BIGINT), CASE WHEN i % 20 = 0 THEN NULL ELSE :now END, 0, ''
FROM n
"""
TICKETS = """
INSERT INTO tickets (record_id, kind, description, impact, urgency, source)
SELECT :first + i, 'request', NULL, 2, 2, 'command' FROM n
"""
QUEUE = """
INSERT INTO queue (record_id, team, owner, is_private, is_held, breach_at)
SELECT id, team, owner, false, false, CAST(:now AS BIGINT) + (id % 1000) * CAST(60000000 AS BIGINT) FROM records
WHERE id >= :first AND closed_at IS NULL
"""
TIMERS = """
INSERT INTO timers (kind, record_id, occurrence, due_at, state)
SELECT 'bench.' || :name, :record, CAST(:since + i AS VARCHAR), :due + i, 'waiting' FROM n
"""


async def desk(sandbox: Sandbox, url: str) -> Ledger:
    """A ledger in which the example desk is applied."""
    app = sandbox.workspace.app
    settings = Settings(
        slack_bot_token=app.bot_token, slack_signing_secret=app.signing_secret, slack_api_url=sandbox.api_url
    )
    ledger = Ledger(open_database(url), machine_clock, random.SystemRandom())
    plan = await applying.planned(slack_client(settings), (EXAMPLE / "desk.yaml").read_text())
    await applying.apply(ledger, plan)
    return ledger


@contextmanager
def writing(url: str) -> Iterator[Connection]:
    engine = open_database(url, connections=1)
    with transaction(engine, writes=True) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL statement_timeout = 0"))
        yield connection
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        is_postgresql = connection.dialect.name == "postgresql"
        connection.exec_driver_sql("VACUUM ANALYZE" if is_postgresql else "ANALYZE")  # as it does by itself in time
    engine.dispose()


def tickets(url: str, count: int) -> None:
    """Of which every twentieth is open, spread over the desk's teams and people."""
    now = microseconds(datetime.now(UTC))
    with writing(url) as connection:
        one = connection.execute(text("SELECT (SELECT min(id) FROM desks), (SELECT count(*) FROM people)")).one()
        found = connection.execute(text("SELECT id FROM objects WHERE kind = 'team' ORDER BY id")).scalars()
        teams = {f"t{number}": team for number, team in enumerate(found)}
        given = {"count": count, "first": FIRST, "now": now, "desk": one[0], "people": one[1], **teams}
        for statement in (RECORDS, TICKETS):
            connection.execute(text(NUMBERS + statement), given)
        connection.execute(text(QUEUE), given)


def timers(url: str, name: str, record: int, count: int, due: datetime, since: int = 0) -> None:
    given = {"count": count, "name": name, "record": record, "due": microseconds(due), "since": since}
    with writing(url) as connection:
        connection.execute(text(NUMBERS + TIMERS), given)
