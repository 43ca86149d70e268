"""The register as a whole: list, map, appetite, and the live indicator."""

import struct
from typing import Any

import pytest

from bot import applying
from tests.scenarios.test_risks import FORM, in_days, registered
from tests.world import World
from tests.world.world import EXAMPLE

DESK = (EXAMPLE / "desk.yaml").read_text()


def register(world: World, by: str, title: str, probability: int, impact: int) -> None:
    """By somebody who looks after it themselves."""
    form = world.person(by).types(f"/risk {title}").form
    answers = {**FORM, "title": title, "probability": str(probability), "impact": str(impact)}
    assert form.submit(**answers, review=in_days(50)).errors == {}
    world.channel("risks").expect(title)
    world.person(by).dm.expect(title)


def picture(world: World, card: Any) -> tuple[bytes, str]:
    (block,) = [one for one in card.now["blocks"] if one["type"] == "image"]
    file = world.sandbox.workspace.files.find(block["slack_file"]["id"])
    assert file
    assert file.content
    return file.content, block["alt_text"]


def test_the_map_shows_each_what_they_may_see_as_a_picture_and_in_words(world: World) -> None:
    register(world, "ann", "Cables rot", 2, 4)
    register(world, "fay", "Roof leaks", 2, 4)
    register(world, "fay", "Lift stops", 1, 2)
    ann, fay = world.person("ann"), world.person("fay")
    assert "It comes as a direct message" in fay.types("/risk map").whisper
    shown = fay.dm.expect("*Risks*: 3 open risks")
    content, alt = picture(world, shown)
    assert content.startswith(b"\x89PNG")
    assert min(struct.unpack(">II", content[16:24])) > 1000
    for line in (
        "🟡 probability 2: unlikely × impact 4: work stops for many (amber): RSK-1 and RSK-2",
        "🟢 probability 1: very unlikely × impact 2: a nuisance (green): RSK-3",
    ):
        assert line in alt
        assert line in shown.text
    ann.types("/risk map")
    own = ann.dm.expect("*Risks*: 1 open risk")
    assert "RSK-1" in own.text
    assert "RSK-2" not in own.text + picture(world, own)[1]


@pytest.mark.parametrize(
    ("person", "told", "head", "cell"),
    [
        ("lin", "以私信发给你", "*风险*", "🟡 可能性 2：不太可能 × 影响 4："),
        ("mei", "以私訊傳給你", "*風險*", "🟡 可能性 2：不太可能 × 影響 4："),
    ],
)
def test_the_map_speaks_its_readers_language(world: World, person: str, told: str, head: str, cell: str) -> None:
    registered(world)
    reader = world.person(person)
    assert told in reader.types("/risk map").whisper
    shown = reader.dm.expect(head, cell)
    assert picture(world, shown)[0].startswith(b"\x89PNG")


def test_the_same_map_is_drawn_once(world: World) -> None:
    registered(world)
    fay = world.person("fay")
    for _ in range(2):
        fay.types("/risk map")
        fay.dm.expect("*Risks*")
    traffic = world.control.get("/control/traffic?since=0")["traffic"]
    assert sum(one.get("method") == "files.completeUploadExternal" for one in traffic) == 1


def test_of_no_risk_nothing_is_drawn(world: World) -> None:
    registered(world)
    assert "风险" in world.person("han").types("/risk map").whisper
    assert "没有你可以查看的" in world.person("han").types("/risk list").whisper


def test_the_list_begins_with_the_gravest(world: World) -> None:
    register(world, "fay", "Lift stops", 1, 2)
    register(world, "fay", "Roof leaks", 2, 4)
    said = world.person("eva").types("/risk list").whisper
    assert said.index("*RSK-2* Roof leaks") < said.index("*RSK-1* Lift stops")
    assert "Lift stops" not in world.person("ann").types("/risk list").whisper


@pytest.mark.parametrize("line", ["map of the cables is lost", "list of customers stolen"])
def test_words_that_go_on_are_a_title(world: World, line: str) -> None:
    form = world.person("fay").types(f"/risk {line}").form
    typed = next(block for block in form.view["blocks"] if block["block_id"] == "title")
    assert typed["element"]["initial_value"] == line


def apply(world: World, desk: str) -> None:
    async def work() -> None:
        plan = await applying.planned(world.steward.courier.client, desk)
        await applying.apply(world.steward.ledger, plan)

    world.run(work())
    world.settle()


def test_a_lower_appetite_turns_risks_red_and_tells_of_them_once(world: World) -> None:
    card, own = registered(world)
    assert "🟡 amber" in card.text
    apply(world, DESK.replace("red: 15", "red: 8").replace("amber: 8", "amber: 4"))
    world.channel("risks").expect("🔴 *RSK-1* is in the red zone")
    world.person("fay").dm.expect("🔴 *RSK-1* is in the red zone")
    assert "🔴 red" in card.text
    apply(world, DESK.replace("red: 15", "red: 8").replace("amber: 8", "amber: 4"))  # nothing changes
    apply(world, DESK)
    assert "🟡 amber" in own.text
