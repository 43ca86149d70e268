"""A record looked at from Home: what may be done with it there, and the way to its conversation."""

import pytest

from tests.scenarios.test_risks import registered
from tests.scenarios.test_tickets import filed
from tests.scenarios.test_work import claimed
from tests.world import World
from tests.world.changes import submitted
from tests.world.hours import MONDAY, agreed, coming
from tests.world.people import Form


def buttons(form: Form) -> list[str]:
    elements = [one for block in form.view["blocks"] if block["type"] == "actions" for one in block["elements"]]
    return [one["text"]["text"] for one in elements if one["type"] == "button"]


def option(form: Form, label: str) -> str:
    elements = [one for block in form.view["blocks"] if block["type"] == "actions" for one in block["elements"]]
    (menu,) = [one for one in elements if one["type"] == "overflow"]
    return next(str(one["value"]) for one in menu["options"] if one["text"]["text"] == label)


def test_an_agent_works_on_the_page_itself(world: World) -> None:
    card, own = claimed(world)
    ben = world.person("ben")
    look = ben.opens_home().click("home.look").form
    assert look.view["title"]["text"] == "IT-1"
    assert buttons(look) == ["Reply", "Note for the team", "Resolve"]
    assert f"p{card.ts.replace('.', '')}|Open its conversation>" in look.words
    after = look.click("ticket.reply").form.submit(text="Which printer?")
    own.thread().expect("Which printer?")
    card.thread().expect("Which printer?")
    assert after.form.view["title"]["text"] == "IT-1"  # the form is gone, the page stands
    held = after.form.click("ticket.more", value=option(after.form, "Put on hold")).form
    after = held.submit(waiting_for="supplier", text="A drum is on its way.")
    card.thread().expect("A drum is on its way.")
    assert "State: on hold" in after.form.words
    after = after.form.click("ticket.more", value=option(after.form, "Take off hold"))
    assert "State: in progress" in after.form.words


def test_what_is_refused_is_said_on_the_page_as_it_now_stands(database_url: str) -> None:
    world = World(database_url, desk=agreed(), start_at=coming(MONDAY, "09:00"))
    card, _ = filed(world)
    look = world.person("lin").opens_home().click("home.look").form
    assert "打开对话" in look.words
    card.click("Claim", by=world.person("ben"))
    after = look.click("ticket.claim").form
    assert "已经有人认领" in after.words
    assert "<@U0BEN>" in after.words
    assert "ticket.claim" not in str(after.view["blocks"])
    world.close()


def test_a_requester_answers_the_question_on_the_page(world: World) -> None:
    card, own = claimed(world)
    ann, ben = world.person("ann"), world.person("ben")
    card.click("Resolve", by=ben).form.submit()
    own.thread().expect("Is IT-1 solved?")
    look = ann.opens_home().click("home.look").form
    assert "Is IT-1 solved?" in look.words
    assert buttons(look) == ["Yes, solved", "Not yet"]
    assert f"p{own.ts.replace('.', '')}|Open its conversation>" in look.words
    after = look.click("ticket.reopen").form
    assert "State: in progress" in after.words
    assert buttons(after) == []
    card.thread().expect("not solved")


def test_who_only_asked_sees_no_act_of_the_teams(world: World) -> None:
    claimed(world)
    look = world.person("ann").opens_home().click("home.look").form
    assert buttons(look) == []
    assert "ticket.more" not in str(look.view["blocks"])


def test_a_change_is_voted_on_and_carried_out_on_its_page(world: World) -> None:
    cards = submitted(world)
    dirk = world.person("dirk")
    look = dirk.opens_home().click("home.look").form
    assert buttons(look) == [
        "Approve",
        "Approve with a note",
        "Reject",
        "Declare an emergency",
        "Withdraw",
    ]  # he runs the desk
    after = look.click("change.approve").form
    assert "approved" in after.words
    assert "Approve" not in buttons(after)
    world.place(cards.own.channel, cards.own.ts).expect("CHG-1 is approved")
    own = world.person("ann").opens_home().click("home.look").form
    assert buttons(own) == ["Start"]


def test_a_risk_is_looked_after_on_its_page(world: World) -> None:
    registered(world)
    ann, fay = world.person("ann"), world.person("fay")
    look = ann.opens_home().click("home.look").form
    assert "Only one person knows payroll" in look.words
    assert "Open its conversation" not in look.words  # she can see no card of it
    assert buttons(look) == []
    assert fay.types("/risk mine").whisper


def test_all_that_one_raised_is_listed_newest_first(world: World) -> None:
    submitted(world)
    filed(world)
    registered(world)
    asked = world.person("ann").opens_home().words.split("What I asked for")[1]
    assert asked.index("*RSK-1*") < asked.index("*IT-1*") < asked.index("*CHG-1*")
    assert "*CHG-1* New firewall rules (awaiting approval)" in asked
    assert "*RSK-1* Only one person knows payroll (open)" in asked


def test_what_waits_for_a_vote_counts_and_is_decided_on_home(world: World) -> None:
    cards = submitted(world)
    chen, dirk = world.person("chen"), world.person("dirk")
    home = chen.opens_home()
    assert "下方有 1 項變更等你決定" in home.words
    assert "沒有等你處理的事" not in home.words
    form = home.click("change.reject").form
    assert form.submit(reason="").errors
    home = dirk.opens_home()
    assert "1 change waits for your vote" in home.words
    assert home.click("change.approve").whispers == []
    world.place(cards.own.channel, cards.own.ts).expect("CHG-1 is approved")
    assert "waits for your vote" not in home.words


def test_a_vote_on_an_old_home_is_refused_kindly(world: World) -> None:
    cards = submitted(world)
    home = world.person("eva").opens_home()
    cards.approvers["dirk"].click("Approve", by=world.person("dirk"))
    world.place(cards.own.channel, cards.own.ts).expect("CHG-1 is approved")
    assert "approved already" in home.click("change.approve").form.words
    assert "waits for your vote" not in home.words


def test_what_home_has_no_room_for_is_paged(world: World) -> None:
    ann = world.person("ann")
    for n in range(1, 24):
        assert f"IT-{n}" in ann.types(f"/ticket new broken thing {n}").whisper
        world.channel("it-desk").expect(f"IT-{n}")
        ann.dm.expect(f"IT-{n}")
    home = ann.opens_home()
    assert "and 16 more" in home.words
    shown = home.click("home.list").form
    assert "*IT-23*" in shown.words
    assert "*IT-4*" in shown.words
    assert "*IT-3*" not in shown.words
    assert "and 3 more" in shown.words
    shown = shown.click("home.later").form
    assert "*IT-3*" in shown.words
    assert buttons(shown) == ["Back"]
    look = shown.click("home.look").form
    assert look.view["title"]["text"] == "IT-3"
    again = world.person("ann").opens_home().click("home.list").form
    assert "*IT-23*" in again.click("home.later").form.click("home.earlier").form.words


@pytest.mark.parametrize(
    ("name", "first", "asked", "way"),
    [
        ("ann", "Is something broken, or do you need something?", "needs your answer", "Open its conversation"),
        ("lin", "东西坏了，还是需要什么？", "团队需要你的回复", "打开对话"),
        ("chen", "有東西壞了，還是需要什麼？", "團隊需要你的回覆", "開啟對話"),
    ],
)
def test_the_first_day_says_what_to_do_and_a_question_leads_to_its_thread(
    world: World, name: str, first: str, asked: str, way: str
) -> None:
    someone = world.person(name)
    assert first in someone.opens_home().words
    assert "IT-1" in someone.types("/ticket new the lamp flickers").whisper
    own = someone.dm.expect("IT-1")
    card = world.channel("it-desk").expect("IT-1")
    card.choose("ticket.more", "Put on hold", by=world.person("dirk")).form.submit(
        waiting_for="requester", text="Which lamp?"
    )
    own.thread().expect("Which lamp?")
    card.thread().expect("Which lamp?")
    home = someone.opens_home()
    words = home.words
    assert way in home.click("home.look").form.words
    assert first not in words
    assert asked in words
    assert f"p{own.ts.replace('.', '')}|" in words


def test_ticket_actions_tell_a_requester_what_is_waited_for(world: World) -> None:
    card, own = claimed(world)
    ann = world.person("ann")
    assert "nothing for you to do" in own.shortcut("ticket.actions", by=ann).whisper
    card.choose("ticket.more", "Put on hold", by=world.person("ben")).form.submit(
        waiting_for="requester", text="Which one?"
    )
    own.thread().expect("Which one?")
    card.thread().expect("Which one?")
    said = own.shortcut("ticket.actions", by=ann).whisper
    assert "IT-1 waits for your answer" in said
    assert "Which one?" in said
