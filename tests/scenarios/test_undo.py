"""What can be put right just after filing: taken back, or sent where it belongs."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from storage import history, records
from tests.scenarios.test_tickets import filed
from tests.scenarios.test_words import click, last_whisper
from tests.world import World


@pytest.mark.parametrize(
    ("name", "undone", "state"),
    [
        ("ann", "*IT-1* is withdrawn", "State: withdrawn"),
        ("han", "*IT-1* 已撤回", "状态：已撤回"),
        ("mei", "*IT-1* 已撤回", "狀態：已撤回"),
    ],
)
def test_the_answer_to_filing_can_be_undone(world: World, name: str, undone: str, state: str) -> None:
    someone = world.person(name)
    someone.types("/ticket printer is down")
    card, own = world.channel("it-desk").expect("IT-1"), someone.dm.expect("IT-1")
    click(world, name, "ticket.undo", channel="general")
    assert undone in last_whisper(world, name)
    assert "State: withdrawn" in card.words
    assert state in own.words
    assert card.buttons == own.buttons == []
    assert "IT-1" not in someone.types("/ticket mine").whisper


def test_the_card_in_the_direct_messages_offers_it_too_for_a_while(world: World) -> None:
    ann = world.person("ann")
    card, own = filed(world)
    assert own.buttons == ["Something is broken", "Undo"]
    shown = own.now
    world.clock.advance(minutes=9)
    assert own.buttons == ["Something is broken", "Undo"]
    world.clock.advance(minutes=2)
    assert own.buttons == []
    assert "cannot be undone any more" in own.click("Undo", by=ann, old=shown).whisper
    assert "State: new" in card.words


@pytest.mark.parametrize(
    ("name", "late", "taken"),
    [
        ("ann", "IT-1 cannot be undone any more. Write in its thread", "Somebody works on IT-2 already"),
        ("han", "IT-1 已经不能撤销了", "已经有人在处理 IT-2"),
        ("mei", "IT-1 已經不能復原了", "已經有人在處理 IT-2"),
    ],
)
def test_the_button_of_the_answer_goes_when_it_comes_too_late_and_says_what_to_do(
    world: World, name: str, late: str, taken: str
) -> None:
    someone = world.person(name)
    someone.types("/ticket printer is down")
    world.channel("it-desk").expect("IT-1")
    someone.dm.expect("IT-1")
    world.clock.advance(minutes=11)
    click(world, name, "ticket.undo", channel="general")
    assert late in last_whisper(world, name)
    assert buttons(world, name) == []
    someone.types("/ticket printer is down again")
    card = world.channel("it-desk").expect("IT-2")
    someone.dm.expect("IT-2")
    assert "ticket.undo" in buttons(world, name)
    card.click("Claim", by=world.person("ben"))
    click(world, name, "ticket.undo", channel="general")
    assert taken in last_whisper(world, name)
    assert buttons(world, name) == []


def buttons(world: World, name: str) -> list[str]:
    """What the newest ephemeral message offers this person, by action_id."""
    shown = world.control.get(f"/control/as/{name}/sees?limit=1")["ephemerals"][-1]
    rows = [block["elements"] for block in shown.get("blocks") or [] if block["type"] == "actions"]
    return [one["action_id"] for row in rows for one in row]


def test_only_who_may_undo_is_offered_it(world: World) -> None:
    said = world.person("ann").writes("My badge does not open the door", channel="general")
    said.react("ticket", by=world.person("han"))
    world.channel("it-desk").expect("IT-1")
    world.person("ann").dm.expect("IT-1")
    assert "IT-1" in last_whisper(world, "han")
    assert buttons(world, "han") == []
    other = world.person("ann").writes("My chair is broken", channel="general")
    other.react("ticket", by=world.person("ben"))
    world.channel("it-desk").expect("IT-2")
    world.person("ann").dm.expect("IT-2").click("Undo", by=world.person("ann"))
    assert buttons(world, "ben") == ["ticket.route", "ticket.kind", "ticket.undo"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ann", "Filed as *IT-1*. I will keep you posted"),
        ("han", "工单 *IT-1* 已提交"),
        ("mei", "工單 *IT-1* 已送出"),
    ],
)
def test_who_marks_their_own_message_is_not_told_of_themselves(world: World, name: str, said: str) -> None:
    someone = world.person(name)
    someone.writes("My badge does not open the door", channel="general").react("ticket", by=someone)
    world.channel("it-desk").expect("IT-1")
    someone.dm.expect("IT-1")
    answer = last_whisper(world, name)
    assert said in answer
    assert "<@" not in answer
    assert "ticket.undo" in buttons(world, name)


@pytest.mark.parametrize(
    ("name", "broken", "now", "needed", "then"),
    [
        (
            "ann",
            "Something is broken",
            "*IT-1* now says: Something is broken.",
            "I need something",
            "I need something.",
        ),
        ("han", "有东西坏了", "*IT-1* 现在的类型：有东西坏了。", "我需要某样东西", "我需要某样东西。"),
        ("mei", "有東西壞了", "*IT-1* 現在的類型：有東西壞了。", "我需要某樣東西", "我需要某樣東西。"),
    ],
)
def test_what_is_asked_can_be_called_broken_and_back(
    world: World, name: str, broken: str, now: str, needed: str, then: str
) -> None:
    someone = world.person(name)
    someone.types("/ticket printer is down")
    card, own = world.channel("it-desk").expect("Kind: request"), someone.dm.expect("IT-1")
    assert "ticket.kind" in buttons(world, name)
    click(world, name, "ticket.kind", channel="general")
    assert now in last_whisper(world, name)
    assert "Kind: incident" in card.words
    assert buttons(world, name) == ["ticket.route", "ticket.kind", "ticket.undo"]
    assert needed in own.buttons
    old = own.now
    assert then in own.click(needed, by=someone).whisper
    assert "Kind: request" in card.words
    assert broken in own.buttons
    own.click(needed, by=someone, old=old)  # once more, on a card that is old
    kinds = [fact for fact in facts_of(world, "IT-1") if fact == "ticket.kind"]
    assert len(kinds) == 2


def facts_of(world: World, key: str) -> list[str]:
    ledger = world.steward.ledger
    found = world.run(ledger.read(history.of, world.run(ledger.read(records.by_key, key)).id))
    return [fact.verb for fact in found]


def test_the_kind_of_what_somebody_works_on_and_of_a_complaint_stays(world: World) -> None:
    ann, ben = world.person("ann"), world.person("ben")
    card, own = filed(world)
    old = own.now
    card.click("Claim", by=ben)
    assert "Somebody works on IT-1 already" in own.click("Something is broken", by=ann, old=old).whisper
    assert "Kind: request" in card.words
    ann.types("/ticket").form.submit(kind="complaint", title="Noise")
    for name in ("dirk", "eva"):
        world.person(name).dm.expect("IT-2")
    assert ann.dm.expect("IT-2").buttons == ["Undo"]


def test_what_somebody_works_on_is_not_undone(world: World) -> None:
    ann, ben = world.person("ann"), world.person("ben")
    card, own = filed(world)
    old = own.now
    card.click("Claim", by=ben)
    assert own.buttons == []
    assert "Somebody works on IT-1 already" in own.click("Undo", by=ann, old=old).whisper
    assert "State: in progress" in card.words


def test_undo_clicked_twice_withdraws_once(world: World) -> None:
    ann = world.person("ann")
    card, own = filed(world)
    ann.new_whispers()
    gate = Barrier(2)

    def undo(_: int) -> None:
        gate.wait(10)
        world.control.act("ann", "click", channel="@app", ts=own.ts, action_id="ticket.undo")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(undo, range(2)))
    world.settle()
    assert all("*IT-1* is withdrawn" in whisper for whisper in ann.new_whispers())
    assert "State: withdrawn" in card.words


def test_undo_and_claim_at_once_and_one_of_them_holds(world: World) -> None:
    for number in range(1, 4):
        world.person("ann").types("/ticket printer is down")
        card, own = world.channel("it-desk").expect(f"IT-{number}"), world.person("ann").dm.expect(f"IT-{number}")
        gate = Barrier(2)

        def act(name: str, place: str, ts: str, action: str, gate: Barrier = gate) -> None:
            gate.wait(10)
            world.control.act(name, "click", channel=place, ts=ts, action_id=action)

        with ThreadPoolExecutor(2) as pool:
            pool.submit(act, "ann", "@app", own.ts, "ticket.undo")
            pool.submit(act, "ben", card.channel, card.ts, "ticket.claim")
        world.settle()
        assert ("State: withdrawn" in card.words) != ("State: in progress" in card.words)


def test_others_do_not_undo_it(world: World) -> None:
    said = world.person("ann").writes("The door is stuck", channel="help")
    card, own = world.channel("it-desk").expect("IT-1"), said.thread().expect("IT-1")
    assert "找不到 IT-1" in own.click("Undo", by=world.person("han")).whisper
    assert "State: new" in card.words


def test_of_a_message_that_was_taken_back_another_ticket_can_be_made(world: World) -> None:
    said = world.person("ann").writes("The door is stuck", channel="help")
    card, own = world.channel("it-desk").expect("IT-1"), said.thread().expect("IT-1")
    own.click("Undo", by=world.person("ann"))
    assert "State: withdrawn" in card.words
    said.shortcut("ticket.make", by=world.person("ann")).form.submit(title="The door is stuck again")
    card = world.channel("it-desk").expect("IT-2", "The door is stuck again")
    said.thread().expect("Your ticket IT-2")
    said.reply("It is open now.", by=world.person("ann"))
    card.thread().expect("It is open now.")


def test_no_warning_and_no_survey_of_what_was_withdrawn(world: World) -> None:
    ann = world.person("ann")
    card, own = filed(world)
    own.click("Undo", by=ann)
    world.clock.advance(days=14)
    assert "State: withdrawn" in card.words


def test_the_service_is_chosen_afterwards_and_the_card_moves_to_its_team(world: World) -> None:
    ann = world.person("ann")
    card, own = filed(world)
    assert "*IT-1* is with Network team." in own.choose("ticket.route", "VPN", by=ann).whisper
    moved = world.channel("network").expect("IT-1", "printer on 3F is down", "VPN")
    assert "IT-1 is with Network team now" in card.words
    assert card.buttons == []
    assert "Network team" in own.words
    moved.click("認領", by=world.person("ida"))
    assert "<@U0IDA> is working on it" in own.words


def test_a_service_of_the_same_team_moves_no_card(world: World) -> None:
    ann = world.person("ann")
    card, own = filed(world)
    own.choose("ticket.route", "Printing", by=ann)
    assert "Service: Printing" in card.words
    own.choose("ticket.route", "Printing", by=ann)
    assert "Claim" in card.buttons


def test_what_somebody_works_on_is_sent_nowhere_by_who_asked(world: World) -> None:
    ann = world.person("ann")
    card, own = filed(world)
    old = own.now
    card.click("Claim", by=world.person("ben"))
    value = next(one for block in old["blocks"] if block["type"] == "actions" for one in block["elements"])
    vpn = next(one["value"] for one in value["options"] if one["text"]["text"] == "VPN")
    said = world.control.act(
        "ann", "click", channel="@app", ts=own.ts, action_id="ticket.route", value=vpn, message=old
    )
    assert "Somebody works on IT-1 already" in ann.said(said).whisper
    world.channel("network").expect_nothing()
