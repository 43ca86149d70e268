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
    Need,
    NoApprover,
    NotAnApprover,
    OldCard,
    Policy,
    SelfApproval,
    Stage,
    Verdict,
    cast,
    open_stage,
)
from domain.outcomes import Refusal, Refused
from domain.people import Role

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ROLE = Role.CHANGE_APPROVER
POLICIES = {
    "any": Policy(ROLE, Need.ANY),
    "all": Policy(ROLE, Need.ALL),
    "1": Policy(ROLE, Need.COUNT, 1),
    "2": Policy(ROLE, Need.COUNT, 2),
    "3": Policy(ROLE, Need.COUNT, 3),
}
PEOPLE = {"A": 1, "B": 2, "C": 3, "R": 9}


def people(names: str) -> frozenset[int]:
    return frozenset(PEOPLE[name] for name in names)


def stage_of(policy: str, electors: str = "ABC", barred: str = "R") -> Stage:
    return open_stage(people(electors), POLICIES[policy], people(barred))


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
        ("A+ B+ C+", AlreadyDecided(2, "approve")),
        ("A+ B+ A-", AlreadyDecided(2, "approve")),
        ("B+ A+ A-", AlreadyDecided(1, "approve")),
        ("A- C- B+", AlreadyDecided(3, "reject")),
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


def test_who_left_counts_for_nothing() -> None:
    stage = vote(stage_of("2"), "A+")
    left = replace(stage, electors=people("BC"))
    assert (left.count(Verdict.APPROVE), left.waiting) == (0, people("BC"))
    assert vote(left, "B+").closed is None


@pytest.mark.parametrize(("need", "count"), [(Need.ANY, 1), (Need.ALL, 2), (Need.COUNT, None), (Need.COUNT, 0)])
def test_a_policy_that_contradicts_itself(need: Need, count: int | None) -> None:
    with pytest.raises(ValueError, match=r"states a count|at least one"):
        Policy(ROLE, need, count)


class Round(RuleBasedStateMachine):
    """People vote and change their minds; beside it stands a model that knows only who last said what."""

    stage: Stage

    @initialize(
        policy=st.sampled_from(sorted(POLICIES)),
        electors=st.frozensets(st.integers(1, 6), max_size=5),
        barred=st.frozensets(st.integers(1, 6), max_size=2),
    )
    def begin(self, policy: str, electors: frozenset[int], barred: frozenset[int]) -> None:
        self.said: dict[int, bool] = {}
        self.eligible = electors - barred
        self.needed = {"any": 1, "1": 1, "all": max(1, len(self.eligible)), "2": 2, "3": 3}[policy]
        self.at = NOW
        try:
            self.stage = open_stage(electors, POLICIES[policy], barred)
        except Refused:
            assert len(self.eligible) < self.needed
            self.stage = open_stage(frozenset({1}), POLICIES["all"], frozenset())
            self.eligible, self.needed = frozenset({1}), 1

    @rule(by=st.integers(1, 6), approves=st.booleans(), generation=st.sampled_from([1, 1, 1, 2]))
    def vote(self, by: int, approves: bool, generation: int) -> None:  # noqa: FBT001 - Hypothesis draws it
        self.at += timedelta(minutes=1)
        may = by in self.eligible and generation == 1 and self.outcome() is None and self.said.get(by) != approves
        verdict = Verdict.APPROVE if approves else Verdict.REJECT
        try:
            self.stage = cast(self.stage, by, verdict, self.at, generation)
        except Refused:
            assert not may
            return
        assert may
        self.said[by] = approves

    def outcome(self) -> Verdict | None:
        """Rejected when no way in which the others could still vote would pass it."""
        if sum(self.said.values()) >= self.needed:
            return Verdict.APPROVE
        others = len(self.eligible - self.said.keys())
        rest = product([True, False], repeat=others)
        can_pass = any(sum(self.said.values()) + sum(votes) >= self.needed for votes in rest)
        return None if can_pass else Verdict.REJECT

    @invariant()
    def agrees_with_the_model(self) -> None:
        if not hasattr(self, "stage"):
            return
        assert self.stage.closed == self.outcome()
        assert {vote.by: vote.verdict is Verdict.APPROVE for vote in self.stage.votes} == self.said
        assert self.stage.waiting == (frozenset() if self.outcome() else self.eligible - self.said.keys())


TestRound = Round.TestCase
TestRound.settings = settings(max_examples=80, stateful_step_count=15, deadline=None)
