"""What the page lives on: the stream, files, the sight of one conversation, the guide."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import ClientResponse

from sandbox import load_seed
from sandbox.seed import SeedError
from tests.sandbox.workshop import Workshop, bare_workshop, workshop

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


async def news(stream: ClientResponse) -> dict[str, Any]:
    async with asyncio.timeout(5):
        while not (line := await stream.content.readline()).startswith(b"data: "):
            pass
    told: dict[str, Any] = json.loads(line[6:])
    return told


@asynccontextmanager
async def watching(shop: Workshop) -> AsyncIterator[ClientResponse]:
    async with shop.session.get(f"{shop.sandbox.url}/control/live") as stream:
        assert stream.headers["Content-Type"] == "text/event-stream"
        await news(stream)
        yield stream


async def test_the_stream_tells_of_acts_and_of_what_the_app_does() -> None:
    async with workshop() as shop, watching(shop) as stream:
        await shop.act("ann", "message", channel="it-desk", text="hello")
        first = await news(stream)
        await shop.client.chat_postMessage(channel="C0IT", text="and you")
        while (then := await news(stream))["traffic"] <= first["traffic"]:
            pass
        assert then["n"] > first["n"]


async def test_looking_disturbs_nobody() -> None:
    async with bare_workshop() as shop, watching(shop) as stream:
        count = shop.sandbox.pulse.count
        await shop.control("GET", "")
        await shop.screen("ann")
        assert shop.sandbox.pulse.count == count
        await shop.act("ann", "message", channel="it-desk", text="hello")
        assert (await news(stream))["n"] > count


async def test_the_sandbox_stops_while_somebody_watches() -> None:
    async with bare_workshop() as shop, watching(shop) as stream:
        async with asyncio.timeout(0.9):  # less than a stream would be waited for
            await shop.sandbox.stop()
        await stream.read()


@pytest.mark.parametrize(
    ("name", "content", "kind", "shown"),
    [
        ("a.png", PNG, "image/png", True),
        ("a.html", b"<script>alert(1)</script>", "application/octet-stream", False),
    ],
)
async def test_pictures_are_shown_and_other_files_downloaded(
    name: str, content: bytes, kind: str, *, shown: bool
) -> None:
    async with bare_workshop() as shop:
        encoded = base64.b64encode(content).decode()
        answer = await shop.act("ann", "upload", filename=name, content_base64=encoded, channel="it-desk")
        async with shop.session.get(f"{shop.sandbox.url}/control/files/{answer['file']}") as got:
            assert (await got.read(), got.content_type) == (content, kind)
            assert ("Content-Disposition" not in got.headers) == shown
            assert got.headers["X-Content-Type-Options"] == "nosniff"
        async with shop.session.get(f"{shop.sandbox.url}/control/files/F0NONE") as got:
            assert got.status == 404


async def test_a_screen_shows_one_conversation_at_a_time() -> None:
    async with bare_workshop() as shop:
        for channel in ("it-desk", "lunch"):
            await shop.act("ann", "message", channel=channel, text=f"in {channel}")
        seen = await shop.control("GET", "/as/ann/sees?focus=C0IT")
        said = {one["name"]: [message["text"] for message in one["messages"]] for one in seen["channels"]}
        assert said["it-desk"] == ["in it-desk"]
        assert said["lunch"] == []
        about = {one["name"]: one for one in (await shop.control("GET", ""))["channels"]}
        assert about["lunch"]["newest"]["user"] == "U0ANN"
        assert about["board"]["newest"] is None


async def test_the_faults_that_can_be_wished_for_are_told() -> None:
    async with bare_workshop() as shop:
        possible = (await shop.control("GET", "/faults"))["possible"]
        assert "chat.postMessage" in possible["methods"]
        for kind, on in (("calls", "*"), ("deliveries", "event")):
            for fault in possible[kind]:
                await shop.control("POST", "/faults", {"on": on, "fault": fault})


def test_a_guide_comes_with_the_seed_or_is_refused() -> None:
    step = {
        "title": {"en": "First", "zh-CN": "第一步"},
        "text": "Do it.",
        "as": "ann",
        "in": "general",
        "type": "/x",
    }
    assert load_seed({"guide": [step]}).guide == [step]
    for wrong in ({"title": "a", "colour": "red"}, {"text": "no title"}):
        with pytest.raises(SeedError):
            load_seed({"guide": [wrong]})
