"""When all requests are surely over: what may have been taken twice is looked for once more.

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
from storage.outbox import Intent

log = structlog.get_logger("courier")

AT_ONCE = 10
PASSING = {Fate.RATE, Fate.NOT_SENT, Fate.UNKNOWN, Fate.ACCOUNT}


class Twins:
    """Of one message that Slack has twice, the one that is not known is deleted."""

    def __init__(self, ledger: Ledger, client: AsyncWebClient) -> None:
        self._ledger = ledger
        self._client = client

    async def look_again(self, pace: Pace) -> None:
        try:
            for intent, thread in await self._ledger.read(doubts.doubted, AT_ONCE):
                await self._settle(intent, thread, pace)
            if await self._ledger.read(doubts.to_draw_again):
                await self._ledger.write(doubts.draw_again)
        except SQLAlchemyError as error:
            log.warning("twins not looked for", error=str(error))

    async def _settle(self, intent: Intent, thread: str | None, pace: Pace) -> None:
        try:
            await self._delete_others(intent, thread)
        except SQLAlchemyError:
            raise
        except Exception as error:  # noqa: BLE001 - every error of Slack and the wire has a fate
            found = verdict(error)
            if found.fate in PASSING:
                log.warning("twins not looked for", intent=intent.id, error=found.error)
                await self._ledger.write(doubts.look_later, intent, pace, found.rest)
                return
            self._give_up(intent, found)
        await self._ledger.write(doubts.looked_again, intent)

    @staticmethod
    def _give_up(intent: Intent, found: Verdict) -> None:
        log.error("a message may stand twice", intent=intent.id, place=intent.place, error=found.error)

    async def _delete_others(self, intent: Intent, thread: str | None) -> None:
        channel = intent.channel or ""
        for ts in await find_all(self._client, channel, thread, intent.token, since(intent)):
            if ts != intent.ts:
                await self._delete(channel, ts)
                log.info("twin deleted", intent=intent.id)

    async def _delete(self, channel: str, ts: str) -> None:
        try:
            await self._client.chat_delete(channel=channel, ts=ts)
        except SlackApiError as error:
            if verdict(error).fate is not Fate.CARD:  # gone already: another courier was faster
                raise
