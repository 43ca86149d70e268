"""Three couriers on PostgreSQL against one: messages a second, and whether any overtook another."""

import asyncio
import time
from contextlib import AsyncExitStack
from datetime import timedelta
from itertools import pairwise

import yaml
from sqlalchemy import text

from bench import seeds
from bench.figures import Figure
from bench.filing import RUN
from bench.places import EXAMPLE, database, environment, free_port, program, ready
from bot.commands import machine_clock
from domain.outcomes import Outcome
from domain.records import Kind
from sandbox.seed import load_seed
from sandbox.server import Sandbox
from services import intake, outbox, records
from services.inbox import Heard
from services.transactions import Tx
from storage.engine import open_database

CHANNELS, EACH = 24, 20
WORKERS, LATENCY = 4, 0.1  # in flight for each courier; seconds that Slack takes
PLACES = [f"C0BENCH{number:02}" for number in range(CHANNELS)]
CALM = {"COURIER_PACE": "0", "COURIER_WORKERS": str(WORKERS)}


async def measure(kind: str) -> list[Figure]:
    if kind != "postgresql":  # SQLite serves one
        return []
    one, first_wrong = await _deliver(kind, 1)
    three, wrong = await _deliver(kind, 3)
    return [
        Figure("messages delivered by one courier", one, "messages/s", "", kind),
        Figure("messages delivered by three", three, "messages/s", "", kind),
        Figure("three couriers / one", three / one, "ratio", ">=1.5", kind),
        Figure("messages out of order", first_wrong + wrong, "messages", "<=0", kind),
    ]


async def _deliver(kind: str, couriers: int) -> tuple[float, int]:
    """Messages a second, and how many stand before one that was written earlier."""
    sandbox = _workspace()
    await sandbox.start()
    try:
        with database(kind) as url:
            ledger = await seeds.desk(sandbox, url)
            async with AsyncExitStack() as stack:
                ports = [free_port() for _ in range(couriers)]
                for port in ports:
                    given = environment(sandbox, url, port, STEWARD_CONFIG="", **CALM)
                    await stack.enter_async_context(program(*RUN, given=given, core=None))
                for port in ports:
                    await ready(f"http://127.0.0.1:{port}/readyz")
                sandbox.faults.add({"on": "chat.postMessage", "fault": "delay", "seconds": LATENCY, "times": 10**6})
                begun = time.perf_counter()
                await ledger.hear(Heard("bench", "U0ANN", machine_clock() + timedelta(minutes=1)), _write)
                await _until_all_are_said(sandbox)
                span = time.perf_counter() - begun
            wrong = sum(_out_of_order(sandbox, url, channel) for channel in PLACES)
            ledger.close()
        return CHANNELS * EACH / span, wrong
    finally:
        await sandbox.stop()


def _workspace() -> Sandbox:
    seed = yaml.safe_load((EXAMPLE / "workspace.yaml").read_text())
    seed["channels"] += [
        {"id": f"C0BENCH{number:02}", "name": f"bench-{number:02}", "members": ["ben"], "app": True}
        for number in range(CHANNELS)
    ]
    sandbox = Sandbox(load_seed(seed))
    sandbox.workspace.app.request_url = ""
    sandbox.workspace.scale.budgets = 0
    return sandbox


def _write(tx: Tx) -> Outcome:
    """Each channel's messages, in the order in which they are to stand there."""
    filed = intake.file(tx, "printer on 3F is down", source="command")
    record = records.named(tx, filed.key, Kind.TICKET)
    for _ in range(EACH):
        for channel in PLACES:
            outbox.tell(tx, record, channel, "ticket.reopened")
    return filed


async def _until_all_are_said(sandbox: Sandbox) -> None:
    async with asyncio.timeout(300):
        while sum(len(_tokens(sandbox, channel)) for channel in PLACES) < CHANNELS * EACH:  # noqa: ASYNC110 - the sandbox has no event
            await asyncio.sleep(0.05)


def _tokens(sandbox: Sandbox, channel: str) -> list[str]:
    found = sandbox.workspace.channels[channel].timeline.newest_first(limit=1000)[0]
    return [str((one.metadata or {})["event_payload"]["token"]) for one in reversed(found) if one.bot_id]


def _out_of_order(sandbox: Sandbox, url: str, channel: str) -> int:
    engine = open_database(url, connections=1)
    with engine.connect() as connection:
        asked = text("SELECT token FROM outbox WHERE place = :place ORDER BY id")
        written = [str(token) for (token,) in connection.execute(asked, {"place": channel})]
    engine.dispose()
    places = [written.index(token) for token in _tokens(sandbox, channel)]
    return sum(after < before for before, after in pairwise(places))
