"""`/ticket clock KEY`: how a ticket's times came about."""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.world.hours import FRIDAY, MONDAY, Open, agreed, coming, filed, opened


@pytest.fixture
def open_on(database_url: str) -> Iterator[Open]:
    yield from opened(database_url, warnings=[{"at": 50, "tell": ["card"]}, {"at": 100, "tell": ["card"]}])


def test_a_clock_is_explained_from_its_start_to_what_remains(open_on: Open) -> None:
    """Friday two o'clock to Monday ten: two hours, a weekend, and one more."""
    world = open_on(coming(FRIDAY, "14:00"))
    filed(world)
    world.clock.advance(days=2, hours=20)
    said = world.person("dirk").types("/ticket clock IT-1").whisper
    assert "*Response*: 2 hr of working time" in said
    assert "*Resolution*: 16 hr of working time" in said
    assert "2:00 PM: started with 2 hr (priority 3)" in said
    assert "2:00 PM to 4:00 PM: 1 hr 59 min, so far 1 hr 59 min" in said
    assert "🌙 outside working hours until" in said
    assert "⏳" in said
    assert "shown or told at 50%" in said
    assert "told that the target is broken" in said
    assert "Over by" in said
    assert "if nothing stops it." in said
    assert "Working hours are those of Europe/Berlin" in said


def test_pauses_new_targets_and_the_end_are_told(open_on: Open) -> None:
    world = open_on(coming(MONDAY, "10:00"))
    card, own = filed(world)
    ben = world.person("ben")
    world.clock.advance(hours=1)
    assert "on its way" in ben.types("/ticket reply IT-1 Which printer?").whisper
    own.thread().expect("Which printer?")
    card.thread().expect("Which printer?")
    file: dict[str, Any] = yaml.safe_load(agreed())
    file["agreement"]["targets"][3] = {"response": "2h", "resolution": "20h"}
    world.apply(str(yaml.safe_dump(file, allow_unicode=True)))
    world.clock.advance(hours=1)
    card.click("Resolve", by=ben).form.submit()
    own.thread().expect("Is IT-1 solved?")
    said = ben.types("/ticket clock IT-1").whisper
    assert "answered" in said
    assert "🎯" in said
    assert "the target is 20 hr from here on (priority 3)" in said
    assert "resolved" in said
    assert "In time, with 18 hr to spare." in said


def test_who_may_not_see_the_ticket_may_not_see_its_clock(open_on: Open) -> None:
    world = open_on(coming(MONDAY, "10:00"))
    filed(world)
    assert "I cannot find IT-1" in world.person("gus").types("/ticket clock IT-1").whisper
    assert "I cannot find IT-9" in world.person("ann").types("/ticket clock IT-9").whisper
    assert "*Response*" in world.person("ann").types("/ticket clock it-1").whisper


@pytest.mark.parametrize(("name", "word"), [("lin", "开始计时"), ("chen", "開始計時")])
def test_it_is_told_in_the_asker_s_language(open_on: Open, name: str, word: str) -> None:
    world = open_on(coming(MONDAY, "10:00"))
    filed(world)
    assert word in world.person(name).types("/ticket clock IT-1").whisper
