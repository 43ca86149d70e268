"""Faults on request, at the Web API and at the sockets; budgets of calls."""

import asyncio
import json
from collections import Counter
from typing import Any

import aiohttp
import pytest

from sandbox.budgets import Budgets
from sandbox.methods.call import Tier
from sandbox.workspace.scale import Scale
from tests.sandbox.workshop import Json, Workshop, bare_workshop, workshop

BROKEN = aiohttp.ClientError


@pytest.mark.parametrize(
    ("fault", "answered", "kept"),
    [
        ({"fault": "429", "retry_after": 7}, (429, "ratelimited"), []),
        ({"fault": "5xx", "status": 502}, (502, None), []),
        ({"fault": "5xx", "acts": True}, (503, None), ["once"]),
        ({"fault": "cut_before"}, BROKEN, []),
        ({"fault": "cut_after"}, BROKEN, ["once"]),
        ({"fault": "fatal_after"}, (200, "fatal_error"), ["once"]),
        ({"fault": "garbage"}, (200, None), ["once"]),
        ({"fault": "garbage", "acts": False}, (200, None), []),
        ({"fault": "delay", "seconds": 0.1}, (200, ""), ["once"]),
    ],
)  # fmt: skip
async def test_a_fault_strikes_as_it_says(fault: Json, answered: Any, kept: list[str]) -> None:
    async with bare_workshop() as shop:
        await shop.control("POST", "/faults", {"on": "chat.postMessage", "times": 1} | fault)
        if answered is BROKEN:
            with pytest.raises(BROKEN):
                await _post(shop, "once")
        else:
            assert await _post(shop, "once") == answered
        assert await _texts(shop) == kept
        assert await _post(shop, "again") == (200, "")


async def test_a_late_accept_is_late_and_bounded() -> None:
    async with bare_workshop() as shop:
        wish = {"on": "chat.postMessage", "fault": "late_accept", "times": 1, "seconds": 0.2}
        await shop.control("POST", "/faults", wish)
        with pytest.raises(BROKEN):
            await _post(shop, "late")
        assert await _texts(shop) == []
        assert not (await shop.control("GET", "/idle?seconds=0"))["idle"]
        await shop.idle()
        assert await _texts(shop) == ["late"]
        await shop.control("POST", "/faults", wish | {"seconds": 31}, status=400)


async def test_chance_repeats_itself_with_a_seed() -> None:
    async def drawn(shop: Workshop) -> list[bool]:
        wish = {"on": "auth.test", "fault": "5xx", "chance": 0.3, "seed": 7}
        await shop.control("POST", "/faults", wish)
        statuses = [(await _call(shop, "auth.test", {}))[0] for _ in range(40)]
        await shop.control("DELETE", "/faults")
        return [status == 503 for status in statuses]

    async with bare_workshop() as shop:
        first, second = await drawn(shop), await drawn(shop)
        assert first == second
        assert 4 < sum(first) < 24
        assert (await _call(shop, "auth.test", {}))[0] == 200


async def test_a_wish_that_makes_no_sense_is_refused() -> None:
    async with bare_workshop() as shop:
        for wish in ({"fault": "gremlins"}, {"on": "event", "fault": "429"}, {"fault": "delay", "moon": "full"}):
            answer = await shop.control("POST", "/faults", wish, status=400)
            assert answer["error"]


async def test_about_one_post_a_second_and_channel() -> None:
    now = 1_800_000_000.0
    async with bare_workshop(lambda: now) as shop:
        burst = [(await _call(shop, "chat.postMessage", {"channel": "C0IT", "text": "a"})) for _ in range(6)]
        assert [status for status, _ in burst] == [200] * 4 + [429] * 2
        async with _request(shop, "chat.postMessage", {"channel": "it-desk", "text": "by name"}) as response:
            assert response.headers["Retry-After"] == "1"
        assert (await _call(shop, "chat.postMessage", {"channel": "C0BOARD", "text": "elsewhere"}))[0] == 200
        now += 1.0
        after = [(await _call(shop, "chat.postMessage", {"channel": "C0IT", "text": "a"}))[0] for _ in range(2)]
        assert after == [200, 429]
        await shop.control("POST", "/scale", {"budgets": 0})
        statuses = [(await _call(shop, "chat.postMessage", {"channel": "C0IT", "text": "a"}))[0] for _ in range(20)]
        assert set(statuses) == {200}


@pytest.mark.parametrize(("tier", "least"), [("tier1", 1), ("tier2", 20), ("tier3", 50), ("tier4", 100)])
def test_a_tier_refuses_after_its_least_and_says_how_long(tier: Tier, least: int) -> None:
    now = 0.0
    budgets = Budgets(lambda: now, Scale())
    answers = Counter(budgets.spend("some.method", tier) is None for _ in range(150))
    assert answers[True] == least
    wait = budgets.spend("some.method", tier)
    assert wait == -(-60 // least)
    now += wait
    assert budgets.spend("some.method", tier) is None


def test_budgets_scale() -> None:
    budgets = Budgets(lambda: 0.0, Scale(budgets=10))
    assert sum(budgets.spend("chat.postMessage", "post", "C1") is None for _ in range(100)) == 40


@pytest.mark.parametrize("how", ["disconnect", "refresh", "drop", "half_open"])
async def test_a_socket_in_trouble_is_replaced(how: str) -> None:
    async with workshop("socket") as shop:
        shop.sandbox.workspace.scale.time = 0.02
        assert (await shop.control("POST", "/socket", {"do": how}))["sockets"] == 1
        await _until_new_socket(shop)
        shop.sandbox.workspace.scale.limits = 0.2
        for _ in range(20):
            answer = await shop.act("ann", "command", channel="it-desk", text="/order echo")
            if answer["delivery"]["error"] is None:
                break
        assert answer["sees"]["ephemerals"][0]["text"] == "only you: ann"


async def test_no_socket_no_answer() -> None:
    async with bare_workshop(mode="socket") as shop:
        answer = await shop.act("ann", "command", channel="it-desk", text="/order echo")
        assert answer["delivery"] == {
            "status": None,
            "seconds": answer["delivery"]["seconds"],
            "error": "dispatch_failed",
        }
        async with shop.session.get(f"{shop.sandbox.url}/link/?ticket=forged") as response:
            assert response.status == 403


async def test_each_event_goes_down_one_socket_and_silence_is_retried() -> None:
    async with bare_workshop(mode="socket") as shop:
        shop.sandbox.workspace.scale.limits, shop.sandbox.workspace.scale.time = 0.05, 0.001
        sockets = [await _socket(shop), await _socket(shop)]
        for text in ("one", "two"):
            await shop.control("POST", "/as/ann/message", {"channel": "it-desk", "text": text})
        await shop.idle()
        envelopes = [await _read(socket) for socket in sockets]
        tries = Counter(
            (one["payload"]["event"]["text"], one["retry_attempt"], one["retry_reason"])
            for heard in envelopes
            for one in heard
        )
        wanted = [(text, n, "http_timeout" if n else "") for text in ("one", "two") for n in range(4)]
        assert tries == Counter(wanted)
        assert all(envelopes)


async def _socket(shop: Workshop) -> aiohttp.ClientWebSocketResponse:
    app_token = shop.sandbox.workspace.app.app_token
    opened = await shop.client.apps_connections_open(app_token=app_token)
    socket = await shop.session.ws_connect(str(opened["url"]))
    assert (await socket.receive_json())["type"] == "hello"
    return socket


async def _read(socket: aiohttp.ClientWebSocketResponse) -> list[Json]:
    heard = []
    try:
        while True:
            frame = await socket.receive(timeout=0.1)
            heard.append(json.loads(frame.data))
    except TimeoutError:
        return heard


async def _until_new_socket(shop: Workshop) -> None:
    for _ in range(100):
        opened = [one for one in shop.sandbox.traffic.since(0) if one.get("method") == "apps.connections.open"]
        if len(opened) > 1:
            return
        await asyncio.sleep(0.1)
    raise AssertionError("the app never asked for a new socket")


async def _texts(shop: Workshop) -> list[str]:
    return [one["text"] for one in await shop.sees("ann")]


async def _post(shop: Workshop, text: str) -> tuple[int, str | None]:
    return await _call(shop, "chat.postMessage", {"channel": "C0IT", "text": text})


async def _call(shop: Workshop, method: str, args: Json) -> tuple[int, str | None]:
    """Status and error; None when the answer is no JSON."""
    async with _request(shop, method, args) as response:
        if response.content_type != "application/json":
            return response.status, None
        return response.status, (await response.json()).get("error", "")


def _request(shop: Workshop, method: str, args: Json) -> Any:
    bearer = {"Authorization": f"Bearer {shop.sandbox.workspace.app.bot_token}"}
    return shop.session.post(shop.sandbox.api_url + method, json=args, headers=bearer)
