"""SLA: who is told at which step, as the example desk has it.

Tickets here are of priority 3: an answer within 2 working hours (50 % after 60 minutes, 75 % after 90, 90 % after
108), a solution within 16.
"""

from collections.abc import Iterator

import pytest

from tests.world.hours import MONDAY, Open, coming, filed, opened


@pytest.fixture
def open_on(database_url: str) -> Iterator[Open]:
    yield from opened(database_url)


def test_half_the_time_shows_on_the_card_only(open_on: Open) -> None:
    world = open_on(coming(MONDAY, "10:00"))
    card, _ = filed(world)
    world.clock.advance(minutes=59)
    assert "⏳" not in card.words
    world.clock.advance(minutes=1)
    assert "Response: ⏳ by" in card.words
    assert "Resolution: by" in card.words
    world.clock.advance(minutes=29)
    assert world.waiting() == []


def test_each_step_tells_more_people_and_each_once(open_on: Open) -> None:
    world = open_on(coming(MONDAY, "10:00"))
    card, _ = filed(world)
    ben, dirk = world.person("ben"), world.person("dirk")
    card.click("Claim", by=ben)
    world.clock.advance(minutes=90)
    ben.dm.expect("must be answered by", "30 min")
    assert world.waiting() == []
    world.clock.advance(minutes=18)
    for told in (ben, dirk):
        told.dm.expect("must be answered by", "12 min")
    assert world.waiting() == []
    world.clock.advance(minutes=12)
    for place in (ben.dm, dirk.dm, card.thread()):
        place.expect("should have been answered by", "has no answer yet")
    assert "Response: ⚠️ overdue" in card.words
    world.clock.advance(minutes=59)
    assert world.waiting() == []
    world.clock.advance(minutes=1)
    for place in (ben.dm, dirk.dm, card.thread()):
        place.expect("should have been answered by", "1 hr of working time ago")
    world.clock.advance(hours=3)
    assert world.waiting() == []


def test_while_nobody_has_it_the_lead_is_told_once_at_each_step(open_on: Open) -> None:
    world = open_on(coming(MONDAY, "10:00"))
    card, _ = filed(world)
    dirk = world.person("dirk")
    world.clock.advance(minutes=90)
    dirk.dm.expect("must be answered by", "With: nobody yet")
    world.clock.advance(minutes=18)
    dirk.dm.expect("must be answered by")
    world.clock.advance(minutes=12)
    dirk.dm.expect("should have been answered by")
    card.thread().expect("should have been answered by")
    assert world.waiting() == []


def test_an_hour_after_the_breach_is_an_hour_of_work(open_on: Open) -> None:
    """Broken at half past five: the channel hears again the next morning, not at night."""
    world = open_on(coming(MONDAY, "15:30"))
    card, _ = filed(world)
    dirk = world.person("dirk")
    world.clock.advance(hours=2)
    for _ in range(3):
        dirk.dm.expect("answered by 5:30 PM")
    card.thread().expect("should have been answered by 5:30 PM")
    world.clock.advance(hours=15, minutes=59)
    assert world.waiting() == []
    world.clock.advance(minutes=1)
    dirk.dm.expect("1 hr of working time ago")
    card.thread().expect("1 hr of working time ago")


def test_the_channel_is_told_in_its_own_language(open_on: Open) -> None:
    world = open_on(coming(MONDAY, "10:00"))
    world.person("ann").types("/ticket").form.submit(title="VPN drops", service="vpn")
    card = world.channel("network").expect("IT-1")
    world.person("ann").dm.expect("IT-1")
    world.clock.advance(hours=2)
    for _ in range(3):
        world.person("chen").dm.expect("IT-1")
    card.thread().expect("原本要在", "還沒有回覆", "VPN drops")
