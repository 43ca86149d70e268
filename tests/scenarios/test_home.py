"""The Home tab: what waits, what is about to breach, what was asked for; and the queue as a command."""

import pytest

from tests.scenarios.test_complaints import TITLE, cards
from tests.scenarios.test_tickets import filed
from tests.scenarios.test_work import claimed
from tests.world import World
from tests.world.changes import asked
from tests.world.hours import MONDAY, agreed, coming


def test_an_empty_home_is_kind(world: World) -> None:
    home = world.person("ann").opens_home()
    assert "Nothing is waiting for you. Enjoy it." in home.words
    assert "What do you need?" in home.words
    assert "About to breach" not in home.words  # she works in no team
    assert "As of" in home.words


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("ben", ["Waiting for me", "About to breach", "What I asked for", "My approvals", "New ticket"]),
        ("lin", ["等我处理", "即将超时", "我提的请求", "等我审批"]),
        ("chen", ["等我處理", "即將逾期", "我提的請求", "等我核准"]),
    ],
)
def test_its_parts_in_everybodys_language(world: World, name: str, parts: list[str]) -> None:
    words = world.person(name).opens_home().words
    for part in parts:
        assert part in words


def test_a_requester_sees_what_was_asked_for_and_answers_there(world: World) -> None:
    ann, ben = world.person("ann"), world.person("ben")
    card, own = claimed(world)
    assert "*IT-1* printer on 3F is down (in progress)" in ann.opens_home().words
    card.choose("ticket.more", "Put on hold", by=ben).form.submit(waiting_for="requester", text="Which one?")
    own.thread().expect("Which one?")
    card.thread().expect("Which one?")
    assert "The team needs your answer" in ann.opens_home().words
    own.reply("The grey one.", by=ann)
    card.thread().expect("The grey one.")
    card.click("Resolve", by=ben).form.submit()
    own.thread().expect("Is IT-1 solved?")
    home = ann.opens_home()
    assert "Is IT-1 solved?" in home.words
    home.click("ticket.confirm")
    assert "State: closed" in card.words
    assert "Is IT-1 solved?" not in home.words  # drawn anew after her own click
    assert "Nothing is waiting for you" in home.words
    ann.dm.expect("IT-1")  # the survey


def test_an_agent_claims_what_is_about_to_breach_and_it_moves(database_url: str) -> None:
    world = World(database_url, desk=agreed(), start_at=coming(MONDAY, "09:00"))
    card, _own = filed(world)
    ben = world.person("ben")
    home = ben.opens_home()
    before, after = home.words.split("About to breach")
    assert "IT-1" not in before
    assert "*IT-1* printer on 3F is down (new; with: nobody yet; due" in after
    assert home.click("ticket.claim").whispers == []
    assert "With: <@U0BEN>" in card.words
    before, after = home.words.split("About to breach")
    assert "IT-1" not in before
    assert "⏰ 1 ticket of yours stands below: late, or about to be." in before
    assert "*IT-1* printer on 3F is down (in progress; with: <@U0BEN>" in after
    world.close()


@pytest.mark.parametrize(
    ("name", "late", "below"),
    [
        ("ben", "Late", "⏰ 7 tickets of yours stand below: late, or about to be."),
        ("lin", "已超时", "⏰ 你有 7 个工单已超时或即将超时，见下方。"),
    ],
)
def test_ones_own_late_tickets_stand_in_one_part_of_home(
    database_url: str, name: str, late: str, below: str
) -> None:
    """Where they are gravest; what that has no room for stays with what waits for them."""
    world = World(database_url, desk=agreed(), start_at=coming(MONDAY, "09:00"))
    for number in range(1, 10):
        world.person("ann").types(f"/ticket fault {number} !high")
    for number in range(1, 10):
        world.person("dirk").types(f"/ticket assign IT-{number} @{name}")
    world.clock.advance(hours=7)
    world.overlook()  # the cards and the warnings
    words = world.person(name).opens_home().words
    waiting, graver = words.split(f"\n{late}\n")
    assert below in waiting
    for number in range(1, 8):
        assert f"*IT-{number}*" in graver
        assert words.count(f"*IT-{number}*") == 1
    for number in (8, 9):
        assert f"*IT-{number}*" in waiting
        assert words.count(f"*IT-{number}*") == 1
    world.close()


def test_who_claims_on_an_old_home_is_told_kindly_and_sees_how_it_stands(database_url: str) -> None:
    world = World(database_url, desk=agreed(), start_at=coming(MONDAY, "09:00"))
    card, _ = filed(world)
    home = world.person("lin").opens_home()
    card.click("Claim", by=world.person("ben"))
    assert "已经有人认领" in home.click("ticket.claim").form.words
    assert "处理人：<@U0BEN>" in home.words
    world.close()


def test_a_record_is_looked_at(world: World) -> None:
    claimed(world)
    page = world.person("ann").opens_home().click("home.look").form
    assert "printer on 3F is down" in page.words
    assert "State: in progress" in page.words


def test_new_ticket_opens_the_form(world: World) -> None:
    home = world.person("ann").opens_home()
    form = home.click("home.new_ticket").form
    assert form.submit(title="No Wi-Fi").errors == {}
    world.channel("it-desk").expect("No Wi-Fi")
    ann = world.person("ann")
    ann.dm.expect("No Wi-Fi")
    assert "No Wi-Fi" in home.words  # drawn anew after her own form


def test_what_waits_for_ones_vote(world: World) -> None:
    assert asked(world).errors == {}
    world.channel("changes").expect("CHG-1")
    own = world.person("ann").dm.expect("CHG-1")
    card = world.person("dirk").dm.expect("CHG-1")
    for name in ("eva", "chen"):
        world.person(name).dm.expect("CHG-1")
    dirk = world.person("dirk")
    home = dirk.opens_home()
    assert "CHG-1" in home.words.split("My approvals")[1]
    assert "CHG-1" in home.click("home.look").form.words
    card.click("Approve", by=dirk)
    world.place(own.channel, own.ts).expect("CHG-1 is approved")
    assert "CHG-1" not in home.words


def test_an_unchanged_home_is_not_published_again(world: World) -> None:
    ann = world.person("ann")
    seen: dict[str, set[str]] = {}
    for _ in range(4):  # a minute may pass between two of them, not between all
        home = ann.opens_home().view
        seen.setdefault(str(home["blocks"]), set()).add(home["hash"])
    assert all(len(hashes) == 1 for hashes in seen.values())
    assert len(seen) < 4


def test_the_queue_is_for_who_works_in_a_team(world: World) -> None:
    ben = world.person("ben")
    assert "Nothing is open in your teams" in ben.types("/ticket queue").whisper
    filed(world)
    assert "IT-2" in world.person("ann").types("/ticket new screen is black !high").whisper
    world.channel("it-desk").expect("IT-2")
    world.person("ann").dm.expect("IT-2")
    said = ben.types("/ticket queue").whisper
    assert said.index("IT-2") < said.index("IT-1")  # the more urgent one breaks its promise sooner
    assert "cannot do this yourself" in world.person("ann").types("/ticket queue").whisper


def test_assign_and_hold_as_commands(world: World) -> None:
    card, _own = filed(world)
    dirk = world.person("dirk")
    assert "IT-1 is with <@U0BEN> now." in dirk.types("/ticket assign IT-1 @ben").whisper
    world.person("ben").dm.expect("IT-1")
    assert "in the team in charge" in dirk.types("/ticket assign IT-1 @ann").whisper
    assert "on hold" in dirk.types("/ticket hold IT-1 supplier A drum is on its way.").whisper
    card.thread().expect("waits for a supplier", "A drum is on its way.")
    assert "on hold already" in dirk.types("/ticket hold IT-1 Which one?").whisper


def test_complaints_show_on_the_homes_of_those_few_alone(world: World) -> None:
    cards(world)
    for name in ("dirk", "eva"):
        assert TITLE in world.person(name).types("/ticket queue").whisper
    for name in ("ben", "ida"):
        assert TITLE not in world.person(name).types("/ticket queue").whisper
        assert TITLE not in world.person(name).opens_home().words
    assert TITLE in world.person("ann").opens_home().words


def test_what_is_late_is_not_about_to_breach(database_url: str) -> None:
    world = World(database_url, desk=agreed(), start_at=coming(MONDAY, "09:00"))
    filed(world)
    home = world.person("lin").opens_home()
    assert "已超时" not in home.words
    world.clock.advance(hours=2)
    world.overlook()  # the warnings
    home = world.person("lin").opens_home()
    late, soon = home.words.split("即将超时")
    assert "*IT-1*" in late.split("已超时")[1]
    assert "*IT-1*" not in soon
    assert home.click("ticket.claim").whispers == []
    world.close()
