"""Plain words that become tickets: in direct messages, in request channels, from the message menu, by emoji."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.scenarios.test_conversation import files_of
from tests.scenarios.test_tickets import filed
from tests.world import Card, World
from tests.world.world import EXAMPLE

DESK = (EXAMPLE / "desk.yaml").read_text()


def click(world: World, name: str, action_id: str, channel: str = "@app") -> list[str]:
    """A button of the newest ephemeral message that this person sees; what they are whispered then."""
    someone = world.person(name)
    shown = world.control.get(f"/control/as/{name}/sees?limit=1")["ephemerals"][-1]
    world.control.act(name, "click", channel=channel, ephemeral=shown["ts"], action_id=action_id)
    world.settle()
    return someone.new_whispers()


def last_whisper(world: World, name: str) -> str:
    """What the newest ephemeral message says now."""
    shown = world.control.get(f"/control/as/{name}/sees?limit=1")["ephemerals"][-1]
    return str(shown["text"])


@pytest.mark.parametrize(
    ("name", "offer", "answer"),
    [
        ("ann", "Shall I file this as a ticket?", "Filed as *IT-1*"),
        ("han", "要把这条消息提交为工单吗？", "IT-1"),
        ("mei", "要把這則訊息送出為工單嗎？", "IT-1"),
    ],
)
def test_words_to_steward_are_offered_first(world: World, name: str, offer: str, answer: str) -> None:
    someone = world.person(name)
    someone.writes("The printer & the fax\nare both down !high")
    assert offer in last_whisper(world, name)
    world.channel("it-desk").expect_nothing()
    click(world, name, "ticket.file_words")
    assert answer in last_whisper(world, name)
    card = world.channel("it-desk").expect("*IT-1* The printer &amp; the fax", "are both down", "Priority: 2")
    assert "Made of this message" not in card.words
    someone.dm.expect("IT-1")


def test_an_offer_that_is_declined_files_nothing(world: World) -> None:
    world.person("ann").writes("I wonder.")
    click(world, "ann", "ticket.leave_words")
    assert "I leave it" in last_whisper(world, "ann")
    world.channel("it-desk").expect_nothing()


def test_an_offer_taken_up_twice_files_once(world: World) -> None:
    ann = world.person("ann")
    ann.writes("The printer is down")
    shown = world.control.get("/control/as/ann/sees?limit=1")["ephemerals"][-1]
    gate = Barrier(2)

    def act(_: int) -> None:
        gate.wait(10)
        world.control.act("ann", "click", channel="@app", ephemeral=shown["ts"], action_id="ticket.file_words")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(act, range(2)))
    world.settle()
    key = world.channel("it-desk").expect("The printer is down").text.split()[0]  # numbers may have gaps
    ann.dm.expect(key)


def test_words_are_filed_at_once_where_the_desk_says_so(database_url: str) -> None:
    world = World(database_url, desk=DESK.replace("direct: offer", "direct: file"))
    ann = world.person("ann")
    ann.writes("The printer is down")
    assert ann.new_whispers() == []
    world.channel("it-desk").expect("IT-1", "The printer is down")
    ann.dm.expect("IT-1")
    world.close()


def test_what_is_filed_is_what_the_message_says_when_they_click(world: World) -> None:
    ann = world.person("ann")
    said = ann.writes("The printr is down")
    said.edit("The printer is down, says @ben", by=ann)
    click(world, "ann", "ticket.file_words")
    card = world.channel("it-desk").expect("*IT-1* The printer is down, says")
    assert "<@U0BEN>" not in card.words
    assert "@Ben Sample" in card.words
    ann.dm.expect("IT-1")


def test_a_message_that_is_gone_is_not_filed(world: World) -> None:
    ann = world.person("ann")
    ann.writes("Oops").delete(by=ann)
    click(world, "ann", "ticket.file_words")
    assert "gone" in last_whisper(world, "ann")


def test_while_slack_does_not_show_the_message_they_may_try_again(world: World) -> None:
    ann = world.person("ann")
    ann.writes("The printer is down")
    world.control.post("/control/faults", on="conversations.replies", fault="5xx", times=1)
    assert "try again" in click(world, "ann", "ticket.file_words")[-1]


def test_who_has_open_tickets_is_asked_which_one_is_meant(world: World) -> None:
    ann = world.person("ann")
    card, _ = filed(world)
    ann.new_whispers()
    ann.writes("It jams & smokes now")
    asked = "You wrote: “It jams &amp; smokes now”. Nothing is filed yet. Which ticket is this about?"
    assert asked in last_whisper(world, "ann")
    assert "*IT-1* printer on 3F is down" in last_whisper(world, "ann")
    click(world, "ann", "ticket.add_words")
    assert "The team of *IT-1* has your words." in last_whisper(world, "ann")
    card.thread().expect("<@U0ANN> writes:", "It jams & smokes now")


def test_it_may_be_a_new_one(world: World) -> None:
    ann = world.person("ann")
    filed(world)
    ann.writes("And my screen is black")
    click(world, "ann", "ticket.file_words")
    assert "Filed as *IT-2*" in last_whisper(world, "ann")
    world.channel("it-desk").expect("IT-2", "And my screen is black")
    ann.dm.expect("IT-2")


def test_words_that_ask_to_be_shown_something_are_answered(world: World) -> None:
    ann = world.person("ann")
    filed(world)
    ann.new_whispers()
    for line, said in [("help", "`/ticket mine`"), ("mine", "*IT-1*"), ("show it-1", "printer on 3F is down")]:
        ann.writes(line)
        assert said in "".join(ann.new_whispers())


def test_a_file_alone_is_filed_under_its_name(world: World) -> None:
    world.person("ann").uploads("screenshot.png", b"\x89PNG")
    click(world, "ann", "ticket.file_words")
    card = world.channel("it-desk").expect("*IT-1* screenshot.png")
    assert files_of(world, card.thread().expect("<@U0ANN> writes:")) == [b"\x89PNG"]
    world.person("ann").dm.expect("IT-1").thread().expect_nothing()


def test_a_file_comes_with_the_words_that_belong_to_a_ticket(world: World) -> None:
    card, _ = filed(world)
    world.person("ann").uploads("log.txt", b"paper jam", "This is what it says")
    click(world, "ann", "ticket.add_words")
    assert "The team of *IT-1* has your words." in last_whisper(world, "ann")
    said = card.thread().expect("<@U0ANN> writes:", "This is what it says", "log.txt")
    assert files_of(world, said) == [b"paper jam"]


def test_a_file_comes_with_a_request_and_with_a_message_that_is_marked(world: World) -> None:
    ann = world.person("ann")
    said = ann.uploads("where.png", b"\x89PNG", "It leaks here", channel="help")
    card = world.channel("it-desk").expect("IT-1", "It leaks here")
    assert files_of(world, card.thread().expect("<@U0ANN> writes:")) == [b"\x89PNG"]
    said.thread().expect("IT-1")
    said.thread().expect_nothing()
    ann.uploads("log.txt", b"no badge", "The door", channel="general").react("ticket", by=world.person("ben"))
    card = world.channel("it-desk").expect("IT-2", "The door")
    assert files_of(world, card.thread().expect("<@U0ANN> writes:", "log.txt")) == [b"no badge"]
    ann.dm.expect("IT-2")


def asked_in_help(world: World) -> tuple[Card, Card, Card]:
    """What Ann wrote in the request channel, the team's card, and hers beneath her words."""
    said = world.person("ann").writes("The coffee machine is broken", channel="help")
    card = world.channel("it-desk").expect("IT-1", "The coffee machine is broken", "Made of this message")
    own = said.thread().expect("Your ticket IT-1 (new)")
    return said, card, own


def test_in_a_request_channel_the_thread_is_the_conversation(world: World) -> None:
    ann, ben = world.person("ann"), world.person("ben")
    said, card, own = asked_in_help(world)
    said.reply("It leaks too.", by=ann)
    card.thread().expect("<@U0ANN> writes:", "It leaks too.")
    card.click("Reply", by=ben).form.submit(text="We are on our way.")
    said.thread().expect("<@U0BEN>", "We are on our way.")
    card.thread().expect("We are on our way.")
    card.click("Resolve", by=ben).form.submit()
    question = said.thread().expect("Is IT-1 solved?")
    assert "cannot do this yourself" in question.click("Yes, solved", by=world.person("eva")).whisper
    question.click("Yes, solved", by=ann)
    assert "(closed)" in own.text
    ann.dm.expect("IT-1")  # the survey


def test_what_the_team_says_there_is_an_answer_and_others_may_join_in(world: World) -> None:
    said, card, own = asked_in_help(world)
    answer = said.reply("Which one?", by=world.person("ben"))
    card.thread().expect("<@U0BEN>", "Which one?")
    said.thread().expect_nothing()
    joined = said.reply("The one on 3F. Me too.", by=world.person("han"))
    card.thread().expect("<@U0HAN> writes:", "Me too.")
    joined.edit("The one on 4F.", by=world.person("han"))
    answer.edit("Which one is it?", by=world.person("ben"))
    assert world.person("ben").new_whispers() == world.person("han").new_whispers() == []
    assert "(new)" in own.text


def test_a_request_channel_may_offer_first(database_url: str) -> None:
    world = World(database_url, desk=DESK.replace("words: file", "words: offer"))
    ann = world.person("ann")
    said = ann.writes("The coffee machine is broken", channel="help")
    assert "Shall I file this" in last_whisper(world, "ann")
    click(world, "ann", "ticket.file_words", channel="help")
    world.channel("it-desk").expect("IT-1")
    said.thread().expect("Your ticket IT-1")
    world.close()


def test_elsewhere_people_talk_to_each_other(world: World) -> None:
    world.person("ann").writes("The coffee machine is broken", channel="general")
    world.channel("it-desk").expect_nothing()
    assert world.person("ann").new_whispers() == []


def test_the_emoji_files_a_message_for_who_wrote_it(world: World) -> None:
    ann, ben, han = (world.person(name) for name in ("ann", "ben", "han"))
    said = ann.writes("My badge does not open the door <any more>", channel="general")
    said.react("ticket", by=ben)
    assert "Filed as *IT-1* for <@U0ANN>." in ben.new_whispers()[0]
    card = world.channel("it-desk").expect("IT-1", "My badge does not open the door &lt;any more&gt;")
    assert "From: <@U0ANN>" in card.words
    assert "Filed by <@U0BEN>" in card.words
    assert f"/archives/C0GENERAL/p{said.ts.replace('.', '')}" in card.words
    ann.dm.expect("IT-1")
    said.react("ticket", by=han)
    assert "这条消息已经是工单 IT-1 了" in han.new_whispers()[0]
    said.react("eyes", by=han)
    assert han.new_whispers() == []


def test_a_reply_in_a_thread_can_be_marked_too(world: World) -> None:
    ann = world.person("ann")
    parent = ann.writes("Anybody?", channel="general")
    parent.reply("My screen is black", by=world.person("han")).react("ticket", by=ann)
    card = world.channel("it-desk").expect("IT-1", "My screen is black")
    assert f"thread_ts={parent.ts}" in card.words
    world.person("han").dm.expect("IT-1")


def test_two_mark_a_message_at_once_and_it_is_one_ticket(world: World) -> None:
    said = world.person("ann").writes("My screen is black", channel="general")
    names, gate = ("ben", "han", "eva"), Barrier(3)

    def mark(name: str) -> None:
        gate.wait(10)
        world.control.act(name, "react", channel="general", ts=said.ts, reaction="ticket")

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(mark, names))
    world.settle()
    key = world.channel("it-desk").expect("My screen is black").text.split()[0]  # numbers may have gaps
    world.person("ann").dm.expect(key)
    whispers = [whisper for name in names for whisper in world.person(name).new_whispers()]
    assert len(whispers) == 3
    assert all(key in whisper for whisper in whispers)


def test_the_emoji_means_nothing_where_the_desk_does_not_say_so(world: World) -> None:
    said = world.person("ben").writes("Lunch?", channel="it-desk")
    said.react("ticket", by=world.person("ben"))
    world.channel("it-desk").expect_nothing()
    assert world.person("ben").new_whispers() == []


def test_the_emoji_on_a_request_finds_its_ticket(database_url: str) -> None:
    world = World(database_url, desk=DESK.replace('"#help", words: file', '"#help", words: file, emoji: true'))
    said, _, _ = asked_in_help(world)
    said.react("ticket", by=world.person("ben"))
    assert "This message is IT-1 already." in world.person("ben").new_whispers()[0]
    world.close()


def test_the_message_menu_makes_a_ticket_of_what_somebody_wrote(world: World) -> None:
    """By an agent for who wrote it; the words are there to be mended, and the message is linked."""
    ann, ben = world.person("ann"), world.person("ben")
    said = ann.writes("Hi all\nmy screen is black", channel="general")
    form = said.shortcut("ticket.make", by=ben).form
    assert "Whom is it for?" in form.words
    form.submit(title="Black screen", urgency="1")
    card = world.channel("it-desk").expect("*IT-1* Black screen", "Hi all\nmy screen is black")
    assert "From: <@U0ANN>" in card.words
    assert f"/archives/C0GENERAL/p{said.ts.replace('.', '')}" in card.words
    ann.dm.expect("IT-1")
    assert "This message is *IT-1* already." in said.shortcut("ticket.make", by=ben).whisper


def test_the_message_menu_brings_the_files_along(world: World) -> None:
    ann, ben = world.person("ann"), world.person("ben")
    said = ann.uploads("log.txt", b"no badge", "The door is stuck", channel="general")
    form = said.shortcut("ticket.make", by=ben).form
    assert "📎 The file of this message goes along." in form.words
    form.submit()
    card = world.channel("it-desk").expect("IT-1", "The door is stuck")
    assert files_of(world, card.thread().expect("writes:", "log.txt")) == [b"no badge"]
    ann.dm.expect("IT-1")


def test_the_message_menu_brings_the_files_along_for_a_contact_too(world: World) -> None:
    ben = world.person("ben")
    said = ben.uploads("fax.png", b"\x89PNG", "Somebody called", channel="it-desk")
    form = said.shortcut("ticket.make", by=ben).form.click("ticket.for_contact").form
    assert "📎" in form.words
    form.submit(name="Mr Fax")
    card = world.channel("it-desk").expect("IT-1", "Somebody called")
    assert files_of(world, card.thread().expect("writes:")) == [b"\x89PNG"]


@pytest.mark.parametrize(
    ("name", "told"),
    [("ann", "but without the files"), ("han", "但没有带上文件"), ("mei", "但沒有帶上檔案")],
)
def test_files_that_slack_does_not_show_keep_no_ticket_from_being_filed(world: World, name: str, told: str) -> None:
    someone = world.person(name)
    said = someone.uploads("log.txt", b"no badge", "The door is stuck", channel="general")
    form = said.shortcut("ticket.make", by=someone).form
    world.control.post("/control/faults", on="conversations.replies", fault="5xx", times=1)
    assert told in form.submit().form.words
    card = world.channel("it-desk").expect("IT-1", "The door is stuck")
    someone.dm.expect("IT-1")
    card.thread().expect_nothing()


def test_others_make_a_ticket_of_a_message_for_themselves(world: World) -> None:
    said = world.person("ann").writes("The door is stuck", channel="general")
    form = said.shortcut("ticket.make", by=world.person("han")).form
    form.submit()
    card = world.channel("it-desk").expect("*IT-1* The door is stuck")
    assert "From: <@U0HAN>" in card.words
    world.person("han").dm.expect("IT-1")
    assert "Filed by" not in card.words


def test_a_complaint_made_of_a_public_request_stays_private(world: World) -> None:
    said = world.person("ann").writes("x", channel="general")
    said.shortcut("ticket.make", by=world.person("han")).form.submit(kind="complaint", title="Noise")
    for name in ("dirk", "eva"):
        world.person(name).dm.expect("IT-1", "Noise")
    world.person("han").dm.expect("IT-1")
    world.channel("it-desk").expect_nothing()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ben", "This message is a ticket already."),
        ("lin", "这条消息已经是工单了，仍然谢谢你。"),
        ("chen", "這則訊息已經是工單了，仍然謝謝你。"),
        ("han", "IT-1"),  # it is their own
    ],
)
def test_who_meets_a_message_is_not_told_which_complaint_it_is(world: World, name: str, told: str) -> None:
    said, someone = world.person("ann").writes("x", channel="general"), world.person(name)
    opened = said.shortcut("ticket.make", by=world.person("ben")).form
    said.shortcut("ticket.make", by=world.person("han")).form.submit(kind="complaint", title="Noise")
    for one in ("dirk", "eva", "han"):
        world.person(one).dm.expect("IT-1")
    assert "IT-" not in str(opened.submit(title="Me too").errors)
    someone.new_whispers()
    menu = said.shortcut("ticket.make", by=someone).whisper
    someone.new_whispers()
    said.react("ticket", by=someone)
    for whisper in (menu, *someone.new_whispers()):
        assert told in whisper
        assert ("IT-" in whisper) == (name == "han")


@pytest.mark.parametrize("by", ["words", "request", "emoji", "menu", "command"])
def test_people_of_other_companies_are_refused_with_a_sentence(world: World, by: str) -> None:
    world.control.post("/control/people", name="zoe", real_name="Zoe Other", team_id="T0OTHER")
    for channel in ("general", "help"):
        world.control.act("sam", "invite", channel=channel, user="zoe")
    zoe, said = world.person("zoe"), world.person("ann").writes("The door is stuck", channel="general")
    if by == "words":
        zoe.writes("The printer is down")
    elif by == "request":
        zoe.writes("The printer is down", channel="help")
    elif by == "emoji":
        said.react("ticket", by=zoe)
    elif by == "menu":
        said.shortcut("ticket.make", by=zoe)
    else:
        zoe.types("/ticket hello")
    world.settle()
    assert "I can help only people of this company" in "".join(zoe.new_whispers())
    world.channel("it-desk").expect_nothing()


def test_a_guest_asks_in_a_request_channel_and_sees_their_own(world: World) -> None:
    gus = world.person("gus")
    said = gus.writes("No network", channel="help")
    world.channel("it-desk").expect("IT-1", "No network")
    said.thread().expect("IT-1")
    assert "No network" in gus.types("/ticket show IT-1").whisper


def test_who_calls_the_app_where_words_file_nothing_is_told_how_to_ask(world: World) -> None:
    ann = world.person("ann")
    ann.writes("<@U0STEWARD> my mouse is dead", channel="general")
    assert "write to me in a direct message" in "".join(ann.new_whispers())
