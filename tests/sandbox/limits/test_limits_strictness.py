"""Every bound: just at it passes, one beyond fails, and the fault points there."""

import pytest

from sandbox.limits.bounds import BOUNDS
from tests.sandbox.limits.bound_cases_of_blocks import CASES

HIGH = {row: bound.high for row, bound in BOUNDS.items() if bound.high is not None}
LOW = {row: bound.low for row, bound in BOUNDS.items() if bound.low > 0}
SHORTEST_LINK = len("https://x")


def test_every_bound_has_a_case() -> None:
    assert set(CASES) == set(BOUNDS)


@pytest.mark.parametrize("row", HIGH)
def test_the_highest_passes(row: str) -> None:
    assert CASES[row].faults(HIGH[row]) == []


@pytest.mark.parametrize("row", HIGH)
def test_one_above_is_a_fault_there_and_nowhere_else(row: str) -> None:
    case = CASES[row]
    expected = {case.pointer, case.also} - {None}
    assert {fault.pointer for fault in case.faults(HIGH[row] + 1)} == expected


@pytest.mark.parametrize("row", LOW)
def test_the_lowest_passes(row: str) -> None:
    low = SHORTEST_LINK if CASES[row].pointer.endswith("url") else LOW[row]
    assert CASES[row].faults(low) == []


@pytest.mark.parametrize("row", LOW)
def test_one_below_is_a_fault_there(row: str) -> None:
    assert CASES[row].pointer in {fault.pointer for fault in CASES[row].faults(LOW[row] - 1)}
