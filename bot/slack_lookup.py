"""Asking Slack whether a message stands in a conversation, by the token in its metadata."""

from datetime import timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from storage.outbox import Intent

CLOCKS = timedelta(hours=1)  # by which our clock and Slack's may differ
PAGES = 20  # of a hundred messages: further back a look-up does not go
PAGE = 100


def since(intent: Intent) -> str:
    """The ts before which no request for this intent can have been taken."""
    assert intent.first_attempt_at is not None
    return f"{(intent.first_attempt_at - CLOCKS).timestamp():.6f}"


async def find_all(client: AsyncWebClient, channel: str, thread: str | None, token: str, after: str) -> list[str]:
    """The ts of every message after the ts `after` that bears `token`, the oldest first."""
    found: list[str] = []
    cursor: str | None = None
    for _ in range(PAGES):
        answer = await _page(client, channel, thread, after, cursor)
        found += [str(one["ts"]) for one in answer.get("messages", []) if _token_of(one) == token]
        cursor = (answer.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            break
    return sorted(found)


async def _page(
    client: AsyncWebClient, channel: str, thread: str | None, after: str, cursor: str | None
) -> dict[str, Any]:
    wanted: dict[str, Any] = {"channel": channel, "include_all_metadata": True, "limit": PAGE, "cursor": cursor}
    if after:
        wanted["oldest"] = after
    answer = await (
        client.conversations_replies(ts=thread, **wanted) if thread else client.conversations_history(**wanted)
    )
    return dict(answer.data) if isinstance(answer.data, dict) else {}


def _token_of(message: dict[str, Any]) -> object:
    return ((message.get("metadata") or {}).get("event_payload") or {}).get("token")
