"""What Slack told once, and an event may have missed: it is asked of user groups every hour, of approvers daily."""

import asyncio

import structlog

from handlers.people import groups
from handlers.people.greeting import Greeter
from services import approvals
from services import groups as group_verbs

log = structlog.get_logger("people")

EVERY = 600  # seconds


class Freshness:
    """Asks of its own accord, where everybody else is only asked about when they act."""

    def __init__(self, greeter: Greeter) -> None:
        self._greeter = greeter

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(EVERY)

    async def look(self) -> None:
        """Whom Slack does not tell about now is asked after the next time."""
        try:
            for slack_id in await self._greeter.ledger.read(group_verbs.to_ask_after):
                await groups.refresh(self._greeter, slack_id)
            for slack_id in await self._greeter.ledger.read(approvals.to_ask_after):
                await self._greeter.refresh(slack_id)
        except Exception as error:  # noqa: BLE001 - Slack or the database may be away for a while
            log.warning("not asked after", error=str(error) or type(error).__name__)
