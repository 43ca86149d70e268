"""Who must agree before something may happen, and what their votes add up to.

Electors are fixed when a stage opens. Whoever is barred (raised it, owns it, carries it out) is none, whatever
the role says; whoever leaves the company is none any more, and the quorum is reckoned anew. One vote each, which
may change until the stage closes. It closes as approved as soon as the quorum is there, and as rejected as soon as
it can no longer be reached.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.outcomes import Refusal, Refused
from domain.policies import Quorum


class Verdict(StrEnum):
    APPROVE = "approve"
    REJECT = "reject"


@dataclass(frozen=True)
class Vote:
    """`by` is a person id."""

    by: int
    verdict: Verdict
    at: datetime
    comment: str | None = None


@dataclass(frozen=True)
class Stage:
    """One round of votes: the stage at `place` (from 1) of a policy. `left`: electors who left since it opened.

    `generation` rises with each round of a record; a card of an older one is dead.
    """

    electors: frozenset[int]
    rule: Quorum
    barred: frozenset[int] = frozenset()
    left: frozenset[int] = frozenset()
    votes: tuple[Vote, ...] = ()
    generation: int = 1
    closed: Verdict | None = None
    place: int = 1

    @property
    def eligible(self) -> frozenset[int]:
        return self.electors - self.barred - self.left

    @property
    def quorum(self) -> int:
        return self.rule.of(len(self.eligible))

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
    """The stage is closed with `verdict`."""

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


@dataclass(frozen=True)
class NobodyElse(Refusal):
    """Without this person, who would have a hand in it, too few are left to decide on it."""

    key: str


def open_stage(
    electors: frozenset[int], rule: Quorum, barred: frozenset[int], generation: int = 1, place: int = 1
) -> Stage:
    """A stage that can be passed; NoApprover when too few are left once the barred have stepped back."""
    stage = Stage(electors, rule, barred, generation=generation, place=place)
    if len(stage.eligible) < stage.quorum:
        raise Refused(NoApprover(stage.quorum, len(stage.eligible)))
    return stage


def cast(
    stage: Stage, by: int, verdict: Verdict, at: datetime, generation: int, comment: str | None = None
) -> Stage:
    """The stage with this vote in it, closed if the vote decides. Who may not vote learns nothing else."""
    _refuse_stranger(stage, by)
    if generation != stage.generation:
        raise Refused(OldCard())
    if stage.closed:
        raise Refused(AlreadyDecided(stage.closed.value))
    before = stage.vote_of(by)
    if before and before.verdict is verdict and comment in {None, before.comment}:
        raise Refused(AlreadyVoted(verdict.value))
    others = tuple(vote for vote in stage.votes if vote.by != by)
    return settled(replace(stage, votes=(*others, Vote(by, verdict, at, comment))))


def leave(stage: Stage, gone: frozenset[int]) -> Stage:
    """The stage without those electors: their votes count no more, and what is left may be decided by that."""
    return stage if stage.closed else settled(replace(stage, left=stage.left | (gone & stage.electors)))


def settled(stage: Stage) -> Stage:
    """Closed, if its votes decide; also if nobody is left who could make the quorum."""
    return replace(stage, closed=_decision(stage))


def _refuse_stranger(stage: Stage, by: int) -> None:
    if by in stage.barred:
        raise Refused(SelfApproval())
    if by not in stage.eligible:
        raise Refused(NotAnApprover())


def _decision(stage: Stage) -> Verdict | None:
    if stage.count(Verdict.APPROVE) >= stage.quorum:
        return Verdict.APPROVE
    if stage.count(Verdict.REJECT) > len(stage.eligible) - stage.quorum:
        return Verdict.REJECT
    return None
