"""Emergencies: a change whose work begins before anybody agreed to it, and is decided on after the fact."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier

import pytest
import yaml

from tests.scenarios.test_change_stages import RISKY
from tests.scenarios.test_change_work import click, soon
from tests.scenarios.test_changes import without_approvers
from tests.world import Card, World
from tests.world.changes import APPROVERS, Cards, submitted
from tests.world.hours import FRIDAY, agreed, coming

WHY = "The shop is down."


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    """A company on a Friday evening, after hours."""
    made = World(database_url, desk=agreed(), start_at=coming(FRIDAY, "19:00"))
    yield made
    made.close()


@pytest.fixture
def strict(database_url: str) -> Iterator[World]:
    """The same, where one rejection is enough."""
    file = yaml.safe_load(agreed())
    file["approval"]["policies"][1]["stages"][0]["need"] = "all"
    made = World(database_url, desk=str(yaml.safe_dump(file, allow_unicode=True)), start_at=coming(FRIDAY, "19:00"))
    yield made
    made.close()


@dataclass(frozen=True)
class Emergency:
    """Ann asked for it, Ben carries it out and has declared it."""

    cards: Cards
    ben: Card


def declared(world: World, by: str = "ben") -> Emergency:
    cards = submitted(world, implementer="U0BEN", **soon(world, 1))
    own = world.person("ben").dm.expect("If it is approved, you carry it out.", "1. Export")
    form = cards.board.click("Declare an emergency", by=world.person(by)).form
    assert form.submit(reason=WHY).errors == {}
    told(world, cards, own, by)
    return Emergency(cards, own)


def told(world: World, cards: Cards, own: Card, by: str) -> None:
    """Everybody whom it concerns, each once, but not whoever did it."""
    cards.board.thread().expect("CHG-1 is an emergency", WHY)
    cards.own.thread().expect("CHG-1 is an emergency", WHY)
    if by != "ben":
        assert own.thread().expect("CHG-1 is an emergency", WHY).buttons == ["Start"]
    for name in APPROVERS:
        if name != by:
            word = "緊急" if name == "chen" else "is an emergency"
            cards.approvers[name].thread().expect("CHG-1", word, WHY)


def carried_out(world: World, one: Emergency) -> None:
    click(world, one.ben, "Start", "ben")
    click(world, one.ben, "Implemented", "ben")
    one.cards.own.thread().expect("CHG-1 is carried out")


def verified(world: World, one: Emergency) -> None:
    carried_out(world, one)
    click(world, one.cards.own, "It works", "ann")
    one.ben.thread().expect("CHG-1 is verified. It stays open")


def reject(world: World, one: Emergency, by: str = "eva") -> None:
    form = one.cards.approvers[by].click("Reject", by=world.person(by)).form
    assert form.submit(reason="Nobody asked <!channel>.").errors == {}
    one.cards.own.thread().expect("refused after the fact", "Nobody asked &lt;!channel&gt;.", "backed out, or")
    one.ben.thread().expect("refused after the fact")
    one.cards.board.thread().expect("refused after the fact", "backed out, or a change manager")
    one.cards.approvers["dirk"].thread().expect("refused after the fact", "says why it stays")


def test_work_begins_at_once_and_is_approved_after_the_fact(world: World) -> None:
    one = declared(world)
    for card in (one.cards.board, one.cards.own, one.ben, one.cards.approvers["eva"]):
        for part in ("🚨 <@U0BEN> has declared an emergency: The shop is down.", "State: emergency, may begin"):
            assert part in card.words or (part.startswith("State") and card == one.ben)
    assert "Kind: emergency" in one.cards.board.words
    assert one.ben.buttons == ["Start"]
    verified(world, one)
    assert "State: verified, approval not settled" in one.cards.board.words
    assert one.cards.approvers["eva"].buttons == ["Approve", "Approve with a note", "Reject"]
    assert "after the fact: is it right that this is done?" in one.cards.approvers["eva"].words
    assert "1 change waits for your vote" in world.person("eva").opens_home().words
    assert "CHG-1" in world.person("ann").types("/change mine").whisper
    click(world, one.cards.approvers["eva"], "Approve", "eva")
    one.cards.own.thread().expect("CHG-1 is approved after the fact.")
    one.ben.thread().expect("CHG-1 is approved after the fact.")
    for part in ("State: verified and closed", "✅ Approved after the fact", "✅ <@U0EVA> approves"):
        assert part in one.cards.board.words
    for card in (*one.cards.all, one.ben):
        assert card.buttons == []
    world.clock.advance(days=9)
    assert world.waiting() == []


def test_who_owns_its_services_and_who_leads_their_teams_are_told(database_url: str) -> None:
    file = yaml.safe_load(agreed())
    next(one for one in file["services"] if one["key"] == "rooms")["owner"] = "U0HAN"
    world = World(
        database_url, desk=str(yaml.safe_dump(file, allow_unicode=True)), start_at=coming(FRIDAY, "19:00")
    )
    cards = submitted(world, implementer="U0BEN", **{**soon(world, 1), "services": ["rooms"]})
    own = world.person("ben").dm.expect("If it is approved, you carry it out.", "1. Export")
    form = cards.board.click("Declare an emergency", by=world.person("ben")).form
    assert form.submit(reason=WHY).errors == {}
    told(world, cards, own, "ben")
    for name in ("han", "fay"):
        world.person(name).dm.expect("CHG-1", WHY)
    world.close()


def test_refused_after_the_fact_it_is_backed_out(strict: World) -> None:
    one = declared(strict)
    verified(strict, one)
    reject(strict, one)
    assert "State: verified, approval not settled" in one.cards.board.words
    assert "❌ Refused after the fact" in one.cards.board.words
    assert one.cards.board.buttons == ["Back out", "Let it stay"]
    form = one.ben.click("Back out", by=strict.person("ben")).form
    assert form.submit(reason="As they ask.").errors == {}
    one.cards.own.thread().expect("CHG-1 is backed out: As they ask.")
    assert "State: backed out" in one.cards.board.words
    assert "❌ Refused after the fact" in one.cards.board.words
    assert one.cards.board.buttons == []


def test_refused_after_the_fact_it_stays_and_somebody_says_why(strict: World) -> None:
    one = declared(strict)
    click(strict, one.ben, "Start", "ben")
    reject(strict, one)
    assert "State: in progress" in one.cards.board.words, "what was done was done"
    assert "cannot do this yourself" in one.cards.board.click("Let it stay", by=strict.person("ben")).whisper
    form = one.cards.board.click("Let it stay", by=strict.person("dirk")).form
    assert form.submit(reason=" ").errors == {"reason": "Please write a few words here."}
    assert form.submit(reason="The shop sells.").errors == {}
    one.cards.own.thread().expect("stays all the same", "<@U0DIRK>", "The shop sells.")
    one.ben.thread().expect("stays all the same")
    one.cards.approvers["eva"].thread().expect("stays all the same")
    assert "<@U0DIRK> has said why it stays: The shop sells." in one.cards.board.words
    assert "nothing has to be said" in strict.person("dirk").types("/change keep CHG-1 again").whisper
    click(strict, one.ben, "Implemented", "ben")
    one.cards.own.thread().expect("CHG-1 is carried out")
    click(strict, one.cards.own, "It works", "ann")
    one.ben.thread().expect("CHG-1 is verified and closed.")


def test_backed_out_before_it_is_decided_it_is_decided_all_the_same(strict: World) -> None:
    one = declared(strict)
    click(strict, one.ben, "Start", "ben")
    form = one.ben.click("Back out", by=strict.person("ben")).form
    assert form.submit(reason="It did not help.").errors == {}
    one.cards.own.thread().expect("CHG-1 is backed out")
    assert "State: backed out, approval not settled" in one.cards.board.words
    form = one.cards.approvers["eva"].click("Reject", by=strict.person("eva")).form
    assert form.submit(reason="Ask first.").errors == {}
    for card in (one.cards.own, one.ben, one.cards.board, one.cards.approvers["dirk"]):
        assert "says why it stays" not in card.thread().expect("refused after the fact", "Ask first.").words
    assert "State: backed out\n" in one.cards.board.words
    assert one.cards.board.buttons == []


def test_who_has_not_voted_is_reminded_each_morning_until_the_term_is_over(world: World) -> None:
    one = declared(world)
    verified(world, one)
    for _ in range(3):  # Monday to Wednesday, and nothing over the weekend
        world.clock.advance(days=1 if _ else 3)
        for name in APPROVERS:
            assert one.cards.approvers[name].thread().expect("CHG-1").buttons[1:] != []
    one.cards.approvers["dirk"].thread().expect(
        "The term to decide on CHG-1 after the fact is over", "Eva Specimen"
    )
    one.cards.board.thread().expect("The term to decide on CHG-1 after the fact is over", "Please speak to them")
    world.clock.advance(days=1)
    for name in APPROVERS:
        one.cards.approvers[name].thread().expect("CHG-1")
    click(world, one.cards.board, "Approve", "eva")
    one.cards.own.thread().expect("approved after the fact")
    one.ben.thread().expect("approved after the fact")
    world.clock.advance(days=5)
    assert world.waiting() == []


def test_who_does_not_work_for_the_desk_declares_none(world: World) -> None:
    cards = submitted(world, **soon(world))
    ann = world.person("ann")
    assert "cannot do this yourself" in ann.types(f"/change declare CHG-1 {WHY}").whisper
    assert "cannot do this yourself" in cards.board.click("Declare an emergency", by=ann).whisper
    gus = world.person("gus")
    assert "cannot find CHG-1" in gus.types(f"/change declare CHG-1 {WHY}").whisper
    assert "State: awaiting approval" in cards.board.words


def test_who_declares_it_or_starts_it_decides_on_it_no_more(world: World) -> None:
    one = declared(world, by="dirk")
    dirk = world.person("dirk")
    assert one.cards.approvers["dirk"].buttons == []
    assert "change of your own" in one.cards.board.click("Approve", by=dirk).whisper
    click(world, one.ben, "Start", "ben")
    reject_all = {name: one.cards.approvers[name] for name in ("eva", "chen")}
    for name, card in reject_all.items():
        assert card.click(card.buttons[-1], by=world.person(name)).form.submit(reason="No.").errors == {}
    one.cards.own.thread().expect("refused after the fact")
    one.ben.thread().expect("refused after the fact")
    one.cards.board.thread().expect("refused after the fact")
    one.cards.approvers["dirk"].thread().expect("refused after the fact")
    assert "change of your own" in dirk.types("/change keep CHG-1 it works").whisper
    assert "State: in progress" in one.cards.board.words


def test_a_second_declaration_finds_the_first(world: World) -> None:
    cards = submitted(world, implementer="U0BEN", **soon(world, 1))
    own = world.person("ben").dm.expect("If it is approved, you carry it out.", "1. Export")
    first, second = (
        cards.board.click("Declare an emergency", by=world.person(who)).form for who in ("ben", "dirk")
    )
    assert first.submit(reason=WHY).errors == {}
    told(world, cards, own, "ben")
    assert "CHG-1 has moved on" in second.submit(reason=WHY).errors["reason"]
    assert "moved on" in world.person("dirk").types(f"/change declare CHG-1 {WHY}").whisper
    assert cards.own.click("Withdraw", by=world.person("ann")).whispers == []
    own.thread().expect("CHG-1 is withdrawn")
    world.clock.advance(days=9)
    assert world.waiting() == []


def test_two_declare_at_once_and_one_of_them_is_told_of_the_other(world: World) -> None:
    for number in range(1, 4):
        key = f"CHG-{number}"
        cards = submitted(world, implementer="U0BEN", key=key, **soon(world, 1))
        own = world.person("ben").dm.expect("If it is approved, you carry it out.", "1. Export")
        gate = Barrier(2)

        def types(name: str, key: str = key, gate: Barrier = gate) -> None:
            gate.wait(10)
            world.control.act(name, "command", channel="general", text=f"/change declare {key} {WHY}")

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(types, ("ben", "ida")))
        world.settle()
        said = {name: world.person(name).new_whispers() for name in ("ben", "ida")}
        (late,) = [name for name, whispers in said.items() if "moved on" in whispers[0]]
        assert cards.board.text.count("🚨") == 1
        for place in (cards.board, cards.own, *cards.approvers.values(), *([own] if late == "ben" else [])):
            place.thread().expect(key, WHY)
        assert world.waiting() == []


def test_it_goes_through_all_its_stages_after_the_fact(world: World) -> None:
    cards = submitted(world, implementer="U0BEN", **RISKY, **soon(world, 1))
    own = world.person("ben").dm.expect("If it is approved, you carry it out.", "1. Export")
    assert "is declared an emergency" in world.person("ben").types(f"/change declare CHG-1 {WHY}").whisper
    told(world, cards, own, "ben")
    carried_out(world, Emergency(cards, own))
    click(world, cards.approvers["eva"], "Approve", "eva")
    second = {name: world.person(name).dm.expect("CHG-1") for name in APPROVERS}
    assert "State: carried out" in cards.board.words
    assert "after the fact: is it right that this is done?" in second["dirk"].words
    click(world, cards.own, "It works", "ann")
    own.thread().expect("CHG-1 is verified. It stays open")
    for name in ("dirk", "eva"):
        click(world, second[name], "Approve", name)
    for place in (cards.own, own):
        place.thread().expect("CHG-1 is approved after the fact.")
    assert "State: verified and closed" in cards.board.words
    world.clock.advance(days=9)
    assert world.waiting() == []


def test_who_alone_could_decide_leaves_the_declaring_to_a_colleague(database_url: str) -> None:
    world = World(database_url, desk=without_approvers("eva", "chen"))
    cards = submitted(world, approvers=("dirk",))
    assert "Without you, nobody could decide" in world.person("dirk").types(f"/change declare CHG-1 {WHY}").whisper
    assert "State: awaiting approval" in cards.board.words
    world.close()
