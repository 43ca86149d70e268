"""What is done about a risk: measures with owners and days, and acceptance."""

import pytest

from tests.scenarios.test_risks import facts, in_days, registered
from tests.world import Card, World


def with_measure(world: World, **other: str) -> tuple[Card, Card]:
    """Fay, who owns RSK-1, asks Ben to do something about it."""
    card, own = registered(world)
    form = own.click("Add measure", by=world.person("fay")).form
    answers = {"task": "Train a second person", "owner": "U0BEN", "due": in_days(10), **other}
    assert form.submit(**answers).errors == {}
    return card, own


def test_a_measure_is_given_shown_and_done(world: World) -> None:
    ben = world.person("ben")
    card, own = with_measure(world)
    given = ben.dm.expect(
        "You are asked to do this by", "*Train a second person* (RSK-1: Only one person knows payroll)"
    )
    for shown in (card, own):
        assert "Measures:" in shown.text
        assert "▫️ Train a second person (<@U0BEN>, by" in shown.text
        assert shown.buttons == ["Review", "Add measure", "Measure done", "Accept", "Close"]
    assert given.click("Done", by=ben).whispers == []
    for shown in (card, own):
        assert "✅ Train a second person (<@U0BEN>)" in shown.text
        assert "Measure done" not in shown.buttons
    assert "done already" in given.click("Done", by=ben).whisper
    world.clock.advance(days=20)  # nothing is overdue
    assert [verb for verb, _ in facts(world)] == ["risk.register", "task.add", "task.done"]


def test_who_looks_after_the_risk_says_by_its_card_what_is_done(world: World) -> None:
    fay = world.person("fay")
    card, own = with_measure(world, owner="U0FAY")
    form = own.click("Measure done", by=fay).form
    assert form.submit().errors == {}
    assert "✅ Train a second person" in card.text


def test_an_overdue_measure_is_asked_after_every_week_until_it_is_done(world: World) -> None:
    ben, fay = world.person("ben"), world.person("fay")
    card, own = with_measure(world)
    ben.dm.expect("You are asked to do this")
    world.clock.advance(days=10)
    ben.dm.expect_nothing()
    world.clock.advance(days=1, hours=9)  # past nine in the morning, whenever the test began
    late = ben.dm.expect("⏰ This was to be done by", "It is with <@U0BEN>", "*Train a second person* (RSK-1:")
    fay.dm.expect("⏰ This was to be done by")
    assert "⏰ Train a second person (<@U0BEN>, overdue since" in card.text
    world.clock.advance(days=7)
    ben.dm.expect("⏰ This was to be done by")
    fay.dm.expect("⏰ This was to be done by")
    late.click("Done", by=ben)
    world.clock.advance(days=8)
    assert "✅ Train a second person" in own.text


def test_a_closed_risk_asks_after_nothing(world: World) -> None:
    _, own = with_measure(world)
    world.person("ben").dm.expect("You are asked to do this")
    own.click("Close", by=world.person("fay"))
    world.clock.advance(days=15)


def test_who_may_not_see_the_risk_learns_of_the_measure_alone(world: World) -> None:
    han = world.person("han")
    with_measure(world, owner="U0HAN")
    given = han.dm.expect("Train a second person", "RSK-1")
    assert "payroll" not in given.words
    assert "RSK-1" in han.types("/risk show RSK-1").whisper  # which is not found
    assert given.click("完成", by=han).whispers == []


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("task", " \u200b ", "Please write a few words here."),
        ("due", "2020-01-01", "Please choose today or a later day."),
        ("owner", "U0GUS", "Please choose a member of this company"),
    ],
)
def test_a_sentence_stands_beside_the_field(world: World, field: str, value: str, sentence: str) -> None:
    _, own = registered(world)
    form = own.click("Add measure", by=world.person("fay")).form
    answers = {"task": "Train somebody", "owner": "U0FAY", "due": in_days(10)}
    said = form.submit(**{**answers, field: value}).errors
    assert list(said) == [field]
    assert said[field].startswith(sentence)
    assert form.submit(**answers).errors == {}


@pytest.mark.parametrize("label", ["Add measure", "Accept"])
def test_others_do_nothing_about_it(world: World, label: str) -> None:
    card, _ = registered(world)
    assert "cannot do this yourself" in card.click(label, by=world.person("dirk")).whisper


def test_a_risk_is_accepted_until_a_day_and_looked_at_again_then(world: World) -> None:
    fay = world.person("fay")
    card, own = registered(world)
    form = own.click("Accept", by=fay).form
    assert "why" in form.submit(until=in_days(20), why=" \u200b").errors
    assert form.submit(until=in_days(20), why="It costs more than it is worth.").errors == {}
    assert "Accepted until" in card.text
    assert "Accept" not in card.buttons
    world.clock.advance(days=21)
    again = fay.dm.expect("⏰ *RSK-1* is to be reviewed")
    card.thread().expect("⏰ *RSK-1* is to be reviewed")
    again.click("Review", by=fay).form.submit(probability="3", review=in_days(90))
    assert "Accepted until" not in card.text, "it has become worse than what was accepted"
    assert [verb for verb, _ in facts(world)][:2] == ["risk.register", "risk.accept"]


def test_a_red_one_is_accepted_by_a_risk_manager_alone(world: World) -> None:
    card, own = registered(world, probability="4")
    assert "🔴 *RSK-1* is in the red zone" in card.text
    form = own.click("Accept", by=world.person("fay")).form
    said = form.submit(until=in_days(20), why="We must.").errors
    assert said == {"why": "RSK-1 is in the red zone: only a risk manager can accept it. Please ask one."}
    form = card.click("Accept", by=world.person("eva")).form
    assert form.submit(until=in_days(20), why="We must.").errors == {}
    assert "Accepted until" in own.text


def test_a_measure_ends_an_acceptance(world: World) -> None:
    fay = world.person("fay")
    card, own = registered(world)
    own.click("Accept", by=fay).form.submit(until=in_days(20), why="Not now.")
    own.click("Add measure", by=fay).form.submit(task="Do it after all", owner="U0FAY", due=in_days(9))
    assert "Strategy: mitigate" in card.text


def test_two_at_once_one_review_wins_over_an_acceptance(world: World) -> None:
    card, own = registered(world)
    eva, fay = world.person("eva"), world.person("fay")
    first, second = card.click("Accept", by=eva).form, own.click("Accept", by=fay).form
    assert first.submit(until=in_days(50), why="Yes.").errors == {}
    assert "has moved on" in second.submit(until=in_days(51), why="Also.").errors["why"]


def test_all_that_is_known_of_a_risk_is_told(world: World) -> None:
    registered(
        world, cause="She <!channel> alone\nwas there in 2009.", consequence="Nobody is paid.", strategy="avoid"
    )
    shown = world.person("fay").types("/risk show RSK-1").whisper
    for part in ("What would cause it:", "was there in 2009.", "What would follow:", "Nobody is paid.", "avoid"):
        assert part in shown
    assert "&lt;!channel&gt;" in shown, "in the text, which Slack reads as mrkdwn; rich text is never parsed"
