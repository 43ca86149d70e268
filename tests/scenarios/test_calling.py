"""The one who has a ticket is named when its requester writes, once until they are answered; nobody else is."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.scenarios.test_conversation import fault, resolved, writes
from tests.scenarios.test_tickets import filed
from tests.world import World


def test_the_assignee_is_named_for_the_first_words_since_the_team_spoke(world: World) -> None:
    ann, ben = world.person("ann"), world.person("ben")
    card, own = filed(world)
    own.reply("Hello?", by=ann)
    assert card.thread().expect("Hello?").text.startswith("<@U0ANN> writes:")
    card.click("Claim", by=ben)
    own.reply("It smokes", by=ann)
    assert card.thread().expect("It smokes").text.startswith("<@U0BEN>, <@U0ANN> writes:")
    own.reply("It burns", by=ann)
    assert "<@U0BEN>" not in card.thread().expect("It burns").words
    card.reply("Let me look.", by=ben)
    own.reply("Hurry", by=ann)
    assert "<@U0BEN>" not in card.thread().expect("Hurry").words
    card.reply("reply: I come.", by=ben)
    own.thread().expect("I come.")
    own.reply("Thank you!", by=ann)
    assert "<@U0BEN>" not in card.thread().expect("Thank you!").words
    own.reply("Room 7, <@U0LIN> @here", by=ann)
    said = card.thread().expect("Room 7")
    assert said.text.startswith("<@U0BEN>, <@U0ANN> writes:")
    assert "<@U0LIN>" not in said.words


def test_a_new_assignee_is_named_too(world: World) -> None:
    ann, ben = world.person("ann"), world.person("ben")
    card, own = filed(world)
    card.click("Claim", by=ben)
    own.reply("It smokes", by=ann)
    card.thread().expect("<@U0BEN>, <@U0ANN> writes:")
    card.choose("ticket.more", "Assign", by=ben).form.submit(to="U0LIN")
    world.person("lin").dm.expect("IT-1")
    own.reply("It burns", by=ann)
    assert card.thread().expect("It burns").text.startswith("<@U0LIN>, <@U0ANN> writes:")


def test_an_edit_names_nobody_else(world: World) -> None:
    ann, ben = world.person("ann"), world.person("ben")
    card, own = filed(world)
    card.click("Claim", by=ben)
    said = own.reply("It smokes", by=ann)
    mirror = card.thread().expect("<@U0BEN>, <@U0ANN> writes:")
    card.choose("ticket.more", "Assign", by=ben).form.submit(to="U0LIN")
    world.person("lin").dm.expect("IT-1")
    said.edit("It burns", by=ann)
    assert mirror.text.startswith("<@U0BEN>, <@U0ANN> writes:")


def test_who_reopens_calls_the_assignee(world: World) -> None:
    card, own = filed(world)
    resolved(world, card, own).click("Not yet", by=world.person("ann"))
    card.thread().expect("<@U0BEN>, <@U0ANN> says that IT-1 is not solved yet. It is open again.")


def test_the_channel_reads_it_in_its_own_language(world: World) -> None:
    ann, ida = world.person("ann"), world.person("ida")
    _, own = filed(world)
    own.choose("ticket.route", "VPN", by=ann)
    new = world.channel("network").expect("IT-1")
    new.click("認領", by=ida)
    own.reply("It smokes", by=ann)
    new.thread().expect("<@U0IDA> ，<@U0ANN> 留言：", "It smokes")
    new.click("解決", by=ida).form.submit()
    own.thread().expect("Is IT-1 solved?").click("Not yet", by=ann)
    new.thread().expect("<@U0IDA> ，<@U0ANN> 說 IT-1 還沒有解決，工單已重新開啟。")


def test_every_delivery_twice_names_once(world: World) -> None:
    card, own = filed(world)
    card.click("Claim", by=world.person("ben"))
    fault(world, "duplicate", times=6)
    own.reply("one", by=world.person("ann"))
    own.reply("two", by=world.person("ann"))
    named = [card.thread().expect(words).text.startswith("<@U0BEN>") for words in ("one", "two")]
    assert named == [True, False]


@pytest.mark.parametrize("by", ["ben", "ann"])
def test_who_has_it_and_asked_for_it_is_not_called_by_themselves(world: World, by: str) -> None:
    someone = world.person(by)
    someone.types("/ticket my own chair")
    card, own = world.channel("it-desk").expect("IT-1"), someone.dm.expect("IT-1")
    card.click("Claim", by=world.person("ben"))
    own.reply("It creaks", by=someone)
    said = card.thread().expect("It creaks")
    assert said.text.startswith("<@U0BEN> writes:" if by == "ben" else "<@U0BEN>, <@U0ANN> writes:")


@pytest.mark.parametrize(("name", "label"), [("ben", "To its card"), ("lin", "查看工单卡片")])
def test_who_is_given_a_ticket_is_led_to_its_card(world: World, name: str, label: str) -> None:
    card, _ = filed(world)
    card.choose("ticket.more", "Assign", by=world.person("dirk")).form.submit(to=f"U0{name.upper()}")
    told = world.person(name).dm.expect("IT-1", label)
    assert f"/archives/{card.channel}/p{card.ts.replace('.', '')}" in told.text


def test_in_taiwan_too(world: World) -> None:
    world.person("ann").types("/ticket").form.submit(title="VPN", service="vpn")
    card = world.channel("network").expect("IT-1")
    world.person("ann").dm.expect("IT-1")
    card.choose("ticket.more", "指派", by=world.person("ida")).form.submit(to="U0CHEN")
    assert "查看工單卡片" in world.person("chen").dm.expect("IT-1").text


def test_words_at_once_name_the_assignee_once(world: World) -> None:
    card, own = filed(world)
    card.click("Claim", by=world.person("ben"))
    gate = Barrier(3)

    def say(words: str) -> None:
        gate.wait(10)
        world.control.act("ann", "message", channel="@app", thread_ts=own.ts, text=words)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(say, ("one", "two", "three")))
    world.settle()
    said = [card.thread().expect("<@U0ANN> writes:").text for _ in range(3)]
    assert [text.startswith("<@U0BEN>") for text in said] == [True, False, False]


def test_words_that_come_out_of_order_name_the_assignee_once(world: World) -> None:
    card, own = filed(world)
    card.click("Claim", by=world.person("ben"))
    fault(world, "reorder")
    for words in ("one", "two"):
        writes(world, own, words)
    world.settle()
    said = [card.thread().expect("<@U0ANN> writes:").text for _ in range(2)]
    assert sum(text.startswith("<@U0BEN>") for text in said) == 1
    assert {text.split("\n")[-1] for text in said} == {"one", "two"}
