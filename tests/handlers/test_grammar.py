"""What may follow `/risk`: a line is a command only where it matches a verb's whole form."""

import pytest

from handlers.grammar import Line, read
from handlers.risks.commands import VERBS


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", Line("new")),
        ("  mine ", Line("mine")),
        ("Help", Line("help")),
        ("？", Line("help")),
        ("show rsk-12", Line("show", "rsk-12")),
        ("ｓｈｏｗ　ＲＳＫ－１２", Line("show", "RSK-12")),
        ("show me", Line("new", "show me")),
        ("mine is broken", Line("new", "mine is broken")),
        ("new mine", Line("new", "mine")),
        ("NEW\nshow RSK-1", Line("new", "show RSK-1")),
        ("new", Line("new", "new")),
        ("newest is worst", Line("new", "newest is worst")),
        ("ask <@U0ANN|ann> in <#C0GENERAL|general> &amp; wait", Line("new", "ask @ann in #general & wait")),
        ("全角　と　１０²", Line("new", "全角　と　１０²")),
        ("x" * 40_000, Line("new", "x" * 40_000)),
    ],
)
def test_a_line(text: str, line: Line) -> None:
    assert read(text, VERBS) == line
