"""The sandbox and the program in one background loop; whoever leaves a message or an ERROR unexpected fails."""

import asyncio
import copy
import functools
import io
import logging
import random
import threading
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import yaml

import services.desk
from bot import applying, logs
from bot.build import Steward, build
from bot.movable_clock import MovableClock
from bot.settings import Settings
from handlers.desk.file import read
from handlers.routes import ROUTES
from handlers.surface import Routes
from sandbox.seed import load_seed
from sandbox.server import Sandbox
from tests.world.control import Control
from tests.world.people import Place, Someone

EXAMPLE = Path(__file__).parents[2] / "bot" / "example"
SECRETS = ("xoxb-sandbox-steward", "xapp-sandbox-steward", "sandbox-only-signing-secret")
T = TypeVar("T")


@functools.cache
def _example_workspace() -> dict[str, Any]:
    """Read once: reading YAML was a quarter of a world's start."""
    seed: dict[str, Any] = yaml.safe_load((EXAMPLE / "workspace.yaml").read_text())
    return seed


_desk_file = functools.cache(read)


class Errors(logging.Handler):
    """Collects ERROR lines."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


class Clock:
    """Desk time, moved as a test likes."""

    def __init__(self, world: "World") -> None:
        self._world = world

    def advance(self, **span: float) -> None:
        """`advance(hours=4)`: every due instant on the way is lived through."""
        self._world.run(self._world.movable.advance(timedelta(**span)), patience=110)
        self._world.settle()


class World:
    """`database_url` is migrated and empty; the example desk is applied, or `desk` in its place."""

    def __init__(
        self,
        database_url: str,
        *,
        desk: str | None = None,
        start_at: datetime | None = None,
        audit_key: str | None = None,
        alerts_key: str | None = None,
        routes: Routes = ROUTES,
        socket_mode: bool = False,
        slack_commands: str = "",
    ) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.log = io.StringIO()
        logs.configure("INFO", [], self.log)
        self.errors = Errors()
        logging.getLogger().addHandler(self.errors)
        self.sandbox: Sandbox
        self.steward: Steward
        self._routes = routes
        self._audit_key = audit_key
        self._alerts_key = alerts_key
        self._socket_mode = socket_mode
        self._slack_commands = slack_commands
        self._starts = 0
        self._posts: list[dict[str, Any]] = []
        self._seen = 0
        self.run(self._start(database_url, desk or (EXAMPLE / "desk.yaml").read_text()))
        self.control = Control(self.sandbox.url)
        self.control.post("/control/scale", budgets=0, limits=4)  # a busy machine is not a slow program
        self.movable = self._clock_of()
        self.clock = Clock(self)
        self._people: dict[str, Someone] = {}
        if start_at:
            self.run(self.movable.advance(start_at - datetime.now(UTC)))

    @staticmethod
    def _now() -> datetime:
        return datetime.now(UTC)

    async def _start(self, database_url: str, desk: str) -> None:
        seed = copy.deepcopy(_example_workspace())
        self.sandbox = Sandbox(load_seed(seed))
        self.sandbox.workspace.app.mode = "socket" if self._socket_mode else "http"
        await self.sandbox.start()
        app = seed["app"]
        self._settings = Settings(
            slack_bot_token=app["bot_token"],
            slack_signing_secret=app["signing_secret"],
            slack_app_token=app["app_token"] if self._socket_mode else None,
            slack_api_url=self.sandbox.api_url,
            database_url=database_url,
            port=0,
            metrics_port=0,
            audit_key=self._audit_key,
            alerts_key=self._alerts_key,
            courier_pace=0,
            courier_settle=0.2,
            courier_back_off=0.05,
            socket_ping=0.4,
            answer_within=9.0,  # as the sandbox waits: a busy machine is not a slow program
            slack_commands=self._slack_commands,
        )
        await self._build()
        await self._begin()
        await self._apply(desk)

    async def _build(self) -> None:
        self._starts += 1
        chance = random.Random(self._starts)  # never the same again: messages' tokens are drawn from it
        self.steward = await build(self._settings, self._now, chance, movable_clock=True, routes=self._routes)

    async def _begin(self) -> None:
        self.port = port = await self.steward.start()
        self.sandbox.workspace.app.request_url = f"http://127.0.0.1:{port}/slack/events"
        self.sandbox.workspace.app.clock_url = f"http://127.0.0.1:{port}/clock"

    async def _apply(self, desk: str) -> None:
        plan = await applying.looked_up(self.steward.courier.client, _desk_file(desk))
        await applying.apply(self.steward.ledger, plan)

    def apply(self, desk: str) -> None:
        """What `bot apply` does with this desk file."""
        self.run(self._apply(desk))
        self.settle()

    def restart(self, **after: float) -> None:
        """The program stops, desk time passes, a new one starts: `restart(days=2)` is a weekend's absence."""
        self.run(self.steward.stop())
        self.run(self._build())
        self.movable = self._clock_of()
        now = self.run(self.steward.ledger.read(services.desk.now))
        self.run(self.steward.ledger.write(services.desk.move_clock, now + timedelta(**after)))
        self.run(self._begin())
        self.settle()

    def _clock_of(self) -> MovableClock:
        steward = self.steward
        return MovableClock(steward.ledger, steward.clockwork, steward.courier, self._now)

    def run(self, work: Coroutine[Any, Any, T], patience: float = 30) -> T:
        """Do `work` in the world's own loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(patience)

    def settle(self) -> None:
        """Until everything that was set in motion has come to rest."""
        self.control.get("/control/idle?seconds=20")
        self.run(self.steward.surface.drain())
        self.run(self.steward.freshness.settle())
        self.run(self.movable.settle())
        self.control.get("/control/idle?seconds=20")

    def person(self, name: str) -> Someone:
        return self._people.setdefault(name, Someone(self, name))

    def channel(self, name: str) -> Place:
        found = self.control.get("/control")["channels"]
        return Place(self, next(one["id"] for one in found if one["name"] == name))

    def place(self, channel: str, thread: str | None = None) -> Place:
        return Place(self, channel, thread)

    def dm_of(self, name: str) -> str:
        seen = self.control.get(f"/control/as/{name}/sees?limit=1")["channels"]
        return next(str(one["id"]) for one in seen if one["kind"] == "im" and "U0STEWARD" in one["members"])

    def message(self, channel: str, ts: str) -> dict[str, Any]:
        found = self.sandbox.workspace.channels[channel].timeline.find(ts)
        assert found, f"no message {ts} in {channel}"
        return found.shown(with_metadata=True)

    def _listen(self) -> None:
        for post in self.control.get(f"/control/posts?since={self._seen}")["posts"]:
            self._seen = max(self._seen, post["n"])
            if post["kind"] == "post":
                self._posts.append(post)

    def waiting(self, channel: str | None = None) -> list[dict[str, Any]]:
        """Messages that nobody expected yet."""
        self._listen()
        return [post for post in self._posts if channel in {None, post["channel"]}]

    def overlook(self) -> None:
        """Whatever was said is somebody else's matter: on the screen it is read by people."""
        self.settle()
        self._listen()
        self._posts.clear()

    def next_post(self, channel: str, thread: str | None) -> dict[str, Any]:
        found = [post for post in self.waiting(channel) if (post["thread_ts"] or None) == thread]
        assert found, f"nothing was said in {channel} {thread or ''}; elsewhere: {self.waiting()}"
        self._posts.remove(found[0])
        return found[0]

    def close(self) -> None:
        try:
            self.settle()
            left = [(post["channel"], post["text"]) for post in self.waiting()]
        finally:
            self.run(self._stop())
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(10)
            self._loop.close()
            logging.getLogger().handlers.clear()
        assert not left, f"unexpected messages: {left}"
        assert not self.errors.lines, f"unexpected ERROR lines: {self.errors.lines}"
        for secret in SECRETS:
            assert secret not in self.log.getvalue(), "a secret is in the log"

    async def _stop(self) -> None:
        await self.steward.stop()
        await self.sandbox.stop()
