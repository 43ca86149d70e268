"""A thousand due timers among a million that wait, against the same among ten thousand."""

import time
from datetime import UTC, datetime, timedelta

from bench import seeds
from bench.figures import Figure
from bench.places import database, workspace
from bot.clockwork import Clockwork
from bot.commands import machine_clock
from bot.ledger import Ledger
from domain.records import Record
from services.timers import Timer
from services.transactions import Tx

DUE, FEW, MANY = 1_000, 10_000, 1_000_000
ROUNDS = 3


def nothing(_: Tx, __: Record, ___: Timer) -> None:
    """What a timer does is not measured here: finding it, locking its record and marking it is."""


async def measure(kind: str) -> list[Figure]:
    async with workspace() as sandbox:
        with database(kind) as url:
            ledger = await seeds.desk(sandbox, url)
            far = datetime.now(UTC) + timedelta(days=365)
            seeds.timers(url, "far", 1, FEW, far)
            among_few = await _rounds(ledger, url, 0)
            seeds.timers(url, "far", 1, MANY - FEW, far, since=FEW)
            among_many = await _rounds(ledger, url, ROUNDS)
            ledger.close()
    return [
        Figure(f"{DUE:,} due among {FEW:,}", among_few, "s", "", kind),
        Figure(f"{DUE:,} due among {MANY:,}", among_many, "s", "", kind),
        Figure("among many / among few", among_many / among_few, "ratio", "<=1.3", kind),
    ]


async def _rounds(ledger: Ledger, url: str, first: int) -> float:
    """The best of some rounds: what else the machine does only adds to one."""
    clockwork = Clockwork(ledger, machine_clock, {f"bench.due{first + one}": nothing for one in range(ROUNDS)}, [])
    found = []
    for one in range(first, first + ROUNDS):
        seeds.timers(url, f"due{one}", 1, DUE, datetime.now(UTC) - timedelta(hours=1))
        begun = time.perf_counter()
        await clockwork.tick()
        found.append(time.perf_counter() - begun)
    return min(found)
