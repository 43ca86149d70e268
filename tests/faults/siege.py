"""A workspace, a program that is killed again and again, people who carry on, and the weather between them."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import yaml
from sqlalchemy import Engine, text

from sandbox.seed import load_seed
from sandbox.server import Sandbox
from storage.tables import microseconds
from tests.faults.control import Control
from tests.faults.crowd import Crowd
from tests.faults.program import ROOT, Program
from tests.faults.weather import Weather

EXAMPLE = ROOT / "bot" / "example"
PEOPLE = 6
LIFE = 1.2  # seconds at most
EARLY = 0.1  # of the kills come before the program serves
PATIENCE = 60  # seconds for the drain; what is open then is told as a fault
SPANS = {  # seconds; a lease outlives three calls that time out and a look at who reads
    "COURIER_TIMEOUT": "0.5",
    "COURIER_LEASE": "2.5",
    "COURIER_SETTLE": "0.4",
    "COURIER_LOOK_AGAIN": "2.5",
    "COURIER_PACE": "0",
    "COURIER_BACK_OFF": "0.05",
}
OPEN = """
    SELECT (SELECT count(*) FROM outbox WHERE state IN ('waiting', 'trying'))
         + (SELECT count(*) FROM outbox WHERE look_again_at IS NOT NULL)
         + (SELECT count(*) FROM copies WHERE wanted > shown AND ts IS NOT NULL AND parked IS NULL)
         + (SELECT count(*) FROM copies WHERE draw_again_at IS NOT NULL)
         + (SELECT count(*) FROM timers WHERE state = 'waiting' AND due_at <= :now)
"""


@dataclass
class Tally:
    """What the kills hit."""

    kills: int = 0
    before_serving: int = 0
    requests: int = 0  # deliveries of Slack that were cut
    messages: int = 0  # messages under way at a kill
    drained: float = 0.0  # seconds
    spells: list[str] = field(default_factory=list)


class Siege:
    def __init__(self, sandbox: Sandbox, program: Program, control: Control, engine: Engine, seed: int) -> None:
        self._rng = random.Random(seed)
        self._engine = engine
        self.sandbox = sandbox
        self.program = program
        self.control = control
        self.crowd = Crowd(sandbox, control, random.Random(seed + 1))
        self.weather = Weather(control, random.Random(seed + 2), "facilities")
        self.tally = Tally(spells=self.weather.spells)

    async def run(self, kills: int) -> None:
        life = [asyncio.create_task(self.crowd.live(PEOPLE)), asyncio.create_task(self.weather.rage())]
        try:
            for number in range(kills):
                await self._one_life(by_script=number == 0)
                for task in life:
                    if task.done():
                        task.result()
        finally:
            for task in life:
                task.cancel()
            await asyncio.gather(*life, return_exceptions=True)
        await self.weather.clear()
        self.tally.drained = await self._drain()

    async def _one_life(self, *, by_script: bool) -> None:
        """From a start to the kill: mostly while it serves, sometimes before."""
        serves = by_script or self._rng.random() > EARLY
        async with self.weather.token:
            await (self.program.run_script() if by_script else self.program.start())
            if serves:
                assert await self.program.ready(), "the program ended by itself"
            else:
                self.tally.before_serving += 1
                await asyncio.sleep(self._rng.uniform(0.05, 0.4))
        if serves:
            await self._first_answer()
            await asyncio.sleep(self._rng.uniform(0, LIFE))
        failures = self.crowd.memory.failures
        await self.program.kill()
        self.tally.kills += 1
        await asyncio.sleep(0.02)
        self.tally.requests += self.crowd.memory.failures - failures
        self.tally.messages += self._count("SELECT count(*) FROM outbox WHERE state = 'trying'")

    async def _first_answer(self) -> None:
        """A busy machine takes its time: a life is counted from the first act that was acknowledged."""
        self.crowd.answered.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(5):
                await self.crowd.answered.wait()

    async def _drain(self) -> float:
        """One life without a kill, until everything has been said, drawn and looked for again."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        await self.program.start()
        assert await self.program.ready(), "the program ended by itself"
        while loop.time() - begun < PATIENCE:
            await self.control.get("/control/idle?seconds=30")
            if not self._count(OPEN):
                break
            await asyncio.sleep(0.1)
        return loop.time() - begun

    def _count(self, query: str) -> int:
        values = {"now": microseconds(datetime.now(UTC))} if ":now" in query else {}
        with self._engine.connect() as connection:
            return int(connection.execute(text(query), values).scalar_one())


@asynccontextmanager
async def besieged(database_url: str, engine: Engine, seed: int, log: Path) -> AsyncIterator[Siege]:
    """The example's company and desk; the program is loaded and not yet started."""
    example = yaml.safe_load((EXAMPLE / "workspace.yaml").read_text())
    sandbox = Sandbox(load_seed(example, rng=random.Random(seed + 3)))
    await sandbox.start()
    environment = {
        "SLACK_BOT_TOKEN": example["app"]["bot_token"],
        "SLACK_SIGNING_SECRET": example["app"]["signing_secret"],
        "SLACK_API_URL": sandbox.api_url,
        "DATABASE_URL": database_url,
        "AUDIT_KEY": "made-up-audit-key-of-a-test",
        **SPANS,
    }
    program = Program(environment, log)
    sandbox.workspace.app.request_url = f"{program.url}/slack/events"
    try:
        async with aiohttp.ClientSession() as session:
            control = Control(sandbox.url, session)
            await control.post("/control/scale", budgets=0, time=0.02)
            await program.apply(EXAMPLE / "desk.yaml")
            await program.warm_up()
            yield Siege(sandbox, program, control, engine, seed)
    finally:
        await program.close()
        await sandbox.stop()
