"""SLA: who is told at which step, as the example desk has it.

Tickets here are of priority 3: an answer within 2 working hours (50 % after 60 minutes, 75 % after 90, 90 % after
108), a solution within 16.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import yaml

from domain.people import Profile, Standing
from services.transactions import Tx
from storage import people
from tests.world import World
from tests.world.hours import FRIDAY, MONDAY, Open, agreed, coming, filed, opened


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


@pytest.mark.parametrize(
    ("name", "owned", "nobody", "taken", "after"),
    [
        (
            "ann",
            "⚠️ You were to hear from IT desk by",
            "Nobody has taken it yet, so Dirk Muster as the team's lead answers for it.",
            "<@U0BEN> has it now.",
            "You hear in this thread as soon as they answer; it is still to be solved by",
        ),
        (
            "lin",
            "⚠️ 本应由 IT 服务台 在",
            "还没有人接手，由组长 Dirk Muster 负责。",
            "现在由 <@U0BEN> 处理。",
            "一有答复，你会在这个消息列里看到；仍应在",
        ),
        (
            "chen",
            "⚠️ 本應由 IT 服務台 在",
            "還沒有人接手，由組長 Dirk Muster 負責。",
            "現在由 <@U0BEN> 處理。",
            "一有回覆，你會在這個討論串裡看到；仍應在",
        ),
    ],
)
def test_a_broken_promise_is_owned_up_to_until_it_is_kept(
    open_on: Open, name: str, owned: str, nobody: str, taken: str, after: str
) -> None:
    world = open_on(coming(MONDAY, "10:00"))
    asker = world.person(name)
    assert "IT-1" in asker.types("/ticket printer on 3F is down").whisper
    card, own = world.channel("it-desk").expect("IT-1"), asker.dm.expect("IT-1")
    world.clock.advance(minutes=119)
    assert owned not in own.words
    world.clock.advance(minutes=1)
    for part in (owned, nobody, after):
        assert part in own.words
        assert part in own.text
    ben = world.person("ben")
    card.click("Claim", by=ben)
    for part in (owned, taken, after):
        assert part in own.words
    assert nobody not in own.words
    card.click("Reply", by=ben).form.submit(text="I am on my way.")
    assert owned not in own.words
    world.overlook()


def test_of_two_broken_promises_no_third_is_made(open_on: Open) -> None:
    world = open_on(coming(MONDAY, "10:00"))
    _, own = filed(world)
    world.clock.advance(days=3)
    assert "You hear in this thread as soon as they answer." in own.words
    assert "solved by" not in own.words
    world.overlook()


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


def test_nobody_is_warned_while_the_requester_is_waited_for(open_on: Open) -> None:
    """An hour has been used when Ben asks, fifteen are left when Ann has answered a week later."""
    world = open_on(coming(MONDAY, "10:00"))
    card, own = filed(world)
    ann, ben = world.person("ann"), world.person("ben")
    world.clock.advance(hours=1)
    ben.types("/ticket hold IT-1 requester Which printer?")
    own.thread().expect("Which printer?")
    card.thread().expect("Which printer?")
    ben.new_whispers()
    world.clock.advance(days=7)
    assert world.waiting() == []
    told = ben.types("/ticket clock IT-1").whisper
    assert "stopped, waiting for the requester" in told
    assert "It stands still. 15 hr remain once it goes on." in told
    own.reply("The grey one", by=ann)
    card.thread().expect("The grey one")
    assert "went on" in ben.types("/ticket clock IT-1").whisper
    world.clock.advance(hours=25, minutes=59)  # Tuesday a minute before one: 75 % are twelve hours
    assert world.waiting() == []
    world.clock.advance(minutes=2)
    ben.dm.expect("IT-1", "must be solved by", "4 hr")


def test_who_left_is_not_told_and_where_nobody_can_be_the_channel_is(database_url: str) -> None:
    """Chen leads the network team alone, and has left the company."""
    for world in opened(database_url, warnings=[{"at": 100, "tell": ["assignee", "lead"]}]):
        company = world(coming(MONDAY, "10:00"))
        company.person("ann").types("/ticket").form.submit(title="VPN drops", service="vpn")
        card = company.channel("network").expect("VPN drops")
        company.person("ann").dm.expect("VPN drops")
        company.run(company.steward.ledger.write(leave, "U0CHEN"))
        company.clock.advance(hours=2)
        card.thread().expect("VPN drops", "原本要在")
        assert company.waiting() == []


def leave(tx: Tx, slack_id: str) -> None:
    people.learn(tx, Profile(slack_id, "Chen", None, "zh_TW", "Asia/Taipei", Standing.GONE))


def test_the_owner_of_the_service_can_be_told(database_url: str) -> None:
    file: dict[str, Any] = yaml.safe_load(agreed(warnings=[{"at": 100, "tell": ["owner"]}]))
    next(one for one in file["services"] if one["key"] == "printing")["owner"] = "U0HAN"
    world = World(
        database_url, desk=str(yaml.safe_dump(file, allow_unicode=True)), start_at=coming(MONDAY, "10:00")
    )
    world.person("ann").types("/ticket").form.submit(title="No toner", service="printing")
    world.channel("it-desk").expect("No toner")
    world.person("ann").dm.expect("No toner")
    world.clock.advance(hours=2)
    world.person("han").dm.expect("No toner", "本应在")
    world.close()


def test_a_holiday_stands_still_a_make_up_day_counts_and_a_bot_that_was_off_meanwhile_knows_both(
    database_url: str,
) -> None:
    """Saturday is worked from ten to two in place of Monday; the bot is off from Saturday to Tuesday."""
    friday = coming(FRIDAY, "15:00")  # the office closes at four
    saturday, monday = (friday.date() + timedelta(days=days) for days in (1, 3))
    file: dict[str, Any] = yaml.safe_load(agreed())
    file["calendars"][0] |= {"closed": [str(monday)], "opened": {str(saturday): "10:00-14:00"}}
    world = World(database_url, desk=str(yaml.safe_dump(file, allow_unicode=True)), start_at=friday)
    card, own = filed(world)
    dirk = world.person("dirk")
    world.clock.advance(hours=19, minutes=29)
    assert world.waiting() == []
    world.clock.advance(minutes=1)  # Saturday, half past ten
    dirk.dm.expect("must be answered by 11:00 AM", "30 min")
    card.click("Reply", by=world.person("ben")).form.submit(text="On my way.")
    for place in (own.thread(), card.thread()):
        place.expect("On my way.")
    world.restart(days=3, hours=5, minutes=29)
    assert world.waiting() == [], "five hours are used until Monday, twelve not before Tuesday at four"
    world.clock.advance(minutes=1)
    (said,) = [post["text"] for post in world.waiting()]
    assert "must be solved by" in said
    assert "11:00 AM, 4 hr of working time left" in said
    world.overlook()
    world.close()
