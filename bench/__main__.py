"""`python -m bench [NAME …] [sqlite|postgresql]`: all benchmarks, or those named; a table, and bench.json."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from bench import couriers, dispatch, filing, lists, startup, ticks
from bench.figures import Figure, table, write
from bench.places import DATABASES

MEASURES: dict[str, Callable[[str], Awaitable[list[Figure]]]] = {
    "filing": filing.measure,
    "ticks": ticks.measure,
    "dispatch": dispatch.measure,
    "lists": lists.measure,
    "startup": startup.measure,
    "couriers": couriers.measure,
}


async def main(wanted: list[str]) -> None:
    names = [name for name in wanted if name in MEASURES] or list(MEASURES)
    kinds = [kind for kind in wanted if kind in DATABASES] or list(DATABASES)
    if unknown := set(wanted) - set(MEASURES) - set(DATABASES):
        sys.exit(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(MEASURES)}")
    figures: list[Figure] = []
    for name in names:
        for kind in kinds:
            print(f"{name} on {kind} …", file=sys.stderr, flush=True)
            figures += await MEASURES[name](kind)
    print(table(figures))
    write(figures, Path("bench.json"))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
