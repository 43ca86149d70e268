"""What people see when something goes wrong inside: a sentence, never a traceback; and nothing half done."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from handlers.answers import Answer, Done
from handlers.events import Message
from handlers.payloads import Command, Submission
from handlers.routes import ROUTES
from handlers.surface import Desk
from handlers.tickets import listeners
from services import intake
from services.transactions import Tx
from storage import inbox, records
from tests.world import World


def count(tx: Tx) -> int:
    return records.open_on(tx, team=tx.desk.teams["it"].id)


def files_and_breaks(tx: Tx, text: str) -> None:
    intake.file(tx, text, source="command")
    raise ZeroDivisionError


async def broken_command(desk: Desk, asked: Command) -> Answer:
    await desk.ledger.hear(desk.heard(asked), files_and_breaks, asked.text)  # type: ignore[type-var]
    return Done()


async def broken_form(desk: Desk, form: Submission) -> Answer:
    raise ZeroDivisionError


class Stumbling:
    """Breaks so many times, then works."""

    def __init__(self, times: int) -> None:
        self.left = times

    async def __call__(self, desk: Desk, said: Message) -> Answer:
        if self.left:
            self.left -= 1
            raise ZeroDivisionError
        return await listeners.message(desk, said)


@pytest.fixture
def broken(database_url: str) -> Iterator[World]:
    routes = replace(ROUTES, commands={**ROUTES.commands, "risk": broken_command})
    made = World(database_url, routes=replace(routes, forms={**ROUTES.forms, "ticket.file": broken_form}))
    yield made
    made.errors.lines.clear()
    made.close()


def test_a_broken_command_says_sorry_with_a_reference_and_files_nothing(broken: World) -> None:
    whisper = broken.person("ann").types("/risk of rain").whisper
    assert "nothing was changed" in whisper
    assert "ZeroDivision" not in whisper
    reference = whisper.rsplit("reference: ", 1)[1][:8]
    assert any(reference in line for line in broken.errors.lines)
    assert broken.run(broken.steward.ledger.read(count)) == 0


def test_a_broken_form_stays_open_with_a_sentence(broken: World) -> None:
    said = broken.person("ann").types("/ticket").form.submit(title="typed for nothing?")
    assert list(said.errors) == ["kind"]
    assert "reference" in said.errors["kind"]


def stumbling(database_url: str, times: int) -> World:
    world = World(database_url, routes=replace(ROUTES, message=Stumbling(times)))
    world.control.post("/control/scale", time=0, budgets=0)
    return world


def filed(world: World) -> tuple[str, str]:
    world.person("ann").types("/ticket printer is down")
    card = world.channel("it-desk").expect("IT-1")
    own = world.person("ann").dm.expect("IT-1")
    own.reply("And the fax too.", by=world.person("ann"))
    return card.ts, card.channel


def test_an_event_that_fails_is_delivered_again_and_done_once(database_url: str) -> None:
    world = stumbling(database_url, 2)
    ts, channel = filed(world)
    world.place(channel, ts).expect("And the fax too.")
    assert world.errors.lines
    world.errors.lines.clear()
    world.close()


def test_an_event_that_fails_for_good_is_parked_for_a_person(database_url: str) -> None:
    world = stumbling(database_url, 9)
    filed(world)
    assert world.run(world.steward.ledger.read(inbox.parked)) == 1
    assert any("event parked" in line for line in world.errors.lines)
    world.errors.lines.clear()
    world.close()


def test_a_button_of_another_time_is_answered_kindly(world: World) -> None:
    ann, ben = world.person("ann"), world.person("ben")
    ann.types("/ticket printer is down")
    card = world.channel("it-desk").expect("IT-1")
    ann.dm.expect("IT-1")
    old = card.now
    for element in (one for block in old["blocks"] if block["type"] == "actions" for one in block["elements"]):
        element["action_id"] = "ticket.of_another_time"
    assert "do not know this button" in card.click("Claim", by=ben, old=old).whisper
    odd = card.now
    for element in (one for block in odd["blocks"] if block["type"] == "actions" for one in block["elements"]):
        element["value"] = "not ours"
    assert "do not know this button" in card.click("Claim", by=ben, old=odd).whisper
