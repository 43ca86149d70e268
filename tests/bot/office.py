"""A courier, its ledger and Slack, without the web: what is to be said is written here and looked for there."""

import asyncio
import itertools
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import yaml
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import text, update

from bot import applying
from bot.courier import Courier
from bot.ledger import Ledger
from domain.outcomes import Outcome
from handlers.notices import COPIES, NOTICES, Speech
from handlers.people.greeting import Greeter
from sandbox.seed import load_seed
from sandbox.server import Sandbox
from services import delivery, intake
from services.delivery import Pace
from services.inbox import Heard
from storage import copies
from storage.engine import open_database
from storage.tx import Tx

EXAMPLE = Path(__file__).parents[2] / "bot" / "example"
QUICK = Pace(
    lease=timedelta(seconds=1.0),
    rest=timedelta(0),
    settle=timedelta(seconds=0.2),
    look_again=timedelta(seconds=0.6),
    back_off=timedelta(seconds=0.02),
)
TIMEOUT = 0.4  # seconds for one call


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Office:
    """`database_url` is migrated and empty."""

    database_url: str
    pace: Pace = QUICK
    notices: Mapping[str, Speech] = field(default_factory=lambda: NOTICES)
    copies: Mapping[str, Speech] = field(default_factory=lambda: COPIES)
    sandbox: Sandbox = field(init=False)
    ledger: Ledger = field(init=False)
    client: AsyncWebClient = field(init=False)
    couriers: list[Courier] = field(default_factory=list)
    _numbers: Any = field(default_factory=lambda: itertools.count(1))

    async def open(self) -> None:
        seed = yaml.safe_load((EXAMPLE / "workspace.yaml").read_text())
        self.sandbox = Sandbox(load_seed(seed))
        await self.sandbox.start()
        self.sandbox.workspace.app.request_url = ""  # nobody listens
        self.sandbox.workspace.scale.budgets = 0
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT))
        self.client = AsyncWebClient(
            "xoxb-sandbox-steward", base_url=self.sandbox.api_url, retry_handlers=[], session=self._session
        )
        self.ledger = self.new_ledger()
        plan = await applying.planned(self.client, (EXAMPLE / "desk.yaml").read_text())
        await applying.apply(self.ledger, plan)

    def new_ledger(self) -> Ledger:
        return Ledger(open_database(self.database_url), now, random.SystemRandom())

    def hire(self, ledger: Ledger | None = None) -> Courier:
        """One more courier, not at work yet."""
        books = ledger or self.ledger
        courier = Courier(
            books, self.client, Greeter(books, self.client), self.pace, now, 4, self.notices, self.copies
        )
        self.couriers.append(courier)
        return courier

    async def close(self) -> None:
        self.ledger.close()
        await self._session.close()
        await self.sandbox.stop()

    async def file(self, asker: str = "U0ANN") -> None:
        """A ticket: its card goes to the IT desk, another to the asker."""
        await self.click(asker, intake.file, f"printer {next(self._numbers)} is down", source="command")

    async def click(self, actor: str, verb: Callable[..., Outcome], *args: object, **more: object) -> None:
        heard = Heard(f"test:{next(self._numbers)}", actor, now() + timedelta(seconds=30))
        await self.ledger.hear(heard, verb, *args, **more)

    async def raise_all(self) -> None:
        """Every card is to be drawn again, as if it had changed."""
        for record in self.rows("records"):
            await self.ledger.write(copies.raise_wanted, record.id)
        await self.ledger.write(_change_all)

    async def work(self, *, seconds: float = 10) -> None:
        """All couriers work until nothing is open and nothing doubted."""
        await self._work(self._is_done, seconds)

    async def work_until(self, table: str, where: str) -> None:
        """All couriers work until there is such a row."""

        async def there() -> bool:
            return bool(self.rows(table, where))

        await self._work(there, 10)

    async def _work(self, is_done: Callable[[], Awaitable[bool]], seconds: float) -> None:
        shifts = [asyncio.create_task(courier.run()) for courier in self.couriers or [self.hire()]]
        try:
            async with asyncio.timeout(seconds):
                while not await is_done():  # noqa: ASYNC110 - the end is a state of the database
                    await asyncio.sleep(0.02)
        finally:
            for shift in shifts:
                shift.cancel()
            await asyncio.gather(*shifts, return_exceptions=True)

    async def work_for(self, seconds: float) -> None:
        """A while, whatever is left then."""
        try:
            await self.work(seconds=seconds)
        except TimeoutError:
            return

    async def _is_done(self) -> bool:
        doubted = self.rows("outbox", "look_again_at IS NOT NULL") + self.rows(
            "copies", "draw_again_at IS NOT NULL"
        )  # first: what is doubted becomes work, never the other way about
        return not doubted and not self.sandbox.flights.left and await self.ledger.read(delivery.is_idle)

    def rows(self, table: str, where: str = "1 = 1") -> list[Any]:
        engine = open_database(self.database_url, connections=1)
        with engine.connect() as connection:
            found = list(connection.execute(text(f"SELECT * FROM {table} WHERE {where} ORDER BY 1")))
        engine.dispose()
        return found

    def said(self, channel: str) -> list[str]:
        """Tokens of the messages in a channel, in order."""
        found = self.sandbox.workspace.channels[channel].timeline.newest_first(limit=1000)[0]
        return [str((one.metadata or {})["event_payload"]["token"]) for one in reversed(found) if one.bot_id]

    def calls(self, method: str) -> list[dict[str, Any]]:
        return [one for one in self.sandbox.traffic.since(0) if one["kind"] == "call" and one["method"] == method]

    def expect_each_once(self) -> None:
        """Every intent that was sent stands in Slack once, and nothing else does."""
        channels = self.sandbox.workspace.channels.values()
        stands = Counter(token for channel in channels for token in self.said(channel.id))
        assert stands == Counter(one.token for one in self.rows("outbox", "state = 'sent'"))


def in_office(
    database_url: str, story: Callable[[Office], Awaitable[None]], pace: Pace = QUICK, seconds: float = 60
) -> None:
    async def day() -> None:
        office = Office(database_url, pace)
        await office.open()
        try:
            async with asyncio.timeout(seconds):
                await story(office)
        finally:
            await office.close()

    asyncio.run(day())


def _change_all(tx: Tx) -> None:
    tx.connection.execute(update(copies.copies).values(digest=None))
