"""Words in the thread of a ticket that is resolved or closed are answered, and lead somewhere."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest

from domain.outcomes import Refused
from domain.tickets import Filed, FiledAlready, Kind
from services import returns
from services.inbox import Heard
from tests.scenarios.test_conversation import fault, files_of, resolved, writes
from tests.scenarios.test_tickets import filed
from tests.scenarios.test_words import asked_in_help, click
from tests.world import Card, World

AGAIN = "counts as solved, though"


def closed(world: World) -> tuple[Card, Card]:
    """Ann's ticket, solved by Ben and closed by her."""
    card, own = filed(world)
    resolved(world, card, own).click("Yes, solved", by=world.person("ann"))
    world.person("ann").dm.expect("IT-1")  # the survey
    return card, own


def asked_again(world: World, card: Card, own: Card, words: str = "It smokes again.") -> Card:
    own.reply(words, by=world.person("ann"))
    card.thread().expect(words)
    return own.thread().expect("IT-1 is closed and nobody works on it")


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("ann", "The team has your words. IT-1 counts as solved"),
        ("han", "团队已收到你的话。不过 IT-1 目前算作已解决"),
        ("mei", "團隊已收到你的話。不過 IT-1 目前算是已解決"),
    ],
)
def test_words_after_a_resolution_are_asked_about_once(world: World, name: str, asked: str) -> None:
    someone = world.person(name)
    someone.types("/ticket printer is down")
    card, own = world.channel("it-desk").expect("IT-1"), someone.dm.expect("IT-1")
    card.click("Resolve", by=world.person("ben")).form.submit()
    first = own.thread().expect("IT-1")
    own.reply("Still not working", by=someone)
    card.thread().expect("Still not working")
    again = own.thread().expect(asked)
    assert len(again.buttons) == 2
    assert "State: resolved" in card.words
    own.reply("And it smokes", by=someone)
    card.thread().expect("And it smokes")
    own.thread().expect_nothing()
    again.click(again.buttons[1], by=someone)
    card.thread().expect("<@U0BEN>", "IT-1")
    assert "State: in progress" in card.words
    assert first.buttons == again.buttons == []
    assert first.text == again.text


def test_each_resolution_has_its_own_question(world: World) -> None:
    ann = world.person("ann")
    card, own = filed(world)
    resolved(world, card, own)
    own.reply("Still not working", by=ann)
    card.thread().expect("Still not working")
    first = own.thread().expect(AGAIN)
    shown = first.now
    first.click("Not yet", by=ann)
    card.thread().expect("<@U0BEN>, <@U0ANN> says that IT-1 is not solved yet")
    second = resolved(world, card, own)
    own.reply("Nor now", by=ann)
    card.thread().expect("Nor now")
    again = own.thread().expect(AGAIN)
    assert "IT-1 has moved on" in first.click("Yes, solved", by=ann, old=shown).whisper
    again.click("Yes, solved", by=ann)
    ann.dm.expect("IT-1")  # the survey
    assert again.buttons == second.buttons == []
    assert "not solved yet, you said" in first.words


def test_thanks_after_a_resolution_need_no_question(world: World) -> None:
    ann = world.person("ann")
    card, own = filed(world)
    resolved(world, card, own)
    own.reply("Thanks!", by=ann)
    assert "<@U0BEN>" not in card.thread().expect("Thanks!").words
    own.thread().expect_nothing()
    own.reply("Oh, still not working", by=ann)
    card.thread().expect("<@U0BEN>, <@U0ANN> writes:", "still not working")
    own.thread().expect(AGAIN)


def test_in_a_request_channel_who_asked_is_asked_and_others_are_not(world: World) -> None:
    ann, ben = world.person("ann"), world.person("ben")
    said, card, _ = asked_in_help(world)
    card.click("Resolve", by=ben).form.submit()
    said.thread().expect("Is IT-1 solved?")
    said.reply("Works for me.", by=world.person("han"))
    card.thread().expect("Works for me.")
    said.thread().expect_nothing()
    said.reply("Not for me.", by=ann)
    card.thread().expect("Not for me.")
    again = said.thread().expect(AGAIN)
    assert "找不到 IT-1" in again.click("Not yet", by=world.person("han")).whisper
    again.click("Not yet", by=ann)
    card.thread().expect("IT-1 is not solved yet")


@pytest.mark.parametrize(
    ("name", "promise", "said", "label", "form", "done"),
    [
        (
            "ann",
            "If it comes back, write in this thread",
            "IT-1 is closed and nobody works on it",
            "Ask again",
            "New ticket",
            "IT-1 came back as *IT-2*",
        ),
        ("han", "在这个消息列里留言", "IT-1 已关闭，没有人在处理", "再次提单", "新建工单", "已提交为 *IT-2*"),
        ("mei", "在這個討論串裡留言", "IT-1 已結案，沒有人在處理", "再次提單", "新增工單", "已送出為 *IT-2*"),
    ],
)
def test_what_comes_back_after_closing_is_asked_for_again(
    world: World, name: str, promise: str, said: str, label: str, form: str, done: str
) -> None:
    someone = world.person(name)
    someone.types("/ticket printer is down")
    card, own = world.channel("it-desk").expect("IT-1"), someone.dm.expect("IT-1")
    card.click("Resolve", by=world.person("ben")).form.submit()
    question = own.thread().expect("IT-1")
    question.click(question.buttons[0], by=someone)
    someone.dm.expect("IT-1")  # the survey
    assert promise in own.words
    own.reply("It smokes <again>", by=someone)
    card.thread().expect(f"<@U0BEN>, <@U0{name.upper()}> writes:", "It smokes <again>")
    offer = own.thread().expect(said)
    assert offer.buttons == [label]
    opened = offer.click(label, by=someone).form
    assert form in opened.words
    opened.submit()
    new = world.channel("it-desk").expect("*IT-2* It smokes &lt;again&gt;", "🔁", "Came back after IT-1 was closed")
    assert f"/archives/{card.channel}/p{card.ts.replace('.', '')}" in new.words
    told = card.thread().expect("🔁 IT-1 came back after it was closed:", "IT-2")
    assert f"/archives/{new.channel}/p{new.ts.replace('.', '')}" in told.words
    someone.dm.expect("IT-2")
    assert done in offer.words
    assert offer.buttons == []
    assert "State: closed" in card.words


def test_the_form_has_all_the_words_and_the_files(world: World) -> None:
    ann = world.person("ann")
    card, own = closed(world)
    offer = asked_again(world, card, own)
    own.reply("Page two, too.", by=ann)
    card.thread().expect("Page two, too.")
    ann.uploads("smoke.txt", b"smoke", thread_ts=own.ts)
    card.thread().expect("smoke.txt")
    own.thread().expect_nothing()
    form = offer.click("Ask again", by=ann).form
    assert "📎 The file of this message goes along." in form.words
    form.submit(urgency="1")
    new = world.channel("it-desk").expect("*IT-2* It smokes again.", "Page two, too.", "urgency high")
    ann.dm.expect("IT-2")
    card.thread().expect("IT-2")
    assert files_of(world, new.thread().expect("<@U0ANN> writes:", "smoke.txt")) == [b"smoke"]


def test_it_goes_to_the_team_that_had_it(world: World) -> None:
    ann, ben = world.person("ann"), world.person("ben")
    card, own = filed(world)
    card.choose("ticket.more", "Hand to another team", by=ben).form.submit(team="network", text="The switch.")
    card = world.channel("network").expect("IT-1")
    card.thread().expect("The switch.")
    card.click("解決", by=world.person("ida")).form.submit()
    own.thread().expect("Is IT-1 solved?").click("Yes, solved", by=ann)
    ann.dm.expect("IT-1")  # the survey
    own.reply("Broken again", by=ann)
    card.thread().expect("Broken again")
    own.thread().expect("IT-1 is closed").click("Ask again", by=ann).form.submit()
    world.channel("network").expect("IT-2", "Broken again", "IT-1")
    card.thread().expect("IT-2")
    ann.dm.expect("IT-2")


def test_of_the_same_words_one_ticket_is_made(world: World) -> None:
    ann = world.person("ann")
    card, own = closed(world)
    offer = asked_again(world, card, own)
    shown = offer.now
    offer.click("Ask again", by=ann).form.submit()
    world.channel("it-desk").expect("IT-2")
    card.thread().expect("IT-2")
    ann.dm.expect("IT-2")
    assert "This message is *IT-2* already" in offer.click("Ask again", by=ann, old=shown).whisper
    own.reply("And again", by=ann)
    card.thread().expect("And again")
    own.thread().expect("IT-1 is closed").click("Ask again", by=ann).form.submit()
    world.channel("it-desk").expect("IT-3", "And again")
    card.thread().expect("IT-3")
    ann.dm.expect("IT-3")


def test_what_was_asked_again_and_undone_can_be_asked_again(world: World) -> None:
    ann = world.person("ann")
    card, own = closed(world)
    offer = asked_again(world, card, own)
    offer.click("Ask again", by=ann).form.submit()
    world.channel("it-desk").expect("IT-2")
    card.thread().expect("IT-2")
    ann.dm.expect("IT-2").click("Undo", by=ann)
    assert offer.buttons == ["Ask again"]


def test_words_weeks_later_are_offered_anew(world: World) -> None:
    card, own = closed(world)
    asked_again(world, card, own, "It smokes again.")
    world.clock.advance(minutes=11)
    asked_again(world, card, own, "And now it burns.")


def test_thanks_after_closing_offer_nothing(world: World) -> None:
    card, own = closed(world)
    own.reply("Thank you so much 🙏", by=world.person("ann"))
    card.thread().expect("Thank you so much")
    own.thread().expect_nothing()


def test_what_was_withdrawn_can_be_asked_for_after_all(world: World) -> None:
    ann = world.person("ann")
    card, own = filed(world)
    own.click("Undo", by=ann)
    own.reply("I need it after all", by=ann)
    card.thread().expect("I need it after all")
    own.thread().expect("IT-1 was withdrawn").click("Ask again", by=ann).form.submit()
    world.channel("it-desk").expect("IT-2", "I need it after all")
    card.thread().expect("IT-2")
    ann.dm.expect("IT-2")


def test_in_a_request_channel_it_is_asked_for_again_too(world: World) -> None:
    ann, han = world.person("ann"), world.person("han")
    said, card, _ = asked_in_help(world)
    card.click("Resolve", by=world.person("ben")).form.submit()
    said.thread().expect("Is IT-1 solved?").click("Yes, solved", by=ann)
    ann.dm.expect("IT-1")  # the survey
    said.reply("It leaks again", by=ann)
    card.thread().expect("It leaks again")
    offer = said.thread().expect("IT-1 is closed")
    assert "找不到 IT-1" in offer.click("Ask again", by=han).whisper
    offer.click("Ask again", by=ann).form.submit()
    world.channel("it-desk").expect(
        "IT-2", "It leaks again", "Came back after IT-1 was closed", "Made of this message"
    )
    card.thread().expect("IT-2")
    ann.dm.expect("IT-2")


OTHERS = [
    (
        "eva",
        "IT-1 is closed and nobody works on it.",
        "type `/ticket` and a few words: that files a ticket of yours.",
    ),
    (
        "han",
        "团队能看到这里的留言，但 IT-1 已关闭，没有人在处理。",
        "请输入 `/ticket` 加上几个字，就会为你提交一个工单。",
    ),
    (
        "mei",
        "團隊看得到這裡的留言，但 IT-1 已結案，沒有人在處理。",
        "請輸入 `/ticket` 加上幾個字，就會為你送出一張工單。",
    ),
]


@pytest.mark.parametrize(("name", "told", "own"), OTHERS)
def test_others_hear_that_a_ticket_is_closed_and_how_to_file_their_own(
    world: World, name: str, told: str, own: str
) -> None:
    ann, other = world.person("ann"), world.person(name)
    said, card, _ = asked_in_help(world)
    said.reply("Me too.", by=other)
    card.thread().expect("Me too.")
    card.click("Resolve", by=world.person("ben")).form.submit()
    said.thread().expect("Is IT-1 solved?").click("Yes, solved", by=ann)
    ann.dm.expect("IT-1")  # the survey
    assert other.new_whispers() == []
    said.reply("Thanks!", by=other)
    card.thread().expect("Thanks!")
    assert other.new_whispers() == []
    said.reply("Mine leaks, too", by=other)
    card.thread().expect("Mine leaks, too")
    assert [told in one and own in one for one in other.new_whispers()] == [True]
    said.reply("All over the floor", by=other)
    card.thread().expect("All over the floor")
    assert other.new_whispers() == []
    world.clock.advance(minutes=11)
    said.reply("Still", by=other)
    card.thread().expect("Still")
    assert [told in one and own in one for one in other.new_whispers()] == [True]
    said.thread().expect_nothing()


def test_others_hear_that_a_ticket_was_withdrawn(world: World) -> None:
    ann, eva = world.person("ann"), world.person("eva")
    said, card, own = asked_in_help(world)
    own.click("Undo", by=ann)
    said.reply("I need one", by=eva)
    card.thread().expect("I need one")
    assert "IT-1 was withdrawn and nobody works on it" in "".join(eva.new_whispers())


def test_a_complaint_that_comes_back_stays_one_and_is_named_in_no_channel(world: World) -> None:
    han = world.person("han")
    han.types("/ticket").form.submit(kind="complaint", title="Noise")
    cards = {name: world.person(name).dm.expect("IT-1") for name in ("dirk", "eva")}
    own = han.dm.expect("IT-1")
    cards["dirk"].click("Resolve", by=world.person("dirk")).form.submit()
    question = own.thread().expect("IT-1")
    question.click(question.buttons[0], by=han)
    han.dm.expect("IT-1")  # the survey
    own.reply("So loud", by=han)
    for card in cards.values():
        card.thread().expect("So loud")
    offer = own.thread().expect("IT-1")
    form = offer.click(offer.buttons[0], by=han).form
    form.submit(kind="incident")
    new = world.channel("it-desk").expect("IT-2", "So loud")
    assert "IT-1" not in new.words
    han.dm.expect("IT-2")
    for card in cards.values():
        card.thread().expect("IT-2")


def test_every_delivery_twice_asks_once(world: World) -> None:
    ann = world.person("ann")
    card, own = filed(world)
    resolved(world, card, own)
    fault(world, "duplicate", times=4)
    own.reply("Still not working", by=ann)
    card.thread().expect("Still not working")
    again = own.thread().expect(AGAIN)
    again.click("Yes, solved", by=ann)
    ann.dm.expect("IT-1")  # the survey
    fault(world, "duplicate", times=4)
    asked_again(world, card, own)


def test_an_edit_and_a_deletion_that_overtake_the_words(world: World) -> None:
    ann = world.person("ann")
    card, own = closed(world)
    fault(world, "reorder")
    said = writes(world, own, "It smokes")
    world.control.act("ann", "edit", channel="@app", ts=said.ts, text="It burns")
    world.settle()
    card.thread().expect("It burns")
    offer = own.thread().expect("IT-1 is closed")
    said.delete(by=ann)
    form = offer.click("Ask again", by=ann).form
    assert "burns" not in str(form.view)
    form.submit()
    world.channel("it-desk").expect("*IT-2* printer on 3F is down")
    card.thread().expect("IT-2")
    ann.dm.expect("IT-2")


def test_words_and_the_answer_at_once(world: World) -> None:
    """Whichever comes first, the words reach the team, and what is asked fits the state."""
    ann = world.person("ann")
    card, own = filed(world)
    question = resolved(world, card, own)
    gate = Barrier(2)

    def act(do: str) -> None:
        gate.wait(10)
        if do == "say":
            world.control.act("ann", "message", channel="@app", thread_ts=own.ts, text="Still not working")
        else:
            world.control.act("ann", "click", channel="@app", ts=question.ts, action_id="ticket.confirm")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(act, ("say", "click")))
    world.settle()
    card.thread().expect("Still not working")
    said = own.thread().expect("IT-1")
    assert ("Ask again" in said.buttons) or said.buttons == []
    ann.dm.expect("IT-1")  # the survey


def test_plain_words_that_belong_to_what_was_resolved_meanwhile(world: World) -> None:
    ann = world.person("ann")
    card, own = filed(world)
    ann.new_whispers()
    ann.writes("It jams now")
    resolved(world, card, own)
    click(world, "ann", "ticket.add_words")
    card.thread().expect("It jams now")
    own.thread().expect(AGAIN)


def test_an_offer_to_ask_again_ends_when_the_ticket_is_opened_again(world: World) -> None:
    ann = world.person("ann")
    card, own = closed(world)
    offer = asked_again(world, card, own)
    shown = offer.now
    own.shortcut("ticket.actions", by=ann).form.submit(do="ticket.reopen")
    card.thread().expect("IT-1 is not solved yet")
    assert "IT-1 is open again" in offer.words
    assert offer.buttons == []
    assert "IT-1 has moved on" in offer.click("Ask again", by=ann, old=shown).whisper


def test_words_under_the_survey_are_answered_there(world: World) -> None:
    ann = world.person("ann")
    card, own = filed(world)
    resolved(world, card, own).click("Yes, solved", by=ann)
    survey = ann.dm.expect("IT-1")
    survey.reply("It smokes again", by=ann)
    card.thread().expect("It smokes again")
    offer = survey.thread().expect("Is IT-1 not solved after all")
    survey.reply("Page two, too.", by=ann)
    card.thread().expect("Page two, too.")
    offer.click("Ask again", by=ann).form.submit()
    world.channel("it-desk").expect("IT-2", "It smokes again", "Page two, too.")
    card.thread().expect("IT-2")
    ann.dm.expect("IT-2").click("Undo", by=ann)
    assert offer.buttons == ["Ask again"]


def test_two_forms_sent_at_once_make_one_ticket(world: World) -> None:
    """One open on a phone, one on a desk."""
    ann = world.person("ann")
    card, own = closed(world)
    offer = asked_again(world, card, own)
    facts = json.loads(offer.now["blocks"][1]["elements"][0]["value"])
    ledger, until = world.steward.ledger, datetime.now(UTC) + timedelta(minutes=1)

    async def send() -> list[object]:
        sent = (
            ledger.hear(
                Heard(f"form:{number}", "U0ANN", until),
                returns.file,
                facts["ticket"],
                facts["note"],
                "Smoke",
                kind=Kind.INCIDENT,
                service=None,
                urgency=2,
                description="",
            )
            for number in range(3)
        )
        return await asyncio.gather(*sent, return_exceptions=True)

    outcomes = world.run(send())
    world.settle()
    assert sum(isinstance(one, Filed) for one in outcomes) == 1
    assert sum(isinstance(one, Refused) and isinstance(one.refusal, FiledAlready) for one in outcomes) == 2
    key = world.channel("it-desk").expect("Smoke").text.split()[0]  # numbers may have gaps
    card.thread().expect(key)
    ann.dm.expect(key)
