"""The same message to three readers."""

import datetime as dt
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from texts import Mrkdwn, Texts, escape, preload
from texts.words import catalogue_of

PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "Ticket {key} is filed"
msgstr "工單 {key} 已建立"

msgctxt "ticket state"
msgid "open"
msgstr "處理中"

msgctxt "button"
msgid "open"
msgstr "開啟"

msgid "{n} ticket"
msgid_plural "{n} tickets"
msgstr[0] "{n} 張工單"

#, fuzzy
msgid "Guessed"
msgstr "猜的"

msgid "Waiting"
msgstr ""
"""
INSTANT = dt.datetime(2026, 11, 21, 15, 52, tzinfo=dt.UTC)


@pytest.fixture
def taiwan(tmp_path: Path) -> Texts:
    file = tmp_path / "zh_TW" / "LC_MESSAGES" / "steward.po"
    file.parent.mkdir(parents=True)
    file.write_text(PO, encoding="utf-8")
    return Texts("zh_TW", "Asia/Taipei", tmp_path)


def test_a_reader_gets_their_language(taiwan: Texts) -> None:
    assert taiwan.say("Ticket {key} is filed", key="IT-1042") == "工單 IT-1042 已建立"
    assert Texts.of("en").say("Ticket {key} is filed", key="IT-1042") == "Ticket IT-1042 is filed"


def test_a_word_means_what_it_is_said_of(taiwan: Texts) -> None:
    assert taiwan.word("ticket state", "open") == "處理中"
    assert taiwan.word("button", "open") == "開啟"
    assert taiwan.say("open") == "open"


@pytest.mark.parametrize("message", ["Guessed", "Waiting", "Never heard of"])
def test_what_nobody_translated_is_said_in_english(taiwan: Texts, message: str) -> None:
    assert taiwan.say(message) == message


def test_numbers_of_things(taiwan: Texts) -> None:
    english = Texts.of("en")
    assert [english.plural("{n} ticket", "{n} tickets", n) for n in (0, 1, 2)] == [
        "0 tickets",
        "1 ticket",
        "2 tickets",
    ]
    assert taiwan.plural("{n} ticket", "{n} tickets", 1) == "1 張工單"
    assert taiwan.mrkdwn_plural("{n} ticket", "{n} tickets", 12345) == "12,345 張工單"


@pytest.mark.parametrize(("language", "spoken"), [("de", "en"), ("", "en"), ("../en", "en"), ("zh_CN", "zh_CN")])
def test_unknown_languages_hear_english(language: str, spoken: str) -> None:
    assert Texts.of(language).language == spoken


@given(st.text() | st.text(alphabet=string.printable))
def test_a_value_is_never_a_template(text: str) -> None:
    said = Texts.of("en").mrkdwn("{a}{b}", a=text, b="{a}")
    assert said.endswith("{a}")
    assert Texts.of("en").say("{a}|{b}", a="{b}{a}", b=text).startswith("{b}{a}|")


def test_braces_that_are_no_place_stay() -> None:
    assert Texts.of("en").say("{a.b} {} {0} {{a}}", a=1) == "{a.b} {} {0} {1}"


def test_a_value_left_out_is_the_programmers_fault() -> None:
    with pytest.raises(KeyError):
        Texts.of("en").say("{key}")


def test_mrkdwn_has_no_place_in_plain_words() -> None:
    with pytest.raises(ValueError, match="mrkdwn in a plain message"):
        Texts.of("en").say("{name}", name=escape("a"))


def test_plain_words_are_left_as_they_are() -> None:
    assert Texts.of("en").say("{title}", title="a < b & *c*\x00") == "a < b & *c*"
    assert isinstance(Texts.of("en").mrkdwn("x"), Mrkdwn)


def test_a_table_of_formats(taiwan: Texts) -> None:
    english = Texts.of("en", "America/New_York")
    chinese = Texts.of("zh_CN", "Asia/Shanghai")
    assert english.datetime(INSTANT) == "Nov 21, 2026 10:52 AM"
    assert taiwan.datetime(INSTANT) == "2026年11月21日 23:52"
    assert chinese.datetime(INSTANT) == "2026年11月21日 23:52"
    assert [english.date(INSTANT), chinese.date(dt.date(2026, 3, 1))] == ["Nov 21, 2026", "2026年3月1日"]
    assert [english.time(INSTANT), chinese.time(INSTANT)] == ["10:52 AM", "23:52"]
    assert [english.number(12345.5), english.percent(0.755)] == ["12,345.5", "76%"]
    assert [english.listed(["a", "b", "c"]), chinese.listed(["a", "b", "c"])] == ["a, b, and c", "a、b 和 c"]
    names = ["Dirk Muster", "Eva Specimen", "陳範例"]
    assert Texts.of("zh_TW").listed(names) == "Dirk Muster、Eva Specimen 和陳範例"
    assert chinese.listed(names[2:] * 2) == "陳範例和陳範例"
    assert chinese.listed(names[:1]) == "Dirk Muster"


def test_the_day_is_the_readers() -> None:
    late = dt.datetime(2026, 11, 21, 20, 0, tzinfo=dt.UTC)
    assert Texts.of("en", "Asia/Shanghai").date(late) == "Nov 22, 2026"


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "America", "\x00"])
def test_unknown_zones_are_utc(zone: str) -> None:
    assert Texts.of("en", zone).time(INSTANT) == "3:52 PM"


@pytest.mark.parametrize(
    ("seconds", "english", "chinese", "taiwanese"),
    [
        (0, "0 sec", "0秒", "0 秒"),
        (59, "59 sec", "59秒", "59 秒"),
        (95, "1 min", "1分钟", "1 分鐘"),
        (5_400, "1 hr 30 min", "1小时 30分钟", "1 小時 30 分鐘"),
        (3_605, "1 hr", "1小时", "1 小時"),
        (-3_600, "1 hr", "1小时", "1 小時"),
        (100_800, "1 day 4 hr", "1天 4小时", "1 天 4 小時"),
        (86_460, "1 day", "1天", "1 天"),
    ],
)
def test_durations(seconds: int, english: str, chinese: str, taiwanese: str) -> None:
    length = dt.timedelta(seconds=seconds)
    told = [Texts.of(language).duration(length) for language in ("en", "zh_CN", "zh_TW")]
    assert told == [english, chinese, taiwanese]


def test_working_time_is_told_in_hours() -> None:
    assert Texts.of("en").duration(dt.timedelta(hours=40), in_days=False) == "40 hr"


def test_slack_shows_an_instant_in_each_readers_zone() -> None:
    assert Texts.of("zh_CN", "Asia/Shanghai").when(INSTANT) == (
        "<!date^1795276320^{date_short_pretty} {time}|2026年11月21日 23:52 GMT+08:00>"
    )


def test_all_languages_are_there_at_start() -> None:
    catalogue_of.cache_clear()
    preload()
    assert catalogue_of.cache_info().currsize == 3


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["ada", "Ben", "Élan", "Fay", "Zoë", "陳範例"]),
        ("zh_CN", ["ada", "Ben", "Élan", "安小宁", "陈示例", "李样例", "王试用", "张测试", "\U00020bb7"]),
        ("zh_TW", ["ada", "Ben", "Élan", "丁示例", "王試用", "李樣例", "林範本", "陳範例", "\U00020bb7"]),
    ],
)
def test_names_stand_as_readers_of_the_language_look_them_up(language: str, names: list[str]) -> None:
    """By letters, by pinyin, by strokes; what the language does not write comes last."""
    texts = Texts.of(language)
    assert texts.in_order(reversed(names)) == names
    assert list(texts.names({name: name for name in sorted(names)})) == names


@given(st.lists(st.text()))
def test_every_name_has_its_place(names: list[str]) -> None:
    for language in ("en", "zh_CN", "zh_TW"):
        assert Texts.of(language).in_order(names) == Texts.of(language).in_order(reversed(names))
