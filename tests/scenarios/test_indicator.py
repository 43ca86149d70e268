"""The live indicator: the share of agreed times that were broken in the last seven days.

Tickets here are of priority 3, to be answered within 2 working hours; a share of 30 % is amber, 50 % red, and a
light goes down 5 points below. What runs out in the same minute is counted together.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from storage import history, records
from tests.scenarios.test_risks import registered
from tests.world import Card, World
from tests.world.hours import MONDAY, agreed, coming

SILENT = [{"at": 100, "tell": ["card"]}]


def desk(**breaches: object) -> str:
    file: dict[str, Any] = yaml.safe_load(agreed(warnings=SILENT))
    file["risks"]["breaches"] = {"amber": 30, "red": 50, "back": 5, "least": 3, "owner": "U0EVA", **breaches}
    return str(yaml.safe_dump(file, allow_unicode=True))


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    """From a Monday at ten."""
    made = World(database_url, desk=desk(), start_at=coming(MONDAY, "10:00"))
    yield made
    made.close()


def told(world: World) -> list[str]:
    """What the risk channel was told, and Eva too; all else is passed over."""
    seen = world.control.get("/control/as/eva/sees?limit=1")["channels"]
    own = [one["id"] for one in seen if one["kind"] == "im"]
    channels = {world.channel("risks").channel: "channel", **dict.fromkeys(own, "Eva")}
    posts = [(channels[post["channel"]], post["text"]) for post in world.waiting() if post["channel"] in channels]
    world._posts.clear()
    for_all, for_eva = ([text for place, text in posts if place == which] for which in ("channel", "Eva"))
    assert for_all == for_eva
    return for_all


def asked(world: World, *, answered: bool = False, solved: bool = False) -> Card:
    world.person("ann").types("/ticket printer on 3F is down")
    (post,) = [one for one in world.waiting("C0ITDESK") if not one["thread_ts"]]
    card, ben = Card(world, "C0ITDESK", post["ts"]), world.person("ben")
    if answered:
        card.click("Reply", by=ben).form.submit(text="On my way.")
    if solved:
        card.click("Resolve", by=ben).form.submit(text="A fuse was blown.")
    world.waiting()
    world._posts.clear()
    return card


def crossings(world: World, key: str = "DESK-1") -> list[tuple[str, str]]:
    ledger = world.steward.ledger
    found = world.run(ledger.read(history.of, world.run(ledger.read(records.by_key, key)).id))
    bodies = [json.loads(fact.body)["after"] for fact in found if fact.verb == "indicator.cross"]
    return [(one["before"], one["after"]) for one in bodies]


def test_each_crossing_alerts_once_and_green_is_told(world: World) -> None:
    asked(world, answered=True)
    asked(world, answered=True)
    asked(world)
    world.clock.advance(minutes=119)
    assert told(world) == []
    world.clock.advance(minutes=3)
    (said,) = told(world)
    assert said == (
        "🟡 *SLA breaches* have reached the threshold of 30%\n"
        "In the last 7 days 33% of the targets were missed (1 of 3)"
    )
    assert "🟡 SLA breaches: In the last 7 days 33%" in world.person("eva").types("/risk list").whisper

    asked(world)
    asked(world)
    world.clock.advance(minutes=122)
    (said,) = told(world)
    assert "🔴 *SLA breaches* have reached the threshold of 50%" in said
    assert "60% of the targets were missed (3 of 5)" in said

    asked(world, answered=True)
    world.clock.advance(minutes=20)
    assert told(world) == [], "half of them is red as before"
    asked(world, answered=True)
    world.clock.advance(minutes=20)
    assert told(world) == [], "amber again is no news"

    asked(world, solved=True)
    for _ in range(2):
        asked(world, solved=True)
    world.clock.advance(minutes=20)
    (said,) = told(world)
    assert said.startswith("🟢 *SLA breaches* are back to green\n")
    assert "(3 of 13)" in said
    assert crossings(world) == [("green", "amber"), ("amber", "red"), ("red", "amber"), ("amber", "green")]


def test_what_lies_a_week_back_does_not_count(world: World) -> None:
    for _ in range(3):
        asked(world)
    world.clock.advance(minutes=122)
    (said,) = told(world)
    assert "100% of the targets were missed (3 of 3)" in said
    world.clock.advance(hours=6 * 24)  # their solutions are due on Tuesday: missed, too
    assert told(world) == []
    world.clock.advance(days=3)
    (said,) = told(world)
    assert said.startswith("🟢")
    assert "(0 of 0)" in said


def test_few_targets_say_nothing(world: World) -> None:
    asked(world)
    asked(world)
    world.clock.advance(minutes=122)
    assert told(world) == []
    assert crossings(world) == []


def test_a_restart_alerts_nobody_again(world: World) -> None:
    for _ in range(3):
        asked(world)
    world.clock.advance(minutes=122)
    assert len(told(world)) == 1
    for _ in range(3):
        world.run(world.steward.clockwork.sweep())
        world.settle()
    world.clock.advance(hours=3)
    assert told(world) == []


def test_what_was_taken_back_counts_for_nothing(world: World) -> None:
    """Three of four were broken: with the six that were undone it would be three of sixteen."""
    for _ in range(6):
        world.person("ann").types("/ticket never mind")
        own = world.person("ann").dm.expect("never mind")
        own.click("Undo", by=world.person("ann"))
    world.overlook()
    asked(world, answered=True)
    for _ in range(3):
        asked(world)
    world.clock.advance(minutes=122)
    (said,) = told(world)
    assert "75% of the targets were missed (3 of 4)" in said


@pytest.fixture
def watching(database_url: str) -> Iterator[World]:
    """The indicator belongs to RSK-1 and has no owner of its own."""
    text = desk(risk="RSK-1").replace("    owner: U0EVA\n", "")
    made = World(database_url, desk=text, start_at=coming(MONDAY, "10:00"))
    yield made
    made.close()


def test_an_indicator_of_a_risk_tells_the_risks_owner_and_is_written_in_its_history(watching: World) -> None:
    world = watching
    registered(world, review=f"{coming(MONDAY, '10:00').year + 2}-03-01")
    for _ in range(3):
        asked(world)
    world.clock.advance(minutes=122)
    for place in (world.channel("risks"), world.person("fay").dm):
        place.expect("🔴 *SLA breaches*", "This concerns RSK-1: Only one person knows payroll")
    assert crossings(world, "RSK-1") == [("green", "red")]
    world._posts.clear()
