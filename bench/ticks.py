"""A thousand due timers among a million that wait, against the same among ten thousand."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bench import seeds
from bench.figures import Figure
from bench.places import database, workspace
from bot.clockwork import Clockwork
from bot.commands import machine_clock
from bot.ledger import Ledger
from domain.records import Record
from sandbox.server import Sandbox
from services.timers import Timer
from services.transactions import Tx

DUE, FEW, MANY = 1_000, 10_000, 1_000_000
ROUNDS = 5


def nothing(_: Tx, __: Record, ___: Timer) -> None:
    """What a timer does is not measured here: finding it, locking its record and marking it is."""


@dataclass
class Desk:
    url: str
    ledger: Ledger
    seconds: list[float] = field(default_factory=list)

    async def round(self, number: int) -> None:
        kind = f"due{number}"
        seeds.timers(self.url, kind, 1, DUE, datetime.now(UTC) - timedelta(hours=1))
        clockwork = Clockwork(self.ledger, machine_clock, {f"bench.{kind}": nothing}, [])
        begun = time.perf_counter()
        await clockwork.tick()
        self.seconds.append(time.perf_counter() - begun)


async def measure(kind: str) -> list[Figure]:
    async with workspace() as sandbox:
        with database(kind) as one, database(kind) as other:
            desks = await _desk(sandbox, one, FEW), await _desk(sandbox, other, MANY)
            for number in range(ROUNDS):
                for desk in desks:  # in turn, so that a busy machine slows both
                    await desk.round(number)
            for desk in desks:
                desk.ledger.close()
    among_few, among_many = (min(desk.seconds) for desk in desks)  # what else the machine does only adds to one
    return [
        Figure(f"{DUE:,} due among {FEW:,}", among_few, "s", "", kind),
        Figure(f"{DUE:,} due among {MANY:,}", among_many, "s", "", kind),
        Figure("among many / among few", among_many / among_few, "ratio", "<=1.3", kind),
    ]


async def _desk(sandbox: Sandbox, url: str, waiting: int) -> Desk:
    ledger = await seeds.desk(sandbox, url)
    seeds.timers(url, "far", 1, waiting, datetime.now(UTC) + timedelta(days=365))
    return Desk(url, ledger)
