"""Socket Mode: the same day as over HTTP, and sockets that end, break or fall silent."""

import asyncio
from collections.abc import Callable, Iterator

import pytest

from bot.sockets import CONNECTIONS
from tests.world import World


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    made = World(database_url, socket_mode=True)
    until(made, lambda: made.sandbox.sockets.count == CONNECTIONS)
    yield made
    made.close()


def until(world: World, is_so: Callable[[], bool]) -> None:
    async def wait() -> None:
        async with asyncio.timeout(20):
            while not is_so():  # noqa: ASYNC110 - the sandbox has no event to wait for
                await asyncio.sleep(0.02)

    world.run(wait())


def files_and_claims(world: World, key: str) -> None:
    assert key in world.person("ann").types("/ticket printer on 3F is down").whisper
    card = world.channel("it-desk").expect(key)
    world.person("ann").dm.expect(key)
    assert card.click("Claim", by=world.person("ben")).whispers == []
    assert "State: in progress" in card.words


def test_commands_clicks_forms_and_words_come_by_socket(world: World) -> None:
    files_and_claims(world, "IT-1")
    ann = world.person("ann")
    form = ann.types("/ticket").form
    assert form.submit(title=" \u200b ").errors == {"title": "Please write a few words here."}
    assert form.submit(title="No Wi-Fi").errors == {}
    card = world.channel("it-desk").expect("IT-2")
    ann.dm.expect("IT-2").reply("Since noon.", by=ann)
    card.thread().expect("Since noon.")


@pytest.mark.parametrize("trouble", ["refresh", "drop", "half_open"])
def test_a_socket_that_ends_is_replaced(world: World, trouble: str) -> None:
    before = set(world.sandbox.sockets.numbers)
    world.control.post("/control/socket", do=trouble)
    until(
        world,
        lambda: world.sandbox.sockets.count == CONNECTIONS and not before & set(world.sandbox.sockets.numbers),
    )
    files_and_claims(world, "IT-1")


def test_ready_is_red_without_a_socket(world: World) -> None:
    sockets = world.steward.sockets
    assert sockets is not None
    assert sockets.connected == CONNECTIONS
    world.sandbox.faults.add({"on": "apps.connections.open", "fault": "5xx", "times": 1000})
    world.control.post("/control/socket", do="drop")
    until(world, lambda: sockets.connected == 0)
    world.sandbox.faults.clear()
    until(world, lambda: sockets.connected == CONNECTIONS)
    files_and_claims(world, "IT-1")
