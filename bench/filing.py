"""Tickets filed by signed slash command, every ledger written before the answer, against an empty Bolt listener."""

from dataclasses import dataclass

from bench.figures import Figure, percentile
from bench.places import busy_for, database, environment, free_port, program, workspace
from bench.wire import Caller, caller

AT_ONCE = 64  # in flight: Bolt looks every 10 ms whether a listener has acknowledged, and must not wait for that
EMPTY, FILED = 8_000, 2_000  # commands
RATE, SECONDS = 100, 20
RUN = ("-c", "from bot.cli import main; main()", "run")


@dataclass(frozen=True)
class Pace:
    """Commands a second, and milliseconds of processor time of each: that varies less on a busy machine."""

    rate: float
    cost: float


async def _flat_out(ann: Caller, pid: int, count: int) -> Pace:
    before = busy_for(pid)
    rate = await ann.as_fast_as_it_goes(count, AT_ONCE)
    return Pace(rate, (busy_for(pid) - before) / count * 1000)


async def measure(kind: str) -> list[Figure]:
    async with workspace() as sandbox:
        secret = sandbox.workspace.app.signing_secret
        with database(kind) as url:
            port = free_port()
            async with (
                program("-m", "bench.empty", given=environment(sandbox, url, port)) as running,
                caller(port, secret) as ann,
            ):
                yardstick = await _flat_out(ann, running.pid, EMPTY)
            port = free_port()
            async with program(*RUN, given=environment(sandbox, url, port)) as running, caller(port, secret) as ann:
                filed = await _flat_out(ann, running.pid, FILED)
                calm = await ann.at_a_rate(RATE, SECONDS)
                failed = ann.failed
    return [
        Figure("empty Bolt listener", yardstick.rate, "commands/s", "", kind),
        Figure("tickets filed", filed.rate, "commands/s", "", kind),
        Figure("tickets filed / empty listener", filed.rate / yardstick.rate, "ratio", ">=0.2", kind),
        Figure("empty Bolt listener, processor time", yardstick.cost, "ms", "", kind),
        Figure("ticket filed, processor time", filed.cost, "ms", "", kind),
        Figure(f"answer at {RATE}/s, median", percentile(calm, 0.5), "ms", "", kind),
        Figure(f"answer at {RATE}/s, p99", percentile(calm, 0.99), "ms", "<=100", kind),
        Figure("commands refused for lateness", failed, "commands", "<=0", kind),
    ]
