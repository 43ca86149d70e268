"""What the builders make, Slack takes, whatever people wrote into it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers import blocks, inputs
from handlers.blocks import Block, pack, unpack
from sandbox.limits import check_blocks, check_message, check_view
from texts import Mrkdwn, escape

FOREIGN = st.one_of(
    st.text(),
    st.sampled_from(["", " \n", "\x00", "\ud800", "<!channel>", "x" * 5000, "&" * 5000, "😀" * 4000]),
)
DAY = dt.date(2026, 11, 21)
INSTANT = dt.datetime(2026, 11, 21, 15, 52, tzinfo=dt.UTC)


def card(text: str) -> list[Block]:
    sure = blocks.confirm(text, text, text, text)
    return [
        blocks.header(text),
        blocks.section(escape(text), blocks.button(text, "show", pack(key="IT-1042"))),
        blocks.fields(escape(text), escape(text)),
        blocks.quote(text),
        blocks.context(escape(text)),
        blocks.divider(),
        blocks.actions(
            blocks.button(text, "claim", pack(id=1, state="new"), style="primary", confirm=sure),
            blocks.button(text, "runbook", url="https://example.org/runbook"),
        ),
    ]


def form(text: str) -> list[Block]:
    return [
        inputs.text_input("title", text, initial=text, placeholder=text, hint=text, longest=150),
        inputs.text_input("details", text, multiline=True, optional=True),
        inputs.select("service", text, {"mail": text, "vpn": text}, initial="vpn", placeholder=text, hint=text),
        inputs.users_select("owner", text, initial="U024BE7LH", hint=text),
        inputs.datepicker("review", text, initial=DAY, hint=text),
        inputs.datetimepicker("start", text, initial=INSTANT, hint=text),
        inputs.number_input("impact", text, initial=3, least=1, most=5, hint=text),
    ]


@given(FOREIGN)
def test_slack_takes_a_card_of_any_words(text: str) -> None:
    message = blocks.message(escape(text), card(text))
    assert check_message(message, update=True) == []
    assert check_view(blocks.home(card(text))) == []


@given(FOREIGN)
@settings(deadline=None)
def test_slack_takes_a_form_of_any_words(text: str) -> None:
    view = blocks.modal(
        text,
        "file_ticket",
        form(text),
        submit=text or "File",
        close=text,
        private_metadata=pack(id=1),
    )
    assert check_view(view) == []


def test_the_validator_would_have_said_so() -> None:
    assert check_blocks([blocks.header("x") | {"text": {"type": "plain_text", "text": "x" * 151}}], "message")


def test_long_words_are_cut_and_say_so() -> None:
    assert blocks.header("x" * 200)["text"]["text"] == "x" * 149 + "…"
    assert blocks.modal("A title of 25 characters!", "c", card("x"), submit=None, close="Close")["title"][
        "text"
    ] == ("A title of 25 character…")


def test_nothing_is_shown_as_something() -> None:
    assert blocks.plain(" ")["text"] == "–"
    assert blocks.section(Mrkdwn(""))["text"]["text"] == "–"


def test_slack_makes_nothing_live_by_itself() -> None:
    assert blocks.section(escape("@here https://example.org"))["text"]["verbatim"] is True


def test_peoples_words_are_quoted_as_typed() -> None:
    words = blocks.quote("*no* <!channel>\nformat")["elements"][0]["elements"]
    assert words == [{"type": "text", "text": "*no* <!channel>\nformat"}]


def test_nothing_absent_is_sent() -> None:
    assert set(blocks.button("Go", "go")) == {"type", "text", "action_id"}
    assert set(inputs.text_input("title", "Title")["element"]) == {
        "type",
        "multiline",
        "max_length",
        "action_id",
    }


def test_a_retired_choice_is_not_chosen() -> None:
    assert "initial_option" not in inputs.select("service", "Service", {"vpn": "VPN"}, initial="fax")["element"]


def test_an_inputs_name_is_the_key_of_its_answer_and_of_its_faults() -> None:
    block = inputs.datepicker("review", "Review on", initial=DAY)
    assert (block["block_id"], block["element"]["action_id"]) == ("review", "review")
    assert block["element"]["initial_date"] == "2026-11-21"


@given(st.dictionaries(st.sampled_from("abc"), st.text() | st.integers() | st.booleans() | st.none()))
def test_what_is_packed_is_unpacked(facts: dict[str, Any]) -> None:
    assert unpack(pack(**facts)) == facts


@pytest.mark.parametrize("packed", ["", "{", "[]", "1", '{"a":{}}', '{"a":[1]}', "null"])
def test_what_was_not_packed_is_refused(packed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json's words are its own
        unpack(packed)


PROGRAMMERS_FAULTS: dict[str, Callable[[], object]] = {
    "value too long": lambda: blocks.button("Go", "go", "x" * 2001),
    "no action id": lambda: blocks.button("Go", ""),
    "option value too long": lambda: inputs.select("s", "S", {"x" * 151: "X"}),
    "no options": lambda: inputs.select("s", "S", {}),
    "10,001 options": lambda: inputs.select("s", "S", {str(n): "X" for n in range(10_001)}),
    "metadata too long": lambda: blocks.modal(
        "T", "c", form("x"), submit="S", close="C", private_metadata="x" * 3001
    ),
    "input without submit": lambda: blocks.modal("T", "c", form("x"), submit=None, close="C"),
    "one name twice": lambda: blocks.modal("T", "c", form("x") * 2, submit="S", close="C"),
    "one action twice": lambda: blocks.actions(blocks.button("A", "go"), blocks.button("B", "go")),
    "no actions": blocks.actions,
    "26 actions": lambda: blocks.actions(*(blocks.button("A", f"a{n}") for n in range(26))),
    "11 fields": lambda: blocks.fields(*[Mrkdwn("x")] * 11),
    "11 context texts": lambda: blocks.context(*[Mrkdwn("x")] * 11),
    "51 blocks": lambda: blocks.message(Mrkdwn("x"), [blocks.divider()] * 51),
    "an empty home": lambda: blocks.home([]),
    "101 blocks": lambda: blocks.home([blocks.divider()] * 101),
    "mrkdwn as plain": lambda: blocks.header(escape("x")),
    "text_input too long": lambda: inputs.text_input("t", "T", longest=3001),
}


@pytest.mark.parametrize("fault", PROGRAMMERS_FAULTS)
def test_programmers_faults_are_raised(fault: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the words are for the programmer alone
        PROGRAMMERS_FAULTS[fault]()


def test_more_options_than_one_list_holds_come_in_groups() -> None:
    options = {f"s{number:03}": f"Service {number:03}" for number in range(250)}
    element = inputs.multi_select("services", "Which?", options, initial=["s249"])["element"]
    assert [len(group["options"]) for group in element["option_groups"]] == [100, 100, 50]
    assert element["option_groups"][1]["label"]["text"] == "Service 100 – Service 199"
    assert element["initial_options"][0]["value"] == "s249"
    assert "options" not in element
