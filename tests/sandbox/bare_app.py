"""An app without Bolt: it keeps what arrives as it arrived and answers as it is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web


@dataclass
class Heard:
    headers: dict[str, str]
    body: bytes

    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}


@dataclass
class BareApp:
    url: str = ""
    heard: list[Heard] = field(default_factory=list)
    status: int = 200
    answer: Any = None
    seconds: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)

    async def handle(self, request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.heard.append(Heard(headers, await request.read()))
        await asyncio.sleep(self.seconds)
        if self.answer is None:
            return web.Response(status=self.status, headers=self.headers)
        return web.json_response(self.answer, status=self.status, headers=self.headers)


@asynccontextmanager
async def bare_app() -> AsyncIterator[BareApp]:
    app = BareApp()
    site = web.Application()
    site.router.add_post("/slack/events", app.handle)
    site.router.add_post("/clock", app.handle)
    runner = web.AppRunner(site, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    app.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield app
    finally:
        await runner.cleanup()
