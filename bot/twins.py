"""When all requests are surely over: what may have been taken late or twice is looked for once more.

Cards that an old edit may have reached late are drawn once more.
"""

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError

from bot.slack_errors import Fate, Verdict, verdict
from bot.slack_lookup import find_all, since
from handlers.ledger import Ledger
from services import doubts
from services.delivery import Pace
from services.doubts import Doubt

log = structlog.get_logger("courier")

AT_ONCE = 10
PASSING = {Fate.RATE, Fate.NOT_SENT, Fate.UNKNOWN, Fate.ACCOUNT}


class Twins:
    """Of one message that Slack has twice, the one that is not known is deleted; one that was given up is kept."""

    def __init__(self, ledger: Ledger, client: AsyncWebClient) -> None:
        self._ledger = ledger
        self._client = client

    async def look_again(self, pace: Pace) -> None:
        try:
            for doubt in await self._ledger.read(doubts.doubted, AT_ONCE):
                await self._settle(doubt, pace)
            if await self._ledger.read(doubts.to_draw_again):
                await self._ledger.write(doubts.draw_again)
        except SQLAlchemyError as error:
            log.warning("twins not looked for", error=str(error))

    async def _settle(self, doubt: Doubt, pace: Pace) -> None:
        try:
            await self._keep_one(doubt)
        except SQLAlchemyError:
            raise
        except Exception as error:  # noqa: BLE001 - every error of Slack and the wire has a fate
            found = verdict(error)
            if found.fate in PASSING:
                log.warning("twins not looked for", intent=doubt.intent.id, error=found.error)
                await self._ledger.write(doubts.look_later, doubt, pace, found.rest)
                return
            self._give_up(doubt, found)
        await self._ledger.write(doubts.looked_again, doubt)

    @staticmethod
    def _give_up(doubt: Doubt, found: Verdict) -> None:
        log.error(
            "a message may stand unknown or twice",
            intent=doubt.intent.id,
            place=doubt.intent.place,
            error=found.error,
        )

    async def _keep_one(self, doubt: Doubt) -> None:
        """The one that is known, or of what was given up the first; of what was withdrawn none."""
        intent = doubt.intent
        found = await find_all(self._client, doubt.channel, doubt.thread, intent.token, since(intent))
        known = intent.ts
        if doubt.is_given_up and found:
            known = found[0]
            await self._ledger.write(doubts.stands, doubt, known)
        for ts in found:
            if ts != known:
                await self._delete(doubt.channel, ts)
                log.info("twin deleted", intent=intent.id)

    async def _delete(self, channel: str, ts: str) -> None:
        try:
            await self._client.chat_delete(channel=channel, ts=ts)
        except SlackApiError as error:
            if verdict(error).fate is not Fate.CARD:  # gone already: another courier was faster
                raise
