"""Satisfaction surveys, from the closing of a ticket to its score."""

import json
from datetime import timedelta

import pytest

from domain.outcomes import FieldFault, NotAllowed, NotFound, Refusal, Refused
from domain.surveys import SurveyOver
from services import surveys
from services.inbox import Heard
from storage import history, people, records
from storage.tx import Tx
from tests.world import Card, World

STARS = ["★", "★★", "★★★", "★★★★", "★★★★★"]
RATED = [*STARS, "Add a comment"]


def resolved(world: World) -> tuple[Card, Card]:
    """The team's card and the question that follows the resolution."""
    assert "IT-1" in world.person("ann").types("/ticket printer on 3F is down").whisper
    card, own = world.channel("it-desk").expect("IT-1"), world.person("ann").dm.expect("IT-1")
    card.click("Resolve", by=world.person("ben")).form.submit()
    return card, own.thread().expect("Is IT-1 solved?")


def closed(world: World) -> tuple[Card, Card]:
    """The team's card and the survey."""
    card, question = resolved(world)
    question.click("Yes, solved", by=world.person("ann"))
    return card, world.person("ann").dm.expect("IT-1")


def ticket(world: World) -> int:
    return world.run(world.steward.ledger.read(records.by_key, "IT-1")).id


def score(world: World, actor: str, stars: int, closing: int) -> Refusal | None:
    """What the verb says to somebody who never saw the card."""
    ledger = world.steward.ledger
    heard = Heard(f"{actor}:{stars}:{closing}", actor, world._now() + timedelta(seconds=30))
    try:
        world.run(ledger.hear(heard, surveys.answer, ticket(world), closing, stars))
    except Refused as refused:
        return refused.refusal
    return None


def facts(world: World) -> list[tuple[int, str, object]]:
    found = world.run(world.steward.ledger.read(history.of, ticket(world)))
    return [(fact.seq, fact.verb, json.loads(fact.body)["after"]) for fact in found]


def closing(world: World) -> int:
    return next(seq for seq, verb, _ in facts(world) if verb == "ticket.close")


def test_whoever_asked_answers_by_a_click_and_the_team_sees_the_score(world: World) -> None:
    ann = world.person("ann")
    card, survey = closed(world)
    assert "*IT-1* printer on 3F is down" in survey.words
    assert "How happy are you with our help?" in survey.text
    assert survey.buttons == STARS
    read_out = [one["accessibility_label"] for one in survey._elements()]
    assert read_out[0] == "1 of 5: very unhappy"
    assert read_out[4] == "5 of 5: very happy"

    assert survey.click("★★★★", by=ann).whispers == []
    assert "Thank you: 4 of 5" in survey.text
    assert "You can change your answer until" in survey.words
    assert "Satisfaction: ★★★★ (4 of 5)" in card.words
    assert [one.get("style") for one in survey._elements()] == [None, None, None, "primary", None, None]
    answers = [after for _, verb, after in facts(world) if verb == "survey.answer"]
    assert answers == [{"round": closing(world), "score": 4}]

    world.clock.advance(days=13)
    assert survey.click("★★★", by=ann).whispers == []
    assert "Thank you: 3 of 5" in survey.text
    assert "Satisfaction: ★★★ (3 of 5)" in card.words

    old = survey.now
    world.clock.advance(days=1)
    assert survey.buttons == []
    assert "Thank you: 3 of 5" in survey.text
    assert "until" not in survey.words
    assert "survey about IT-1 is over" in survey.click("★★★★★", by=ann, old=old).whisper
    assert "Satisfaction: ★★★ (3 of 5)" in card.words


def test_the_same_answer_twice_is_one_fact(world: World) -> None:
    ann = world.person("ann")
    _, survey = closed(world)
    survey.click("★★★", by=ann)
    survey.click("★★★", by=ann)
    assert [verb for _, verb, _ in facts(world)].count("survey.answer") == 1


def test_without_an_answer_it_ends_after_a_fortnight(world: World) -> None:
    card, survey = closed(world)
    old = survey.now
    world.clock.advance(days=13, hours=23, minutes=59)
    again = world.person("ann").dm.expect("A short reminder, the only one", "How happy are you")
    assert survey.buttons == again.buttons == STARS
    world.clock.advance(minutes=1)
    assert survey.buttons == again.buttons == []
    assert "is over" in survey.text
    assert "survey about IT-1 is over" in survey.click("★", by=world.person("ann"), old=old).whisper
    assert "Satisfaction" not in card.words


def test_silence_closes_a_ticket_and_asks_all_the_same(world: World) -> None:
    card, _ = resolved(world)
    while "State: closed" not in card.words:  # five working days, holidays between them
        world.clock.advance(days=1)
    assert world.person("ann").dm.expect("IT-1").buttons == STARS


def test_reopening_withdraws_what_was_not_answered_and_the_next_closing_asks_anew(world: World) -> None:
    ann, ben = world.person("ann"), world.person("ben")
    card, question = resolved(world)
    asked = question.now
    question.click("Yes, solved", by=ann)
    first = ann.dm.expect("IT-1")
    old = first.now
    question.click("Not yet", by=ann, old=asked)
    card.thread().expect("not solved yet")
    assert first.buttons == []
    assert "*IT-1* is open again" in first.text
    assert "survey about IT-1 is over" in first.click("★", by=ann, old=old).whisper

    card.click("Resolve", by=ben).form.submit()
    own = world.message(question.channel, question.ts)["thread_ts"]
    Card(world, question.channel, own).thread().expect("Is IT-1 solved?").click("Yes, solved", by=ann)
    second = ann.dm.expect("IT-1")
    assert second.buttons == STARS
    second.click("★★★★★", by=ann)
    assert "Thank you: 5 of 5" in second.text
    assert "*IT-1* is open again" in first.text
    assert "Satisfaction: ★★★★★ (5 of 5)" in card.words
    world.clock.advance(days=15)
    assert "*IT-1* is open again" in first.text
    assert second.buttons == []


def test_reopening_leaves_an_answer_as_it_is(world: World) -> None:
    ann = world.person("ann")
    card, question = resolved(world)
    asked = question.now
    question.click("Yes, solved", by=ann)
    survey = ann.dm.expect("IT-1")
    survey.click("★★★", by=ann)
    question.click("Not yet", by=ann, old=asked)
    card.thread().expect("not solved yet")
    assert "Thank you: 3 of 5" in survey.text
    assert "Satisfaction: ★★★ (3 of 5)" in card.words


@pytest.mark.parametrize(
    ("actor", "refusal"), [("U0BEN", NotAllowed("survey.answer")), ("U0GUS", NotFound("IT-1")), ("U0ANN", None)]
)
def test_nobody_else_answers(world: World, actor: str, refusal: Refusal | None) -> None:
    closed(world)
    assert score(world, actor, 5, closing(world)) == refusal


def test_what_was_never_asked_and_what_is_off_the_scale_is_refused(world: World) -> None:
    closed(world)
    assert score(world, "U0ANN", 5, 1) == NotFound("IT-1")
    assert score(world, "U0ANN", 6, closing(world)) == FieldFault("score", "out_of_range", 5)
    world.clock.advance(days=14)
    world.person("ann").dm.expect("IT-1")  # the reminder
    assert score(world, "U0ANN", 5, closing(world)) == SurveyOver("IT-1", "expired")


def of_a_contact(tx: Tx) -> None:
    records.save(tx, records.by_key(tx, "IT-1").id, requester=people.contact(tx, "Pat Paper", None, "en").id)


def test_who_has_no_slack_is_not_asked(world: World) -> None:
    card, _ = resolved(world)
    world.run(world.steward.ledger.write(of_a_contact))
    world.clock.advance(days=15)
    assert "State: closed" in card.words
    world.person("ann").dm.expect_nothing()
    assert "survey.ask" not in [verb for _, verb, _ in facts(world)]


def test_words_in_the_surveys_thread_reach_the_team(world: World) -> None:
    ann = world.person("ann")
    card, survey = closed(world)
    survey.reply("You came within minutes and stayed late.", by=ann)
    card.thread().expect("<@U0ANN> writes:", "You came within minutes and stayed late.")
    survey.thread().expect("Thank you, the team reads this", "Is IT-1 not solved after all")


@pytest.mark.parametrize(
    ("name", "praise", "words", "said"),
    [
        ("ann", "Thank you, great work!", "You came within minutes.", "Thank you, the team reads this."),
        ("han", "谢谢，服务很好！", "几分钟就来了", "谢谢，团队会看到你的话。"),
        ("mei", "謝謝，做得很好！", "幾分鐘就來了", "謝謝，團隊會看到你的話。"),
    ],
)
def test_praise_under_a_survey_is_taken_as_thanks(
    world: World, name: str, praise: str, words: str, said: str
) -> None:
    someone = world.person(name)
    someone.types("/ticket printer is down")
    card, own = world.channel("it-desk").expect("IT-1"), someone.dm.expect("IT-1")
    card.click("Resolve", by=world.person("ben")).form.submit()
    question = own.thread().expect("IT-1")
    question.click(question.buttons[0], by=someone)
    survey = someone.dm.expect("IT-1")
    survey.reply(praise, by=someone)
    card.thread().expect(praise)
    survey.thread().expect_nothing()
    survey.reply(words, by=someone)
    card.thread().expect(words)
    offer = survey.thread().expect(said)
    assert len(offer.buttons) == 1
