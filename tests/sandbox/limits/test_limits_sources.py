"""The bounds against the two packages that state them, and every payload those packages build."""

import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk.models import views
from slack_sdk.models.blocks import basic_components, block_elements, blocks
from slackblocks import _limits, _surfaces

from sandbox.limits import check_blocks
from sandbox.limits.blocks import BLOCKS, CONTAINER_CHILDREN
from sandbox.limits.bounds import BOUNDS
from sandbox.limits.icons import NAMES
from sandbox.limits.surfaces import BLOCK_SURFACES
from tests.sandbox.limits import block_samples as s

HIGH = ("MAX_LENGTH", "MAX_ITEMS", "MAX")
LOW = ("MIN_LENGTH", "MIN_ITEMS", "MIN")


def stated(row: str, suffixes: tuple[str, ...]) -> int | None:
    stem = row.upper().replace(".", "_")
    found = [getattr(_limits, f"{stem}_{suffix}", None) for suffix in suffixes]
    return next((value for value in found if value is not None), None)


def rows_stated(suffixes: tuple[str, ...]) -> list[str]:
    return [row for row in BOUNDS if stated(row, suffixes) is not None]


@pytest.mark.parametrize("row", rows_stated(HIGH))
def test_highs_agree_with_slackblocks(row: str) -> None:
    assert BOUNDS[row].high == stated(row, HIGH)


@pytest.mark.parametrize("row", rows_stated(LOW))
def test_lows_agree_with_slackblocks(row: str) -> None:
    assert BOUNDS[row].low == stated(row, LOW)


ELSEWHERE = {
    "SECTION_FIELDS_ITEM_MAX_LENGTH": "section.fields.item",
    "DATA_VISUALIZATION_SEGMENT_VALUE_EXCLUSIVE_MIN": "a rule of its own: more than nothing",
    "MESSAGE_CHANNEL_MIN_LENGTH": "chat.postMessage's business",
}


def test_no_limit_of_slackblocks_is_forgotten() -> None:
    known = {f"{row.upper().replace('.', '_')}_{suffix}" for row in BOUNDS for suffix in (*HIGH, *LOW)} | set(
        ELSEWHERE
    )
    names = {name for name in vars(_limits) if name.isupper()}
    assert names - known == set()
    assert BOUNDS["section.fields.item"].high == _limits.SECTION_FIELDS_ITEM_MAX_LENGTH


def limits_of(module: Any) -> Iterator[tuple[str, str, int]]:
    for name, found in inspect.getmembers(module, inspect.isclass):
        for field, value in vars(found).items():
            if field.endswith("_max_length") and isinstance(value, int):
                yield name, field.removesuffix("_max_length"), value


SDK_ROWS = {
    ("ActionsBlock", "elements"): "actions.elements",
    ("Block", "block_id"): "block_id",
    ("CardBlock", "title"): "card.title",
    ("CardBlock", "subtitle"): "card.subtitle",
    ("CardBlock", "body"): "card.body",
    ("CarouselBlock", "elements"): "carousel.elements",
    ("ContainerBlock", "title"): "container.title",
    ("ContainerBlock", "subtitle"): "container.subtitle",
    ("ContainerBlock", "child_blocks"): "container.child_blocks",
    ("ContextActionsBlock", "elements"): "context_actions.elements",
    ("ContextBlock", "elements"): "context.elements",
    ("HeaderBlock", "text"): "header.text",
    ("ImageBlock", "image_url"): "image.image_url",
    ("ImageBlock", "alt_text"): "image.alt_text",
    ("ImageBlock", "title"): "image.title",
    ("InputBlock", "label"): "input.label",
    ("InputBlock", "hint"): "input.hint",
    ("MarkdownBlock", "text"): "markdown.text",
    ("SectionBlock", "fields"): "section.fields",
    ("SectionBlock", "text"): "section.text",
    ("VideoBlock", "title"): "video.title",
    ("VideoBlock", "author_name"): "video.author_name",
    ("ButtonElement", "text"): "button.text",
    ("ButtonElement", "url"): "button.url",
    ("ButtonElement", "value"): "button.value",
    ("ButtonElement", "agent_prompt"): "button.agent_prompt",
    ("ImageElement", "image_url"): "image_element.image_url",
    ("ImageElement", "alt_text"): "image_element.alt_text",
    ("InputInteractiveElement", "placeholder"): "select.placeholder",
    ("InteractiveElement", "action_id"): "action_id",
    ("OverflowMenuElement", "options"): "overflow.options",
    ("SelectElement", "options"): "select.options",
    ("SelectElement", "option_groups"): "select.option_groups",
    ("StaticMultiSelectElement", "options"): "select.options",
    ("StaticMultiSelectElement", "option_groups"): "select.option_groups",
    ("StaticSelectElement", "options"): "select.options",
    ("StaticSelectElement", "option_groups"): "select.option_groups",
    ("ConfirmObject", "title"): "confirmation.title",
    ("ConfirmObject", "text"): "confirmation.text",
    ("ConfirmObject", "confirm"): "confirmation.confirm",
    ("ConfirmObject", "deny"): "confirmation.deny",
    ("FeedbackButtonObject", "text"): "feedback_button.text",
    ("FeedbackButtonObject", "value"): "feedback_button.value",
    ("Option", "label"): "option.text",
    ("Option", "value"): "option.value",
    ("OptionGroup", "label"): "option_group.label",
    ("OptionGroup", "options"): "option_group.options",
    ("View", "title"): "view.title",
    ("View", "submit"): "view.submit",
    ("View", "close"): "view.close",
    ("View", "blocks"): "view.blocks",
    ("View", "private_metadata"): "view.private_metadata",
    ("View", "callback_id"): "view.callback_id",
}
UNKNOWN_TO_SLACK = {"AuthProviderBlock"}  # in the SDK alone


def sdk_limits() -> list[tuple[str, str, int]]:
    listed = {*limits_of(blocks), *limits_of(block_elements), *limits_of(basic_components), *limits_of(views)}
    return sorted(row for row in listed if row[0] not in UNKNOWN_TO_SLACK)


@pytest.mark.parametrize(("name", "field", "value"), sdk_limits())
def test_highs_agree_with_the_sdk(name: str, field: str, value: int) -> None:
    assert BOUNDS[SDK_ROWS[name, field]].high == value


def test_the_surface_matrix_agrees_with_slackblocks_but_for_charts_at_home() -> None:
    for surface, kinds in _surfaces._BLOCK_TYPES_BY_SURFACE.items():
        ours = {kind for kind, welcome in BLOCK_SURFACES.items() if surface in welcome}
        assert kinds ^ ours == ({"data_visualization"} if surface == "home" else set())


def test_containers_and_icons_agree_with_slackblocks() -> None:
    from slackblocks import blocks as theirs
    from slackblocks.objects import _SLACK_ICON_NAMES

    assert {kind.value for kind in theirs.ContainerBlock._CHILD_TYPES} == set(CONTAINER_CHILDREN)
    assert set(NAMES) == _SLACK_ICON_NAMES


NOT_IN_THE_SDK = {"data_table", "data_visualization"}


@pytest.mark.parametrize("kind", sorted(set(s.BLOCKS) - NOT_IN_THE_SDK))
def test_what_the_sdk_writes_of_a_sample_is_taken(kind: str) -> None:
    parsed = blocks.Block.parse(s.BLOCKS[kind])
    assert parsed is not None
    surface: Any = "modal" if kind == "alert" else "message"
    assert check_blocks([parsed.to_dict()], surface) == []


def test_every_block_type_of_the_sdk_is_known_but_two() -> None:
    classes = [found for _, found in inspect.getmembers(blocks, inspect.isclass)]
    kinds = {vars(found).get("type") for found in classes if issubclass(found, blocks.Block)}
    theirs = {kind for kind in kinds if isinstance(kind, str)}
    assert theirs - set(BLOCKS) == {"auth_provider", "call"}
