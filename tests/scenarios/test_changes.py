"""Changes, from the person to the decision."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from bot import applying
from handlers.blocks import pack, unpack
from tests.world import Card, World
from tests.world.changes import APPROVERS, QUESTIONS, START, asked, submitted
from tests.world.world import EXAMPLE

DESK = (EXAMPLE / "desk.yaml").read_text()


def without_approvers(*names: str) -> str:
    """The example desk in which these people decide on no change."""
    shorter = DESK
    for name in names:
        line = next(line for line in DESK.splitlines() if "change_approver" in line and name in line.lower())
        shorter = shorter.replace(line, line.replace("change_approver", "risk_owner"))
    return shorter


@pytest.fixture
def with_one(database_url: str) -> Iterator[World]:
    """A company where Dirk alone decides."""
    made = World(database_url, desk=without_approvers("eva", "chen"))
    yield made
    made.close()


def test_a_change_is_asked_for_and_approved(world: World) -> None:
    cards = submitted(world)
    for part in ("*CHG-1* New firewall rules", "<@U0ANN>", "VPN", "The old ones let everybody in.", "2. Import"):
        assert part in cards.board.words
        assert part in cards.approvers["eva"].words
    assert "Window: " in cards.board.text
    assert cards.board.buttons == ["Approve", "Reject", "Declare an emergency"]
    assert cards.approvers["eva"].buttons == ["Approve", "Approve with a note", "Reject"]
    assert cards.own.buttons == ["Withdraw"]
    assert "1 approval is enough" in cards.own.words
    assert "Please decide" in cards.approvers["eva"].words
    assert "Waiting for: Dirk Muster, Eva Specimen, and 陳範例" in cards.own.words

    assert cards.approvers["eva"].click("Approve", by=world.person("eva")).whispers == []

    cards.own.thread().expect("CHG-1 is approved", "✅ <@U0EVA> approves")
    for card in cards.all:
        assert "✅ <@U0EVA>" in card.words
        assert card.buttons == (["Start"] if card in {cards.board, cards.own} else [])
        assert "Waiting for" not in card.words
    assert "State: approved" in cards.board.words
    assert "For: 1" in cards.own.words
    assert "Please decide" not in cards.approvers["dirk"].words


def test_a_rejection_says_why(of_all: World) -> None:
    cards = submitted(of_all)
    eva = of_all.person("eva")
    assert cards.board.click("Approve", by=of_all.person("dirk")).whispers == []
    assert "State: awaiting approval" in cards.board.words
    assert "For: 1" in cards.own.words
    assert "3 approvals are needed" in cards.own.words
    assert "Waiting for: Eva Specimen and 陳範例" in cards.own.words
    assert "You have approved it" in cards.approvers["dirk"].words
    assert "Please decide" in cards.approvers["eva"].words

    form = cards.approvers["eva"].click("Reject", by=eva).form
    assert "CHG-1" in form.words
    assert form.submit(reason=" \n ").errors == {"reason": "Please write a few words here."}
    assert form.submit(reason="Not in the <!channel> week of the audit.").errors == {}

    cards.own.thread().expect("CHG-1 is rejected", "❌ <@U0EVA> rejects", "week of the audit", "`/change`")
    for card in cards.all:
        assert card.buttons == []
        assert "Not in the &lt;!channel&gt; week of the audit." in card.words
    assert "State: rejected" in cards.own.words
    assert "no open changes" in of_all.person("ann").types("/change mine").whisper


def test_all_of_them_agree(of_all: World) -> None:
    cards = submitted(of_all)
    for name in APPROVERS:
        assert "State: awaiting approval" in cards.own.words
        assert cards.approvers[name].click(approving(cards.approvers[name]), by=of_all.person(name)).whispers == []
    cards.own.thread().expect("CHG-1 is approved", "<@U0DIRK>", "<@U0EVA>", "<@U0CHEN>")
    assert "For: 3" in cards.board.words


def test_a_mind_may_change_until_it_is_decided(world: World) -> None:
    cards = submitted(world)
    dirk = world.person("dirk")
    assert cards.approvers["dirk"].click("Reject", by=dirk).form.submit(reason="Too soon.").errors == {}
    assert "Against: 1" in cards.board.words
    assert "You have rejected it" in cards.approvers["dirk"].words
    assert cards.approvers["dirk"].click("Reject", by=dirk).form.submit(reason="Too soon.").errors == {
        "reason": "Your vote is counted already. Until it is decided you can still change your mind."
    }
    assert cards.approvers["dirk"].click("Approve", by=dirk).whispers == []
    cards.own.thread().expect("CHG-1 is approved")
    assert "Against: 0" in cards.board.words
    assert "Too soon." not in cards.board.words


def test_nobody_decides_on_a_change_of_their_own(world: World) -> None:
    cards = submitted(world, by="dirk", approvers=("eva", "chen"))
    dirk = world.person("dirk")
    assert "change of your own" in cards.board.click("Approve", by=dirk).whisper
    assert "change of your own" in cards.board.click("Reject", by=dirk).whisper
    assert "For: 0" in cards.board.words
    assert cards.board.buttons == ["Approve", "Reject", "Declare an emergency"]


def test_others_are_asked(world: World) -> None:
    cards = submitted(world)
    ben = world.person("ben")
    assert "Others are asked" in cards.board.click("Approve", by=ben).whisper
    assert "Others are asked" in cards.board.click("Reject", by=ben).whisper
    assert "For: 0" in cards.board.words


def test_what_is_decided_stays_decided(world: World) -> None:
    cards = submitted(world)
    old = cards.board.now
    form = cards.approvers["chen"].click(rejecting(cards.approvers["chen"]), by=world.person("chen")).form
    cards.board.click("Approve", by=world.person("eva"))
    cards.own.thread().expect("CHG-1 is approved")
    late = "approved already"
    assert late in cards.board.click("Approve", by=world.person("dirk"), old=old).whisper
    assert late in cards.board.click("Reject", by=world.person("dirk"), old=old).whisper
    assert form.submit(reason="No!").errors.keys() == {"reason"}
    assert "Others are asked" in cards.board.click("Approve", by=world.person("ben"), old=old).whisper
    assert "For: 1" in cards.board.words


def approving(card: Card) -> str:
    """The label of the first button, in the language of its reader."""
    return card.buttons[0]


def rejecting(card: Card) -> str:
    return card.buttons[-1]


def test_the_card_of_another_round_counts_for_nothing(world: World) -> None:
    cards = submitted(world)
    old = deepcopy(cards.board.now)
    for element in buttons_of(old):
        element["value"] = pack(**{**unpack(element["value"]), "generation": 0})
    for label in ("Approve", "Reject"):
        assert "use the new card" in cards.board.click(label, by=world.person("eva"), old=old).whisper
    assert "For: 0" in cards.board.words


def buttons_of(message: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for block in message["blocks"] if block["type"] == "actions" for one in block["elements"]]


def test_who_asked_may_withdraw(world: World) -> None:
    cards = submitted(world)
    old = cards.board.now
    ann, eva = world.person("ann"), world.person("eva")
    assert cards.own.click("Withdraw", by=ann).whispers == []
    for card in cards.all:
        assert card.buttons == []
    assert "State: withdrawn" in cards.board.words
    assert "CHG-1 has moved on" in cards.board.click("Approve", by=eva, old=old).whisper
    assert "CHG-1 has moved on" in cards.board.click("Reject", by=eva, old=old).whisper
    assert "CHG-1 has moved on" in ann.types("/change withdraw CHG-1").whisper


def test_a_decision_is_not_withdrawn_by_an_old_card(world: World) -> None:
    cards = submitted(world)
    ann, old = world.person("ann"), cards.own.now
    cards.board.click("Approve", by=world.person("eva"))
    cards.own.thread().expect("CHG-1 is approved")
    assert "CHG-1 has moved on" in cards.own.click("Withdraw", by=ann, old=old).whisper
    assert "State: approved" in cards.board.words
    assert "CHG-1 is withdrawn" in ann.types("/change withdraw chg-1").whisper
    assert "State: withdrawn" in cards.board.words


def test_the_change_manager_withdraws_and_who_asked_is_told(world: World) -> None:
    cards = submitted(world)
    assert "cannot do this yourself" in world.person("ben").types("/change withdraw CHG-1").whisper
    assert "CHG-1 is withdrawn" in world.person("dirk").types("/change withdraw CHG-1").whisper
    cards.own.thread().expect("CHG-1 is withdrawn")
    assert cards.own.buttons == []


def test_a_window_that_ends_before_it_begins_is_said_beside_the_field(world: World) -> None:
    ann = world.person("ann")
    said = asked(world, end=START - 60)
    assert said.errors == {"end": "The end must come after the start. Please choose a later end."}
    said = said.form.submit(end=START + 60)
    assert said.errors == {}
    assert said.form.submit(**dict.fromkeys(QUESTIONS, "0")).errors == {}
    world.channel("changes").expect("CHG-1", "New firewall rules", "2. Import")
    ann.dm.expect("CHG-1")
    for name in APPROVERS:
        world.person(name).dm.expect("CHG-1")


@pytest.mark.parametrize("field", ["title", "reason", "plan"])
def test_blank_words_are_said_beside_the_field(world: World, field: str) -> None:
    said = asked(world, **{field: " \n "})
    assert said.errors == {field: "Please write a few words here."}


def test_words_after_the_command_are_the_title_in_the_form(world: World) -> None:
    ann = world.person("ann")
    for line, title in {
        "swap the switch in room 3": "swap the switch in room 3",
        "new mine": "mine",
        "show me the way & <b>": "show me the way & <b>",
        "ask @ben about #general": "ask @ben about #general",
    }.items():
        blocks = ann.types(f"/change {line}").form.view["blocks"]
        assert blocks[0]["element"]["initial_value"] == title


def test_mine_show_and_help(world: World) -> None:
    ann, ben = world.person("ann"), world.person("ben")
    assert "no open changes" in ann.types("/change mine").whisper
    submitted(world)
    assert "*CHG-1* New firewall rules (awaiting approval)" in ann.types("/change mine").whisper
    assert "no open changes" in ben.types("/change mine").whisper
    assert "The old ones let everybody in." in ben.types("/change show chg-1").whisper
    assert "/change mine" in ann.types("/change help").whisper
    assert "cannot find CHG-9" in ann.types("/change show CHG-9").whisper


def test_a_ticket_is_no_change(world: World) -> None:
    ann = world.person("ann")
    ann.types("/ticket printer")
    world.channel("it-desk").expect("IT-1")
    ann.dm.expect("IT-1")
    ann.new_whispers()
    assert "cannot find IT-1" in ann.types("/change show IT-1").whisper
    assert "cannot find IT-1" in ann.types("/change withdraw IT-1").whisper


def test_a_guest_asks_for_no_change_and_sees_none(world: World) -> None:
    submitted(world)
    gus = world.person("gus")
    assert "cannot do this yourself" in gus.types("/change").whisper
    there, absent = gus.types("/change show CHG-1").whisper, gus.types("/change show CHG-9").whisper
    assert there.replace("CHG-1", "CHG-9") == absent


def test_nobody_is_left_to_decide(with_one: World) -> None:
    submitted(with_one, approvers=("dirk",))
    said = asked(with_one, by="dirk")
    assert "tell your change manager" in said.errors["performance"]
    assert "no open changes" in with_one.person("dirk").types("/change mine").whisper


def test_who_is_asked_is_fixed_when_it_is_submitted(with_one: World) -> None:
    cards = submitted(with_one, approvers=("dirk",))
    plan = with_one.run(applying.planned(with_one.steward.courier.client, without_approvers("dirk", "chen")))
    with_one.run(applying.apply(with_one.steward.ledger, plan))
    assert "Others are asked" in cards.board.click("Approve", by=with_one.person("eva")).whisper
    assert cards.board.click("Approve", by=with_one.person("dirk")).whispers == []
    cards.own.thread().expect("CHG-1 is approved", "<@U0DIRK>")


def test_foreign_text_pings_nobody(world: World) -> None:
    hostile = "<!channel> <@U0BEN> *help* & more"
    typed = {"title": hostile, "reason": hostile, "plan": hostile, "back_out": hostile}
    assert asked(world, **typed).errors == {}
    board = world.channel("changes").expect("CHG-1")
    assert "<!channel>" not in board.text
    assert "<@U0BEN>" not in board.text
    world.person("ann").dm.expect("CHG-1")
    for name in APPROVERS:
        assert "<!channel>" not in world.person(name).dm.expect("CHG-1").text
