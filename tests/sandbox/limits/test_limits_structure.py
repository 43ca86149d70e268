"""Which block and element may stand where, and which keys they have."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.limits import check_blocks
from sandbox.limits.blocks import BLOCKS, CONTAINER_CHILDREN
from sandbox.limits.surfaces import ACTION_ELEMENTS, INPUT_ELEMENTS, SECTION_ACCESSORIES
from tests.sandbox.limits import block_samples as s
from tests.sandbox.limits.block_samples import where

Json = dict[str, Any]


MESSAGE_ONLY = {"context_actions", "data_visualization", "file", "markdown", "plan", "task_card"}
NOT_IN_MODALS = {"carousel", "container", "data_table", "table"}
SURFACES = {
    "message": set(s.BLOCKS) - {"alert"},
    "modal": set(s.BLOCKS) - MESSAGE_ONLY - NOT_IN_MODALS,
    "home": set(s.BLOCKS) - MESSAGE_ONLY - {"alert"},
}


def test_every_block_has_a_sample() -> None:
    assert set(s.BLOCKS) == set(BLOCKS)


@pytest.mark.parametrize("surface", ["message", "modal", "home"])
@pytest.mark.parametrize("kind", s.BLOCKS)
def test_blocks_stand_where_slack_lets_them(kind: str, surface: Any) -> None:
    faults = check_blocks([s.block(kind)], surface)
    assert where(faults)[:1] == ([] if kind in SURFACES[surface] else [("/blocks/0/type", "surface")])


FORBIDDEN = {
    "message": {"email_text_input", "url_text_input", "number_input", "file_input", "rich_text_input"},
    "modal": {"workflow_button"},
    "home": {
        "email_text_input",
        "url_text_input",
        "number_input",
        "file_input",
        "datetimepicker",
        "workflow_button",
    },
}
HOLDERS: dict[str, tuple[tuple[str, ...], Callable[[Json], Json], str]] = {
    "section": (SECTION_ACCESSORIES, lambda inner: s.section(accessory=inner), "/accessory"),
    "actions": (ACTION_ELEMENTS, s.actions, "/elements/0"),
    "input": (INPUT_ELEMENTS, s.an_input, "/element"),
    "context_actions": (
        ("feedback_buttons", "icon_button"),
        lambda inner: s.block("context_actions", elements=[inner]),
        "/elements/0",
    ),
}


@pytest.mark.parametrize("holder", HOLDERS)
@pytest.mark.parametrize("kind", s.ELEMENTS)
def test_elements_stand_in_the_blocks_made_for_them(kind: str, holder: str) -> None:
    welcome, build, path = HOLDERS[holder]
    surface: Any = "message" if kind not in FORBIDDEN["message"] else "modal"
    if holder == "context_actions":
        surface = "message"
    faults = check_blocks([build(s.element(kind))], surface)
    expected = [] if kind in welcome else [(f"/blocks/0{path}/type", "unsupported_type")]
    assert where(faults) == expected


def test_a_section_takes_no_datetimepicker() -> None:
    assert "datetimepicker" not in SECTION_ACCESSORIES


@pytest.mark.parametrize("surface", FORBIDDEN)
@pytest.mark.parametrize("kind", sorted({*INPUT_ELEMENTS, "workflow_button"}))
def test_elements_stand_on_the_surfaces_made_for_them(kind: str, surface: Any) -> None:
    holder = s.an_input if kind in INPUT_ELEMENTS else s.actions
    path = "element" if kind in INPUT_ELEMENTS else "elements/0"
    faults = check_blocks([holder(s.element(kind))], surface)
    assert where(faults) == ([(f"/blocks/0/{path}/type", "surface")] if kind in FORBIDDEN[surface] else [])


@pytest.mark.parametrize("kind", s.BLOCKS)
def test_containers_hold_only_certain_blocks(kind: str) -> None:
    faults = check_blocks([s.block("container", child_blocks=[s.block(kind)])], "message")
    bad = [("/blocks/0/child_blocks/0/type", "unsupported_type")]
    assert where(faults) == ([] if kind in CONTAINER_CHILDREN else bad)


REQUIRED = [
    (kind, name)
    for kind, sample in s.BLOCKS.items()
    for name in sample
    if name != "type" and (kind, name) not in {("section", "text"), ("card", "title"), ("container", "title")}
]


@pytest.mark.parametrize(("kind", "name"), REQUIRED)
def test_a_missing_key_is_named(kind: str, name: str) -> None:
    block = s.block(kind)
    del block[name]
    surface: Any = "modal" if kind == "alert" else "message"
    faults = check_blocks([block], surface)
    if (kind, name) == ("image", "image_url"):
        assert where(faults) == [("/blocks/0/type", "one_of")]
        return
    assert [str(fault) for fault in faults] == [f"missing required field: {name} [json-pointer:/blocks/0]"]


@pytest.mark.parametrize("kind", s.BLOCKS)
def test_a_surplus_key_is_named(kind: str) -> None:
    surface: Any = "modal" if kind == "alert" else "message"
    faults = check_blocks([s.block(kind, disabled=True)], surface)
    assert [str(fault) for fault in faults] == ["invalid additional property: disabled [json-pointer:/blocks/0]"]


@pytest.mark.parametrize("kind", s.BLOCKS)
@pytest.mark.parametrize("wrong", [None, 7, True, [None], "x", {}])
def test_a_value_of_the_wrong_type_is_a_fault(kind: str, wrong: object) -> None:
    surface: Any = "modal" if kind == "alert" else "message"
    for name, value in s.block(kind).items():
        if name == "type" or type(value) is type(wrong):
            continue
        pointers = {fault.pointer for fault in check_blocks([s.block(kind, **{name: wrong})], surface)}
        assert any(pointer.startswith(f"/blocks/0/{name}") for pointer in pointers), (kind, name, wrong)
