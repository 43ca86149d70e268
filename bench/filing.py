"""Tickets filed by signed slash command, every ledger written before the answer, against an empty Bolt listener."""

from dataclasses import dataclass
from statistics import median

from bench.figures import Figure, percentile
from bench.places import busy_for, database, environment, free_port, program, workspace
from bench.wire import Caller, caller

AT_ONCE = 64  # in flight: Bolt looks every 10 ms whether a listener has acknowledged, and must not wait for that
EMPTY, FILED, TURNS = 6_000, 2_000, 5  # commands in one turn, and turns
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
    """Both run at the same time and are asked by turns: a machine that is slower for a while is so for both."""
    async with workspace() as sandbox:
        secret = sandbox.workspace.app.signing_secret
        with database(kind) as url:
            ports = free_port(), free_port()
            async with (
                program("-m", "bench.empty", given=environment(sandbox, url, ports[0])) as empty,
                program(*RUN, given=environment(sandbox, url, ports[1])) as steward,
                caller(ports[0], secret) as asking,
                caller(ports[1], secret) as filing,
            ):
                turns = [
                    (await _flat_out(asking, empty.pid, EMPTY), await _flat_out(filing, steward.pid, FILED))
                    for _ in range(TURNS)
                ]
                calm = await filing.at_a_rate(RATE, SECONDS)
                failed = filing.failed
    yardsticks, filed = zip(*turns, strict=True)
    ratios = [ours.rate / theirs.rate for theirs, ours in turns]
    return [
        Figure("empty Bolt listener", median(one.rate for one in yardsticks), "commands/s", "", kind),
        Figure("tickets filed", median(one.rate for one in filed), "commands/s", "", kind),
        Figure("tickets filed / empty listener", median(ratios), "ratio", ">=0.2", kind),
        Figure("the same, at worst", min(ratios), "ratio", "", kind),
        Figure("empty Bolt listener, processor time", median(one.cost for one in yardsticks), "ms", "", kind),
        Figure("ticket filed, processor time", median(one.cost for one in filed), "ms", "", kind),
        Figure(f"answer at {RATE}/s, median", percentile(calm, 0.5), "ms", "", kind),
        Figure(f"answer at {RATE}/s, p99", percentile(calm, 0.99), "ms", "<=100", kind),
        Figure("commands refused for lateness", failed, "commands", "<=0", kind),
    ]
