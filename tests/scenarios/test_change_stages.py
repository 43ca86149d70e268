"""Changes of high risk: stage after stage, by role and user group; who is slow is reminded, who leaves is let go.

The example desk asks one of Dirk, Eva and Chen first, and then two of the same three as the group @cab.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from bot import applying
from tests.scenarios.test_changes import without_approvers
from tests.world import Card, World
from tests.world.changes import APPROVERS, Cards, asked, submitted
from tests.world.hours import MONDAY, agreed, coming
from tests.world.world import EXAMPLE

RISKY: dict[str, Any] = {"security": "3", "reliability": "3"}
DESK = (EXAMPLE / "desk.yaml").read_text()


@pytest.fixture
def on_monday(database_url: str) -> Iterator[World]:
    """A company on a Monday morning; Berlin works from nine to six."""
    made = World(database_url, desk=agreed(), start_at=coming(MONDAY, "10:00"))
    yield made
    made.close()


@pytest.fixture
def by_share(database_url: str) -> Iterator[World]:
    """A company whose board needs three fifths: two of three."""
    made = World(database_url, desk=DESK.replace("need: 2,", "need: 60%,"))
    yield made
    made.close()


def second_stage(world: World, by: str = "eva", key: str = "CHG-1") -> tuple[Cards, dict[str, Card]]:
    """The change as it stands when the first stage is passed, and the cards of the second."""
    cards = submitted(world, key=key, **RISKY)
    assert cards.board.click("Approve", by=world.person(by)).whispers == []
    return cards, {name: world.person(name).dm.expect(key) for name in APPROVERS}


def test_one_stage_after_another(world: World) -> None:
    cards = submitted(world, **RISKY)
    for part in (
        "Risk: high (15 of 27)",
        "⏳ Stage 1 of 2: Technical review, 0 of 1",
        "⚪ Stage 2 of 2: Advisory board",
    ):
        assert part in cards.board.words
        assert part in cards.own.words
    eva, dirk = world.person("eva"), world.person("dirk")
    first = cards.approvers["eva"]
    assert "You are asked as change approver." in first.words
    assert "你的核准身分：變更核准人。" in cards.approvers["chen"].words
    assert "approved by" not in first.words
    assert first.click("Approve", by=eva).whispers == []
    later = {
        "dirk": dirk.dm.expect("CHG-1", "⏳ Stage 2 of 2", "In this stage for: 0"),
        "chen": world.person("chen").dm.expect("⏳ 第 2/2 階段"),
    }
    again = eva.dm.expect(
        "✅ Stage 1 of 2: Technical review, approved",
        "⏳ Stage 2 of 2: Advisory board, 0 of 2",
        "Please decide: may this be done?\nStage 2 of 2: Advisory board\n"
        "Stage 1 of 2: Technical review: approved by Eva Specimen\n"
        "You are asked as a member of the user group Change advisory board.",
    )
    assert "State: awaiting approval" in cards.board.words
    assert first.buttons == []
    assert again.buttons == ["Approve", "Approve with a note", "Reject"]

    assert again.click("Approve", by=eva).whispers == []
    assert "⏳ Stage 2 of 2: Advisory board, 1 of 2" in cards.own.words
    assert later["dirk"].click("Approve", by=dirk).whispers == []
    cards.own.thread().expect("CHG-1 is approved")
    in_chinese = (cards.approvers["chen"], later["chen"])
    for card in (*cards.all, again, *later.values()):
        assert ("✅ Stage 2 of 2: Advisory board, approved" in card.words) is (card not in in_chinese)
        assert ("State: approved" in card.words) is (card not in in_chinese)
    for card in in_chinese:
        assert "✅ 第 2/2 階段：變更委員會，已核准" in card.words


def test_the_card_of_an_earlier_stage_does_nothing(world: World) -> None:
    cards = submitted(world, **RISKY)
    old, eva = cards.board.now, world.person("eva")
    assert cards.board.click("Approve", by=eva).whispers == []
    for name in APPROVERS:
        world.person(name).dm.expect("變更委員會" if name == "chen" else "Advisory board")
    for label in ("Approve", "Reject"):
        assert "use the new card" in cards.board.click(label, by=eva, old=old).whisper
    assert "⏳ Stage 2 of 2: Advisory board, 0 of 2" in cards.board.words


def test_a_later_stage_rejects(world: World) -> None:
    cards, board = second_stage(world)
    for name in ("dirk", "chen"):
        form = board[name].click(board[name].buttons[-1], by=world.person(name)).form
        assert form.submit(reason=f"{name} says no").errors == {}
    cards.own.thread().expect("CHG-1 is rejected", "✅ <@U0EVA>", "dirk says no", "chen says no")
    assert "❌ Stage 2 of 2: Advisory board, rejected" in cards.board.words


def test_dissent_and_comments_are_kept_and_shown(by_share: World) -> None:
    cards, board = second_stage(by_share)
    eva, dirk, chen = (by_share.person(name) for name in ("eva", "dirk", "chen"))
    assert board["dirk"].click("Reject", by=dirk).form.submit(reason="Not on a <!here> Friday").errors == {}
    form = board["eva"].click("Approve with a note", by=eva).form
    assert form.submit(comment=" \n").errors == {"comment": "Please write a few words here."}
    assert form.submit(comment="Only with <@U0BEN> on call").errors == {}
    assert board["chen"].click(board["chen"].buttons[0], by=chen).whispers == []
    cards.own.thread().expect("CHG-1 is approved", "Not on a &lt;!here&gt; Friday", "Only with")
    for card in (cards.board, cards.own, board["chen"]):
        for part in ("<@U0DIRK>", "Not on a &lt;!here&gt; Friday", "<@U0EVA>", "&lt;@U0BEN&gt; on call"):
            assert part in card.words


def test_who_is_in_the_group_when_the_stage_begins_is_asked(world: World) -> None:
    cards = submitted(world, **RISKY)
    world.control.post("/control/groups", handle="cab", members=["eva", "ida", "dirk"])
    world.settle()
    assert cards.board.click("Approve", by=world.person("chen")).whispers == []
    for name in ("eva", "ida", "dirk"):
        world.person(name).dm.expect("CHG-1", "Please decide")
    world.control.post("/control/groups", handle="cab", members=["chen"])
    world.settle()
    assert "由其他人決定" in cards.board.click("Approve", by=world.person("chen")).whisper
    assert cards.board.click("Approve", by=world.person("ida")).whispers == []
    assert cards.board.click("Approve", by=world.person("eva")).whispers == []
    cards.own.thread().expect("CHG-1 is approved", "<@U0IDA>")


def test_a_group_is_asked_after_when_an_event_was_missed(world: World) -> None:
    world.sandbox.workspace.app.events.remove("subteam_members_changed")
    world.control.post("/control/groups", handle="cab", members=["eva", "ida"])
    world.clock.advance(hours=1, minutes=1)
    world.run(world.steward.freshness.look())
    cards = submitted(world, **RISKY)
    assert cards.board.click("Approve", by=world.person("dirk")).whispers == []
    for name in ("eva", "ida"):
        world.person(name).dm.expect("CHG-1", "Please decide")


def test_a_stage_that_nobody_could_pass_is_refused_when_it_is_submitted(world: World) -> None:
    world.control.post("/control/groups", handle="cab", members=["eva"])
    world.settle()
    assert "tell your change manager" in asked(world, **RISKY).errors["performance"]
    assert "no open changes" in world.person("ann").types("/change mine").whisper


def test_the_implementer_does_not_decide(world: World) -> None:
    cards = submitted(world, approvers=("eva", "chen"), implementer="U0DIRK", **RISKY)
    dirk = world.person("dirk")
    own = dirk.dm.expect("If it is approved, you carry it out.", "CHG-1")
    assert own.buttons == []
    assert "change of your own" in cards.board.click("Approve", by=dirk).whisper
    assert "Carried out by: <@U0DIRK>" in cards.board.words


def leaves(world: World, name: str, **how: object) -> None:
    world.control.patch(f"/control/people/{name}", **(how or {"deleted": True}))
    world.settle()


def test_who_leaves_is_let_go_and_what_is_left_is_decided(of_all: World) -> None:
    cards = submitted(of_all)
    for name in ("dirk", "eva"):
        assert cards.board.click("Approve", by=of_all.person(name)).whispers == []
    assert "3 approvals are needed" in cards.board.words
    leaves(of_all, "chen")
    cards.own.thread().expect("CHG-1 is approved", "陳範例 has left")
    assert "陳範例 has left and is not asked any more." in cards.board.words


def test_the_quorum_is_reckoned_anew_when_somebody_becomes_a_guest(of_all: World) -> None:
    cards = submitted(of_all)
    assert cards.board.click("Approve", by=of_all.person("dirk")).whispers == []
    leaves(of_all, "dirk", guest="single")
    assert "2 approvals are needed" in cards.board.words
    assert "For: 0" in cards.board.words
    assert "State: awaiting approval" in cards.board.words


def test_when_too_few_are_left_it_is_rejected_and_says_so(world: World) -> None:
    cards, _ = second_stage(world)
    leaves(world, "eva")
    assert "State: awaiting approval" in cards.board.words
    leaves(world, "dirk")
    cards.own.thread().expect("CHG-1 is rejected", "Too few are left who may decide.")
    assert "Too few are left who may decide." in cards.board.words


@pytest.fixture
def patient(database_url: str) -> Iterator[World]:
    """A company where all must agree and nobody is reminded."""
    made = World(database_url, desk=DESK.replace("need: any, remind: 4h, escalate: 8h", "need: all"))
    yield made
    made.close()


def test_somebody_who_left_unseen_is_found_out_the_next_day(patient: World) -> None:
    cards = submitted(patient)
    patient.sandbox.workspace.app.events.remove("user_change")
    leaves(patient, "eva")
    assert "Waiting for: Dirk Muster, Eva Specimen, and 陳範例" in cards.board.words
    patient.clock.advance(hours=25)
    patient.run(patient.steward.freshness.look())
    patient.settle()
    assert "Eva Specimen has left" in cards.board.words
    assert "Waiting for: Dirk Muster and 陳範例" in cards.board.words


def test_who_left_is_found_out_though_slack_does_not_tell_of_groups(patient: World) -> None:
    cards = submitted(patient)
    patient.sandbox.workspace.app.events.remove("user_change")
    leaves(patient, "eva")
    patient.sandbox.faults.add({"on": "usergroups.list", "fault": "5xx"})
    patient.clock.advance(hours=25)
    patient.run(patient.steward.freshness.look())
    patient.settle()
    assert "Waiting for: Dirk Muster and 陳範例" in cards.board.words


def test_a_group_that_changes_while_slack_cannot_be_asked_is_asked_after_the_next_time(world: World) -> None:
    world.sandbox.faults.add({"on": "usergroups.list", "fault": "5xx", "times": 1})
    world.control.post("/control/groups", handle="cab", members=["eva", "ida"])
    world.settle()
    world.run(world.steward.freshness.look())
    cards = submitted(world, **RISKY)
    assert cards.board.click("Approve", by=world.person("dirk")).whispers == []
    for name in ("eva", "ida"):
        world.person(name).dm.expect("CHG-1", "Please decide")


def test_who_has_not_voted_is_reminded_and_then_the_change_manager_is_told(on_monday: World) -> None:
    cards, board = second_stage(on_monday)
    assert board["eva"].click("Approve", by=on_monday.person("eva")).whispers == []
    on_monday.clock.advance(hours=7, minutes=59)  # Monday, a minute before six
    assert on_monday.waiting() == []
    on_monday.clock.advance(hours=15, minutes=1)  # nothing happens at night
    for name in ("dirk", "chen"):
        said = board[name].thread().expect("CHG-1")
        assert "New firewall rules" in said.words
    on_monday.clock.advance(hours=8)
    on_monday.person("dirk").dm.expect(
        "The approval of CHG-1 takes too long", "Waiting for: Dirk Muster and 陳範例"
    )
    cards.board.thread().expect("The approval of CHG-1 takes too long")
    on_monday.clock.advance(hours=72)
    assert on_monday.waiting() == []


def test_the_vote_counts_from_a_reminder_too_and_stops_the_rest(on_monday: World) -> None:
    cards = submitted(on_monday)
    on_monday.clock.advance(hours=4)
    said = {name: cards.approvers[name].thread().expect("CHG-1") for name in APPROVERS}
    assert said["eva"].buttons == ["Approve", "Reject"]
    assert said["eva"].click("Approve", by=on_monday.person("eva")).whispers == []
    cards.own.thread().expect("CHG-1 is approved")
    on_monday.clock.advance(hours=72)
    assert on_monday.waiting() == []


def test_a_running_approval_keeps_the_policy_that_it_was_opened_with(of_all: World) -> None:
    cards = submitted(of_all)
    plan = of_all.run(applying.planned(of_all.steward.courier.client, without_approvers("chen")))
    of_all.run(applying.apply(of_all.steward.ledger, plan))
    assert cards.board.click("Approve", by=of_all.person("eva")).whispers == []
    assert "3 approvals are needed" in cards.board.words
    later = submitted(of_all, approvers=("dirk", "eva"), key="CHG-2")
    assert "1 approval is enough" in later.board.words
