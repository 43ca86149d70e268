"""Many notices at once are told together: in a deep lane, after an absence, and each working morning."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import yaml

from services import desk, timers
from tests.world import Card, World
from tests.world.hours import FRIDAY, MONDAY, Open, agreed, coming, filed, opened

BREACHES = [{"at": 100, "tell": ["assignee"]}]


@pytest.fixture
def open_on(database_url: str) -> Iterator[Open]:
    yield from opened(database_url)


def many(world: World, count: int) -> list[tuple[Card, Card]]:
    """Each time the team's card and the requester's."""
    return [filed(world, f"broken thing {number}", f"IT-{number}") for number in range(1, count + 1)]


def slow(world: World, title: str = "A new mouse") -> tuple[Card, Card]:
    """Of priority 4: an answer within 4 working hours. The team's card and the requester's."""
    world.person("ann").types("/ticket").form.submit(title=title, urgency="3")
    return world.channel("it-desk").expect(title), world.person("ann").dm.expect(title)


def test_many_breaches_in_a_deep_lane_are_told_in_one_message(database_url: str) -> None:
    world = World(database_url, desk=agreed(warnings=BREACHES), start_at=coming(MONDAY, "10:00"))
    many(world, 8)
    world.control.post("/control/faults", on="chat.postMessage", fault="429", times=None, retry_after="1")
    later = world.run(world.steward.ledger.read(desk.now)) + timedelta(hours=2)
    world.run(world.steward.ledger.write(desk.move_clock, later))
    while world.run(world.steward.ledger.read(timers.due, 1)):
        world.run(world.steward.clockwork.tick())
    world.control.delete("/control/faults")
    world.settle()

    told = world.person("dirk").dm.expect("You have 8 notices:", "*IT-1*", "*IT-8*")
    assert told.text.count("\n") == 8
    world.close()


def test_after_a_weekend_s_absence_the_storm_is_one_message_for_each_place(open_on: Open) -> None:
    """Stopped on Friday, started on Tuesday at noon: all eight are unanswered, and past three quarters."""
    world = open_on(coming(FRIDAY, "14:00"))
    cards = many(world, 8)
    world.restart(days=3, hours=22)
    for place in (world.person("dirk").dm, world.channel("it-desk")):
        told = place.expect("I was away for a while", "*IT-1*", "*IT-8*", "should have been answered by")
        assert told.text.count("🔴") == 8
    world.person("dirk").dm.expect_nothing()
    assert world.waiting() == []
    assert all("Response: ⚠️ overdue" in card.words for card, _ in cards)
    world.restart(minutes=1)
    assert world.waiting() == []


def test_after_an_absence_a_few_are_told_beneath_their_cards_and_in_one_list_to_the_lead(open_on: Open) -> None:
    world = open_on(coming(FRIDAY, "14:00"))
    cards = many(world, 2)
    world.restart(days=3)
    told = world.person("dirk").dm.expect("You have 2 notices:", "5 hr of working time ago")
    assert told.text.count("should have been answered by") == 2
    for card, _ in cards:
        card.thread().expect("should have been answered by")
    assert world.waiting() == []


def test_what_is_settled_before_it_is_told_is_left_out(open_on: Open) -> None:
    world = open_on(coming(FRIDAY, "14:00"))
    cards = many(world, 7)
    cards[0][0].click("Resolve", by=world.person("ben")).form.submit()
    cards[0][1].thread().expect("Is IT-1 solved?")
    world.restart(days=3)
    told = world.person("dirk").dm.expect("I was away for a while", "*IT-2*", "*IT-7*")
    assert "*IT-1*" not in told.text
    world.channel("it-desk").expect("I was away for a while")
    assert world.waiting() == []


def test_what_is_not_urgent_is_told_of_once_each_working_morning(open_on: Open) -> None:
    """Filed on Monday at ten with four hours to answer: near at one o'clock, broken at two."""
    world = open_on(coming(MONDAY, "10:00"))
    card, own = slow(world)
    ben, dirk = world.person("ben"), world.person("dirk")
    card.click("Claim", by=ben)
    world.clock.advance(hours=3)
    assert "Response: ⏳ by" in card.words
    world.clock.advance(hours=19, minutes=59)
    assert world.waiting() == []
    world.clock.advance(minutes=1)  # Tuesday, nine
    for told in (ben, dirk):
        told.dm.expect("For this working day: near its time or over it:", "*IT-1* should have been answered by")
    assert "Response: ⚠️ overdue" in card.words
    world.clock.advance(hours=23, minutes=59)
    assert world.waiting() == []
    world.clock.advance(minutes=1)  # Wednesday, nine
    for told in (ben, dirk):
        told.dm.expect("For this working day", "of working time ago", "With: <@U0BEN>")
    assert world.waiting() == []
    card.click("Resolve", by=ben).form.submit()
    own.thread().expect("Is IT-1 solved?")
    world.clock.advance(days=1)
    assert world.waiting() == []


def test_each_gets_their_own_morning_message_and_the_weekend_none(open_on: Open) -> None:
    world = open_on(coming(FRIDAY, "09:00"))
    (first, _), (second, _) = slow(world), slow(world, "A new bag")
    first.click("Claim", by=world.person("ben"))
    second.click("Claim", by=world.person("lin"))
    world.clock.advance(days=2, hours=23, minutes=59)
    assert world.waiting() == []
    world.clock.advance(minutes=1)
    bens = world.person("ben").dm.expect("For this working day", "A new mouse")
    assert "A new bag" not in bens.text
    lins = world.person("lin").dm.expect("今天要留意", "A new bag")
    assert "A new mouse" not in lins.text
    world.person("dirk").dm.expect("A new mouse", "A new bag")


def test_the_desk_names_priorities_and_time_of_the_morning_s_message(database_url: str) -> None:
    text = agreed(digest={"priorities": [3], "at": "08:30"})
    world = World(database_url, desk=text, start_at=coming(MONDAY, "10:00"))
    filed(world)
    world.clock.advance(hours=22, minutes=29)
    assert world.waiting() == []
    world.clock.advance(minutes=1)
    world.person("dirk").dm.expect("For this working day", "printer on 3F is down")
    world.close()


def to_lead(world: World, count: int) -> list[str]:
    """What the lead was told since, each of so many tickets once; nobody else was."""
    said = [post["text"] for post in world.waiting()]
    assert [sum(text.count(f"*IT-{number}*") for text in said) for number in range(1, count + 1)] == [1] * count
    world.overlook()
    return said


def test_the_lead_of_many_that_nobody_has_is_told_of_all_in_one_message(open_on: Open) -> None:
    """The first at once, all others when the quiet time after it is over; each step of each ticket once."""
    world = open_on(coming(MONDAY, "10:00"))
    many(world, 5)
    world.clock.advance(minutes=102)  # 75 % were used after 90 minutes
    said = to_lead(world, 5)
    assert len(said) <= 2
    assert all("must be answered by" in text for text in said)
    world.clock.advance(minutes=13)  # 90 % after 108, within the quiet time
    (said_at_once,) = to_lead(world, 5)
    assert said_at_once.startswith("You have 5 notices:")
    assert world.waiting() == []


def test_of_steps_within_the_quiet_time_the_gravest_speaks_and_what_is_settled_is_left_out(open_on: Open) -> None:
    """Of priority 2, an answer is due in half an hour: 75 % after 22:30 minutes, 90 % after 27, broken after 30."""
    world = open_on(coming(MONDAY, "10:00"))
    dirk = world.person("dirk")
    cards = []
    for number in (1, 2, 3):
        world.person("ann").types(f"/ticket !high door {number} is stuck")
        cards.append((world.channel("it-desk").expect(f"IT-{number}"), world.person("ann").dm.expect("IT-")))
    world.clock.advance(minutes=24)
    dirk.dm.expect("must be answered by")
    cards[1][0].click("Resolve", by=world.person("ben")).form.submit()
    cards[1][1].thread().expect("Is IT-2 solved?")
    world.clock.advance(minutes=6)
    for card, _ in (cards[0], cards[2]):
        card.thread().expect("should have been answered by")
    assert world.waiting() == [], "the lead is left in peace"
    world.restart(minutes=4)
    told = dirk.dm.expect(
        "You have 2 notices:", "*IT-1* should have been answered", "*IT-3* should have been answered"
    )
    assert "must be" not in told.text
    assert "IT-2" not in told.text
    world.restart(minutes=15)
    assert world.waiting() == []


def test_what_is_critical_waits_for_nothing(database_url: str) -> None:
    """An answer within a quarter of an hour: three steps within four minutes."""
    file = yaml.safe_load(agreed())
    file["agreement"]["digest"] = {"quiet": "1h"}
    world = World(database_url, desk=str(yaml.safe_dump(file)), start_at=coming(MONDAY, "10:00"))
    card, _ = filed(world)
    form = card.choose("ticket.more", "Set impact and urgency", by=world.person("ben")).form
    form.submit(impact="1", urgency="1")
    world.clock.advance(minutes=15)
    for said in ("must be answered", "must be answered", "should have been answered"):
        world.person("dirk").dm.expect(said)
    card.thread().expect("should have been answered")
    world.close()
