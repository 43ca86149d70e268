"""Ephemerals on their way. One may be lost: it never holds the only copy of anything."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from handlers.blocks import View
from handlers.events import Event

log = structlog.get_logger("surface")

PATIENCE = 5  # seconds


@dataclass
class Errands:
    client: AsyncWebClient
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)

    def respond(self, url: str, view: View, *, instead: bool) -> None:
        """Where it was asked."""
        hook = AsyncWebhookClient(url, timeout=PATIENCE, retry_handlers=[], session=self.client.session)
        self._run(hook.send(**view, response_type="ephemeral", replace_original=instead))

    def whisper(self, told: Event, view: View) -> None:
        """To whoever said something in a channel."""
        thread: dict[str, Any] = {"thread_ts": told.thread} if told.thread else {}
        self._run(self.client.chat_postEphemeral(channel=told.channel, user=told.actor, **view, **thread))

    async def drain(self) -> None:
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def _run(self, errand: Coroutine[Any, Any, Any]) -> None:
        async def kindly() -> None:
            try:
                await errand
            except Exception as error:  # noqa: BLE001 - an ephemeral may be lost: it never holds the only copy
                log.warning("ephemeral not delivered", error=str(error))

        task = asyncio.get_running_loop().create_task(kindly())
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
