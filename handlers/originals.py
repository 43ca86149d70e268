"""Messages of people that are not kept here: Slack has them, and is asked when one is to become a ticket."""

import asyncio
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.payloads import File, files_of

PATIENCE = 1.0  # seconds
GONE = {"thread_not_found", "message_not_found"}


@dataclass(frozen=True)
class Original:
    """What a message says now. `author` is a Slack id, empty for an app's; `text` is as Slack writes it."""

    author: str
    text: str
    thread: str
    files: tuple[File, ...]


@dataclass(frozen=True)
class Originals:
    client: AsyncWebClient

    async def find(self, channel: str, ts: str) -> Original | None:
        """None where it is gone. Raises what the call raises, or TimeoutError."""
        try:
            async with asyncio.timeout(PATIENCE):
                # Asked with a reply's ts, Slack answers with that reply alone.
                answer = await self.client.conversations_replies(channel=channel, ts=ts, limit=1, inclusive=True)
        except SlackApiError as error:
            if error.response.get("error") in GONE:
                return None
            raise
        found = next((one for one in answer.get("messages") or () if one.get("ts") == ts), None)
        if found is None or found.get("subtype") == "tombstone":
            return None
        is_an_apps = bool(found.get("bot_id") or found.get("app_id"))
        return Original(
            author="" if is_an_apps else str(found.get("user") or ""),
            text=str(found.get("text") or ""),
            thread=str(found.get("thread_ts") or ""),
            files=files_of(found),
        )
