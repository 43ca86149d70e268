"""Publishing a Home tab."""

from collections.abc import Sequence

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from handlers.blocks import Block, home, section
from texts import Mrkdwn


async def publish(
    client: AsyncWebClient, slack_id: str, *, text: Mrkdwn, blocks: Sequence[Block] = (), **_: object
) -> AsyncSlackResponse:
    """No hash is sent, so none conflicts: a lane has one courier at a time, and what may have arrived late is drawn
    over.
    """
    return await client.views_publish(user_id=slack_id, view=home(blocks or [section(text)]))
