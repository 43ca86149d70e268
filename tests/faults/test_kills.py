"""The running program, killed with SIGKILL at random moments while people carry on and Slack misbehaves.

`STEWARD_KILLS` is how often (50), `STEWARD_SEED` repeats the moments, the faults and what people do, as far as
two processes can be made to repeat anything.
"""

import asyncio
import os
import random
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.faults.cards import stale_cards
from tests.faults.reckoning import Books
from tests.faults.siege import Tally, besieged

KILLS = int(os.environ.get("STEWARD_KILLS", "50"))
SECRETS = ("xoxb-sandbox-steward", "sandbox-only-signing-secret", "made-up-audit-key-of-a-test")


@pytest.mark.timeout(600)
def test_nothing_is_lost_and_nothing_doubled(database_url: str, db: Engine, tmp_path: Path) -> None:
    seed = int(os.environ.get("STEWARD_SEED", random.SystemRandom().getrandbits(31)))
    print(f"STEWARD_SEED={seed}")  # noqa: T201 - shown when it fails
    tally, books = asyncio.run(_siege(database_url, db, seed, tmp_path / "bot.log"))
    faults = books.check()
    sys.stdout.write(_figures(tally, books))
    assert not faults, "\n".join(faults[:20])
    assert tally.messages, "no kill caught a message under way: it shows nothing"
    assert tally.requests, "no kill cut a request of Slack's: it shows nothing"


async def _siege(database_url: str, engine: Engine, seed: int, log: Path) -> tuple[Tally, Books]:
    async with besieged(database_url, engine, seed, log) as siege:
        await siege.run(KILLS)
        books = Books(engine, siege.sandbox, siege.crowd.memory, log, SECRETS, {"C0FACILITY"})
        books.faults += await stale_cards(database_url, siege.sandbox)
        books.faults += await siege.program.audit()
        return siege.tally, books


def _figures(tally: Tally, books: Books) -> str:
    states = {one.state: one.times for one in books.rows("SELECT state, count(*) AS times FROM outbox GROUP BY 1")}
    tried = books.rows("SELECT count(*) FROM outbox WHERE attempts > 1")[0][0]
    memory = books.memory
    known = sum(1 for told in memory.filed if told.key)
    return (
        f"{tally.kills} kills ({tally.before_serving} before serving): {tally.requests} deliveries cut, "
        f"{tally.messages} messages under way; {len(tally.spells)} spells; drained in {tally.drained:.1f} s; "
        f"outbox {states}, {tried} sent again; {len(memory.filed)} commands, {known} answered with a key; "
        f"{len(memory.sent)} forms; {memory.clicks} clicks; {len(memory.said)} words in threads; "
        f"{memory.failures} acts unanswered\n"
    )
