"""A running sandbox with the foreign app attached, and a person's hands in it."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox, load_seed
from tests.sandbox.foreign_app import foreign_app

Json = dict[str, Any]
EVENTS = [
    "message.channels", "message.groups", "message.im", "app_mention", "app_home_opened", "reaction_added",
    "reaction_removed", "member_joined_channel", "user_change", "subteam_members_changed", "channel_archive",
    "tokens_revoked",
]  # fmt: skip


def seed(**app: Any) -> Json:
    return {
        "workspace": {"id": "T0EXAMPLE", "name": "Example", "domain": "example"},
        "people": [
            {"id": "U0ANN", "name": "ann", "real_name": "Ann Example", "email": "ann@example.com",
             "tz": "Europe/Berlin", "locale": "de-DE"},
            {"id": "U0BO", "name": "bo", "email": "bo@example.com"},
            {"id": "U0GUEST", "name": "guest", "guest": "single"},
            {"id": "U0GONE", "name": "gone", "deleted": True},
        ],
        "channels": [
            {"id": "C0IT", "name": "it-desk", "members": ["ann", "bo", "guest"], "app": True},
            {"id": "C0LUNCH", "name": "lunch", "members": ["ann"]},
            {"id": "C0SECRET", "name": "secret", "private": True, "members": ["ann"]},
            {"id": "C0BOARD", "name": "board", "private": True, "members": ["ann"], "app": True},
            {"id": "C0OLD", "name": "old", "archived": True, "members": ["ann"], "app": True},
        ],
        "groups": [{"id": "S0CAB", "handle": "cab", "name": "CAB", "members": ["bo"]}],
        "app": {
            "id": "A0FOREIGN", "name": "Foreign", "bot_user": "U0FOREIGN", "bot_id": "B0FOREIGN",
            "commands": [{"command": "/order", "escape": True}, {"command": "/slow"}],
            "shortcuts": [{"type": "global", "name": "Everywhere", "callback_id": "everywhere"},
                          {"type": "message", "name": "On message", "callback_id": "on_message"}],
            "events": EVENTS,
        } | app,
    }  # fmt: skip


@dataclass
class Workshop:
    sandbox: Sandbox
    session: ClientSession
    client: AsyncWebClient
    heard: list[Json] = field(default_factory=list)

    async def control(self, method: str, path: str, body: Json | None = None, *, status: int = 200) -> Json:
        url = f"{self.sandbox.url}/control{path}"
        async with self.session.request(method, url, json=body) as response:
            answer: Json = await response.json()
            assert response.status == status, answer
            return answer

    async def act(self, person: str, act: str, *, status: int = 200, **args: Any) -> Json:
        answer = await self.control("POST", f"/as/{person}/{act}", args, status=status)
        await self.idle()
        return answer

    async def idle(self) -> None:
        assert (await self.control("GET", "/idle?seconds=10"))["idle"]

    async def sees(self, person: str, channel: str = "it-desk") -> list[Json]:
        seen = await self.control("GET", f"/as/{person}/sees?channel={channel}")
        messages: list[Json] = seen["channels"][0]["messages"]
        return messages

    async def screen(self, person: str) -> Json:
        return await self.control("GET", f"/as/{person}/sees")

    async def top_view(self, person: str) -> Json:
        views: list[Json] = (await self.screen(person))["views"]
        return views[-1]

    async def refused(self, api_method: str, **args: Any) -> str:
        """The error with which Slack refuses the call; "" if it takes it."""
        token = args.pop("token", self.sandbox.workspace.app.bot_token)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        url = self.sandbox.api_url + api_method
        async with self.session.post(url, json=args, headers=headers) as response:
            return str((await response.json()).get("error", ""))


@asynccontextmanager
async def bare_workshop(
    now: Callable[[], float] = time.time, *, budgets: float = 1, **app: Any
) -> AsyncIterator[Workshop]:
    """A sandbox with no app running."""
    async with AsyncExitStack() as stack:
        sandbox = Sandbox(load_seed(seed(**app), now))
        sandbox.workspace.scale.budgets = budgets
        await sandbox.start()
        stack.push_async_callback(sandbox.stop)
        session = await stack.enter_async_context(ClientSession())
        client = AsyncWebClient(
            sandbox.workspace.app.bot_token, base_url=sandbox.api_url, session=session, retry_handlers=[]
        )
        yield Workshop(sandbox, session, client)


@asynccontextmanager
async def workshop(mode: str = "http", **app: Any) -> AsyncIterator[Workshop]:
    """The foreign app attached over HTTP or Socket Mode."""
    async with bare_workshop(mode=mode, **app) as shop, AsyncExitStack() as stack:
        known = shop.sandbox.workspace.app
        bolt = AsyncApp(client=shop.client, signing_secret=known.signing_secret)
        foreign_app(bolt, shop.heard)
        if mode == "http":
            known.request_url = await _served(bolt, stack)
        else:
            handler = AsyncSocketModeHandler(bolt, known.app_token, ping_interval=0.2)
            stack.push_async_callback(handler.close_async)
            await handler.connect_async()  # type: ignore[no-untyped-call] # Bolt leaves it untyped
        yield shop


async def _served(bolt: AsyncApp, stack: AsyncExitStack) -> str:
    runner = web.AppRunner(bolt.web_app(), access_log=None)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
