"""Votes and what they add up to: as a table, and against every way in which a vote could still go."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.approvals import (
    AlreadyDecided,
    AlreadyVoted,
    NoApprover,
    NotAnApprover,
    OldCard,
    SelfApproval,
    Stage,
    Verdict,
    Vote,
    cast,
    leave,
    open_stage,
)
from domain.outcomes import Refusal, Refused
from domain.policies import Need, Quorum

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
RULES = {
    "any": Quorum(Need.ANY),
    "all": Quorum(Need.ALL),
    "1": Quorum(Need.COUNT, 1),
    "2": Quorum(Need.COUNT, 2),
    "3": Quorum(Need.COUNT, 3),
    "50%": Quorum(Need.SHARE, 50),
    "67%": Quorum(Need.SHARE, 67),
}
PEOPLE = {"A": 1, "B": 2, "C": 3, "R": 9}


def people(names: str) -> frozenset[int]:
    return frozenset(PEOPLE[name] for name in names)


def stage_of(policy: str, electors: str = "ABC", barred: str = "R") -> Stage:
    return open_stage(people(electors), RULES[policy], people(barred))


def vote(stage: Stage, ballot: str, comment: str | None = None) -> Stage:
    """`A+` approves, `A-` rejects."""
    verdict = Verdict.APPROVE if ballot[1] == "+" else Verdict.REJECT
    return cast(stage, PEOPLE[ballot[0]], verdict, NOW, stage.generation, comment)


@pytest.mark.parametrize(
    ("policy", "electors", "ballots", "closed", "waiting"),
    [
        ("any", "ABC", "", None, "ABC"),
        ("any", "ABC", "B+", "approve", ""),
        ("any", "ABC", "A- B-", None, "C"),
        ("any", "ABC", "A- B- C+", "approve", ""),
        ("any", "ABC", "A- B- C-", "reject", ""),
        ("any", "ABC", "A- A+", "approve", ""),
        ("all", "ABC", "A+ B+", None, "C"),
        ("all", "ABC", "A+ B+ C+", "approve", ""),
        ("all", "ABC", "A+ B-", "reject", ""),
        ("all", "ABCR", "A+ B+ C+", "approve", ""),
        ("all", "A", "A-", "reject", ""),
        ("1", "ABC", "A- B+", "approve", ""),
        ("2", "ABC", "A+", None, "BC"),
        ("2", "ABC", "A+ B-", None, "C"),
        ("2", "ABC", "A+ B- C+", "approve", ""),
        ("2", "ABC", "A- B+ C-", "reject", ""),
        ("2", "ABC", "A- A+ B-", None, "C"),
        ("2", "ABC", "A- A+ B+", "approve", ""),
        ("2", "AB", "B-", "reject", ""),
        ("3", "ABCR", "A+ B+ C+", "approve", ""),
        ("50%", "ABC", "A+", None, "BC"),
        ("50%", "ABC", "A- B+ C+", "approve", ""),
        ("50%", "ABC", "A- B-", "reject", ""),
        ("50%", "AB", "A- B+", "approve", ""),
        ("67%", "ABC", "A+ B+", None, "C"),
        ("67%", "ABC", "B-", "reject", ""),
    ],
)
def test_what_votes_add_up_to(policy: str, electors: str, ballots: str, closed: str | None, waiting: str) -> None:
    stage = stage_of(policy, electors)
    for ballot in ballots.split():
        assert stage.closed is None
        stage = vote(stage, ballot)
    assert stage.closed == closed
    assert stage.waiting == people(waiting)


@pytest.mark.parametrize(
    ("electors", "policy", "needed", "eligible"),
    [("", "any", 1, 0), ("R", "any", 1, 0), ("R", "all", 1, 0), ("AR", "2", 2, 1), ("ABR", "3", 3, 2)],
)
def test_a_stage_that_could_never_pass(electors: str, policy: str, needed: int, eligible: int) -> None:
    with pytest.raises(Refused) as refused:
        stage_of(policy, electors)
    assert refused.value.refusal == NoApprover(needed, eligible)


@pytest.mark.parametrize(
    ("ballots", "refusal"),
    [
        ("R+", SelfApproval()),
        ("R-", SelfApproval()),
        ("X+", NotAnApprover()),
        ("A+ A+", AlreadyVoted("approve")),
        ("A- A-", AlreadyVoted("reject")),
        ("A+ B+ C+", AlreadyDecided("approve")),
        ("A+ B+ A-", AlreadyDecided("approve")),
        ("B+ A+ A-", AlreadyDecided("approve")),
        ("A- C- B+", AlreadyDecided("reject")),
        ("A+ B+ R+", SelfApproval()),
        ("A+ B+ X+", NotAnApprover()),
    ],
)
def test_refused_votes(ballots: str, refusal: Refusal) -> None:
    stage = stage_of("2", "ABCR")
    *before, last = ballots.split()
    for ballot in before:
        stage = vote(stage, ballot)
    voter = PEOPLE.get(last[0], 99)
    verdict = Verdict.APPROVE if last[1] == "+" else Verdict.REJECT
    with pytest.raises(Refused) as refused:
        cast(stage, voter, verdict, NOW, stage.generation)
    assert refused.value.refusal == refusal


@pytest.mark.parametrize("generation", [0, 1, 3])
def test_an_old_card_does_nothing(generation: int) -> None:
    stage = replace(stage_of("all"), generation=2)
    with pytest.raises(Refused) as refused:
        cast(stage, PEOPLE["A"], Verdict.APPROVE, NOW, generation)
    assert refused.value.refusal == OldCard()


def test_an_old_card_of_a_decided_round_is_old_first() -> None:
    decided = replace(vote(stage_of("any"), "A+"), generation=2)
    with pytest.raises(Refused) as refused:
        cast(decided, PEOPLE["B"], Verdict.REJECT, NOW, 1)
    assert refused.value.refusal == OldCard()


def test_a_reason_may_be_given_afterwards() -> None:
    stage = vote(vote(stage_of("2"), "A-"), "A-", "no back-out plan")
    found = stage.vote_of(PEOPLE["A"])
    assert found is not None
    assert (found.verdict, found.comment) == (Verdict.REJECT, "no back-out plan")
    assert len(stage.votes) == 1


def test_what_was_said_stays_when_the_same_is_clicked_again() -> None:
    stage = vote(stage_of("2"), "A+", "only at night")
    with pytest.raises(Refused) as refused:
        vote(stage, "A+")
    assert refused.value.refusal == AlreadyVoted("approve")
    assert vote(vote(stage, "A-"), "A+").vote_of(PEOPLE["A"]) == Vote(PEOPLE["A"], Verdict.APPROVE, NOW)


@pytest.mark.parametrize(
    ("policy", "ballots", "gone", "closed", "waiting"),
    [
        ("any", "", "A", None, "BC"),
        ("any", "", "AB", None, "C"),
        ("any", "", "ABC", "reject", ""),
        ("any", "A- B-", "C", "reject", ""),
        ("all", "A+ B+", "C", "approve", ""),
        ("all", "A+", "C", None, "B"),
        ("all", "", "ABC", "reject", ""),
        ("2", "A+", "A", None, "BC"),
        ("2", "A+", "BC", "reject", ""),
        ("2", "A+ B-", "B", None, "C"),
        ("2", "", "AB", "reject", ""),
        ("67%", "A+ B+", "C", "approve", ""),
        ("67%", "A+", "C", None, "B"),
        ("2", "A+", "R", None, "BC"),
        ("2", "A+", "X", None, "BC"),
    ],
)
def test_who_leaves_counts_no_more_and_the_rest_may_be_decided_by_that(
    policy: str, ballots: str, gone: str, closed: str | None, waiting: str
) -> None:
    stage = stage_of(policy, "ABCR")
    for ballot in ballots.split():
        stage = vote(stage, ballot)
    left = leave(stage, frozenset(PEOPLE.get(name, 99) for name in gone))
    assert (left.closed, left.waiting) == (closed, people(waiting))
    for name in set(gone) & set("ABC"):
        with pytest.raises(Refused) as refused:
            vote(left, f"{name}+")
        assert refused.value.refusal == NotAnApprover()


def test_who_leaves_a_decided_stage_changes_nothing() -> None:
    decided = vote(stage_of("any"), "A+")
    assert leave(decided, people("A")) == decided


@pytest.mark.parametrize(
    ("need", "amount"),
    [
        (Need.ANY, 1),
        (Need.ALL, 2),
        (Need.COUNT, None),
        (Need.COUNT, 0),
        (Need.SHARE, None),
        (Need.SHARE, 0),
        (Need.SHARE, 101),
    ],
)
def test_a_quorum_that_contradicts_itself(need: Need, amount: int | None) -> None:
    with pytest.raises(ValueError, match=r"states an amount|at least one|no share"):
        Quorum(need, amount)


@pytest.mark.parametrize(
    ("rule", "needed"),  # of 0, 1, 2, 3, 4, 5 electors
    [
        ("any", [1, 1, 1, 1, 1, 1]),
        ("all", [1, 1, 2, 3, 4, 5]),
        ("2", [2, 2, 2, 2, 2, 2]),
        ("50%", [1, 1, 1, 2, 2, 3]),
        ("67%", [1, 1, 2, 3, 3, 4]),
    ],
)
def test_how_many_must_agree(rule: str, needed: list[int]) -> None:
    assert [RULES[rule].of(electors) for electors in range(6)] == needed


class Round(RuleBasedStateMachine):
    """People vote, change their minds and leave; beside it stands a model that knows only who last said what."""

    stage: Stage

    @initialize(
        policy=st.sampled_from(sorted(RULES)),
        electors=st.frozensets(st.integers(1, 6), max_size=5),
        barred=st.frozensets(st.integers(1, 6), max_size=2),
    )
    def begin(self, policy: str, electors: frozenset[int], barred: frozenset[int]) -> None:
        self.said: dict[int, bool] = {}
        self.over: Verdict | None = None
        self.eligible = electors - barred
        self.policy = policy
        self.at = NOW
        try:
            self.stage = open_stage(electors, RULES[policy], barred)
        except Refused:
            assert len(self.eligible) < self.needed
            self.policy, self.eligible = "all", frozenset({1})
            self.stage = open_stage(self.eligible, RULES["all"], frozenset())

    @property
    def needed(self) -> int:
        """As somebody would count on their fingers."""
        here = len(self.eligible)
        if self.policy.endswith("%"):
            share = int(self.policy[:-1])
            return next(n for n in range(1, 100) if 100 * n >= share * here)
        return {"any": 1, "1": 1, "all": max(1, here), "2": 2, "3": 3}[self.policy]

    @rule(by=st.integers(1, 6), approves=st.booleans(), generation=st.sampled_from([1, 1, 1, 2]))
    def vote(self, by: int, approves: bool, generation: int) -> None:  # noqa: FBT001 - Hypothesis draws it
        self.at += timedelta(minutes=1)
        may = by in self.eligible and generation == 1 and self.over is None and self.said.get(by) != approves
        verdict = Verdict.APPROVE if approves else Verdict.REJECT
        try:
            self.stage = cast(self.stage, by, verdict, self.at, generation)
        except Refused:
            assert not may
            return
        assert may
        self.said[by] = approves
        self.over = self.outcome()

    @rule(gone=st.frozensets(st.integers(1, 6), max_size=2))
    def leave(self, gone: frozenset[int]) -> None:
        self.stage = leave(self.stage, gone)
        if self.over is None:
            self.eligible -= gone
            self.over = self.outcome()

    def outcome(self) -> Verdict | None:
        """Rejected when no way in which the others could still vote would pass it."""
        have = sum(self.said[one] for one in self.eligible & self.said.keys())
        if have >= self.needed:
            return Verdict.APPROVE
        others = len(self.eligible - self.said.keys())
        rest = product([True, False], repeat=others)
        can_pass = any(have + sum(votes) >= self.needed for votes in rest)
        return None if can_pass else Verdict.REJECT

    @invariant()
    def agrees_with_the_model(self) -> None:
        if not hasattr(self, "stage"):
            return
        assert self.stage.closed == self.over
        assert {vote.by: vote.verdict is Verdict.APPROVE for vote in self.stage.votes} == self.said
        assert self.stage.waiting == (frozenset() if self.over else self.eligible - self.said.keys())


TestRound = Round.TestCase
TestRound.settings = settings(max_examples=80, stateful_step_count=15, deadline=None)
