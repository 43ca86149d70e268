"""Every verb in every state, the matrix, and a ticket pushed about at random."""

from itertools import product

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from domain.outcomes import FieldFault, IllegalMove, Refused
from domain.tickets import MOVES, OPEN, AlreadyClaimed, TicketState, TicketVerb, claim, move, priority

KEY = "IT-7"

# verb        (none)  new          assigned     in_progress  on_hold      resolved     closed       withdrawn
TABLE = """
file          new     .            .            .            .            .            .            .
claim         .       in_progress  in_progress  in_progress  on_hold      .            .            .
assign        .       assigned     assigned     assigned     on_hold      .            .            .
reply         .       new          assigned     in_progress  on_hold      resolved     .            .
hold          .       on_hold      on_hold      on_hold      .            .            .            .
unhold        .       .            .            .            in_progress  .            .            .
prioritise    .       new          assigned     in_progress  on_hold      .            .            .
transfer      .       new          new          new          new          .            .            .
resolve       .       resolved     resolved     resolved     resolved     .            .            .
confirm       .       .            .            .            .            closed       .            .
reopen        .       .            .            .            .            in_progress  in_progress  .
fire_again    .       .            .            .            .            new          new          .
withdraw      .       withdrawn    .            .            .            .            .            .
route         .       new          .            .            .            .            .            .
"""
BEFORE = (None, *TicketState)
CASES = [
    (TicketVerb(line.split()[0]), before, after)
    for line in TABLE.strip().splitlines()
    for before, after in zip(BEFORE, line.split()[1:], strict=True)
]


def test_the_table_is_whole() -> None:
    assert {(verb, before) for verb, before, _ in CASES} == set(product(TicketVerb, BEFORE))


@pytest.mark.parametrize(("verb", "before", "after"), CASES)
def test_a_verb_in_a_state(verb: TicketVerb, before: TicketState | None, after: str) -> None:
    if after != ".":
        assert move(KEY, verb, before) is TicketState(after)
        return
    with pytest.raises(Refused) as refused:
        move(KEY, verb, before)
    assert refused.value.refusal == IllegalMove(KEY, verb.value, before.value if before else "")


ANN, BEN = 1, 2


@pytest.mark.parametrize(
    ("state", "holder", "after"),
    [
        (TicketState.NEW, None, TicketState.IN_PROGRESS),
        (TicketState.ASSIGNED, BEN, TicketState.IN_PROGRESS),
        (TicketState.ASSIGNED, ANN, AlreadyClaimed(KEY, ANN)),
        (TicketState.IN_PROGRESS, ANN, AlreadyClaimed(KEY, ANN)),
        (TicketState.IN_PROGRESS, BEN, AlreadyClaimed(KEY, BEN)),
        (TicketState.IN_PROGRESS, None, TicketState.IN_PROGRESS),
        (TicketState.ON_HOLD, ANN, AlreadyClaimed(KEY, ANN)),
        (TicketState.ON_HOLD, None, TicketState.ON_HOLD),
        (TicketState.RESOLVED, None, IllegalMove(KEY, "claim", "resolved")),
        (TicketState.RESOLVED, ANN, IllegalMove(KEY, "claim", "resolved")),
        (TicketState.CLOSED, BEN, IllegalMove(KEY, "claim", "closed")),
    ],
)
def test_ben_claims(state: TicketState, holder: int | None, after: object) -> None:
    if isinstance(after, TicketState):
        assert claim(KEY, state, holder, by=BEN) is after
        return
    with pytest.raises(Refused) as refused:
        claim(KEY, state, holder, by=BEN)
    assert refused.value.refusal == after


def test_priorities() -> None:
    assert [[priority(impact, urgency) for urgency in (1, 2, 3)] for impact in (1, 2, 3)] == [
        [1, 2, 3],
        [2, 3, 4],
        [3, 4, 5],
    ]


@pytest.mark.parametrize(
    ("impact", "urgency", "field"), [(0, 1, "impact"), (4, 1, "impact"), (1, 0, "urgency"), (3, 4, "urgency")]
)
def test_levels_that_do_not_exist(impact: int, urgency: int, field: str) -> None:
    with pytest.raises(Refused) as refused:
        priority(impact, urgency)
    assert refused.value.refusal == FieldFault(field, "out_of_range", 3)


class TicketLife(RuleBasedStateMachine):
    """Ann and Ben do anything at any time; what they remember must agree with what the rules let through."""

    def __init__(self) -> None:
        super().__init__()
        self.state = TicketState.NEW
        self.holder: int | None = None
        self.told: list[TicketVerb] = []

    @rule(by=st.sampled_from([ANN, BEN]))
    def claim(self, by: int) -> None:
        held_by_another = self.holder not in {None, by}
        try:
            self.state = claim(KEY, self.state, self.holder, by)
        except Refused:
            return
        assert not held_by_another
        self.holder = by
        self.told.append(TicketVerb.CLAIM)

    @rule(verb=st.sampled_from([verb for verb in TicketVerb if verb is not TicketVerb.CLAIM]), to=st.integers(1, 2))
    def act(self, verb: TicketVerb, to: int) -> None:
        try:
            self.state = move(KEY, verb, self.state)
        except Refused:
            assert self.state not in MOVES[verb]
            return
        self.told.append(verb)
        if verb is TicketVerb.TRANSFER:
            self.holder = None
        is_first = verb in {TicketVerb.RESOLVE, TicketVerb.HOLD} and self.holder is None
        if verb is TicketVerb.ASSIGN or is_first:
            self.holder = to

    @invariant()
    def only_the_requester_closes(self) -> None:
        moves = [verb for verb in self.told if verb is not TicketVerb.REPLY]
        if self.state is TicketState.CLOSED:
            assert moves[-2:] == [TicketVerb.RESOLVE, TicketVerb.CONFIRM]
        if self.state is TicketState.RESOLVED:
            assert moves[-1] is TicketVerb.RESOLVE

    @invariant()
    def whoever_began_is_known(self) -> None:
        if self.state not in {TicketState.NEW, TicketState.WITHDRAWN}:
            assert self.holder is not None

    @invariant()
    def open_work_can_always_be_finished(self) -> None:
        if self.state in OPEN:
            assert move(KEY, TicketVerb.RESOLVE, self.state) is TicketState.RESOLVED


TestTicketLife = TicketLife.TestCase
TestTicketLife.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
