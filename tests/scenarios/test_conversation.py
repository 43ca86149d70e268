"""What team and requester say to each other, and what stays inside."""

import re
from collections.abc import Iterator

import pytest

from sandbox.workspace import acts
from sandbox.workspace.messages import Message
from tests.scenarios.test_tickets import filed
from tests.world import Card, World
from tests.world.world import EXAMPLE


@pytest.fixture
def shared(database_url: str) -> Iterator[World]:
    """A company whose IT desk shares its threads."""
    desk = (EXAMPLE / "desk.yaml").read_text().replace("thread: internal", "thread: shared  ")
    made = World(database_url, desk=desk)
    yield made
    made.close()


def resolved(world: World, card: Card, own: Card) -> Card:
    """The question that follows a resolution."""
    card.click("Resolve", by=world.person("ben")).form.submit()
    return own.thread().expect("Is IT-1 solved?")


def test_the_card_says_that_its_thread_stays_inside_and_how_to_reach_who_asked(world: World) -> None:
    card, own = filed(world)
    assert (
        "This thread stays inside. To reach <@U0ANN>, press *Reply* or begin a message with `reply:`" in card.words
    )
    assert "stays inside" not in own.words


@pytest.mark.parametrize(
    "typed",
    [
        "reply: Is it on?",
        "REPLY:Is it on?",
        "Reply：  Is it on?",
        "回复：Is it on?",
        "回覆: Is it on?",
        " reply : Is it on?",
    ],
)
def test_what_begins_with_reply_reaches_who_asked(world: World, typed: str) -> None:
    card, own = filed(world)
    ben = world.person("ben")
    card.reply(typed, by=ben)
    said = own.thread().expect("✉️ <@U0BEN> answers:", "Is it on?")
    assert "eply" not in said.words
    assert "回" not in said.words
    assert "on its way to the requester" in "".join(ben.new_whispers())
    assert "Response: in time" in card.words


@pytest.mark.parametrize("typed", ["replying takes long", "no reply: from him", "reply", "回复", "> reply: x"])
def test_what_only_looks_like_it_stays_inside(world: World, typed: str) -> None:
    card, own = filed(world)
    card.reply(typed, by=world.person("ben"))
    own.thread().expect_nothing()


def test_a_reply_without_words_is_refused_to_its_writer(world: World) -> None:
    card, own = filed(world)
    lin = world.person("lin")
    card.reply("reply:", by=lin)
    assert lin.new_whispers() == ["请在这里写几句话。"]
    own.thread().expect_nothing()


def test_only_the_team_replies_and_colleagues_of_the_desk_may_note(world: World) -> None:
    card, own = filed(world)
    eva = world.person("eva")
    world.control.act("sam", "invite", channel="it-desk", user="eva")
    card.reply("We had that in HR too.", by=eva)
    assert eva.new_whispers() == []
    card.reply("reply: We had that too.", by=eva)
    assert "ask the team in charge" in "".join(eva.new_whispers())
    own.thread().expect_nothing()


def test_to_a_closed_ticket_nothing_is_replied_and_the_writer_is_told(world: World) -> None:
    card, own = filed(world)
    ben = world.person("ben")
    resolved(world, card, own).click("Yes, solved", by=world.person("ann"))
    world.person("ann").dm.expect("IT-1")  # the survey
    assert "This thread" not in card.words
    card.reply("reply: All well?", by=ben)
    assert "IT-1 has moved on" in "".join(ben.new_whispers())
    own.thread().expect_nothing()


def test_all_words_of_who_asked_come_back_into_the_thread(world: World) -> None:
    card, own = filed(world)
    own.reply("reply: it is on", by=world.person("ann"))
    card.thread().expect("<@U0ANN> writes:", "reply: it is on")


def test_in_a_shared_thread_all_words_reach_who_asked_and_the_card_says_so(shared: World) -> None:
    card, own = filed(shared)
    assert "This thread is shared: <@U0ANN> reads all that is written in it." in card.words
    ben = shared.person("ben")
    card.reply("Is it on?", by=ben)
    own.thread().expect("✉️ <@U0BEN> answers:", "Is it on?")
    card.reply("reply: Is it really on?", by=ben)
    assert "Is it really on?" in own.thread().expect("✉️ <@U0BEN> answers:").words
    own.reply("It is.", by=shared.person("ann"))
    card.thread().expect("It is.")


def test_a_note_of_the_old_team_follows_the_ticket_to_the_new_one(world: World) -> None:
    card, own = filed(world)
    ben = world.person("ben")
    card.choose("ticket.more", "Hand to another team", by=ben).form.submit(team="network", text="The switch.")
    new = world.channel("network").expect("IT-1")
    new.thread().expect("The switch.")
    card.reply("Port 7, by the way.", by=ben)
    new.thread().expect("<@U0BEN>", "Port 7, by the way.")
    own.thread().expect_nothing()


def test_a_question_keeps_its_own_answer_and_an_old_one_answers_nothing(world: World) -> None:
    ann = world.person("ann")
    card, own = filed(world)
    first = resolved(world, card, own)
    asked = first.now
    first.click("Not yet", by=ann)
    card.thread().expect("not solved yet")
    assert "not solved yet, you said" in first.words
    second = resolved(world, card, own)
    assert "not solved yet, you said" in first.words
    second.click("Yes, solved", by=ann)
    ann.dm.expect("IT-1")  # the survey
    assert "IT-1 is solved, you said" in second.words
    assert "not solved yet, you said" in first.words

    for label in ("Not yet", "Yes, solved"):
        assert "IT-1 has moved on" in first.click(label, by=ann, old=asked).whisper
    assert "State: closed" in card.words
    assert "not solved yet, you said" in first.words


def test_a_question_that_silence_answered_says_so(world: World) -> None:
    card, own = filed(world)
    question = resolved(world, card, own)
    while "State: closed" not in card.words:  # five working days, holidays between them
        world.clock.advance(days=1)
    assert "has closed by itself" in question.words
    world.person("ann").dm.expect("IT-1")  # the survey


def test_an_edit_of_words_edits_their_mirror(world: World) -> None:
    ann, ben = world.person("ann"), world.person("ben")
    card, own = filed(world)
    said = own.reply("It smokes", by=ann)
    mirror = card.thread().expect("<@U0ANN> writes:", "It smokes")
    said.edit("It smokes, a little", by=ann)
    assert "It smokes, a little" in mirror.words
    assert "(edited)" in mirror.text

    answer = card.reply("reply: Pull the plug", by=ben)
    mirror = own.thread().expect("Pull the plug")
    ben.new_whispers()
    answer.edit("reply: Pull the plug, please", by=ben)
    assert "Pull the plug, please" in mirror.words
    answer.edit("Pull it.", by=ben)
    assert "Pull it." in mirror.words
    assert ben.new_whispers() == []


def test_a_deletion_takes_the_words_from_the_mirror(world: World) -> None:
    ann = world.person("ann")
    card, own = filed(world)
    said = own.reply("My password is hunter2", by=ann)
    mirror = card.thread().expect("hunter2")
    said.delete(by=ann)
    assert "hunter2" not in mirror.words
    assert "<@U0ANN> has deleted what stood here." in mirror.text


def test_an_edit_into_a_reply_stays_inside_and_the_writer_is_told(world: World) -> None:
    ben = world.person("ben")
    card, own = filed(world)
    said = card.reply("Is it on?", by=ben)
    said.edit("reply: Is it on?", by=ben)
    assert "This stays inside" in "".join(ben.new_whispers())
    own.thread().expect_nothing()


def test_edits_of_mirrors_do_not_wait_on_every_change_of_the_ticket(world: World) -> None:
    card, own = filed(world)
    own.reply("It smokes", by=world.person("ann"))
    mirror = card.thread().expect("It smokes")
    before = world.control.get("/control/posts?since=0")["posts"]
    card.click("Claim", by=world.person("ben"))
    after = world.control.get("/control/posts?since=0")["posts"][len(before) :]
    assert mirror.ts not in {post["ts"] for post in after}


def test_mentions_in_words_passed_on_are_names_and_reach_nobody(world: World) -> None:
    ann, ben = world.person("ann"), world.person("ben")
    card, own = filed(world)
    own.reply("Ask @ben, @cab or #changes; @here it is 5 < 6 & true", by=ann)
    said = card.thread().expect("Ask @Ben Sample, @cab", "#changes")
    assert "@cab or #changes; @here it is 5 < 6 & true" in said.words
    for live in ("<@U0BEN>", "<!", "<#", "U0BEN", "S0CAB", "C0CHANGES"):
        assert live not in said.words.replace("&lt;", "")
    card.reply("reply: @mei knows", by=ben)
    assert "@林美樣" in own.thread().expect("✉️ <@U0BEN> answers:").words


def test_a_note_by_command_is_read_by_the_team_alone(world: World) -> None:
    card, own = filed(world)
    assert "only the team reads it" in world.person("ben").types("/ticket note IT-1 He is the CFO.").whisper
    card.thread().expect("<@U0BEN> notes, for the team only:", "He is the CFO.")
    own.thread().expect_nothing()
    assert "ask the team in charge" in world.person("ann").types("/ticket note IT-1 Me too").whisper


def test_a_reply_and_a_resolution_by_command(world: World) -> None:
    ben = world.person("ben")
    card, own = filed(world)
    assert "on its way" in ben.types("/ticket reply IT-1 Is it on?").whisper
    own.thread().expect("✉️ <@U0BEN> answers:", "Is it on?")
    card.thread().expect("Is it on?")
    assert "is resolved" in ben.types("/ticket resolve it-1 A fuse.").whisper
    own.thread().expect("A fuse.")
    own.thread().expect("Is IT-1 solved?")
    card.thread().expect("A fuse.")


ACTIONS = "ticket.actions"


def test_the_shortcut_offers_what_this_person_may_do_now(world: World) -> None:
    ann, ben = world.person("ann"), world.person("ben")
    card, own = filed(world)
    note = card.reply("Hm.", by=ben)
    form = note.shortcut(ACTIONS, by=ben).form
    for label in (
        "Claim",
        "Reply",
        "Note for the team",
        "Assign",
        "Put on hold",
        "Hand to another team",
        "Resolve",
    ):
        assert label in form.words
    for label in ("Take off hold", "Yes, solved"):
        assert label not in form.words
    assert form.submit(do="ticket.claim").errors == {}
    assert "With: <@U0BEN>" in card.words
    assert "Claim" not in note.shortcut(ACTIONS, by=ben).form.words.split("\n")
    assert "nothing for you to do with IT-1" in own.shortcut(ACTIONS, by=ann).whisper


def test_what_asks_for_words_takes_the_forms_place(world: World) -> None:
    ben = world.person("ben")
    card, own = filed(world)
    said = card.shortcut(ACTIONS, by=ben).form.submit(do="ticket.reply")
    assert said.form.submit(text="Is it on?").errors == {}
    own.thread().expect("Is it on?")
    card.thread().expect("Is it on?")
    said = card.shortcut(ACTIONS, by=ben).form.submit(do="ticket.note")
    assert said.form.submit(text="An old one.").errors == {}
    card.thread().expect("<@U0BEN> notes", "An old one.")
    said = card.shortcut(ACTIONS, by=ben).form.submit(do="ticket.hold")
    assert said.form.submit(waiting_for="supplier", text="A drum.").errors == {}
    card.thread().expect("A drum.")
    assert card.shortcut(ACTIONS, by=ben).form.submit(do="ticket.unhold").errors == {}
    assert "State: in progress" in card.words


def test_who_asked_answers_by_the_shortcut_too(world: World) -> None:
    ann = world.person("ann")
    card, own = filed(world)
    question = resolved(world, card, own)
    form = question.shortcut(ACTIONS, by=ann).form
    assert "Not yet" in form.words
    form.submit(do="ticket.reopen")
    card.thread().expect("not solved yet")
    assert "not solved yet, you said" in question.words


def test_the_shortcut_elsewhere_and_for_strangers_knows_no_ticket(world: World) -> None:
    gus, mei = world.person("gus"), world.person("mei")
    card, _ = filed(world)
    elsewhere = mei.writes("Hello", channel="general")
    assert "不在任何工單的討論串" in elsewhere.shortcut(ACTIONS, by=mei).whisper
    world.control.act("sam", "invite", channel="it-desk", user="gus")
    assert "stands in no ticket's thread" in card.shortcut(ACTIONS, by=gus).whisper


def test_a_choice_that_came_too_late_is_refused_beside_it(world: World) -> None:
    card, _ = filed(world)
    form = card.shortcut(ACTIONS, by=world.person("ben")).form
    card.click("Claim", by=world.person("lin"))
    assert "taken already" in form.submit(do="ticket.claim").errors["do"]


def test_words_to_the_app_change_nothing_until_they_are_confirmed(world: World) -> None:
    ben = world.person("ben")
    card, own = filed(world)
    card.reply("@steward resolve A fuse was blown.", by=ben)
    (asked,) = ben.new_whispers()
    assert "Resolve IT-1?" in asked
    assert "A fuse was blown." in asked
    assert "State: new" in card.words
    own.thread().expect_nothing()
    assert ben.clicks_whisper("Resolve").whispers == ["Done.\nDone."]
    own.thread().expect("A fuse was blown.")
    own.thread().expect("Is IT-1 solved?")
    card.thread().expect("A fuse was blown.")
    assert "State: resolved" in card.words


def test_a_confirmation_clicked_twice_says_it_once(world: World) -> None:
    ben = world.person("ben")
    card, own = filed(world)
    card.reply("@steward reply IT-1 Ask @mei", by=ben)
    ben.new_whispers()
    newest = world.control.get("/control/as/ben/sees?limit=1")["ephemerals"][-1]
    for _ in range(2):
        world.settle()
        world.control.act("ben", "click", ephemeral=newest["ts"], action_id="ticket.said")
    world.settle()
    assert ben.new_whispers()[-1] == "Done.\nDone."
    own.thread().expect("Ask @林美樣")
    card.thread().expect("Ask @林美樣")


def test_what_the_app_does_not_know_is_answered_with_what_it_knows(world: World) -> None:
    card, own = filed(world)
    lin = world.person("lin")
    card.reply("@steward make coffee", by=lin)
    assert "`resolve …`" in "".join(lin.new_whispers())
    eva = world.person("eva")
    world.control.act("sam", "invite", channel="it-desk", user="eva")
    card.reply("@steward claim", by=eva)
    assert "ask the team in charge" in "".join(eva.new_whispers())
    own.thread().expect_nothing()


def test_what_is_said_to_the_app_reaches_nobody_from_a_shared_thread(shared: World) -> None:
    ben = shared.person("ben")
    card, own = filed(shared)
    card.reply("@steward note He is difficult.", by=ben)
    own.thread().expect_nothing()
    ben.new_whispers()
    ben.clicks_whisper("Note for the team")
    card.thread().expect("He is difficult.")
    own.thread().expect_nothing()


def fault(world: World, kind: str, times: int = 1) -> None:
    world.control.post(
        "/control/faults", on="message", fault=kind, times=times, seconds=5 if kind == "reorder" else 0
    )


def writes(world: World, card: Card, text: str, **about: str) -> Card:
    """Without waiting until it is heard."""
    answer = world.control.act("ann", "message", channel="@app", thread_ts=card.ts, text=text, **about)
    return Card(world, answer["channel"], answer["ts"])


def test_every_delivery_twice_is_said_once(world: World) -> None:
    ann = world.person("ann")
    card, own = filed(world)
    fault(world, "duplicate", times=9)
    said = own.reply("It smokes", by=ann)
    mirror = card.thread().expect("It smokes")
    said.edit("It burns", by=ann)
    assert "It burns" in mirror.words
    said.delete(by=ann)
    assert "has deleted what stood here" in mirror.words


def test_an_edit_that_overtakes_its_message(world: World) -> None:
    card, own = filed(world)
    fault(world, "reorder")
    said = writes(world, own, "It smokes")
    world.control.act("ann", "edit", channel="@app", ts=said.ts, text="It burns")
    world.settle()
    assert "It smokes" not in card.thread().expect("It burns").words


def test_a_deletion_that_overtakes_its_message(world: World) -> None:
    card, own = filed(world)
    fault(world, "reorder")
    said = writes(world, own, "My password is hunter2")
    world.control.act("ann", "delete", channel="@app", ts=said.ts)
    world.settle()
    if world.waiting(card.channel):  # it had left at the same moment
        assert "hunter2" not in card.thread().expect("has deleted what stood here").words
    card.thread().expect_nothing()


def test_edits_that_overtake_each_other(world: World) -> None:
    ann = world.person("ann")
    card, own = filed(world)
    said = own.reply("one", by=ann)
    mirror = card.thread().expect("one")
    fault(world, "reorder")
    for text in ("two", "three"):
        world.control.act("ann", "edit", channel="@app", ts=said.ts, text=text)
    world.settle()
    assert "three" in mirror.words
    assert "two" not in mirror.words


def test_neither_our_own_words_nor_those_of_other_apps_are_passed_on(shared: World) -> None:
    world = shared
    card, own = filed(world)
    channel = world.sandbox.workspace.channels[card.channel]
    other = Message(world.sandbox.workspace.ts(), "U0OTHER", "Build 7 failed", bot_id="B0OTHER", app_id="A0OTHER")
    other.thread_ts = card.ts

    async def post() -> None:
        acts.post(world.sandbox.workspace, channel, other)

    world.run(post())
    world.settle()
    card.thread().expect("Build 7 failed")
    own.thread().expect_nothing()
    own.reply("Hello?", by=world.person("ann"))
    card.thread().expect("Hello?")
    own.thread().expect_nothing()  # what we said there is nobody's answer


def test_a_reply_that_is_shown_in_the_channel_too_arrives_once(shared: World) -> None:
    card, own = filed(shared)
    workspace = shared.sandbox.workspace
    said = Message(workspace.ts(), "U0BEN", "Is it on?", subtype="thread_broadcast")
    said.thread_ts, said.broadcast = card.ts, True

    async def post() -> None:
        acts.post(workspace, workspace.channels[card.channel], said)

    shared.run(post())
    shared.settle()
    own.thread().expect("Is it on?")
    own.thread().expect_nothing()


def files_of(world: World, message: Card) -> list[bytes]:
    """What the message's picture and links hold."""
    workspace = world.sandbox.workspace
    ids = dict.fromkeys(re.findall(r"F[0-9A-Z]{8,}", str(message.now)))
    return [file.content or b"" for one in ids if (file := workspace.files.find(one))]


def test_a_file_comes_through_with_its_words(world: World) -> None:
    ann, ben = world.person("ann"), world.person("ben")
    card, own = filed(world)
    ann.uploads("log.txt", b"paper jam", "This is what it says", thread_ts=own.ts)
    said = card.thread().expect("<@U0ANN> writes:", "This is what it says", "log.txt")
    assert files_of(world, said) == [b"paper jam"]
    ben.uploads("where.png", b"\x89PNG...", "reply: It is this lever", channel="it-desk", thread_ts=card.ts)
    said = own.thread().expect("✉️ <@U0BEN> answers:", "It is this lever")
    assert files_of(world, said) == [b"\x89PNG..."]
    assert "image" in {block["type"] for block in said.now["blocks"]}


def test_a_file_without_words_comes_through_and_one_from_the_team_stays_inside(world: World) -> None:
    ann, ben = world.person("ann"), world.person("ben")
    card, own = filed(world)
    ann.uploads("log.txt", b"paper jam", thread_ts=own.ts)
    assert files_of(world, card.thread().expect("<@U0ANN> writes:", "log.txt")) == [b"paper jam"]
    ben.uploads("payroll.csv", b"secret", channel="it-desk", thread_ts=card.ts)
    ben.uploads("lever.png", b"\x89PNG", "reply:", channel="it-desk", thread_ts=card.ts)
    said = own.thread().expect("✉️ <@U0BEN> answers:")
    assert files_of(world, said) == [b"\x89PNG"]


def test_a_file_goes_when_its_message_is_deleted(world: World) -> None:
    ann = world.person("ann")
    card, own = filed(world)
    said = ann.uploads("log.txt", b"paper jam", "See", thread_ts=own.ts)
    mirror = card.thread().expect("log.txt")
    said.delete(by=ann)
    assert files_of(world, mirror) == []
    assert "log.txt" not in mirror.words


def test_files_arrive_once_and_in_order_whatever_is_delivered_twice_or_fails(world: World) -> None:
    ann = world.person("ann")
    card, own = filed(world)
    fault(world, "duplicate", times=6)
    world.control.post("/control/faults", on="files.completeUploadExternal", fault="5xx", times=2)
    world.control.post("/control/faults", on="chat.postMessage", fault="cut_after", times=1)
    ann.uploads("one.txt", b"1", "first", thread_ts=own.ts)
    ann.uploads("two.txt", b"2", "second", thread_ts=own.ts)
    world.settle()
    assert files_of(world, card.thread().expect("first", "one.txt")) == [b"1"]
    assert files_of(world, card.thread().expect("second", "two.txt")) == [b"2"]
