"""Home and the queue of somebody in a team, with a million tickets."""

import time
from collections.abc import Callable
from typing import Any

from bench import seeds
from bench.figures import Figure, percentile
from bench.places import database, workspace
from bot.ledger import Ledger
from services import home, queues
from services.readers import reader_at
from services.transactions import Tx

TICKETS, LOOKS = 1_000_000, 200
READERS = ("U0BEN", "U0DIRK", "U0ANN", "U0CHEN")


def see_home(tx: Tx, who: str) -> object:
    return home.see(tx, 1, reader_at(tx, who))


async def measure(kind: str) -> list[Figure]:
    async with workspace() as sandbox:
        with database(kind) as url:
            ledger = await seeds.desk(sandbox, url)
            seeds.tickets(url, TICKETS)
            homes = await _times(ledger, see_home, READERS)
            queue = await _times(ledger, queues.queue, ("U0BEN", "U0DIRK", "U0CHEN"))
            ledger.close()
    return [
        Figure(f"Home with {TICKETS:,} tickets, p99", percentile(homes, 0.99), "ms", "<=50", kind),
        Figure(f"queue with {TICKETS:,} tickets, p99", percentile(queue, 0.99), "ms", "<=50", kind),
    ]


async def _times(ledger: Ledger, ask: Callable[..., Any], readers: tuple[str, ...]) -> list[float]:
    """In milliseconds; the first look of each reader warms up."""
    found = []
    for number in range(LOOKS + len(readers)):
        begun = time.perf_counter()
        await ledger.read(ask, readers[number % len(readers)])
        if number >= len(readers):
            found.append((time.perf_counter() - begun) * 1000)
    return found
