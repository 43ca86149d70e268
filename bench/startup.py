"""Start to ready with a hundred thousand tickets; then what it costs to do nothing."""

import asyncio
import time
from pathlib import Path

from bench import seeds
from bench.figures import Figure
from bench.filing import RUN
from bench.places import busy_for, database, environment, free_port, program, ready, workspace

TICKETS, IDLE = 100_000, 20  # rows; seconds


async def measure(kind: str) -> list[Figure]:
    async with workspace() as sandbox:
        with database(kind) as url:
            (await seeds.desk(sandbox, url)).close()
            seeds.tickets(url, TICKETS)
            port = free_port()
            given = environment(sandbox, url, port, STEWARD_CONFIG="")
            begun = time.perf_counter()
            async with program(*RUN, given=given) as running:
                await ready(f"http://127.0.0.1:{port}/readyz")
                started = time.perf_counter() - begun
                await asyncio.sleep(5)  # what a start leaves to do
                before = busy_for(running.pid)
                await asyncio.sleep(IDLE)
                busy = (busy_for(running.pid) - before) / IDLE
                memory = _memory(running.pid)
    return [
        Figure(f"start to ready with {TICKETS:,} tickets", started, "s", "<=3", kind),
        Figure("idle memory", memory, "MB", "<=150", kind),
        Figure("idle CPU", busy * 100, "%", "<=1", kind),
    ]


def _memory(pid: int) -> float:
    """Resident, in megabytes."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024
