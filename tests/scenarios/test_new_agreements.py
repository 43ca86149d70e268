"""`bot apply` with other targets or other hours while clocks run."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import yaml

from tests.world.hours import MONDAY, Open, agreed, coming, filed, opened

TARGETS = {n: {"response": f"{2 * n}h", "resolution": f"{10 * n}h"} for n in range(1, 6)}
TWO_STEPS = [{"at": 75, "tell": ["assignee"]}, {"at": 100, "tell": ["assignee"]}]


@pytest.fixture
def open_on(database_url: str) -> Iterator[Open]:
    yield from opened(database_url, warnings=TWO_STEPS)


def desk(calendar: dict[str, Any] | None = None, targets: dict[int, dict[str, str]] | None = None) -> str:
    file = yaml.safe_load(agreed(warnings=TWO_STEPS))
    file["calendars"][0] |= calendar or {}
    file["agreement"]["targets"] = targets or file["agreement"]["targets"]
    return str(yaml.safe_dump(file, allow_unicode=True))


def test_longer_targets_hold_for_what_is_open_and_the_card_says_so(open_on: Open) -> None:
    world = open_on(coming(MONDAY, "10:00"))
    card, _ = filed(world)
    world.clock.advance(hours=1)
    before = card.words
    world.apply(desk(targets=TARGETS))  # an answer within 6 hours: by 16:00
    assert card.words != before
    world.clock.advance(hours=3, minutes=29)
    assert world.waiting() == []
    world.clock.advance(minutes=1)
    world.person("dirk").dm.expect("must be answered by 4:00 PM", "1 hr 30 min")


def test_tighter_targets_speak_at_once_and_once(open_on: Open) -> None:
    world = open_on(coming(MONDAY, "10:00"))
    card, _ = filed(world)
    world.clock.advance(hours=1, minutes=15)
    tight = {n: {"response": "1h", "resolution": "80h"} for n in range(1, 6)}
    world.apply(desk(targets=tight))
    world.person("dirk").dm.expect("should have been answered by 11:00 AM")
    assert "Response: ⚠️ overdue" in card.words
    world.apply(desk(targets=tight))
    world.clock.advance(hours=2)
    assert world.waiting() == []


def test_a_day_that_is_closed_from_now_on_moves_what_is_due(open_on: Open) -> None:
    """Monday's hours were worked by the hours of then, though hours begin later from now on."""
    monday = coming(MONDAY, "16:30")
    world = open_on(monday)
    filed(world)
    world.clock.advance(hours=2)  # an hour and a half has been worked
    tuesday = (monday + timedelta(days=1)).date()
    world.apply(
        desk({"hours": {"mon": "12:00-18:00", "tue": "12:00-18:00", "wed": "12:00-18:00"}, "closed": [tuesday]})
    )
    world.clock.advance(days=1, hours=17, minutes=29)  # Wednesday, a minute before the hours begin
    assert world.waiting() == []
    world.clock.advance(minutes=2)
    world.person("dirk").dm.expect("must be answered by 12:30 PM, 30 min of working time left")
    world.clock.advance(minutes=30)
    world.person("dirk").dm.expect("should have been answered by 12:30 PM")


def test_a_restart_between_apply_and_what_follows_loses_nothing(open_on: Open) -> None:
    world = open_on(coming(MONDAY, "10:00"))
    card, _ = filed(world)
    world.clock.advance(hours=1)
    world.apply(desk(targets=TARGETS))
    world.restart(hours=3, minutes=30)
    world.person("dirk").dm.expect("must be answered by 4:00 PM", "1 hr 30 min")
    world.restart(hours=1)
    assert world.waiting() == []
    card.click("Claim", by=world.person("ben"))
    assert "With: <@U0BEN>" in card.words
