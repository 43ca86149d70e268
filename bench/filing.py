"""Tickets filed by signed slash command, every ledger written before the answer, against an empty Bolt listener."""

from bench.figures import Figure, percentile
from bench.places import database, environment, free_port, program, workspace
from bench.wire import caller

AT_ONCE = 64  # in flight: Bolt looks every 10 ms whether a listener has acknowledged, and must not wait for that
EMPTY, FILED = 8_000, 2_000  # commands
RATE, SECONDS = 100, 20
RUN = ("-c", "from bot.cli import main; main()", "run")


async def measure(kind: str) -> list[Figure]:
    async with workspace() as sandbox:
        secret = sandbox.workspace.app.signing_secret
        with database(kind) as url:
            port = free_port()
            async with (
                program("-m", "bench.empty", given=environment(sandbox, url, port)),
                caller(port, secret) as ann,
            ):
                yardstick = await ann.as_fast_as_it_goes(EMPTY, AT_ONCE)
            port = free_port()
            async with program(*RUN, given=environment(sandbox, url, port)), caller(port, secret) as ann:
                filed = await ann.as_fast_as_it_goes(FILED, AT_ONCE)
                calm = await ann.at_a_rate(RATE, SECONDS)
                failed = ann.failed
    return [
        Figure("empty Bolt listener", yardstick, "commands/s", "", kind),
        Figure("tickets filed", filed, "commands/s", "", kind),
        Figure("tickets filed / empty listener", filed / yardstick, "ratio", ">=0.2", kind),
        Figure(f"answer at {RATE}/s, median", percentile(calm, 0.5), "ms", "", kind),
        Figure(f"answer at {RATE}/s, p99", percentile(calm, 0.99), "ms", "<=100", kind),
        Figure("commands refused for lateness", failed, "commands", "<=0", kind),
    ]
