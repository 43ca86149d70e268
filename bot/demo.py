"""`bot demo`: the sandbox's workspace and Steward in one process, on SQLite, with a clock that can be moved."""

import random
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import click
import yaml
from pydantic import SecretStr

from bot import applying, logs
from bot.build import THREADS, Steward, build
from bot.commands import machine_clock, migrate, settle_memory, until_stopped
from bot.history import History, Stage
from bot.made_up_time import MadeUpTime
from bot.movable_clock import MovableClock
from bot.settings import Settings
from sandbox.seed import load_seed
from sandbox.server import Sandbox
from services import desk

EXAMPLE = Path(__file__).parent / "example"
PATIENCE = 5.0  # times the spans within which Slack wants an answer
WEEKS = timedelta(weeks=3, days=1)


def example(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((EXAMPLE / name).read_text(encoding="utf-8"))
    return found


class Demo:
    """The example company. `folder` holds no database: all begins anew, for the workspace is in memory. `real` is
    the machine's time.
    """

    def __init__(self, folder: Path, real: Callable[[], datetime] = machine_clock) -> None:
        self._folder, self._real = folder, real
        self._time = MadeUpTime(real)
        self._left = AsyncExitStack()
        seed = example("workspace.yaml") | example("guide.yaml")
        now, stamps = (lambda: self._time.now().timestamp()), self._time.stamp
        self.sandbox = Sandbox(load_seed(seed, now, stamps=stamps))
        self.steward: Steward

    async def start(self, port: int = 0) -> None:
        """Weeks of history are lived through before the page opens."""
        today = self._real()
        await self._time.live_to(today - WEEKS)
        await self.sandbox.start(port=port)
        self._left.push_async_callback(self.sandbox.stop)
        self.sandbox.workspace.scale.budgets = 0  # who looks on need not wait as long as Slack would make them
        self.sandbox.workspace.scale.limits = PATIENCE  # on a slow machine nobody loses a click
        settings = self._settings()
        migrate(settings.database_url)
        await self._live(settings, today)
        self._time.arrive()
        sealed = settings.model_copy(update={"audit_key": SecretStr(random.SystemRandom().randbytes(32).hex())})
        steward = await self._built(sealed)
        self._known(await steward.start())
        self._left.push_async_callback(steward.stop)

    async def stop(self) -> None:
        await self._left.aclose()

    async def _built(self, settings: Settings, threads: int = THREADS) -> Steward:
        chance = random.SystemRandom()
        self.steward = await build(
            settings, self._time.now, chance, movable_clock=True, turn=self._turn, threads=threads
        )
        return self.steward

    def _known(self, port: int) -> None:
        """To the workspace."""
        app = self.sandbox.workspace.app
        app.request_url, app.clock_url = f"http://127.0.0.1:{port}/slack/events", f"http://127.0.0.1:{port}/clock"

    def _settings(self) -> Settings:
        app = self.sandbox.workspace.app
        return Settings(
            slack_bot_token=app.bot_token,
            slack_signing_secret=app.signing_secret,
            slack_api_url=self.sandbox.api_url,
            database_url=f"sqlite:///{self._folder}/steward.db",
            port=0,
            metrics_port=0,
            courier_pace=0,
        )

    async def _live(self, settings: Settings, today: datetime) -> None:
        """The weeks before today, without seals: those would fill the audit channel, one an hour."""
        steward = await self._built(settings, threads=0)  # nobody looks on yet
        self._known(await steward.serve())
        try:
            plan = await applying.planned(steward.courier.client, (EXAMPLE / "desk.yaml").read_text("utf-8"))
            await applying.apply(steward.ledger, plan)
            await steward.freshness.look()  # and once more at the end: made-up people do not change
            parts = steward.ledger, steward.clockwork, steward.courier
            clock = MovableClock(*parts, self._time.now, self._time.live_to)
            async with aiohttp.ClientSession() as session:
                await History(Stage(self.sandbox, session), self._time, clock, today).play(example("history.yaml"))
            await steward.freshness.look()
            await clock.settle()
        finally:
            await steward.stop()

    async def _turn(self, to: datetime) -> None:
        """What the page's clock buttons come to: desk time goes on, and messages are dated by it."""
        await self.steward.ledger.write(desk.move_clock, to)
        self._time.ahead = max(to - self._time.now(), self._time.ahead)


async def demonstrate(port: int, folder: Path) -> None:
    logs.configure("ERROR", [])  # that history is made without seals is no news to who looks on
    settle_memory()
    demo = Demo(folder)
    try:
        await demo.start(port)
        click.echo(f"Open {demo.sandbox.url} – the guide on the page shows the way. Ctrl-C ends it.")
        await until_stopped()
    finally:
        await demo.stop()
