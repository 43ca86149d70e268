"""Tickets, from the person to the row and back."""

import re

import pytest

from tests.world import Card, World
from tests.world.hours import MONDAY, agreed, coming


def filed(world: World, line: str = "printer on 3F is down") -> tuple[Card, Card]:
    """Ann files a ticket: the team's card and her own."""
    assert "IT-1" in world.person("ann").types(f"/ticket {line}").whisper
    return world.channel("it-desk").expect("IT-1"), world.person("ann").dm.expect("IT-1")


def test_a_ticket_is_filed_claimed_answered_solved_and_closed(world: World) -> None:
    ann, ben = world.person("ann"), world.person("ben")
    card, own = filed(world)
    assert "*IT-1* printer on 3F is down" in card.words
    assert "State: new" in card.words
    assert "nobody yet" in card.words

    assert card.click("Claim", by=ben).whispers == []
    assert "State: in progress" in card.words
    assert card.buttons == ["Reply", "Resolve"]
    assert "<@U0BEN> is working on it" in own.words

    card.click("Reply", by=ben).form.submit(text="Is it plugged in?")
    own.thread().expect("✉️ <@U0BEN>", "Is it plugged in?")
    card.thread().expect("<@U0BEN>", "Is it plugged in?")

    own.reply("Yes, it is.", by=ann)
    card.thread().expect("<@U0ANN> writes:", "Yes, it is.")

    card.click("Resolve", by=ben).form.submit(text="A fuse was blown.")
    own.thread().expect("A fuse was blown.")
    card.thread().expect("A fuse was blown.")
    question = own.thread().expect("Is IT-1 solved?")
    assert "State: resolved" in card.words
    assert card.buttons == []

    assert question.click("Yes, solved", by=ann).whispers == []
    assert "State: closed" in card.words
    assert question.buttons == []
    ann.dm.expect("IT-1")  # the survey


def test_what_the_team_says_in_the_cards_thread_stays_inside(world: World) -> None:
    card, own = filed(world)
    card.reply("He has unplugged it again.", by=world.person("ben"))
    own.thread().expect_nothing()
    world.channel("it-desk").expect_nothing()


def test_not_yet_reopens_and_the_team_is_told(world: World) -> None:
    ann, ben = world.person("ann"), world.person("ben")
    card, own = filed(world)
    card.click("Resolve", by=ben).form.submit()
    own.thread().expect("Is IT-1 solved?").click("Not yet", by=ann)
    card.thread().expect("<@U0ANN>", "IT-1", "not solved yet")
    assert "State: in progress" in card.words
    assert card.buttons == ["Reply", "Resolve"]


@pytest.mark.parametrize(
    ("name", "asked"),
    [("ann", "What is still wrong?"), ("han", "还有什么问题"), ("mei", "還有什麼問題")],
)
def test_not_yet_asks_in_the_thread_what_is_wrong_and_the_words_reach_the_team(
    world: World, name: str, asked: str
) -> None:
    someone, ben = world.person(name), world.person("ben")
    someone.types("/ticket printer is down")
    card, own = world.channel("it-desk").expect("IT-1"), someone.dm.expect("IT-1")
    card.click("Resolve", by=ben).form.submit()
    question = own.thread().expect("IT-1")
    assert question.buttons
    question.click(question.buttons[1], by=someone)
    card.thread().expect("not solved yet")
    assert asked in question.text
    assert world.waiting() == [], "the question itself asks, without another ping"
    own.reply("It prints half a page.", by=someone)
    card.thread().expect("It prints half a page.")
    card.click("Resolve", by=ben).form.submit()
    own.thread().expect("IT-1")
    assert asked not in question.text


@pytest.mark.parametrize(("name", "said"), [("ann", "by itself on"), ("han", "自动关闭"), ("mei", "自動結案")])
def test_the_question_says_when_silence_closes_it(database_url: str, name: str, said: str) -> None:
    """In the reader's own zone and words; words of theirs begin the days anew, and the question says so."""
    world = World(database_url, desk=agreed(), start_at=coming(MONDAY, "10:00"))  # Friday and Sunday are as one
    someone = world.person(name)
    someone.types("/ticket printer is down")
    card, own = world.channel("it-desk").expect("IT-1"), someone.dm.expect("IT-1")
    card.click("Resolve", by=world.person("ben")).form.submit()
    question = own.thread().expect("IT-1")
    first = question.text
    assert said in first
    assert re.search(r"20\d\d", first)
    world.clock.advance(days=2)
    own.reply("I will look tomorrow.", by=someone)
    card.thread().expect("I will look tomorrow.")
    own.thread().expect("IT-1")  # the question once more
    assert question.text != first
    world.close()


def test_five_working_days_of_silence_close_it(world: World) -> None:
    card, own = filed(world)
    card.click("Resolve", by=world.person("ben")).form.submit()
    question = own.thread().expect("Is IT-1 solved?")
    world.clock.advance(days=4)
    assert "State: resolved" in card.words
    world.clock.advance(days=14)
    assert "State: closed" in card.words
    assert question.buttons == []
    world.person("ann").dm.expect("IT-1")  # the survey
    world.person("ann").dm.expect("A short reminder")


def test_long_words_arrive_whole(world: World) -> None:
    card, own = filed(world)
    words = " ".join(f"line {number} of a log;" for number in range(400))
    own.reply(words, by=world.person("ann"))
    said = card.thread().expect("line 0 of a log;")
    quoted = [part for block in said.now["blocks"] if block["type"] == "rich_text" for part in block["elements"]]
    assert "".join(part["elements"][0]["text"] for part in quoted) == words


def test_who_still_writes_is_not_silent(database_url: str) -> None:
    world = World(database_url, start_at=coming(MONDAY, "10:00"))
    card, own = filed(world)
    card.click("Resolve", by=world.person("ben")).form.submit()
    question = own.thread().expect("Is IT-1 solved?")
    world.clock.advance(days=3)
    own.reply("It jams still, I believe.", by=world.person("ann"))
    card.thread().expect("It jams still, I believe.")
    own.thread().expect("counts as solved")
    world.clock.advance(days=6)  # within five working days of her words, beyond those of the resolution
    assert "State: resolved" in card.words
    assert question.buttons == ["Yes, solved", "Not yet"]
    world.clock.advance(days=14)
    assert "State: closed" in card.words
    world.person("ann").dm.expect("IT-1")  # the survey
    world.person("ann").dm.expect("A short reminder")
    world.close()


def test_the_form_files_and_the_card_shows_what_was_written(world: World) -> None:
    ann = world.person("ann")
    form = ann.types("/ticket").form
    said = form.submit(title="No Wi-Fi", description="Since noon,\nin room 12.", service="wifi", urgency="1")
    assert said.errors == {}
    card = world.channel("network").expect("IT-1", "No Wi-Fi", "Since noon,\nin room 12.", "辦公室 Wi-Fi")
    assert "優先" in card.words or "Priority: 2" in card.words
    ann.dm.expect("IT-1")


def test_a_form_with_a_blank_title_stays_open_with_a_sentence_beside_it(world: World) -> None:
    ann = world.person("ann")
    form = ann.types("/ticket").form
    said = form.submit(title=" \u200b ", description="typed")
    assert said.errors == {"title": "Please write a few words here."}
    assert form.submit(title="Now with a title").errors == {}
    world.channel("it-desk").expect("IT-1", "Now with a title")
    ann.dm.expect("IT-1")


def test_mine_show_and_help(world: World) -> None:
    ann = world.person("ann")
    assert "no open tickets" in ann.types("/ticket mine").whisper
    filed(world)
    assert "*IT-1* printer on 3F is down (new)" in ann.types("/ticket mine").whisper
    assert "printer on 3F is down" in ann.types("/ticket show it-1").whisper
    assert "/ticket mine" in ann.types("/ticket help").whisper


def test_a_line_that_is_no_whole_command_is_a_title(world: World) -> None:
    ann = world.person("ann")
    for number, line in enumerate(["show me the way", "new mine", "payload lost", "mine is broken"], start=1):
        assert f"IT-{number}" in ann.types(f"/ticket {line}").whisper
        title = line.removeprefix("new ")
        world.channel("it-desk").expect(f"*IT-{number}* {title}")
        ann.dm.expect(f"IT-{number}")


@pytest.mark.parametrize(
    ("name", "filed_as", "state"),
    [("han", "已提交", "状态：新建"), ("mei", "已送出", "狀態：新開立"), ("ann", "Filed as", "State: new")],
)
def test_everybody_reads_their_own_language(world: World, name: str, filed_as: str, state: str) -> None:
    someone = world.person(name)
    assert filed_as in someone.types("/ticket 打印机坏了").whisper
    assert state in someone.dm.expect("IT-1", "打印机坏了").words
    assert "State: new" in world.channel("it-desk").expect("IT-1").words


def test_strangers_see_no_ticket_and_the_absent_one_is_refused_alike(world: World) -> None:
    filed(world)
    gus = world.person("gus")
    there, absent = gus.types("/ticket show IT-1").whisper, gus.types("/ticket show IT-9").whisper
    assert there.replace("IT-1", "IT-9") == absent


def test_only_the_team_works_on_a_ticket(world: World) -> None:
    card, _ = filed(world)
    ann, gus = world.person("ann"), world.person("gus")
    world.control.act("ann", "join", channel="it-desk")
    assert "cannot do this yourself" in card.click("Claim", by=ann).whisper
    world.control.act("sam", "invite", channel="it-desk", user="gus")
    assert "cannot find" in card.click("Reply", by=gus).whisper
    assert "State: new" in card.words


def test_an_old_card_claims_nothing(world: World) -> None:
    card, _ = filed(world)
    old = card.now
    card.click("Claim", by=world.person("ben"))
    assert "已经有人认领" in card.click("Claim", by=world.person("lin"), old=old).whisper
    assert "<@U0BEN>" in card.words


def test_words_stand_as_they_were_typed(world: World) -> None:
    ann = world.person("ann")
    ann.types("/ticket R&D <needs> @ben's key")
    card = world.channel("it-desk").expect("R&amp;D &lt;needs&gt;", "ben's key")
    own = ann.dm.expect("IT-1")
    own.reply("5 < 6 & 7 > 6", by=ann)
    said = card.thread().expect("5 < 6 & 7 > 6")
    assert "5 &lt; 6 &amp; 7 &gt; 6" in said.text


def test_foreign_text_pings_nobody(world: World) -> None:
    ann = world.person("ann")
    ann.types("/ticket <!channel> <@U0BEN> *help* & more")
    card = world.channel("it-desk").expect("IT-1")
    assert "<!channel>" not in card.words.replace("&lt;!channel&gt;", "")
    assert "<@U0BEN>" not in card.words
    ann.dm.expect("IT-1")


def test_a_guest_files_and_sees_the_own_ticket(world: World) -> None:
    gus = world.person("gus")
    assert "IT-1" in gus.types("/ticket badge does not open the door").whisper
    assert "badge" in gus.types("/ticket show IT-1").whisper
    world.channel("it-desk").expect("IT-1")
    gus.dm.expect("IT-1")
