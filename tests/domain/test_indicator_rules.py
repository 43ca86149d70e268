"""The indicator's light: up at a threshold, down a little below it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.indicators import ORDER, Reading, Thresholds, is_alert, is_recovery, light
from domain.risks import Level

GREEN, AMBER, RED = ORDER
BARS = Thresholds(amber=10, red=20, back=2, least=5)
LEVELS = st.sampled_from(ORDER)
READINGS = st.integers(0, 200).flatmap(lambda all_: st.builds(Reading, st.integers(0, all_), st.just(all_)))


@pytest.mark.parametrize(
    ("before", "broken", "decided", "after"),
    [
        (GREEN, 0, 0, GREEN),
        (RED, 0, 0, GREEN),
        (GREEN, 4, 4, GREEN),  # too few
        (AMBER, 4, 4, AMBER),  # too few to alert, but nothing is well either
        (RED, 1, 4, RED),
        (RED, 0, 4, GREEN),
        (GREEN, 9, 100, GREEN),
        (GREEN, 10, 100, AMBER),
        (GREEN, 19, 100, AMBER),
        (GREEN, 20, 100, RED),
        (AMBER, 20, 100, RED),
        (RED, 18, 100, RED),
        (RED, 17, 100, AMBER),
        (AMBER, 8, 100, AMBER),
        (AMBER, 7, 100, GREEN),
        (RED, 8, 100, AMBER),
        (RED, 7, 100, GREEN),
    ],
)
def test_the_light_after_a_reading(before: Level, broken: int, decided: int, after: Level) -> None:
    assert light(BARS, Reading(broken, decided), before) is after


@given(before=LEVELS, reading=READINGS)
def test_the_same_reading_again_changes_nothing(before: Level, reading: Reading) -> None:
    """So that a second count, a restart or a second replica alerts nobody."""
    once = light(BARS, reading, before)
    assert light(BARS, reading, once) is once


@given(before=LEVELS, reading=READINGS)
def test_no_crossing_is_both_an_alert_and_a_recovery(before: Level, reading: Reading) -> None:
    after = light(BARS, reading, before)
    assert not (is_alert(before, after) and is_recovery(before, after))
    assert is_alert(before, after) <= (reading.decided >= BARS.least)


@pytest.mark.parametrize("bars", [(20, 10, 2, 5), (10, 101, 2, 5), (10, 20, 10, 5), (10, 20, 2, 0), (0, 20, 0, 5)])
def test_thresholds_that_make_no_sense_are_refused(bars: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"below|one target"):
        Thresholds(*bars)
