"""What may follow a command: a line is a command only where it matches a verb's whole form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.outcomes import Refusal, Refused
from handlers.commands import Commands, UnknownCommand
from handlers.grammar import KEY, MAYBE_WORDS, PERSON, REASON, WORDS, Line, NearMiss, Verbs, read, typed
from handlers.tickets.urgency import urgency_of

VERBS: Verbs = {
    "mine": (),
    "help": (),
    "show": (KEY,),
    "assign": (KEY, PERSON),
    "note": (KEY, WORDS),
    "hold": (KEY, REASON),
    "resolve": (KEY, MAYBE_WORDS),
}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", Line("new")),
        ("  mine ", Line("mine")),
        ("Help", Line("help")),
        ("？", Line("help")),
        ("show it-12", Line("show", "IT-12")),
        ("ｓｈｏｗ　ＩＴ－１２", Line("show", "IT-12")),
        ("show “IT-12”", Line("show", "IT-12")),
        ("show 「IT–12」", Line("show", "IT-12")),
        ("\u200bshow IT-12\u200b", Line("show", "IT-12")),
        ("assign IT-1 <@U0BEN|ben sample>", Line("assign", "IT-1", "U0BEN")),
        ("note IT-1  “it”  is １０² years old ", Line("note", "IT-1", words="“it”  is １０² years old")),
        ("NOTE it-1 ask <@U0BEN|ben> &amp; wait\nlonger", Line("note", "IT-1", words="ask @ben & wait\nlonger")),
        ("resolve IT-1", Line("resolve", "IT-1")),
        ("resolve IT-1 done", Line("resolve", "IT-1", words="done")),
        ("show me", Line("new", words="show me")),
        ("mine is broken", Line("new", words="mine is broken")),
        ("new mine", Line("new", words="mine")),
        ("new show IT-1", Line("new", words="show IT-1")),
        ("ｎｅｗ show", Line("new", words="show")),
        ("new\nshow IT-1", Line("new", words="show IT-1")),
        ("帮助", Line("help")),
        ("我的", Line("mine")),
        ("帮助我", Line("new", words="帮助我")),
        ("New firewall rules", Line("new", words="New firewall rules")),
        ("new", Line("new")),
        ("newest is worst", Line("new", words="newest is worst")),
        ("update KB-5034441", Line("new", words="update KB-5034441")),
        ("printer near IT-1 is down", Line("new", words="printer near IT-1 is down")),
        ("shown IT", Line("new", words="shown IT")),
        ("ask <@U0ANN|ann> in <#C0GENERAL|general> &amp; wait", Line("new", words="ask @ann in #general & wait")),
        ("<https://a.example/x|a.example/x> and <mailto:a@b.example|a@b.example>",
         Line("new", words="https://a.example/x and a@b.example")),
        ("全角　と　１０²", Line("new", words="全角　と　１０²")),
        ("x" * 40_000, Line("new", words="x" * 40_000)),
    ],
)  # fmt: skip
def test_a_line(text: str, line: Line) -> None:
    assert read(text, VERBS) == line


@pytest.mark.parametrize(
    ("text", "meant", "lacks"),
    [
        ("shwo IT-1", "show IT-1", ""),
        ("shows IT-1", "show IT-1", ""),
        ("asign it-1 ben", "assign IT-1", "person"),
        ("assign IT-1 ben", "assign IT-1", "person"),
        ("asign IT-1 <@U0BEN|ben>", "assign IT-1 @ben", ""),
        ("show IT-1 please", "show IT-1", ""),
        ("IT-1 show", "show IT-1", ""),
        ("resovle IT-1 it was a fuse", "resolve IT-1 it was a fuse", ""),
        ("note IT-1", "note IT-1", "words"),
        ("hold it-1", "hold IT-1", "reason"),
        ("hlod ＩＴ－1", "hold IT-1", "reason"),
        ("IT-1 hold the supplier", "hold IT-1 the supplier", ""),
        ("show", "show", "key"),
        ("Resolve ", "resolve", "key"),
        ("note", "note", "key words"),
        ("hold", "hold", "key reason"),
    ],
)
def test_a_near_miss_is_no_title(text: str, meant: str, lacks: str) -> None:
    with pytest.raises(Refused) as refused:
        read(text, VERBS, "/ticket")
    assert refused.value.refusal == NearMiss("/ticket", meant, typed(text).strip(), lacks)


@pytest.mark.parametrize(
    ("typed_line", "urgency", "title"),
    [
        ("printer is down !high", 1, "printer is down"),
        ("!HIGH printer is down", 1, "printer is down"),
        ("printer !low is down", 3, "printer is down"),
        ("printer is down ！ｈｉｇｈ", 1, "printer is down"),
        ("打印机坏了！高", 1, "打印机坏了"),
        ("！高 打印机坏了", 1, "打印机坏了"),
        ("印表機壞了 !低", 3, "印表機壞了"),
        ("下周再说 !普通", 2, "下周再说"),
        ("no mark !normal", 2, "no mark"),
        ("！高级打印机坏了", 2, "！高级打印机坏了"),
        ("!high", 2, "!high"),
        ("it is !highly odd", 2, "it is !highly odd"),
        ("wow! high time", 2, "wow! high time"),
    ],
)
def test_urgency_beside_a_title(typed_line: str, urgency: int, title: str) -> None:
    assert urgency_of(typed_line) == (urgency, title)


PIECES = st.sampled_from(
    [
        "show",
        "note",
        "new",
        "IT-1",
        "it－2",
        " ",
        "　",
        "\n",
        "!high",
        "！高",
        "“",
        "”",
        "<@U1|a>",
        "&amp;",
        "help",
        "?",
        "<",
        "x",
    ]
)
LINES = st.one_of(st.text(), st.lists(PIECES).map("".join), st.lists(PIECES).map(" ".join))


def line_or_near_miss(text: str) -> Line | Refusal:
    try:
        return read(text, VERBS)
    except Refused as refused:
        return refused.refusal


@given(LINES)
def test_no_line_breaks_it_and_a_title_stays_as_it_was_typed(text: str) -> None:
    line = line_or_near_miss(text)
    if isinstance(line, NearMiss):
        return
    assert isinstance(line, Line)
    urgency, title = urgency_of(line.words)
    assert urgency in {1, 2, 3}
    if line.verb == "new":
        assert typed(text).strip().endswith(line.words)
    if line.words:
        assert title
        assert all(word in line.words for word in title.split())


@given(LINES)
def test_after_new_anything_is_a_title(text: str) -> None:
    if text.strip():
        assert read(f"new {text}", VERBS) == Line("new", words=typed(text).strip())


def test_commands_can_be_renamed_and_one_name_reaches_them_all() -> None:
    commands = Commands.parsed("ticket=it, change=modify")
    assert commands.meant("/it", "printer") == ("ticket", "/it", "printer")
    assert commands.meant("/modify", "") == ("change", "/modify", "")
    assert commands.meant("/risk", "x") == ("risk", "/risk", "x")
    assert commands.meant("/steward", "ticket  show IT-1 ") == ("ticket", "/steward ticket", "show IT-1")
    assert commands.meant("/steward", "ＴＩＣＫＥＴ") == ("ticket", "/steward ticket", "")
    assert commands.meant("/steward", "tickets") == ("steward", "/steward", "tickets")


@pytest.mark.parametrize(
    "setting", ["ticket", "tickets=it", "ticket=/it", "ticket=risk", "ticket=it change=it", "ticket=" + "x" * 40]
)
def test_a_name_that_cannot_be_is_refused(setting: str) -> None:
    with pytest.raises(UnknownCommand):
        Commands.parsed(setting)
