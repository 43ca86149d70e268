"""Changes, from the decision to the last check: carried out, verified by somebody else, or backed out."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest

from bot import applying
from domain.outcomes import Refused
from services import desk
from tests.scenarios.test_changes import DESK
from tests.world import Card, World
from tests.world.changes import HOUR, Cards, submitted
from tests.world.hours import MONDAY, agreed, coming


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    """A company on a Monday morning."""
    made = World(database_url, desk=agreed(), start_at=coming(MONDAY, "10:00"))
    yield made
    made.close()


def soon(world: World, hours: float = 0) -> dict[str, Any]:
    """A window of an hour, that many hours from now."""
    start = int((world.run(world.steward.ledger.read(desk.now)) + timedelta(hours=hours)).timestamp())
    return {"start": start, "end": start + HOUR}


def approved(world: World, hours: float = 0, **values: Any) -> Cards:
    """Eva has approved it. Ben carries it out if `values` say so, else Ann herself."""
    cards = submitted(world, **soon(world, hours), **values)
    assert cards.board.click("Approve", by=world.person("eva")).whispers == []
    cards.own.thread().expect("CHG-1 is approved")
    return cards


def by_ben(world: World, hours: float = 0) -> tuple[Cards, Card]:
    """The same, carried out by Ben; and his card."""
    cards = submitted(world, implementer="U0BEN", **soon(world, hours))
    own = world.person("ben").dm.expect("If it is approved, you carry it out.", "1. Export")
    assert own.buttons == []
    assert cards.board.click("Approve", by=world.person("eva")).whispers == []
    cards.own.thread().expect("CHG-1 is approved")
    own.thread().expect("CHG-1 is approved")
    assert "press *Start* when you begin" in own.words
    return cards, own


def click(world: World, card: Card, label: str, by: str) -> None:
    assert card.click(label, by=world.person(by)).whispers == []


def test_from_start_to_verified(world: World) -> None:
    cards, own = by_ben(world)
    assert own.buttons == ["Start"]
    assert "Start" not in cards.own.buttons
    click(world, own, "Start", "ben")
    assert "▶️ <@U0BEN> has started" in cards.own.words
    assert "State: in progress" in cards.board.words
    assert own.buttons == ["Implemented", "Back out"]
    click(world, own, "Implemented", "ben")
    asked = cards.own.thread().expect("CHG-1 is carried out", "did not carry it out")
    assert asked.buttons == ["It works", "It failed"]
    assert cards.own.buttons == ["It works", "It failed"]
    assert cards.approvers["eva"].buttons == ["It works", "It failed"]
    assert own.buttons == ["Back out"]
    click(world, asked, "It works", "ann")
    own.thread().expect("CHG-1 is verified and closed.")
    for card in (*cards.all, own):
        assert card.buttons == []
    for part in ("State: verified and closed", "🏁 <@U0BEN>", "✅ <@U0ANN> has verified that it works"):
        assert part in cards.board.words
    assert "no open changes" in world.person("ben").types("/change mine").whisper
    world.clock.advance(days=9)
    assert world.waiting() == []


def test_nobody_verifies_what_they_carried_out(world: World) -> None:
    cards = approved(world)  # Ann raised it and carries it out
    click(world, cards.own, "Start", "ann")
    click(world, cards.own, "Implemented", "ann")
    asked = cards.board.thread().expect("CHG-1 is carried out")
    ann = world.person("ann")
    assert "somebody else has to verify it" in asked.click("It works", by=ann).whisper
    assert "somebody else has to verify it" in cards.board.click("It failed", by=ann).whisper
    assert "没有权限" in asked.click("It works", by=world.person("han")).whisper
    click(world, asked, "It works", "ben")
    cards.own.thread().expect("CHG-1 is verified and closed.")


def test_who_did_the_work_for_the_implementer_does_not_verify_it_either(world: World) -> None:
    cards, own = by_ben(world)
    click(world, cards.board, "Start", "dirk")  # the change manager
    click(world, own, "Implemented", "ben")
    cards.own.thread().expect("CHG-1 is carried out")
    assert "somebody else has to verify it" in cards.board.click("It works", by=world.person("dirk")).whisper
    click(world, cards.board, "It works", "eva")
    cards.own.thread().expect("verified and closed")
    own.thread().expect("verified and closed")


def test_a_failed_verification_is_mended_or_backed_out(world: World) -> None:
    cards, own = by_ben(world)
    click(world, own, "Start", "ben")
    click(world, own, "Implemented", "ben")
    cards.own.thread().expect("CHG-1 is carried out")
    form = cards.own.click("It failed", by=world.person("ann")).form
    assert form.submit(reason=" ").errors == {"reason": "Please write a few words here."}
    assert form.submit(reason="No page <!channel> loads.").errors == {}
    own.thread().expect("CHG-1 failed its verification", "No page &lt;!channel&gt; loads.", "mended or backed out")
    assert "❌ <@U0ANN> says that it failed: No page" in cards.board.words
    assert own.buttons == ["Implemented", "Back out"]
    click(world, own, "Implemented", "ben")
    cards.own.thread().expect("CHG-1 is carried out")
    assert "says that it failed" not in cards.board.words
    form = own.click("Back out", by=world.person("ben")).form
    assert form.submit(reason="It leaks.").errors == {}
    cards.own.thread().expect("CHG-1 is backed out: It leaks.")
    cards.approvers["eva"].thread().expect("CHG-1 is backed out: It leaks.")
    assert "↩️ <@U0BEN> has backed it out: It leaks." in cards.board.words
    assert "State: backed out" in cards.own.words
    for card in (*cards.all, own):
        assert card.buttons == []


def test_only_the_implementer_and_the_change_manager_do_the_work(world: World) -> None:
    cards, _ = by_ben(world)
    for name in ("ann", "eva", "ida"):
        assert "cannot do this yourself" in cards.board.click("Start", by=world.person(name)).whisper
    assert "State: approved" in cards.board.words
    click(world, cards.board, "Start", "dirk")
    assert "▶️ <@U0DIRK> has started" in cards.board.words


def test_an_old_card_moves_nothing(world: World) -> None:
    cards, own = by_ben(world)
    old, ben = own.now, world.person("ben")
    click(world, own, "Start", "ben")
    assert "CHG-1 has moved on" in own.click("Start", by=ben, old=old).whisper
    old = own.now
    form = own.click("Back out", by=ben).form
    click(world, own, "Implemented", "ben")
    cards.own.thread().expect("CHG-1 is carried out")
    assert "CHG-1 has moved on" in own.click("Implemented", by=ben, old=old).whisper
    assert "CHG-1 has moved on" in form.submit(reason="Late").errors["reason"]
    assert "State: carried out, to be verified" in cards.board.words


def test_work_does_not_begin_before_its_window(world: World) -> None:
    cards, own = by_ben(world, hours=5)
    assert "has not begun yet" in own.click("Start", by=world.person("ben")).whisper
    world.clock.advance(hours=5)
    told = own.thread().expect("The window of CHG-1 begins")
    assert told.buttons == ["Start"]
    click(world, told, "Start", "ben")
    assert "State: in progress" in cards.board.words
    world.clock.advance(hours=1)
    over = own.thread().expect("The window of CHG-1 is over", "implemented or backed out")
    assert over.buttons == ["Implemented", "Back out"]


def test_what_was_never_started_lapses_and_lets_its_service_go(world: World) -> None:
    cards, own = by_ben(world, hours=1)
    world.clock.advance(hours=1)
    own.thread().expect("The window of CHG-1 begins")
    world.clock.advance(hours=1)
    own.thread().expect("it was not started", "in 7 days it lapses")
    without_vpn = agreed().replace("- key: vpn\n  name: VPN\n  team: network\n", "")
    plan = world.run(applying.planned(world.steward.courier.client, without_vpn))
    with pytest.raises(Refused):
        world.run(applying.apply(world.steward.ledger, plan))
    world.clock.advance(days=7)
    cards.own.thread().expect("CHG-1 has lapsed")
    own.thread().expect("CHG-1 has lapsed")
    assert "State: lapsed" in cards.board.words
    assert cards.board.buttons == []
    world.run(applying.apply(world.steward.ledger, plan))


def test_a_service_named_second_is_not_retired_under_an_open_change(database_url: str) -> None:
    world = World(database_url)
    submitted(world, services=["wifi", "vpn"])
    without_vpn = DESK.replace("  - {key: vpn, name: VPN, team: network}\n", "")
    plan = world.run(applying.planned(world.steward.courier.client, without_vpn))
    with pytest.raises(Refused):
        world.run(applying.apply(world.steward.ledger, plan))
    assert "withdrawn" in world.person("ann").types("/change withdraw CHG-1").whisper
    world.run(applying.apply(world.steward.ledger, plan))
    world.close()


def test_an_emergency_may_have_begun(world: World) -> None:
    now = world.run(world.steward.ledger.read(desk.now))
    began = int((now - timedelta(hours=2)).timestamp())
    cards = submitted(world, kind="emergency", start=began, end=began + 4 * HOUR)
    assert "Kind: emergency" in cards.board.words
    world.clock.advance(minutes=10)
    for name in ("dirk", "eva", "chen"):
        cards.approvers[name].thread().expect("CHG-1")
    world.clock.advance(minutes=10)
    world.person("dirk").dm.expect("The approval of CHG-1 takes too long")
    cards.board.thread().expect("takes too long")
    click(world, cards.board, "Approve", "eva")
    cards.own.thread().expect("CHG-1 is approved")
    click(world, cards.own, "Start", "ann")


def test_a_standard_change_of_low_risk_asks_nobody(world: World) -> None:
    cards = submitted(world, kind="standard", approvers=(), **soon(world))
    cards.own.thread().expect("CHG-1 is approved")
    for card in (cards.board, cards.own):
        assert "Kind: standard" in card.words
        assert "Agreed to beforehand: nobody is asked." in card.words
        assert card.buttons == ["Start"]
    click(world, cards.own, "Start", "ann")


def test_a_standard_change_that_is_risky_is_asked_for_all_the_same(world: World) -> None:
    cards = submitted(world, kind="standard", security="2", **soon(world))
    assert "Risk: medium (6 of 27)" in cards.board.words
    assert cards.board.buttons == ["Approve", "Reject", "Declare an emergency"]


def test_two_verify_at_once_and_one_verdict_stands(world: World) -> None:
    cards, own = by_ben(world)
    click(world, own, "Start", "ben")
    click(world, own, "Implemented", "ben")
    cards.own.thread().expect("CHG-1 is carried out")
    gate = Barrier(2)

    def works(name: str) -> None:
        gate.wait(10)
        world.control.act(name, "click", channel="C0CHANGES", ts=cards.board.ts, action_id="change.succeed")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(works, ("dirk", "eva")))
    world.settle()
    whispers = [whisper for name in ("dirk", "eva") for whisper in world.person(name).new_whispers()]
    assert len(whispers) == 1
    assert "CHG-1 has moved on" in whispers[0]
    cards.own.thread().expect("verified and closed")
    own.thread().expect("verified and closed")


def test_withdrawn_after_approval_tells_who_was_to_carry_it_out(world: World) -> None:
    cards, own = by_ben(world, hours=5)
    assert "CHG-1 is withdrawn" in world.person("ann").types("/change withdraw CHG-1").whisper
    own.thread().expect("CHG-1 is withdrawn")
    assert own.buttons == []
    assert "State: withdrawn" in cards.board.words
    world.clock.advance(days=9)
    assert world.waiting() == []
