"""No input whatever makes the validator raise, and what it says is always a list of faults."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.limits import Fault, check_blocks, check_message, check_view
from sandbox.limits.blocks import BLOCKS
from sandbox.limits.bounds import BOUNDS
from tests.sandbox.limits import block_samples as s

SURFACES = st.sampled_from(["message", "modal", "home"])
KEYS = sorted({name for kind in (s.BLOCKS, s.ELEMENTS) for sample in kind.values() for name in sample})
WORDS = st.sampled_from([*BLOCKS, *s.ELEMENTS, *KEYS, "plain_text", "mrkdwn", "", "\ud800", "\0"]) | st.text(
    max_size=5
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.binary(max_size=2)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(KEYS) | st.sampled_from(["type", "text"]), inner, max_size=5)
        | st.dictionaries(SCALARS.filter(lambda key: key == key), inner, max_size=2)  # noqa: PLR0124 # NaN is no key
        | st.tuples(inner)
    ),
    max_leaves=30,
)


@st.composite
def spoiled(draw: st.DrawFn) -> Any:
    """A valid block with one value, at any depth, replaced by anything."""
    block = json.loads(json.dumps(s.BLOCKS[draw(st.sampled_from(sorted(s.BLOCKS)))]))
    place: Any = block
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = draw(st.sampled_from(keys))
        if not (isinstance(place[key], dict | list) and place[key] and draw(st.booleans())):
            break
        place = place[key]
    place[key] = draw(ANYTHING)
    return block


def is_said_well(faults: list[Fault], root: str) -> None:
    for fault in faults:
        assert fault.pointer.startswith(root)
        assert fault.message
        assert fault.code
        assert str(fault)


@given(ANYTHING, SURFACES)
def test_any_blocks(blocks: Any, surface: Any) -> None:
    is_said_well(check_blocks(blocks, surface), "/blocks")
    is_said_well(check_blocks([blocks], surface), "/blocks")


@given(st.lists(spoiled(), max_size=3), SURFACES)
def test_spoiled_blocks(blocks: Any, surface: Any) -> None:
    is_said_well(check_blocks(blocks, surface), "/blocks")
    is_said_well(check_view(s.modal(*blocks)), "/view")


@given(ANYTHING, ANYTHING)
def test_any_view(view: Any, blocks: Any) -> None:
    is_said_well(check_view(view), "/view")
    is_said_well(check_view({"type": "home", "blocks": blocks}), "/view")


@given(ANYTHING, ANYTHING, ANYTHING)
def test_any_message(payload: Any, blocks: Any, attachments: Any) -> None:
    is_said_well(check_message(payload), "")
    is_said_well(check_message({"text": payload, "blocks": blocks, "attachments": attachments}, update=True), "")


def test_nesting_without_end() -> None:
    loop: list[Any] = []
    loop.append(loop)
    assert [fault.code for fault in check_blocks(loop, "message")] == ["depth"]
    deep: Any = "x"
    for _ in range(100_000):
        deep = [deep]
    assert [fault.code for fault in check_view({"type": "home", "blocks": deep})] == ["depth"]


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), pytest.param(10**5000, id="huge"), b"x", {1}, {3: "x"}],
)
def test_what_is_no_json(value: object) -> None:
    block = s.block("header", level=value)
    assert [fault.pointer for fault in check_blocks([block], "message")] == ["/blocks/0/level"]


def test_a_key_that_needs_escaping_in_a_pointer() -> None:
    assert [fault.pointer for fault in check_blocks([{"a/b~c": b""}], "message")] == ["/blocks/0/a~1b~0c"]


def test_rows_of_the_bounds_are_in_order() -> None:
    for row, (low, high) in BOUNDS.items():
        assert high is None or low <= high, row
