"""Risks, from the form to the alert."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest

from storage import history, records
from tests.world import Card, World
from tests.world.hours import night_of_change

FORM = {"title": "Only one person knows payroll", "probability": "2", "impact": "4", "category": "people"}


def in_days(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


def registered(world: World, **other: str) -> tuple[Card, Card]:
    """Ann registers a risk that Fay is to look after: the channel's card and Fay's own."""
    answers = {**FORM, "owner": "U0FAY", "review": in_days(30), **other}
    assert world.person("ann").types("/risk").form.submit(**answers).errors == {}
    world.person("ann").dm.expect("*RSK-1* is registered", "<@U0FAY> looks after it")
    return world.channel("risks").expect("*RSK-1*"), world.person("fay").dm.expect("*RSK-1*")


def facts(world: World) -> list[tuple[str, dict[str, object]]]:
    ledger = world.steward.ledger
    found = world.run(ledger.read(history.of, world.run(ledger.read(records.by_key, "RSK-1")).id))
    return [(fact.verb, json.loads(fact.body)["after"]) for fact in found]


def test_a_risk_is_registered_reviewed_and_closed(world: World) -> None:
    fay = world.person("fay")
    card, own = registered(world)
    for shown in (card, own):
        assert "*RSK-1* Only one person knows payroll" in shown.words
        assert "Score: 8 of 25 (probability 2 × impact 4)" in shown.text
        assert "🟡 amber" in shown.text
        assert "Owner: <@U0FAY>" in shown.text
        assert "Next review:" in shown.text
        assert shown.buttons == ["Review", "Add measure", "Accept", "Close"]
        assert "Category: People" in shown.text
        assert "Strategy: mitigate" in shown.text
    assert "You look after this risk" in own.words

    form = own.click("Review", by=fay).form
    assert "Only one person knows payroll" in form.words
    assert form.submit(probability="1", review=in_days(60)).errors == {}
    for shown in (card, own):
        assert "Score: 4 of 25 (probability 1 × impact 4)" in shown.text
        assert "🟢 green" in shown.text

    assert own.click("Close", by=fay).whispers == []
    for shown in (card, own):
        assert shown.buttons == []
        assert "RSK-1 (closed)" in shown.text
    world.clock.advance(days=90)
    assert [verb for verb, _ in facts(world)] == ["risk.register", "risk.rate", "risk.review", "risk.close"]


def test_the_owner_and_the_channel_are_told_when_the_review_is_due(world: World) -> None:
    fay = world.person("fay")
    card, own = registered(world)
    world.clock.advance(days=31)
    alert = fay.dm.expect("⏰ *RSK-1* is to be reviewed: Only one person knows payroll", "<@U0FAY>")
    told = card.thread().expect(
        "⏰ *RSK-1* is to be reviewed", "Fay Placeholder has been asked whether its rating is still"
    )
    assert "<@U0FAY>" not in told.words
    assert told.buttons == ["Review"]
    assert "⏰ The review is due." in card.text
    assert "⏰ The review is due." in own.text

    alert.click("Review", by=fay).form.submit(review=in_days(70))
    assert "due" not in card.text
    world.clock.advance(days=38)
    world.channel("risks").expect_nothing()
    world.clock.advance(days=3)
    fay.dm.expect("⏰ *RSK-1* is to be reviewed")
    card.thread().expect("⏰ *RSK-1* is to be reviewed")


def test_a_review_brought_forward_leaves_no_second_alert(world: World) -> None:
    card, own = registered(world)
    own.click("Review", by=world.person("fay")).form.submit(review=in_days(10))
    own.click("Review", by=world.person("fay")).form.submit(review=in_days(30))
    world.clock.advance(days=20)
    world.person("fay").dm.expect_nothing()
    world.clock.advance(days=60)
    world.person("fay").dm.expect("⏰ *RSK-1*")
    card.thread().expect("⏰ *RSK-1*")


@pytest.fixture
def before_summer(database_url: str) -> Iterator[World]:
    """The day before the clocks of Berlin are next put forward, in the night to a Sunday."""
    made = World(database_url, start_at=night_of_change(spring=True) - timedelta(hours=13))
    yield made
    made.close()


def test_nine_in_the_morning_is_nine_by_the_summers_clock(before_summer: World) -> None:
    world = before_summer
    now = world.run(world.movable.advance(timedelta(0)))
    monday = now.date() + timedelta(days=2)
    card, _ = registered(world, review=monday.isoformat())
    nine = datetime.combine(monday, time(7), UTC)  # 09:00 +02:00; in winter it would be 08:00 UTC
    world.clock.advance(seconds=(nine - now).total_seconds() - 60)
    world.person("fay").dm.expect_nothing()
    world.clock.advance(seconds=61)
    world.person("fay").dm.expect("⏰ *RSK-1*")
    card.thread().expect("⏰ *RSK-1*")


def test_the_red_zone_alerts_once_a_crossing(world: World) -> None:
    fay, risks = world.person("fay"), world.channel("risks")
    card, own = registered(world)
    own.click("Review", by=fay).form.submit(probability="4", review=in_days(40))
    assert "🔴 red" in card.text
    alert = risks.expect(
        "🔴 *RSK-1* is in the red zone: Only one person knows payroll", "16 of 25", "Owner: Fay Placeholder"
    )
    assert "<@U0FAY>" not in alert.text, "she has a message of her own"
    fay.dm.expect("🔴 *RSK-1* is in the red zone")

    own.click("Review", by=fay).form.submit(probability="5", review=in_days(41))  # redder is no crossing
    own.click("Review", by=fay).form.submit(probability="1", review=in_days(42))
    own.click("Review", by=fay).form.submit(probability="5", review=in_days(43))
    risks.expect("🔴 *RSK-1* is in the red zone", "20 of 25")
    fay.dm.expect("🔴 *RSK-1* is in the red zone")


def test_who_registers_a_red_one_of_their_own_is_alerted_too(world: World) -> None:
    """By the card itself, in the channel and in her own messages: each hears of it once."""
    fay, risks = world.person("fay"), world.channel("risks")
    form = fay.types("/risk No spare for the main switch").form
    assert form.submit(probability="3", impact="5", review=in_days(9), category="technology").errors == {}
    card = risks.expect("🔴 *RSK-1* is in the red zone: No spare for the main switch", "15 of 25", "🔴 red")
    fay.dm.expect("🔴 *RSK-1* is in the red zone: No spare for the main switch", "You look after this risk")
    assert world.waiting() == []
    card.click("Close", by=fay)
    assert "red zone" not in card.words


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("no spare & no contract", "no spare & no contract"),
        ("new show RSK-1", "show RSK-1"),
        ("mine is not the only one", "mine is not the only one"),
        ("news leak out", "news leak out"),
        ("", ""),
    ],
)
def test_what_follows_the_command_is_the_forms_title(world: World, line: str, title: str) -> None:
    form = world.person("ann").types(f"/risk {line}".strip()).form
    typed = next(block for block in form.view["blocks"] if block["block_id"] == "title")
    assert typed["element"].get("initial_value", "") == title
    owner = next(block for block in form.view["blocks"] if block["block_id"] == "owner")
    assert owner["element"]["initial_user"] == "U0ANN"


def test_mine_show_and_help(world: World) -> None:
    ann, fay = world.person("ann"), world.person("fay")
    assert "no open risks" in ann.types("/risk mine").whisper
    registered(world)
    for someone in (ann, fay):
        assert "*RSK-1* Only one person knows payroll (amber, next review" in someone.types("/risk mine").whisper
        assert "Score: 8 of 25" in someone.types("/risk show rsk-1").whisper
    assert "/risk mine" in ann.types("/risk help").whisper


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", " \u200b ", "Please write a few words here."),
        ("review", "2020-01-01", "Please choose a day in the future."),
        ("owner", "U0GUS", "Please choose a member of this company"),
        ("owner", "U0STEWARD", "Please choose a member of this company"),
    ],
)
def test_a_sentence_stands_beside_the_field_and_the_form_stays(
    world: World, field: str, value: str, sentence: str
) -> None:
    form = world.person("ann").types("/risk").form
    answers = {**FORM, "owner": "U0FAY", "review": in_days(30)}
    said = form.submit(**{**answers, field: value}).errors
    assert list(said) == [field]
    assert said[field].startswith(sentence)
    assert form.submit(**answers).errors == {}
    world.person("ann").dm.expect("*RSK-1* is registered")
    world.channel("risks").expect("*RSK-1*")
    world.person("fay").dm.expect("*RSK-1*")


def test_an_owner_whom_nobody_met_yet_is_looked_up(world: World) -> None:
    card, own = registered(world, owner="U0FAY")
    assert "<@U0FAY>" in card.text
    assert own.buttons == ["Review", "Add measure", "Accept", "Close"]
    form = world.person("ann").types("/risk").form
    assert form.submit(**FORM, owner="U0HAN", review=in_days(8)).errors == {}
    world.person("ann").dm.expect("*RSK-2* is registered")
    world.channel("risks").expect("*RSK-2*", "<@U0HAN>")
    world.person("han").dm.expect("*RSK-2*")


def test_guests_register_nothing(world: World) -> None:
    assert "cannot do this yourself" in world.person("gus").types("/risk").whisper


def test_strangers_see_no_risk_and_the_absent_one_is_refused_alike(world: World) -> None:
    registered(world)
    han = world.person("han")
    there, absent = han.types("/risk show RSK-1").whisper, han.types("/risk show RSK-9").whisper
    assert there.replace("RSK-1", "RSK-9") == absent


@pytest.mark.parametrize("label", ["Review", "Close"])
def test_only_the_owner_a_risk_manager_or_an_administrator_reviews_and_closes(world: World, label: str) -> None:
    card, _ = registered(world)
    assert "cannot do this yourself" in card.click(label, by=world.person("dirk")).whisper
    assert "RSK-1 (open)" in card.text
    for name in ("eva", "sam"):  # risk manager, administrator
        card.click("Review", by=world.person(name)).form.submit(review=in_days(50))
    assert card.click("Close", by=world.person("eva")).whispers == []
    assert "RSK-1 (closed)" in card.text


def test_two_reviews_at_once_have_one_winner(world: World) -> None:
    card, own = registered(world)
    eva, fay = world.person("eva"), world.person("fay")
    first, second = card.click("Review", by=eva).form, own.click("Review", by=fay).form
    assert first.submit(probability="1", review=in_days(50)).errors == {}
    assert "has moved on" in second.submit(probability="3", review=in_days(51)).errors["probability"]
    assert "Score: 4 of 25" in card.text


def test_an_old_card_of_a_closed_risk_does_nothing(world: World) -> None:
    card, own = registered(world)
    fay = world.person("fay")
    old, form = own.now, own.click("Review", by=fay).form
    own.click("Close", by=fay)
    assert "not possible any more" in own.click("Review", by=fay, old=old).whisper
    assert "not possible any more" in own.click("Close", by=fay, old=old).whisper
    assert "not possible any more" in form.submit(review=in_days(50)).errors["probability"]
    assert "RSK-1 (closed)" in card.text


def test_foreign_text_pings_nobody(world: World) -> None:
    card, _ = registered(world, title="<!channel> <@U0BEN> *help* & more")
    assert "<!channel>" not in card.words
    assert "<@U0BEN>" not in card.words


def test_history_says_what_was_rated_and_when_it_is_reviewed(world: World) -> None:
    day = in_days(30)
    registered(world, review=day)
    verb, after = facts(world)[0]
    assert verb == "risk.register"
    assert after["probability"] == 2
    assert after["impact"] == 4
    assert after["level"] == "amber"
    assert after["review_on"] == day
    assert date.fromisoformat(day)


def test_of_whom_slack_does_not_tell_nobody_makes_an_owner(world: World) -> None:
    form = world.person("ann").types("/risk").form
    world.control.post("/control/faults", on="users.info", fault="5xx", times=1)
    said = form.submit(**FORM, owner="U0HAN", review=in_days(8)).errors
    assert said["owner"].startswith("Slack does not tell me about this person right now")
    assert form.submit(**FORM, owner="U0HAN", review=in_days(8)).errors == {}
    world.person("ann").dm.expect("*RSK-1* is registered")
    world.channel("risks").expect("*RSK-1*", "<@U0HAN>")
    world.person("han").dm.expect("*RSK-1*")


def test_when_the_owner_has_left_the_channel_is_still_told(world: World) -> None:
    card, _ = registered(world)
    world.control._call("PATCH", "/control/people/fay", {"deleted": True})
    world.settle()
    world.clock.advance(days=31)
    card.thread().expect(
        "⏰ *RSK-1* is to be reviewed", "Fay Placeholder, who looks after it, cannot be asked any more"
    )
    card.click("Review", by=world.person("eva")).form.submit(probability="5", review=in_days(60))
    world.channel("risks").expect("🔴 *RSK-1* is in the red zone")
