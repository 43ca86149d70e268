"""What Slack told once, and an event may have missed: it is asked of user groups every hour, and daily of who is in
them or is to approve. Fields of profiles are asked for here alone, after Slack told who somebody is: nobody waits.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

import structlog

from bot.slack_errors import Fate, verdict
from handlers.people import attributes, groups
from handlers.people.greeting import Greeter
from services import approvals
from services import attributes as attribute_verbs
from services import groups as group_verbs
from services.transactions import Tx

log = structlog.get_logger("people")

EVERY = 600  # seconds
LEAST_REST, USUAL_REST = (
    1.0,
    30.0,
)  # seconds without a question where Slack wants none; the latter if it does not say
NOT_NOW = {Fate.RATE, Fate.ACCOUNT, Fate.NOT_SENT}
"""Errors that whatever else is asked would meet too."""


class Freshness:
    """Asks of its own accord, where everybody else is only asked about when they act. `pause`: seconds between two
    questions, for those who act need answers too.
    """

    def __init__(self, greeter: Greeter, pause: float) -> None:
        self._greeter = greeter
        self._pause = pause
        self._poked = asyncio.Event()
        self._looking = asyncio.Lock()
        self._rests: dict[str, float] = {}

    def poke(self) -> None:
        """A group may have changed, or somebody was met."""
        self._poked.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self.look()
            with suppress(TimeoutError):
                async with asyncio.timeout(self._until_next()):
                    await self._poked.wait()

    async def look(self) -> None:
        """Of whom Slack does not tell now is asked the next time; they keep nobody else from being asked about."""
        async with self._looking:
            self._poked.clear()
            try:
                await self._each("groups", group_verbs.to_ask_after, partial(groups.refresh, self._greeter))
                await self._each("people", approvals.to_ask_after, self._greeter.ask)
                await self._each("people", group_verbs.members_to_ask_after, self._greeter.ask)
                await self._each(
                    "profiles", attribute_verbs.to_ask_after, partial(attributes.refresh, self._greeter)
                )
                await self._each("people", attribute_verbs.managers_to_ask_after, self._greeter.ask)
            except Exception as error:  # noqa: BLE001 - the database may be away for a while
                log.warning("nobody asked after", error=str(error) or type(error).__name__)

    async def settle(self) -> None:
        """What it was woken for is asked."""
        while self._poked.is_set():
            await self.look()
        async with self._looking:
            return

    async def _each(
        self, kind: str, whom: Callable[[Tx], list[str]], ask: Callable[[str], Awaitable[None]]
    ) -> None:
        """Breaks off where Slack wants a rest, and where a group changed meanwhile, which goes first."""
        if asyncio.get_running_loop().time() < self._rests.get(kind, 0.0):
            return
        for slack_id in await self._greeter.ledger.read(whom):
            try:
                await ask(slack_id)
            except Exception as error:  # noqa: BLE001 - the others are asked about all the same
                found = verdict(error)
                log.warning("not asked after", slack_id=slack_id, error=found.error)
                if found.fate is Fate.RATE:
                    self._rest(kind, found.rest)
                if found.fate in NOT_NOW:
                    return
            await asyncio.sleep(self._pause)
            if self._poked.is_set():
                return

    def _rest(self, kind: str, rest: float | None) -> None:
        seconds = max(USUAL_REST if rest is None else rest, LEAST_REST)
        self._rests[kind] = asyncio.get_running_loop().time() + seconds

    def _until_next(self) -> float:
        now = asyncio.get_running_loop().time()
        return min([float(EVERY), *(until - now for until in self._rests.values() if until > now)])
