"""A sandbox with an app that is not Steward, in a loop of its own, for the page to be tried with."""

import asyncio
import threading
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, TypeVar

from sandbox.methods.views import accepted
from tests.sandbox.workshop import Workshop, workshop

T = TypeVar("T")
Json = dict[str, Any]


class ForeignShop:
    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._stack = AsyncExitStack()
        self.shop: Workshop = self.run(self._stack.enter_async_context(_watched()))
        self.url = self.shop.sandbox.url

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    def post(self, text: str, *blocks: Json, **more: Any) -> str:
        """The app says something in #it-desk."""
        said = self.run(self.shop.client.chat_postMessage(channel="C0IT", text=text, blocks=list(blocks), **more))
        return str(said["ts"])

    def open_form(self, body: Json, person: str = "U0ANN") -> None:
        """As if the app had opened it."""
        self.run(self._open(body, person))

    def publish_home(self, body: Json, person: str = "U0ANN") -> None:
        self.run(self.shop.client.views_publish(user_id=person, view=body))

    async def _open(self, body: Json, person: str) -> None:
        workspace = self.shop.sandbox.workspace
        workspace.views.open(workspace.new_view(person, accepted(workspace, body, "modal")))
        self.shop.sandbox.pulse.beat()

    def delivered(self, kind: str) -> Json:
        """The payload of the newest delivery of that kind."""
        log = self.shop.sandbox.traffic.since(0)
        payload: Json = [one for one in log if one["kind"] == "delivery" and one["of"] == kind][-1]["payload"]
        return payload

    def close(self) -> None:
        self.run(self._stack.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()


@asynccontextmanager
async def _watched() -> AsyncIterator[Workshop]:
    async with workshop() as shop:
        shop.sandbox.workspace.scale.budgets = 0
        yield shop
