"""Whoever asks is known before their verb runs: Slack is asked about people who are new or a day old."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from handlers.commands import Commands
from handlers.ledger import Ledger
from handlers.people.profiles import Home, profile_of
from services import people
from services.people import Glimpse
from texts import Texts

log = structlog.get_logger("people")

PATIENCE = 1.0  # seconds; without an answer people keep their own records and the desk's language


KEPT = 2000  # people; then all are forgotten


@dataclass(frozen=True)
class Greeter:
    """`keeps`: for so many seconds of machine time it is not asked again how to speak to somebody. What they may do
    is never kept. Zero where desk time may be moved.
    """

    ledger: Ledger
    client: AsyncWebClient
    commands: Commands = field(default_factory=Commands)
    keeps: float = 0.0
    _met: dict[str, tuple[float, Glimpse]] = field(default_factory=dict)

    @property
    def anybodys(self) -> Texts:
        """Words for somebody whose language is not known."""
        return Texts.of("en", commands=self.commands.spoken)

    async def texts_for(self, slack_id: str) -> Texts:
        """The words of the person who asks."""
        seen = await self.meet(slack_id)
        return Texts.of(seen.language, seen.zone, self.commands.spoken)

    async def meet(self, slack_id: str) -> Glimpse:
        """Somebody who asks or was picked in a form: Slack is asked about them unless it told lately."""
        now = asyncio.get_running_loop().time()
        until, seen = self._met.get(slack_id, (0.0, None))
        if seen is None or until < now:
            seen = await self._look(slack_id)
            self._remember(slack_id, seen, now)
        return seen

    async def _look(self, slack_id: str) -> Glimpse:
        seen = await self.ledger.read(people.glimpse, slack_id)
        if not seen.is_fresh and await self.refresh(slack_id):
            seen = await self.ledger.read(people.glimpse, slack_id)
        return seen

    def _remember(self, slack_id: str, seen: Glimpse, now: float) -> None:
        if len(self._met) >= KEPT:
            self._met.clear()
        if self.keeps and seen.is_fresh:
            self._met[slack_id] = (now + self.keeps, seen)

    def forget(self, slack_id: str) -> None:
        """What we know of them may be so no longer."""
        self._met.pop(slack_id, None)

    async def refresh(self, slack_id: str) -> bool:
        """Ask Slack who this is; False where it did not answer in time."""
        try:
            user = await self._told(slack_id)
        except Exception as error:  # noqa: BLE001 - whatever the reason, the person is served with fewer rights
            log.warning("person not known", slack_id=slack_id, error=str(error))
            return False
        await self._learn(user)
        return True

    async def ask(self, slack_id: str) -> None:
        """The same where nobody waits: raises what SlackApiError, TimeoutError or other error came of it."""
        await self._learn(await self._told(slack_id))

    async def _told(self, slack_id: str) -> Mapping[str, Any]:
        self.forget(slack_id)
        async with asyncio.timeout(PATIENCE):
            user: Mapping[str, Any] = (await self.client.users_info(user=slack_id, include_locale=True))["user"]
        return user

    async def _learn(self, user: Mapping[str, Any]) -> None:
        home = await self.ledger.read(people.home)
        await self.ledger.write(people.learn, profile_of(user, Home(*home)))
