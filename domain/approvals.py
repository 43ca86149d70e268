"""Who must agree before something may happen, and what their votes add up to.

Electors are fixed when a stage opens. Whoever is barred (raised it, owns it, carries it out) is none, whatever
the role says. One vote each, which may change until the stage closes. It closes as approved with the vote that
makes the quorum, and as rejected with the vote after which the quorum can no longer be reached.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.outcomes import Refusal, Refused
from domain.people import Role


class Need(StrEnum):
    """How many of the approvers must agree."""

    ANY = "any"
    ALL = "all"
    COUNT = "count"


class Verdict(StrEnum):
    APPROVE = "approve"
    REJECT = "reject"


@dataclass(frozen=True)
class Policy:
    """Holders of `role` decide. `count` is how many of them must agree, for `Need.COUNT` only."""

    role: Role
    need: Need
    count: int | None = None

    def __post_init__(self) -> None:
        if (self.need is Need.COUNT) != (self.count is not None):
            raise ValueError("a policy states a count if, and only if, it needs one")
        if self.count is not None and self.count < 1:
            raise ValueError("an approval needs at least one vote")

    def quorum(self, electors: int) -> int:
        """How many of so many electors must agree."""
        match self.need:
            case Need.ANY:
                return 1
            case Need.ALL:
                return electors
            case Need.COUNT:
                assert self.count is not None
                return self.count


@dataclass(frozen=True)
class Vote:
    """`by` is a person id."""

    by: int
    verdict: Verdict
    at: datetime
    comment: str | None = None


@dataclass(frozen=True)
class Stage:
    """One round of votes. `generation` rises when the round starts anew; a card of an older one is dead."""

    electors: frozenset[int]
    policy: Policy
    barred: frozenset[int] = frozenset()
    votes: tuple[Vote, ...] = ()
    generation: int = 1
    closed: Verdict | None = None

    @property
    def eligible(self) -> frozenset[int]:
        return self.electors - self.barred

    @property
    def quorum(self) -> int:
        return self.policy.quorum(len(self.eligible))

    @property
    def waiting(self) -> frozenset[int]:
        """Those who have yet to vote; nobody once the stage is closed."""
        if self.closed:
            return frozenset()
        return self.eligible - {vote.by for vote in self.votes}

    def count(self, verdict: Verdict) -> int:
        return sum(1 for vote in self.votes if vote.verdict is verdict and vote.by in self.eligible)

    def vote_of(self, person: int) -> Vote | None:
        return next((vote for vote in self.votes if vote.by == person), None)


@dataclass(frozen=True)
class NotAnApprover(Refusal):
    """This approval asks others."""


@dataclass(frozen=True)
class SelfApproval(Refusal):
    """Nobody decides on what they raised, own or carry out."""


@dataclass(frozen=True)
class OldCard(Refusal):
    """The approval started anew since this card was drawn."""


@dataclass(frozen=True)
class AlreadyDecided(Refusal):
    """`by` (a person id) cast the vote that closed the stage with `verdict`."""

    by: int
    verdict: str


@dataclass(frozen=True)
class AlreadyVoted(Refusal):
    """The same again from the same person; their vote stands."""

    verdict: str


@dataclass(frozen=True)
class NoApprover(Refusal):
    """Fewer than the policy needs may decide; `eligible` is how many can, often nobody."""

    needed: int
    eligible: int


def open_stage(electors: frozenset[int], policy: Policy, barred: frozenset[int], generation: int = 1) -> Stage:
    """A stage that can be passed; NoApprover when too few are left once the barred have stepped back."""
    stage = Stage(electors, policy, barred, generation=generation)
    needed, eligible = max(1, stage.quorum), len(stage.eligible)
    if eligible < needed:
        raise Refused(NoApprover(needed, eligible))
    return stage


def cast(
    stage: Stage, by: int, verdict: Verdict, at: datetime, generation: int, comment: str | None = None
) -> Stage:
    """The stage with this vote in it, closed if the vote decides. Who may not vote learns nothing else."""
    _refuse_stranger(stage, by)
    if generation != stage.generation:
        raise Refused(OldCard())
    if stage.closed:
        raise Refused(AlreadyDecided(stage.votes[-1].by, stage.closed.value))
    before = stage.vote_of(by)
    if before and (before.verdict, before.comment) == (verdict, comment):
        raise Refused(AlreadyVoted(verdict.value))
    others = tuple(vote for vote in stage.votes if vote.by != by)
    voted = replace(stage, votes=(*others, Vote(by, verdict, at, comment)))
    return replace(voted, closed=_decision(voted))


def _refuse_stranger(stage: Stage, by: int) -> None:
    if by in stage.barred:
        raise Refused(SelfApproval())
    if by not in stage.electors:
        raise Refused(NotAnApprover())


def _decision(stage: Stage) -> Verdict | None:
    if stage.count(Verdict.APPROVE) >= stage.quorum:
        return Verdict.APPROVE
    if stage.count(Verdict.REJECT) > len(stage.eligible) - stage.quorum:
        return Verdict.REJECT
    return None
