"""What people and alerts write can neither call anybody nor change how the rest is read."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from texts import Mrkdwn, Texts, channel, cut, escape, lines, link, mention

# Slack's own reading, seen from outside: what stands between < and > is live; * _ ~ and backticks format when
# they open after a non-letter and close before one; a line that begins with > is a quotation.
LIVE = re.compile(r"<[^>]*>")
FORMATTED = re.compile(r"(?<![A-Za-z0-9])([*_~])(?=\S)(.+?)(?<=\S)\1(?![A-Za-z0-9])", re.DOTALL)
CODE = re.compile(r"`+[^`]+`+")
QUOTED = re.compile(r"^\s*&gt;", re.MULTILINE)

HOSTILE = (
    st.text()
    | st.text(alphabet="<>&!@#*_~`| \nUC1a^{}")
    | st.sampled_from(
        [
            "<!channel>",
            "<@U024BE7LH>",
            "<!subteam^SAZ94GDB8>",
            "<https://example.org|your bank>",
            "&lt;!here&gt;",
            "@channel",
            "@Everyone!",
            "*bold* _it_ ~gone~ `code`",
            "```\nall that follows",
            ">>> all that follows",
            "{who} {0} {who.__class__} %s %(who)s",
            "line\n*Approved by* the lead",
            "\u202egnp.exe",
            "\ud800",
        ],
    )
)


@given(HOSTILE)
def test_escaped_text_is_inert(text: str) -> None:
    inert = escape(text)
    assert not LIVE.search(inert)
    assert not FORMATTED.search(inert)
    assert not CODE.search(inert)
    assert not QUOTED.search(inert)
    assert not re.search(r"@(channel|here|everyone)\b", inert, re.IGNORECASE)
    assert all(re.match(r"&(amp|lt|gt);", inert[at.start() :]) for at in re.finditer("&", inert))
    inert.encode()


@given(HOSTILE, HOSTILE)
@example("a*b", "c* d")
@example("~", "~ *")
def test_a_sentence_keeps_its_own_markup_and_no_other(title: str, who: str) -> None:
    said = Texts.of("en").mrkdwn("*{title}* _by_ {who} for {lead}", title=title, who=who, lead=mention("U1"))
    assert LIVE.findall(said) == ["<@U1>"]
    assert "\n" not in said
    assert [found[1] for found in FORMATTED.findall(said)][-1:] == ["by"]
    assert len(FORMATTED.findall(said)) <= 2


@given(st.text(alphabet="abc &<>;é中", min_size=1))
def test_what_slack_shows_is_what_was_typed(text: str) -> None:
    shown = escape(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert shown.replace("\u203a", ">") == text


@pytest.mark.parametrize("text", ["db_server_1", "2*3", "a * b", "some ~ 5 %", "x > y", "mail@heresy.example"])
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert escape(text).replace("&gt;", ">") == text


def test_escaping_twice_is_escaping_once() -> None:
    assert escape(escape("a & b")) == "a &amp; b"


@given(HOSTILE, HOSTILE)
def test_a_link_leads_where_it_was_sent_or_nowhere(url: str, label: str) -> None:
    assert not LIVE.search(link(url, label))
    asked = link("https://example.org/?a=1&b=2", label)
    assert LIVE.findall(asked) == [asked]
    assert asked.startswith("<https://example.org/?a=1&amp;b=2|")


@given(HOSTILE)
def test_an_address_cannot_end_its_link(tail: str) -> None:
    made = link("https://example.org/" + tail, "runbook")
    assert made == "runbook" or (LIVE.findall(made) == [made] and made.endswith("|runbook>"))
    assert made.count("|") <= 1


@pytest.mark.parametrize("url", ["javascript:alert(1)", "", "example.org", "https://example.org/\u202egpj.exe"])
def test_what_is_no_plain_address_is_no_link(url: str) -> None:
    assert link(url, "see") == "see"


@given(HOSTILE)
def test_only_ids_are_mentioned(user_id: str) -> None:
    assert re.fullmatch(r"<@[UW][A-Z0-9]+>", mention(user_id)) or not LIVE.search(mention(user_id))
    assert re.fullmatch(r"<#[CGD][A-Z0-9]+>", channel(user_id)) or not LIVE.search(channel(user_id))


@given(HOSTILE, st.integers(min_value=1, max_value=60))
def test_cut_text_ends_in_no_half_escape(text: str, limit: int) -> None:
    whole = lines(escape(text), mention("U024BE7LH"), link("https://example.org", "there"))
    short = cut(whole, limit)
    assert len(short) <= limit
    assert "<" not in LIVE.sub("", short)
    assert all(re.match(r"&(amp|lt|gt);", short[at.start() :]) for at in re.finditer("&", short))


def test_only_mrkdwn_and_mrkdwn_make_mrkdwn() -> None:
    assert isinstance(Mrkdwn("a") + Mrkdwn("b"), Mrkdwn)
    assert not isinstance(Mrkdwn("a") + "b", Mrkdwn)
    assert lines(Mrkdwn("a"), Mrkdwn(""), Mrkdwn("b")) == "a\nb"
