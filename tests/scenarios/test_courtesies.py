"""Thanks, greetings and emoji are answered kindly or not at all, and become no ticket."""

import pytest

from tests.scenarios.test_tickets import filed
from tests.scenarios.test_undo import buttons
from tests.scenarios.test_words import DESK, last_whisper
from tests.world import World

KIND = [
    ("ann", "thanks!", "You are welcome."),
    ("han", "谢谢", "不客气。"),
    ("mei", "謝謝！", "不客氣。"),
    ("ann", "hi", "Tell me in a few words what you need"),
    ("han", "你好", "用几句话告诉我"),
    ("mei", "哈囉", "用幾句話告訴我"),
    ("ann", "👍", "Nothing is filed."),
    ("han", ":tada:", "没有提交任何工单"),
    ("mei", "🙏", "沒有送出任何工單"),
]


@pytest.mark.parametrize(("name", "words", "said"), KIND)
def test_in_direct_messages_they_are_answered_kindly(world: World, name: str, words: str, said: str) -> None:
    world.person(name).writes(words)
    assert said in last_whisper(world, name)
    assert buttons(world, name) == []
    world.channel("it-desk").expect_nothing()


def test_who_has_open_tickets_is_not_asked_which_one_their_thanks_are_about(world: World) -> None:
    filed(world)
    world.person("ann").writes("thank you so much 🙏")
    assert last_whisper(world, "ann") == "You are welcome."


@pytest.mark.parametrize("words", ["file", "offer"])
def test_in_a_request_channel_they_are_no_ticket(database_url: str, words: str) -> None:
    world = World(database_url, desk=DESK.replace("words: file", f"words: {words}"))
    for name, said, _ in KIND:
        world.person(name).writes(said, channel="help")
        assert world.person(name).new_whispers() == []
    world.channel("it-desk").expect_nothing()
    world.close()


def test_even_where_words_are_filed_at_once(database_url: str) -> None:
    world = World(database_url, desk=DESK.replace("direct: offer", "direct: file"))
    world.person("ann").writes("Thank you!")
    world.channel("it-desk").expect_nothing()
    world.close()


def test_a_file_beside_them_is_words_enough(world: World) -> None:
    said = world.person("ann").uploads("screen.png", b"\x89PNG", "hi", channel="help")
    card = world.channel("it-desk").expect("IT-1")
    card.thread().expect("<@U0ANN> writes:")
    said.thread().expect("IT-1")


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("ann", "You wrote: “It &lt;jams&gt;”. Nothing is filed yet. Which ticket is this about?"),
        ("han", "你写了：“It &lt;jams&gt;”。还没有提交任何工单。这是关于哪个工单的？"),
        ("mei", "你寫了：「It &lt;jams&gt;」。還沒有送出任何工單。這是關於哪張工單？"),
    ],
)
def test_the_question_quotes_the_words_and_says_that_nothing_is_filed(world: World, name: str, asked: str) -> None:
    someone = world.person(name)
    someone.types("/ticket printer is down")
    world.channel("it-desk").expect("IT-1")
    someone.dm.expect("IT-1")
    someone.writes("It <jams>")
    assert asked in last_whisper(world, name)
    someone.writes("x" * 500)
    assert "x" * 149 + "…" in last_whisper(world, name)
    assert "x" * 150 not in last_whisper(world, name)
    someone.writes("@ben <!channel> @here")
    assert "<!channel>" not in last_whisper(world, name)
    assert "<@U0BEN>" not in last_whisper(world, name)
