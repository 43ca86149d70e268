"""Changes, surveys and risks: every verb in every state, and what may be filled in."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import product

import pytest

from domain import changes, follow_ups, risks, surveys
from domain.assessment import ChangeKind
from domain.changes import ChangeState, ChangeVerb, OwnWork, TooSoon
from domain.follow_ups import FollowUpState, FollowUpVerb
from domain.outcomes import FieldFault, IllegalMove, Refusal, Refused
from domain.risks import Appetite, Level, RiskState, RiskVerb
from domain.surveys import SurveyOver, SurveyState, SurveyVerb

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)

CHANGES = """
verb              -                  awaiting_approval  declared     approved     rejected  withdrawn
submit            awaiting_approval  .                  .            .            .         .
declare           .                  declared           .            .            .         .
approve           .                  approved           approved     .            .         .
reject            .                  rejected           rejected     .            .         .
keep              .                  .                  .            .            .         .
withdraw          .                  withdrawn          withdrawn    withdrawn    .         .
start             .                  .                  in_progress  in_progress  .         .
implement         .                  .                  .            .            .         .
back_out          .                  .                  .            .            .         .
back_out_for_now  .                  .                  .            .            .         .
succeed           .                  .                  .            .            .         .
succeed_for_now   .                  .                  .            .            .         .
fail              .                  .                  .            .            .         .
lapse             .                  .                  lapsed       lapsed       .         .
"""
CHANGES_UNDER_WAY = """
verb              in_progress  implemented  failed       verified    taken_back
submit            .            .            .            .           .
declare           .            .            .            .           .
approve           in_progress  implemented  failed       closed      backed_out
reject            in_progress  implemented  failed       verified    backed_out
keep              in_progress  implemented  failed       closed      .
withdraw          .            .            .            .           .
start             .            .            .            .           .
implement         implemented  .            implemented  .           .
back_out          backed_out   backed_out   backed_out   backed_out  .
back_out_for_now  taken_back   taken_back   taken_back   taken_back  .
succeed           .            closed       .            .           .
succeed_for_now   .            verified     .            .           .
fail              .            failed       .            .           .
lapse             .            .            .            .           .
"""
CHANGES_LATER = """
verb              backed_out  closed  lapsed
submit            .           .       .
declare           .           .       .
approve           .           .       .
reject            .           .       .
keep              .           .       .
withdraw          .           .       .
start             .           .       .
implement         .           .       .
back_out          .           .       .
back_out_for_now  .           .       .
succeed           .           .       .
succeed_for_now   .           .       .
fail              .           .       .
lapse             .           .       .
"""
SURVEYS = """
verb       -        waiting    asked      answered  expired  withdrawn
plan       waiting  .          .          .         .        .
ask        .        asked      .          .         .        .
answer     .        .          answered   answered  .        .
comment    .        .          .          answered  .        .
expire     .        .          expired    .         .        .
withdraw   .        withdrawn  withdrawn  .         .        .
"""
FOLLOW_UPS = """
verb       -     open       done  withdrawn
raise      open  .          .     open
finish     .     done       .     .
withdraw   .     withdrawn  .     .
"""
RISKS = """
verb       -      open    closed
register   open   .       .
rate       .      open    .
review     .      open    .
treat      .      open    .
accept     .      open    .
close      .      closed  .
"""
Case = tuple[Callable[..., StrEnum], StrEnum, StrEnum | None, str]


def cases(move: Callable[..., StrEnum], verbs: type[StrEnum], states: type[StrEnum], *table: str) -> list[Case]:
    """`table`, or the columns of a wide one in several."""
    (head, *lines), *more = (part.strip().splitlines() for part in table)
    for head_of_more, *lines_of_more in more:
        head += head_of_more.removeprefix("verb")
        lines = [
            line + other.removeprefix(line.split()[0]) for line, other in zip(lines, lines_of_more, strict=True)
        ]
    before = [None if name == "-" else states(name) for name in head.split()[1:]]
    found = [
        (move, verbs(line.split()[0]), state, after)
        for line in lines
        for state, after in zip(before, line.split()[1:], strict=True)
    ]
    assert {(verb, state) for _, verb, state, _ in found} == set(product(verbs, [None, *states]))
    return found


@pytest.mark.parametrize(
    ("move", "verb", "before", "after"),
    [
        *cases(changes.move, ChangeVerb, ChangeState, CHANGES, CHANGES_UNDER_WAY, CHANGES_LATER),
        *cases(surveys.move, SurveyVerb, SurveyState, SURVEYS),
        *cases(risks.move, RiskVerb, RiskState, RISKS),
        *cases(follow_ups.move, FollowUpVerb, FollowUpState, FOLLOW_UPS),
    ],
)
def test_a_verb_in_a_state(move: Callable[..., StrEnum], verb: StrEnum, before: StrEnum | None, after: str) -> None:
    if after != ".":
        assert move("X-1", verb, before) == after
        return
    assert refusal_of(move, "X-1", verb, before) == IllegalMove("X-1", verb, before or "")


def refusal_of(act: Callable[..., object], *given: object) -> Refusal:
    with pytest.raises(Refused) as refused:
        act(*given)
    return refused.value.refusal


MINUTE = timedelta(minutes=1)
NOT_AFTER = FieldFault("end", "not_after_start")
END_PAST, START_PAST = FieldFault("end", "in_past"), FieldFault("start", "in_past")


@pytest.mark.parametrize(
    ("start", "end", "kind", "fault"),
    [  # minutes from now
        (60, 120, ChangeKind.NORMAL, None),
        (0, 1, ChangeKind.STANDARD, None),
        (-15, 60, ChangeKind.NORMAL, None),
        (60, 60, ChangeKind.NORMAL, NOT_AFTER),
        (60, 0, ChangeKind.EMERGENCY, NOT_AFTER),
        (-16, 60, ChangeKind.NORMAL, START_PAST),
        (-16, 60, ChangeKind.STANDARD, START_PAST),
        (-600, 60, ChangeKind.EMERGENCY, None),
        (-5, 0, ChangeKind.NORMAL, END_PAST),
        (-600, -5, ChangeKind.EMERGENCY, END_PAST),
    ],
)
def test_a_window(start: int, end: int, kind: ChangeKind, fault: FieldFault | None) -> None:
    asked = NOW + start * MINUTE, NOW + end * MINUTE
    if fault:
        assert refusal_of(changes.window, *asked, NOW, kind) == fault
    else:
        assert changes.window(*asked, NOW, kind) == changes.Window(*asked)


@pytest.mark.parametrize(
    ("before", "kind", "may"),
    [
        (16, ChangeKind.NORMAL, False),
        (15, ChangeKind.NORMAL, True),
        (-600, ChangeKind.STANDARD, True),
        (16, ChangeKind.EMERGENCY, True),
    ],
)
def test_work_begins_with_the_window_not_before(before: int, kind: ChangeKind, *, may: bool) -> None:
    window = changes.Window(NOW + before * MINUTE, NOW + (before + 60) * MINUTE)
    if may:
        changes.may_start("CHG-1", window, NOW, kind)
    else:
        assert refusal_of(changes.may_start, "CHG-1", window, NOW, kind) == TooSoon("CHG-1")


def test_nobody_verifies_their_own_work() -> None:
    changes.may_verify("CHG-1", 3, frozenset({1, 2}))
    assert refusal_of(changes.may_verify, "CHG-1", 2, frozenset({1, 2})) == OwnWork("CHG-1")


@pytest.mark.parametrize(
    ("state", "score", "days", "after"),
    [
        (SurveyState.ASKED, 1, 0, SurveyState.ANSWERED),
        (SurveyState.ASKED, 5, 13.99, SurveyState.ANSWERED),
        (SurveyState.ANSWERED, 2, 13.99, SurveyState.ANSWERED),
        (SurveyState.ASKED, 5, 14, SurveyOver("IT-7", "expired")),
        (SurveyState.ANSWERED, 5, 14, SurveyOver("IT-7", "expired")),
        (SurveyState.EXPIRED, 5, 1, SurveyOver("IT-7", "expired")),
        (SurveyState.WITHDRAWN, 5, 20, SurveyOver("IT-7", "withdrawn")),
        (SurveyState.WAITING, 5, 0, IllegalMove("IT-7", "answer", "waiting")),
        (SurveyState.ASKED, 0, 0, FieldFault("score", "out_of_range", 5)),
        (SurveyState.ASKED, 6, 0, FieldFault("score", "out_of_range", 5)),
    ],
)
def test_answers(state: SurveyState, score: int, days: float, after: SurveyState | Refusal) -> None:
    def given() -> SurveyState:
        return surveys.answer("IT-7", state, surveys.SURVEYS.until(NOW), score, NOW + timedelta(days=days))

    assert (refusal_of(given) if isinstance(after, Refusal) else given()) == after


@pytest.mark.parametrize(
    ("score", "state", "needed"),
    [
        (1, None, "raise"),
        (2, None, "raise"),
        (3, None, None),
        (2, "open", None),
        (3, "open", "withdraw"),
        (1, "done", None),
        (5, "done", None),
        (1, "withdrawn", "raise"),
        (5, "withdrawn", None),
    ],
)
def test_what_a_score_calls_for(score: int, state: str | None, needed: str | None) -> None:
    assert follow_ups.needed(score, 2, FollowUpState(state) if state else None) == needed


@pytest.mark.parametrize(("last", "rests"), [(None, False), (0, True), (6.99, True), (7, False), (30, False)])
def test_who_was_asked_lately_rests(last: float | None, rests: bool) -> None:  # noqa: FBT001 - a table's column
    asked = None if last is None else NOW - timedelta(days=last)
    assert surveys.SURVEYS.rests(asked, NOW) is rests


@pytest.mark.parametrize(
    ("share", "chance", "chosen"), [(100, 0.999, True), (0, 0.0, False), (50, 0.499, True), (50, 0.5, False)]
)
def test_a_share_is_chosen(share: int, chance: float, chosen: bool) -> None:  # noqa: FBT001
    assert surveys.SurveyPolicy(share=share).chooses(chance) is chosen


def test_the_matrix() -> None:
    """Rows are probability 5 to 1, columns impact 1 to 5."""
    rows = [
        "".join(risks.level(probability, impact, Appetite())[0] for impact in range(1, 6))
        for probability in range(5, 0, -1)
    ]
    assert rows == ["garrr", "gaarr", "ggaar", "gggaa", "ggggg"]


@pytest.mark.parametrize(
    ("points", "level"), [((2, 2), "green"), ((1, 5), "amber"), ((3, 3), "amber"), ((2, 5), "red")]
)
def test_another_appetite(points: tuple[int, int], level: str) -> None:
    assert risks.level(*points, Appetite(amber=5, red=10)) == level


def test_some_have_no_green() -> None:
    assert risks.level(1, 1, Appetite(amber=1, red=2)) is Level.AMBER


@pytest.mark.parametrize(("amber", "red"), [(0, 5), (8, 8), (15, 8)])
def test_an_appetite_that_contradicts_itself(amber: int, red: int) -> None:
    with pytest.raises(ValueError, match="below red"):
        Appetite(amber, red)


@pytest.mark.parametrize(
    ("probability", "impact", "field"),
    [(0, 3, "probability"), (6, 3, "probability"), (3, 0, "impact"), (3, 6, "impact")],
)
def test_off_the_scale(probability: int, impact: int, field: str) -> None:
    assert refusal_of(risks.score, probability, impact) == FieldFault(field, "out_of_range", 5)


@pytest.mark.parametrize(
    ("before", "after", "alerts"),
    [
        (None, Level.RED, True),
        (Level.GREEN, Level.RED, True),
        (Level.AMBER, Level.RED, True),
        (Level.RED, Level.RED, False),
        (Level.RED, Level.AMBER, False),
        (None, Level.AMBER, False),
    ],
)
def test_one_alert_a_crossing(before: Level | None, after: Level, alerts: bool) -> None:  # noqa: FBT001 - a table's
    assert risks.becomes_red(before, after) is alerts


def test_a_review_lies_ahead() -> None:
    today = date(2026, 3, 2)
    assert risks.review_on(date(2026, 3, 3), today) == date(2026, 3, 3)
    for day in (today, date(2026, 3, 1)):
        assert refusal_of(risks.review_on, day, today) == FieldFault("review", "not_in_future")


@pytest.mark.parametrize(
    ("day", "zone", "due"),
    [
        (date(2026, 3, 27), "Europe/Berlin", "2026-03-27T08:00"),
        (date(2026, 3, 29), "Europe/Berlin", "2026-03-29T07:00"),  # that night the clocks went forward
        (date(2026, 10, 25), "Europe/Berlin", "2026-10-25T08:00"),  # and back
        (date(2026, 3, 2), "Asia/Taipei", "2026-03-02T01:00"),
        (date(2026, 3, 2), "Pacific/Kiritimati", "2026-03-01T19:00"),
    ],
)
def test_a_review_is_due_at_nine_by_the_desks_clock(day: date, zone: str, due: str) -> None:
    at = datetime.fromisoformat(due).replace(tzinfo=UTC)
    assert risks.review_at(day, zone) == at
    assert risks.is_due(day, zone, at)
    assert not risks.is_due(day, zone, at - timedelta(microseconds=1))
