"""Rules of single blocks that are no numbers: kinds of text, choices, formats, what excludes what."""

from typing import Any

import pytest

from sandbox.limits import check_blocks
from tests.sandbox.limits import block_samples as s
from tests.sandbox.limits.block_samples import where

Json = dict[str, Any]

BLOCK_FAULTS: list[tuple[str, Json, str, str]] = [
    ("unknown block", {"type": "banner"}, "/type", "unsupported_type"),
    ("no type", {"text": s.plain()}, "", "required"),
    ("unknown text type", s.section(text={"type": "markdown", "text": "x"}), "/text/type", "unsupported_type"),
    ("bare string for a text", s.section(text="x"), "/text", "type"),
    ("emoji with mrkdwn", s.section(text={**s.mrkdwn(), "emoji": True}), "/text", "additional_property"),
    ("verbatim with plain_text", s.section(text={**s.plain(), "verbatim": True}), "/text", "additional_property"),
    ("section of nothing", {"type": "section"}, "/type", "one_of"),
    ("mrkdwn header", s.block("header", text=s.mrkdwn()), "/text/type", "unsupported_type"),
    ("mrkdwn button", s.actions(s.button(text=s.mrkdwn())), "/elements/0/text/type", "unsupported_type"),
    ("button style", s.actions(s.button(style="warning")), "/elements/0/style", "enum"),
    ("button disabled", s.actions(s.button(disabled=True)), "/elements/0", "additional_property"),
    (
        "prompt display alone",
        s.actions(s.button(agent_prompt_display="x")),
        "/elements/0",
        "required",
    ),
    (
        "two buttons of one action_id",
        s.actions(s.button(action_id="a"), s.button(action_id="a")),
        "/elements/1/action_id",
        "unique",
    ),
    (
        "confirm without deny",
        s.section(accessory=s.button(confirm={k: v for k, v in s.confirm().items() if k != "deny"})),
        "/accessory/confirm",
        "required",
    ),
    (
        "mrkdwn confirm title",
        s.section(accessory=s.button(confirm=s.confirm(title=s.mrkdwn()))),
        "/accessory/confirm/title/type",
        "unsupported_type",
    ),
    ("image both ways", s.image(slack_file={"id": "F0PICTURE1"}), "/type", "one_of"),
    ("image address", s.image(image_url="ftp://x/a.png"), "/image_url", "pattern"),
    (
        "slack_file both ways",
        {"type": "image", "alt_text": "x", "slack_file": {"id": "F0PICTURE1", "url": s.PICTURE}},
        "/slack_file",
        "one_of",
    ),
    (
        "select without options",
        s.section(accessory={"type": "static_select"}),
        "/accessory/type",
        "one_of",
    ),
    (
        "initial option not offered",
        s.section(accessory=s.element("static_select", initial_option=s.option("Other", "other"))),
        "/accessory/initial_option",
        "initial",
    ),
    (
        "initial options not offered",
        s.section(
            accessory=s.element("checkboxes", options=s.options(2), initial_options=[*s.options(1), s.option()])
        ),
        "/accessory/initial_options/1",
        "initial",
    ),
    (
        "more chosen than may be",
        s.section(accessory=s.element("multi_users_select", max_selected_items=1, initial_users=["U1", "U2"])),
        "/accessory/initial_users",
        "max_items",
    ),
    (
        "url outside an overflow menu",
        s.section(accessory=s.element("static_select", options=[{**s.option(), "url": s.PICTURE}])),
        "/accessory/options/0",
        "additional_property",
    ),
    (
        "mrkdwn option of a select",
        s.section(accessory=s.element("static_select", options=[{**s.option(), "text": s.mrkdwn()}])),
        "/accessory/options/0/text/type",
        "unsupported_type",
    ),
    (
        "empty filter",
        s.section(accessory=s.element("conversations_select", filter={})),
        "/accessory/filter",
        "one_of",
    ),
    (
        "date",
        s.section(accessory=s.element("datepicker", initial_date="1.2.2026")),
        "/accessory/initial_date",
        "pattern",
    ),
    (
        "month",
        s.section(accessory=s.element("datepicker", initial_date="2026-13-01")),
        "/accessory/initial_date",
        "pattern",
    ),
    (
        "time",
        s.section(accessory=s.element("timepicker", initial_time="24:00")),
        "/accessory/initial_time",
        "pattern",
    ),
    (
        "nine digits",
        s.actions(s.element("datetimepicker", initial_date_time=999_999_999)),
        "/elements/0/initial_date_time",
        "min_value",
    ),
    (
        "eleven digits",
        s.actions(s.element("datetimepicker", initial_date_time=10_000_000_000)),
        "/elements/0/initial_date_time",
        "max_value",
    ),
    ("mrkdwn label", s.an_input(label=s.mrkdwn()), "/label/type", "unsupported_type"),
    (
        "shorter than short",
        s.an_input(s.element("plain_text_input", min_length=5, max_length=4)),
        "/element/min_length",
        "max_value",
    ),
    (
        "response_url outside a modal",
        s.an_input(s.element("channels_select", response_url_enabled=True)),
        "/element/response_url_enabled",
        "surface",
    ),
    ("unknown container", s.rich_text({"type": "rich_text_box"}), "/elements/0/type", "unsupported_type"),
    (
        "unknown piece",
        s.rich_text({"type": "rich_text_section", "elements": [{"type": "sound"}]}),
        "/elements/0/elements/0/type",
        "unsupported_type",
    ),
    (
        "list inside a list",
        s.rich_text({"type": "rich_text_list", "style": "bullet", "elements": [{"type": "rich_text_list"}]}),
        "/elements/0/elements/0/type",
        "unsupported_type",
    ),
    ("empty cell", s.table(rows=s.cells(1, 1, "")), "/rows/0/0/text", "min_length"),
    ("unknown cell", s.table(rows=[[s.plain()]]), "/rows/0/0/type", "unsupported_type"),
    ("uneven rows", s.data_table(rows=[*s.cells(1, 2), *s.cells(1, 1)]), "/rows/1", "columns"),
    (
        "rich header",
        s.data_table(rows=[[s.rich_text()], *s.cells(1, 1)]),
        "/rows/0/0/type",
        "unsupported_type",
    ),
    ("row header beyond", s.data_table(row_header_column_index=1), "/row_header_column_index", "max_value"),
    ("nothing in a pie", s.pie(segments=[{"label": "x", "value": 0}]), "/chart/segments/0/value", "min_value"),
    ("a category twice", s.bars(points=2, label="x"), "/chart/axis_config/categories/1", "unique"),
    ("a series twice", s.bars(series=2, name="x"), "/chart/series/1/name", "unique"),
    ("card of nothing", {"type": "card", "subtext": s.plain()}, "/type", "one_of"),
    (
        "two icons",
        s.card(icon=s.image_element(), slack_icon={"type": "icon", "name": "bug"}),
        "/type",
        "one_of",
    ),
    ("unknown icon", s.card(slack_icon={"type": "icon", "name": "beetle"}), "/slack_icon/name", "enum"),
    ("carousel of sections", s.block("carousel", elements=[s.section()]), "/elements/0/type", "unsupported_type"),
    ("untitled container", {"type": "container", "child_blocks": [s.section()]}, "/type", "one_of"),
    ("collapsed but not collapsible", s.block("container", default_collapsed=True), "", "required"),
    (
        "divider of a collapsible header",
        s.block("container", has_header_divider=True, is_collapsible=True),
        "/has_header_divider",
        "one_of",
    ),
    ("pending alone", {"type": "task_card", **s.task(status="pending")}, "/status", "enum"),
    ("unknown status", s.block("plan", tasks=[s.task(status="done")]), "/tasks/0/status", "enum"),
    ("a task twice", s.block("plan", tasks=[s.task(), s.task()]), "/tasks/1/task_id", "unique"),
    ("plan title", s.block("plan", title=s.plain()), "/title", "type"),
]


@pytest.mark.parametrize(
    ("block", "pointer", "code"), [row[1:] for row in BLOCK_FAULTS], ids=[r[0] for r in BLOCK_FAULTS]
)
def test_a_faulty_block(block: Json, pointer: str, code: str) -> None:
    assert where(check_blocks([block], "message")) == [(f"/blocks/0{pointer}", code)]


def test_a_chart_needs_a_point_for_every_category() -> None:
    block = s.bars(points=2)
    del block["chart"]["series"][0]["data"][1]
    assert where(check_blocks([block], "message")) == [("/blocks/0/chart/series/0/data", "categories")]


def test_an_alert_level() -> None:
    assert where(check_blocks([s.block("alert", level="fatal")], "modal")) == [("/blocks/0/level", "enum")]


@pytest.mark.parametrize(
    ("low", "initial", "high", "fault"),
    [
        ("1", "5", "10", None),
        ("9", "5", "10", "min_value"),
        ("1", "11", "10", "initial_value"),
        ("1", "x", "10", "initial_value"),
    ],
)
def test_numbers_lie_between_their_ends(low: str, initial: str, high: str, fault: str | None) -> None:
    inner = s.element("number_input", min_value=low, initial_value=initial, max_value=high)
    pointers = [each.pointer for each in check_blocks([s.an_input(inner)], "modal")]
    assert pointers == ([f"/blocks/0/element/{fault}"] if fault else [])


def test_a_file_input_dispatches_nothing() -> None:
    block = s.an_input(s.element("file_input"), dispatch_action=True)
    assert where(check_blocks([block], "modal")) == [("/blocks/0/dispatch_action", "enum")]


def test_block_ids_are_unique_also_inside_containers() -> None:
    inner = s.block("container", child_blocks=[s.section(block_id="a")])
    faults = check_blocks([s.section(block_id="a"), inner], "message")
    assert [str(fault) for fault in faults] == [
        '`block_id` "a" already exists [json-pointer:/blocks/1/child_blocks/0/block_id]'
    ]


def test_all_faults_are_reported_together() -> None:
    blocks = [s.section(text=s.mrkdwn("")), {"type": "banner"}, s.block("header", text=s.plain("x" * 151))]
    assert [str(fault) for fault in check_blocks(blocks, "message")] == [
        "must be more than 0 characters [json-pointer:/blocks/0/text/text]",
        "unsupported type: banner [json-pointer:/blocks/1/type]",
        "must be less than 151 characters [json-pointer:/blocks/2/text/text]",
    ]


@pytest.mark.parametrize("blocks", [None, "[]", {}, 3])
def test_blocks_that_are_no_list(blocks: object) -> None:
    assert [fault.error for fault in check_blocks(blocks, "message")] == ["invalid_blocks_format"]
