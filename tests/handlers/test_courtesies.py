"""Which words ask for nothing."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.tickets.courtesies import LONGEST, TABLE, Courtesy, courtesy


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("thanks!", Courtesy.THANKS),
        ("Thank you so much 🙏🏽", Courtesy.THANKS),
        ("ＴＨＡＮＫＳ", Courtesy.THANKS),
        ("<@U0STEWARD> thanks :heart:", Courtesy.THANKS),
        ("thanks &lt;3 :)", Courtesy.THANKS),
        ("谢谢！", Courtesy.THANKS),
        ("好的，谢谢。", Courtesy.THANKS),
        ("謝謝～", Courtesy.THANKS),
        ("感恩！！", Courtesy.THANKS),
        ("thank you, great work", Courtesy.THANKS),
        ("Great job! Thanks everyone.", Courtesy.THANKS),
        ("Hi, thanks and good work :tada:", Courtesy.THANKS),
        ("谢谢，服务很好！", Courtesy.THANKS),
        ("太棒了～辛苦了", Courtesy.THANKS),
        ("謝謝，做得很好！", Courtesy.THANKS),
        ("ok, got it", Courtesy.NOD),
        ("Hello, good morning", Courtesy.GREETING),
        ("hi", Courtesy.GREETING),
        ("Good morning, everyone!", Courtesy.GREETING),
        ("你好", Courtesy.GREETING),
        ("哈囉", Courtesy.GREETING),
        ("👍", Courtesy.NOD),
        (":+1::skin-tone-4: :tada:", Courtesy.NOD),
        ("❤️‍🔥", Courtesy.NOD),
        ("收到", Courtesy.NOD),
        ("瞭解", Courtesy.NOD),
    ],
)
def test_thanks_greetings_and_emoji_are_known(text: str, kind: Courtesy) -> None:
    assert courtesy(text) is kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "?!",
        "thanks, but it is still broken",
        "hi, my screen is black",
        "谢谢，但是还是不行",
        "thank you, great work, but it jams",
        "great work. It came back",
        "太好了，又坏了",
        "謝謝，又當機了",
        "你好，打印机坏了",
        "不好",
        "no",
        "https://example.com",
        "<@U0BEN>",
        "🖨️ jams",
        "help",
        "1",
    ],
)
def test_what_says_more_is_none(text: str) -> None:
    assert courtesy(text) is None


@given(st.sampled_from(sorted(TABLE)), st.text(st.characters(categories=["Ll", "Lo"]), min_size=1, max_size=20))
def test_only_a_whole_message_counts(words: str, more: str) -> None:
    whole = unicodedata.normalize("NFKC", words + more).casefold()
    assert courtesy(f"{words} {more}") is None or "".join(filter(str.isalnum, whole)) in TABLE


@given(st.text(min_size=LONGEST + 1))
def test_nothing_long_is_a_courtesy(text: str) -> None:
    assert courtesy(text) is None
