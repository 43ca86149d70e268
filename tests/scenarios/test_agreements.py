"""SLA: somebody is warned before a target is broken, and told when it is; nobody once the matter is settled.

Tickets here are of priority 3: an answer within 2 working hours, a solution within 16, warned at 75 %.
"""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.world.hours import FRIDAY, MONDAY, Open, asleep, coming, filed, night_of_change, opened

TWO_STEPS = [{"at": 75, "tell": ["assignee"]}, {"at": 100, "tell": ["assignee"]}]


@pytest.fixture
def open_on(database_url: str) -> Iterator[Open]:
    """A company from that instant on, with two steps only: what is told to whom stands in test_warnings."""
    yield from opened(database_url, warnings=TWO_STEPS)


def test_the_lead_is_warned_of_what_nobody_has_claimed_and_told_when_it_is_too_late(open_on: Open) -> None:
    world = open_on(coming(MONDAY, "10:00"))
    filed(world)
    dirk = world.person("dirk")
    world.clock.advance(minutes=89)
    world.clock.advance(minutes=1)
    warned = dirk.dm.expect("IT-1", "must be answered by 12:00 PM", "30 min", "printer on 3F is down")
    assert "State: new" in warned.text
    assert "With: nobody yet" in warned.text
    assert "claims it in <#C0ITDESK>" in warned.text
    world.clock.advance(minutes=29)
    assert world.waiting() == []
    world.clock.advance(minutes=1)
    dirk.dm.expect("IT-1", "should have been answered by 12:00 PM and has no answer yet", "printer on 3F is down")
    world.clock.advance(hours=3)


def test_who_has_claimed_it_is_told_and_a_claim_is_no_answer(open_on: Open) -> None:
    world = open_on(coming(MONDAY, "10:00"))
    card, _ = filed(world)
    ben = world.person("ben")
    card.click("Claim", by=ben)
    world.clock.advance(minutes=90)
    warned = ben.dm.expect("must be answered by 11:00 AM", "30 min", "State: in progress", "With: <@U0BEN>")
    assert "*Reply* is on its card" in warned.text
    world.clock.advance(minutes=30)
    ben.dm.expect("should have been answered by 11:00 AM and has no answer yet")


def test_the_first_answer_keeps_the_promise_and_the_solution_is_still_due(open_on: Open) -> None:
    world = open_on(coming(MONDAY, "10:00"))
    card, own = filed(world)
    ben = world.person("ben")
    card.click("Claim", by=ben)
    card.click("Reply", by=ben).form.submit(text="On my way.")
    own.thread().expect("On my way.")
    card.thread().expect("On my way.")
    assert "Response: in time" in card.words
    world.clock.advance(hours=26)
    assert world.waiting() == []
    world.clock.advance(hours=1)
    warned = ben.dm.expect("must be solved by 4:00 PM", "4 hr", "printer on 3F is down")
    assert "tell <@U0ANN> there how it goes" in warned.text
    world.clock.advance(hours=4)
    ben.dm.expect("should have been solved by 4:00 PM and is still open")
    world.clock.advance(days=3)


def test_nothing_is_said_of_what_is_resolved(open_on: Open) -> None:
    world = open_on(coming(MONDAY, "10:00"))
    card, own = filed(world)
    world.clock.advance(minutes=80)
    card.click("Resolve", by=world.person("ben")).form.submit()
    own.thread().expect("Is IT-1 solved?")
    assert "Resolution: in time" in card.words
    world.clock.advance(days=2)


def test_a_reopened_ticket_goes_on_with_the_time_it_has_used(open_on: Open) -> None:
    world = open_on(coming(MONDAY, "10:00"))
    card, own = filed(world)
    ann, ben = world.person("ann"), world.person("ben")
    world.clock.advance(hours=1)
    card.click("Resolve", by=ben).form.submit()
    world.clock.advance(hours=24)
    own.thread().expect("Is IT-1 solved?").click("Not yet", by=ann)
    card.thread().expect("not solved yet")
    world.clock.advance(hours=3)  # Tuesday 14:00: an hour, and three
    assert world.waiting() == []
    world.clock.advance(hours=22)  # Wednesday 12:00: twelve
    assert world.waiting() == []
    world.clock.advance(hours=1)
    ben.dm.expect("must be solved by 4:00 PM", "4 hr")
    world.clock.advance(hours=4)
    ben.dm.expect("should have been solved by 4:00 PM")


def test_a_ticket_resolved_after_its_warning_and_reopened_is_not_warned_of_twice(open_on: Open) -> None:
    world = open_on(coming(MONDAY, "09:00"))
    card, own = filed(world)
    ann, ben = world.person("ann"), world.person("ben")
    card.click("Reply", by=ben).form.submit(text="Hello.")
    own.thread().expect("Hello.")
    card.thread().expect("Hello.")
    card.click("Claim", by=ben)
    world.clock.advance(hours=27)
    ben.dm.expect("must be solved by 3:00 PM")
    card.click("Resolve", by=ben).form.submit()
    own.thread().expect("Is IT-1 solved?").click("Not yet", by=ann)
    card.thread().expect("not solved yet")
    world.clock.advance(hours=5)
    ben.dm.expect("should have been solved by 3:00 PM")


def test_no_working_time_passes_over_a_weekend(open_on: Open) -> None:
    friday = coming(FRIDAY, "15:00")
    world = open_on(friday)
    filed(world)
    dirk = world.person("dirk")
    world.clock.advance(days=2, hours=18, minutes=29)  # Monday 9:29
    assert world.waiting() == []
    world.clock.advance(minutes=1)
    dirk.dm.expect("must be answered by 10:00 AM", "30 min")
    world.clock.advance(minutes=30)
    dirk.dm.expect("should have been answered by 10:00 AM")


def test_a_warning_before_the_weekend_says_on_which_day_it_is_due(open_on: Open) -> None:
    friday = coming(FRIDAY, "14:15")
    world = open_on(friday)
    filed(world)
    world.clock.advance(minutes=90)
    monday = friday + timedelta(days=3)
    day = f"{monday:%b} {monday.day}, {monday.year}"
    world.person("dirk").dm.expect(f"must be answered by {day} 9:15 AM, 30 min")


@pytest.mark.parametrize(
    ("spring", "due"), [(True, "4:00 AM"), (False, "2:00 AM")], ids=["clocks go forward", "clocks go back"]
)
def test_two_hours_are_two_hours_in_the_night_the_clocks_change(open_on: Open, due: str, *, spring: bool) -> None:
    """From 1:00 on: in spring the wall clock shows 4:00 after two hours, in autumn 2:00 for the second time."""
    change = night_of_change(spring=spring)  # 1:00 UTC: 2:00 in winter time, 3:00 in summer time
    world = open_on(change - timedelta(hours=1 if spring else 2), "00:00-24:00")
    filed(world)
    dirk = world.person("dirk")
    world.clock.advance(minutes=89)
    assert world.waiting() == []
    world.clock.advance(minutes=1)
    dirk.dm.expect(f"must be answered by {due}", "30 min")
    world.clock.advance(minutes=30)
    dirk.dm.expect(f"should have been answered by {due}")


def test_a_bot_that_was_off_says_only_the_gravest(open_on: Open) -> None:
    world = open_on(coming(MONDAY, "10:00"))
    filed(world)
    asleep(world, hours=5)
    dirk = world.person("dirk")
    dirk.dm.expect("should have been answered by 12:00 PM")
    assert world.waiting() == []
    asleep(world, hours=26)  # Tuesday 17:00: twelve hours went by at 13:00, sixteen just now
    dirk.dm.expect("should have been solved by 5:00 PM")


def test_who_reads_chinese_is_warned_in_chinese_and_in_their_own_zone(open_on: Open) -> None:
    world = open_on(coming(MONDAY, "10:00"))
    card, _ = filed(world)
    card.click("Claim", by=world.person("lin"))
    world.clock.advance(minutes=90)
    due = coming(MONDAY, "12:00").astimezone(ZoneInfo("Asia/Shanghai"))
    world.person("lin").dm.expect("IT-1", f"{due:%H:%M}", "printer on 3F is down")
