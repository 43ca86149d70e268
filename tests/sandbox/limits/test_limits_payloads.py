"""Whole views and messages: what Slack says of them, and by which error."""

import pytest

from sandbox.limits import check_message, check_view
from tests.sandbox.limits import block_samples as s
from tests.sandbox.limits.block_samples import where

VIEW_FAULTS: list[tuple[str, object, str, str]] = [
    ("no object", [], "/view", "type"),
    ("no type", {"blocks": []}, "/view", "required"),
    ("unknown type", s.modal(type="drawer"), "/view/type", "unsupported_type"),
    ("no title", {"type": "modal", "blocks": []}, "/view", "required"),
    ("mrkdwn title", s.modal(title=s.mrkdwn()), "/view/title/type", "unsupported_type"),
    ("mrkdwn submit", s.modal(submit=s.mrkdwn()), "/view/submit/type", "unsupported_type"),
    ("empty close", s.modal(close=s.plain("")), "/view/close/text", "min_length"),
    ("a title at home", s.home(title=s.plain()), "/view", "additional_property"),
    ("submit_disabled", s.modal(submit_disabled=True), "/view", "additional_property"),
    ("input without submit", s.modal(s.an_input(), submit=None), "/view/blocks/0/input", "required"),
    ("blocks that are none", s.modal(blocks="x"), "/view/blocks", "type"),
    ("a table in a form", s.modal(s.table()), "/view/blocks/0/type", "surface"),
    ("a chart at home", s.home(s.pie()), "/view/blocks/0/type", "surface"),
    (
        "two in focus",
        s.modal(*[s.an_input(s.element("plain_text_input", focus_on_load=True)) for _ in range(2)]),
        "/view/blocks/1/element/focus_on_load",
        "unique",
    ),
    (
        "two blocks of one id",
        s.modal(s.section(block_id="a"), s.section(block_id="a")),
        "/view/blocks/1/block_id",
        "unique",
    ),
]


@pytest.mark.parametrize(
    ("view", "pointer", "code"), [row[1:] for row in VIEW_FAULTS], ids=[r[0] for r in VIEW_FAULTS]
)
def test_a_faulty_view(view: object, pointer: str, code: str) -> None:
    faults = check_view(view)
    assert where(faults) == [(pointer, code)]
    assert faults[0].error == "invalid_arguments"


def test_views_may_carry_the_nulls_slack_itself_sends() -> None:
    assert check_view(s.modal(submit=None, close=None, external_id="", private_metadata=None)) == []
    assert check_view(s.home(s.an_input())) == []


def test_a_view_too_large_has_its_own_error() -> None:
    view = s.modal(*[s.section(text=s.plain("x" * 3000)) for _ in range(90)])
    assert [fault.error for fault in check_view(view)] == ["view_too_large"]


MESSAGE_FAULTS: list[tuple[str, object, str]] = [
    ("nothing said", {"channel": "C1"}, "no_text"),
    ("nothing but emptiness", {"text": "", "blocks": [], "attachments": []}, "no_text"),
    ("text of another type", {"text": 3}, "invalid_arguments"),
    ("blocks unparsed", {"text": "x", "blocks": "[{}]"}, "invalid_blocks_format"),
    ("bad block", {"text": "x", "blocks": [{"type": "banner"}]}, "invalid_blocks"),
    ("markdown beside text", {"text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
    ("markdown too long", {"markdown_text": "y" * 12_001}, "msg_too_long"),
    ("attachments of another type", {"text": "x", "attachments": "x"}, "invalid_attachments"),
    ("an attachment of another type", {"text": "x", "attachments": ["x"]}, "invalid_attachments"),
    ("too many attachments", {"text": "x", "attachments": [{}] * 101}, "too_many_attachments"),
    ("a second table", {"text": "x", "blocks": [s.table(), s.table()]}, "invalid_attachments"),
    ("no message at all", None, "invalid_arguments"),
]


@pytest.mark.parametrize(
    ("payload", "error"), [row[1:] for row in MESSAGE_FAULTS], ids=[r[0] for r in MESSAGE_FAULTS]
)
def test_a_faulty_message(payload: object, error: str) -> None:
    assert [fault.error for fault in check_message(payload)] == [error]


def test_an_update_is_held_to_4000_characters_a_post_is_not() -> None:
    payload = {"text": "x" * 4001}
    assert check_message(payload) == []
    assert [fault.error for fault in check_message(payload, update=True)] == ["msg_too_long"]


def test_blocks_inside_an_attachment_are_checked() -> None:
    payload = {"attachments": [{"color": "#f00", "blocks": [s.section(text=s.plain(""))]}]}
    assert where(check_message(payload)) == [("/attachments/0/blocks/0/text/text", "min_length")]
