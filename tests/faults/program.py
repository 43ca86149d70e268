"""`bot run` as a process that can be killed at any moment and started again."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

import aiohttp

ROOT = Path(__file__).parents[2]
POLL = 0.02  # seconds
PATIENCE = 20


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Program:
    """`environment` is all that the process gets; its log is appended to `log`."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = {"PATH": os.environ["PATH"], **environment, "PORT": str(self.port), "METRICS_PORT": "0"}
        self._log = log
        self._brood: asyncio.subprocess.Process | None = None
        self._script: asyncio.subprocess.Process | None = None
        self.pid = 0

    async def warm_up(self) -> None:
        """Load the program, so that later starts cost no import."""
        with self._log.open("ab") as log:
            self._brood = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.faults.brood",
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=log,
                env=self._environment, cwd=ROOT,
            )  # fmt: skip

    async def apply(self, desk: Path) -> None:
        applied = await asyncio.create_subprocess_exec(
            str(Path(sys.executable).parent / "bot"), "apply", str(desk), env=self._environment, cwd=ROOT
        )
        assert await applied.wait() == 0

    async def audit(self) -> list[str]:
        """What `bot audit verify` finds broken, beside the running program."""
        verified = await asyncio.create_subprocess_exec(
            str(Path(sys.executable).parent / "bot"), "audit", "verify",
            stdout=asyncio.subprocess.PIPE, env=self._environment, cwd=ROOT,
        )  # fmt: skip
        said, _ = await verified.communicate()
        return said.decode().splitlines() if verified.returncode else []

    async def run_script(self) -> None:
        """The console script itself, in a process of its own."""
        with self._log.open("ab") as log:
            self._script = await asyncio.create_subprocess_exec(
                str(Path(sys.executable).parent / "bot"), "run", stderr=log, env=self._environment, cwd=ROOT
            )
        self.pid = self._script.pid

    async def start(self) -> None:
        assert self._brood
        assert self._brood.stdin
        assert self._brood.stdout
        self._brood.stdin.write(b"go\n")
        await self._brood.stdin.drain()
        self.pid = int(await self._brood.stdout.readline())

    @property
    def is_alive(self) -> bool:
        if self._script and self._script.pid == self.pid:
            return self._script.returncode is None
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True

    async def ready(self, path: str = "/healthz") -> bool:
        """Waits until it serves; False where it went away instead."""
        async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
            while self.is_alive:
                try:
                    async with session.get(self.url + path) as answer:
                        if answer.status == 200:
                            return True
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(POLL)
        return False

    async def kill(self, sign: signal.Signals = signal.SIGKILL) -> None:
        """Sends the signal and waits for the end."""
        if self.is_alive:
            os.kill(self.pid, sign)
        async with asyncio.timeout(PATIENCE):
            while self.is_alive:  # noqa: ASYNC110 - a forked process is nobody's child here: its end is no event
                await asyncio.sleep(POLL / 4)

    async def close(self) -> None:
        if self.pid:
            await self.kill()
        if self._script:
            await self._script.wait()
        if self._brood:
            assert self._brood.stdin
            self._brood.stdin.close()
            await self._brood.wait()
