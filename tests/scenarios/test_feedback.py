"""What surveys lead to: comments, follow-ups to bad scores; and whom they leave alone."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import yaml

from domain.outcomes import NotAllowed, NotFound, Refusal, Refused
from services import follow_ups
from services.inbox import Heard
from tests.scenarios.test_surveys import STARS, closed, closing, facts, resolved, ticket
from tests.world import Card, World
from tests.world.hours import FRIDAY, MONDAY, agreed, coming

Begin = Callable[..., World]


@pytest.fixture
def begin(database_url: str) -> Iterator[Begin]:
    """A company on a Monday at ten, with this said of surveys in its desk file."""
    made: list[World] = []

    def opened(weekday: int = MONDAY, **surveys: object) -> World:
        file: dict[str, Any] = yaml.safe_load(agreed())
        file["surveys"] |= surveys
        text = str(yaml.safe_dump(file, allow_unicode=True))
        made.append(World(database_url, desk=text, start_at=coming(weekday, "10:00")))
        return made[-1]

    yield opened
    for world in made:
        world.close()


def another(world: World, key: str, *, by: str = "ann") -> tuple[Card, Card]:
    """One more ticket of theirs, resolved and confirmed: the team's card and the requester's."""
    world.person(by).types(f"/ticket {key} is broken")
    card, own = world.channel("it-desk").expect(key), world.person(by).dm.expect(key)
    card.click("Resolve", by=world.person("ben")).form.submit()
    own.thread().expect(f"Is {key} solved?").click("Yes, solved", by=world.person(by))
    return card, own


def rated(world: World, stars: int) -> tuple[Card, Card, Card]:
    """The team's card, the survey, and the lead's follow-up."""
    card, survey = closed(world)
    survey.click("★" * stars, by=world.person("ann"))
    return card, survey, world.person("dirk").dm.expect("is not happy")


@pytest.mark.parametrize(
    ("name", "soon", "late", "done"),
    [
        ("ann", "We are sorry. <@U0DIRK> will look into it", "and is late", "Your answer was looked into."),
        ("lin", "非常抱歉。 <@U0DIRK> 会跟进", "现在晚了", "你的评价已经跟进过了。"),
        ("mei", "非常抱歉。 <@U0DIRK> 會跟進", "現在晚了", "你的評價已經跟進過了。"),
    ],
)
def test_who_is_unhappy_reads_who_sees_to_it_and_by_when(
    begin: Begin, name: str, soon: str, late: str, done: str
) -> None:
    world = begin()
    someone, dirk = world.person(name), world.person("dirk")
    someone.types("/ticket printer")
    card, own = world.channel("it-desk").expect("IT-1"), someone.dm.expect("IT-1")
    card.click("Resolve", by=world.person("ben")).form.submit()
    asked = own.thread().expect("IT-1")
    asked.click(asked.buttons[0], by=someone)
    survey = someone.dm.expect("IT-1")
    survey.click("★★★", by=someone)
    assert "<@U0DIRK>" not in survey.text
    survey.click("★★", by=someone)
    follow_up = dirk.dm.expect("is not happy")
    assert soon in survey.text
    survey.click("★★★★", by=someone)
    assert "<@U0DIRK>" not in survey.text
    survey.click("★★", by=someone)
    world.clock.advance(days=3)
    follow_up.thread().expect("was due")
    assert late in survey.text
    follow_up.click("Done", by=dirk).form.submit(text="We talked.")
    assert done in survey.text
    assert world.waiting("U0" + name.upper()) == []


def test_words_to_a_score_are_read_by_those_who_may_see_the_ticket(begin: Begin) -> None:
    world = begin()
    ann, ben = world.person("ann"), world.person("ben")
    card, survey = closed(world)
    assert survey.buttons == STARS
    survey.click("★★★★", by=ann)
    form = survey.click("Add a comment", by=ann).form
    assert "Only those who may see the ticket read this." in form.words
    assert form.submit(text="  ").errors == {"text": "Please write a few words here."}
    assert form.submit(text="Quick and <!channel> kind").errors == {}
    assert "Quick and" in survey.words
    assert "Change your comment" in survey.buttons
    assert "Quick and" not in card.words
    assert "With a comment: `/ticket show IT-1`" in card.words
    assert "Quick and" in ben.types("/ticket show IT-1").whisper
    assert "Quick and" in ann.types("/ticket show IT-1").whisper
    assert "Quick and" not in world.person("gus").types("/ticket show IT-1").whisper
    form = survey.click("Change your comment", by=ann).form
    assert "Quick and" in str(form.view)
    form.submit(text="Quick")
    assert [verb for _, verb, _ in facts(world)].count("survey.comment") == 2
    old = survey.now
    world.clock.advance(days=14)
    assert "survey about IT-1 is over" in survey.click("Change your comment", by=ann, old=old).whisper


def test_two_stars_or_less_are_followed_up_by_the_team_lead(begin: Begin) -> None:
    world = begin()
    dirk, ann = world.person("dirk"), world.person("ann")
    card, survey, asked = rated(world, 2)
    assert "<@U0ANN> is not happy: 2 of 5." in asked.text
    assert "Please talk to them by" in asked.text
    assert "Follow-up: due" in card.words
    survey.click("Add a comment", by=ann).form.submit(text="It took three days")
    assert "It took three days" in asked.words
    form = asked.click("Done", by=dirk).form
    assert form.submit(text=" ").errors == {"text": "Please write a few words here."}
    form.submit(text="Called her; a spare printer now stands on 3F")
    assert "✅ Followed up by <@U0DIRK>" in asked.words
    assert "a spare printer" in asked.words
    assert asked.buttons == []
    assert "Follow-up: done" in card.words
    assert "a spare printer" not in card.words
    assert "a spare printer" in dirk.types("/ticket show IT-1").whisper
    own = ann.types("/ticket show IT-1").whisper
    assert "It took three days" in own
    assert "a spare printer" not in own
    world.clock.advance(days=5)
    assert world.waiting() == []
    assert [verb for _, verb, _ in facts(world)][-1] == "survey.followed_up"


@pytest.mark.parametrize("stars", [3, 4, 5])
def test_three_stars_and_more_call_for_nothing(begin: Begin, stars: int) -> None:
    world = begin()
    card, survey = closed(world)
    survey.click("★" * stars, by=world.person("ann"))
    world.clock.advance(days=5)
    assert world.waiting() == []
    assert "Follow-up" not in card.words


def test_the_lead_is_reminded_when_two_working_days_have_passed_and_only_then(begin: Begin) -> None:
    """Friday at ten and two working days: Tuesday at ten."""
    world = begin(FRIDAY)
    card, _, asked = rated(world, 1)
    world.clock.advance(days=3, hours=23, minutes=59)
    assert world.waiting() == []
    world.clock.advance(minutes=1)
    asked.thread().expect("The follow-up to *IT-1* was due", "<@U0ANN>")
    assert "This was due by" in asked.words
    asked.click("Done", by=world.person("dirk")).form.submit(text="Called")
    assert "Follow-up: done" in card.words
    world.clock.advance(days=5)
    assert world.waiting() == []


def test_a_restart_before_the_deadline_reminds_once_all_the_same(begin: Begin) -> None:
    world = begin()
    _, _, asked = rated(world, 1)
    world.restart(days=4)
    asked.thread().expect("The follow-up to *IT-1* was due")
    world.restart(days=1)
    assert world.waiting() == []


def test_a_slip_of_the_finger_is_taken_back_and_can_be_made_again(begin: Begin) -> None:
    world = begin()
    card, survey, asked = rated(world, 1)
    ann, old = world.person("ann"), asked.now
    survey.click("★★★★★", by=ann)
    assert "The score was raised since" in asked.text
    assert asked.buttons == []
    assert "Follow-up: not needed any more" in card.words
    assert "moved on" in asked.click("Done", by=world.person("dirk"), old=old).whisper
    survey.click("★★", by=ann)
    assert "is not happy: 2 of 5" in asked.text
    assert asked.buttons == ["Done"]
    world.clock.advance(days=2)
    asked.thread().expect("was due")


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [
        ("U0SAM", None),
        ("U0BEN", NotAllowed("survey.follow_up")),
        ("U0ANN", NotAllowed("survey.follow_up")),
        ("U0GUS", NotFound("IT-1")),
    ],
)
def test_who_may_say_that_it_was_seen_to(begin: Begin, actor: str, refusal: Refusal | None) -> None:
    """The lead and administrators. Whoever is slower is told so beside their words."""
    world = begin()
    _, _, asked = rated(world, 1)
    world.person("sam").types("/ticket mine")  # who never came by is not known
    form = asked.click("Done", by=world.person("dirk")).form
    assert seen_to(world, actor) == refusal
    late = form.submit(text="Called").errors
    assert ("moved on" in late["text"]) if refusal is None else late == {}


def seen_to(world: World, actor: str) -> Refusal | None:
    heard = Heard(f"done:{actor}", actor, world._now() + timedelta(seconds=30))
    work = world.steward.ledger.hear(heard, follow_ups.done, ticket(world), closing(world), "Called")
    try:
        world.run(work)
    except Refused as refused:
        return refused.refusal
    return None


def test_nobody_is_asked_again_within_a_week(begin: Begin) -> None:
    world = begin()
    closed(world)
    another(world, "IT-2")
    world.clock.advance(days=6)
    world.person("ann").dm.expect("A short reminder")
    another(world, "IT-3")
    assert world.waiting() == []
    world.clock.advance(days=1)
    another(world, "IT-4")
    world.person("ann").dm.expect("How happy are you", "IT-4")
    another(world, "IT-5", by="eva")
    world.person("eva").dm.expect("How happy are you", "IT-5")


def test_a_share_of_none_asks_nobody_and_says_so_in_the_history(begin: Begin) -> None:
    world = begin(share=0)
    _, question = resolved(world)
    question.click("Yes, solved", by=world.person("ann"))
    assert world.waiting() == []
    assert [after for _, verb, after in facts(world) if verb == "survey.skip"]


def test_one_reminder_after_three_working_days_with_the_buttons_again(begin: Begin) -> None:
    """Friday at ten: Wednesday at ten."""
    world = begin(FRIDAY)
    ann = world.person("ann")
    card, survey = closed(world)
    world.clock.advance(days=4, hours=23, minutes=59)
    assert world.waiting() == []
    world.clock.advance(minutes=1)
    again = ann.dm.expect("A short reminder, the only one", "*IT-1*")
    again.click("★★★★★", by=ann)
    assert "Thank you: 5 of 5" in again.text
    assert "Thank you: 5 of 5" in survey.text
    again.reply("Nice work", by=ann)
    card.thread().expect("Nice work")
    world.clock.advance(days=14)
    assert world.waiting() == []


def test_who_has_answered_is_not_reminded_and_none_is_sent_where_the_desk_wants_none(begin: Begin) -> None:
    world = begin(remind_after=None, open=3)
    _, survey = closed(world)
    world.clock.advance(days=2, hours=23)
    assert survey.buttons == STARS
    world.clock.advance(hours=1)
    assert "is over" in survey.text
    world.clock.advance(days=10)
    assert world.waiting() == []


def test_reopening_takes_the_reminder_back_too(begin: Begin) -> None:
    world = begin()
    ann = world.person("ann")
    card, question = resolved(world)
    asked = question.now
    question.click("Yes, solved", by=ann)
    survey = ann.dm.expect("How happy")
    world.clock.advance(days=3)
    again = ann.dm.expect("A short reminder")
    question.click("Not yet", by=ann, old=asked)
    card.thread().expect("not solved yet")
    for one in (survey, again):
        assert "is open again" in one.text
        assert one.buttons == []


@pytest.mark.parametrize(
    ("name", "question", "button"),
    [("lin", "你对我们的服务满意吗", "写评语"), ("mei", "你對我們的服務滿意嗎", "寫評語")],
)
def test_each_is_asked_in_their_own_language(begin: Begin, name: str, question: str, button: str) -> None:
    world = begin()
    someone = world.person(name)
    someone.types("/ticket printer")
    card, own = world.channel("it-desk").expect("IT-1"), someone.dm.expect("IT-1")
    card.click("Resolve", by=world.person("ben")).form.submit()
    asked = own.thread().expect("IT-1")
    asked.click(asked.buttons[0], by=someone)
    survey = someone.dm.expect(question)
    survey.click("★", by=someone)
    assert button in survey.buttons
    world.person("dirk").dm.expect("is not happy: 1 of 5")
