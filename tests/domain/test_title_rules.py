"""What people type, and what is kept of it."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.outcomes import FieldFault, Refused
from domain.titles import TITLE_LIMIT, Headline, clean_line, clean_lines, title_of

SENTENCE = "the printer on the third floor eats paper " * 5


@pytest.mark.parametrize(
    ("typed", "title", "description"),
    [
        ("printer on 3F is down", "printer on 3F is down", None),
        ("  printer \t on\u00a03F  ", "printer on 3F", None),
        ("打印机坏了！", "打印机坏了！", None),
        ("paper of 10² cm", "paper of 10² cm", None),
        ("Cafe\u0301", "Café", None),
        ("打印机\u3000坏了", "打印机 坏了", None),
        ("prin\x00ter\x1b[31m", "printer[31m", None),
        ("half \ud83d emoji", "half emoji", None),
        ("pay\u202eexe.txt", "payexe.txt", None),
        ("👩\u200d🚒 needed", "👩\u200d🚒 needed", None),
        ("printer\r\n\r\nit smokes ", "printer", "printer\n\nit smokes"),
        ("x" * 150, "x" * 150, None),
        ("x" * 151, "x" * 149 + "…", "x" * 151),
        ("报" * 200, "报" * 149 + "…", "报" * 200),
        (SENTENCE, SENTENCE[:144] + "…", SENTENCE.strip()),
    ],
)
def test_title_and_description(typed: str, title: str, description: str | None) -> None:
    assert title_of(typed) == Headline(title, description)


@pytest.mark.parametrize("typed", ["", "   ", "\n\t\n", "\x00", "\u200d", "\u202e \u200b", "\u0301"])
def test_nothing_to_read_is_no_title(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        title_of(typed, "what")
    assert refused.value.refusal == FieldFault("what", "empty")


@settings(deadline=None)
@given(st.text(st.characters(), max_size=400))
def test_whatever_is_typed_can_be_kept(typed: str) -> None:
    try:
        headline = title_of(typed)
    except Refused:
        return
    assert 0 < len(headline.title) <= TITLE_LIMIT
    assert headline.title == clean_line(headline.title)
    for kept in filter(None, (headline.title, headline.description)):
        kept.encode()
        assert not [sign for sign in kept if unicodedata.category(sign) == "Cc" and sign != "\n"]
        assert clean_lines(kept) == kept
