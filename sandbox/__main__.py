import argparse
import asyncio
import sys
from pathlib import Path

from sandbox.seed import SeedError, load_seed
from sandbox.server import Sandbox


async def serve(seed: Path, host: str, port: int) -> None:
    sandbox = Sandbox(load_seed(seed))
    await sandbox.start(host, port)
    sys.stdout.write(f"{sandbox.url}\n")
    sys.stdout.flush()
    try:
        await asyncio.Event().wait()
    finally:
        await sandbox.stop()


def main() -> int:
    parser = argparse.ArgumentParser("sandbox", description="A Slack workspace on this machine.")
    parser.add_argument("--seed", type=Path, required=True, help="YAML file with workspace, people, app …")
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address")
    parser.add_argument("--port", type=int, default=8800)
    given = parser.parse_args()
    try:
        asyncio.run(serve(given.seed, given.host, given.port))
    except (SeedError, OSError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
