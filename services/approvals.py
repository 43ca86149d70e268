"""Asking people to agree, for whatever record needs it. What a decision leads to is the record's own practice's.

A policy's stages are asked one after another, each in a round of its own. Whom a round asks is fixed when it opens,
whatever becomes of their roles and groups; who leaves the company leaves the round.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain import approvals as rules
from domain.approvals import NobodyElse, Stage, Verdict
from domain.history import Json
from domain.outcomes import Refused
from domain.people import FRESH, Person, Standing
from domain.policies import Need, Policy, Quorum, StagePolicy
from domain.records import Record
from services import managers, records
from storage import approvals, groups, people, timers
from storage.tx import Tx

MOST_WAITING = 20
NOBODY = Stage(frozenset(), Quorum(Need.ANY))
REMIND, ESCALATE, LEAVERS = "approval.remind", "approval.escalate", "approval.leavers"
"""Kinds of timers. The first two are named by their round's generation."""


@dataclass(frozen=True)
class Poll:
    """How a record's approval stands. `verdict` is that of the whole; `opened` is the round that has just begun."""

    record: Record
    verdict: Verdict | None
    opened: Stage | None = None


def ask(tx: Tx, record: Record, policy: Policy[int], barred: frozenset[int]) -> Poll:
    """Open the first round; approved at once where the policy has no stage.

    Raises Refused(NoApprover), for a later stage too: nobody shall agree to what cannot pass.
    """
    if not policy.stages:
        return Poll(record, Verdict.APPROVE)
    for place, stage in enumerate(policy.stages, 1):
        rules.open_stage(_electors(tx, record, stage, barred), stage.quorum, barred, place=place)
    return _open(tx, record, policy, 1, barred, 1)


def _open(tx: Tx, record: Record, policy: Policy[int], place: int, barred: frozenset[int], generation: int) -> Poll:
    """A round that nobody can make the quorum of any more is lost as it opens."""
    about = policy.stages[place - 1]
    asked = Stage(_electors(tx, record, about, barred), about.quorum, barred, generation=generation, place=place)
    approvals.add(tx, record.id, asked, policy)
    told: dict[str, Json] = {
        "generation": generation,
        "stage": place,
        "of": len(policy.stages),
        "need": about.quorum.need,
        "amount": about.quorum.amount,
        "electors": sorted(asked.electors),
        "barred": sorted(barred),
    }
    record = records.change(tx, record, "approval.ask", about=told)
    if rules.settled(asked).closed:
        approvals.close(tx, record.id, generation, Verdict.REJECT, tx.now)
        return Poll(record, Verdict.REJECT, asked)
    _set_timers(tx, record, about, generation)
    return Poll(record, None, asked)


def _set_timers(tx: Tx, record: Record, about: StagePolicy[int], generation: int) -> None:
    for kind, span in ((REMIND, about.remind), (ESCALATE, about.escalate)):
        if span is not None:
            due = tx.desk.agreement.calendar.add(tx.now, span)
            timers.set_timer(tx, kind, record.id, str(generation), due)


def _electors(tx: Tx, record: Record, stage: StagePolicy[int], barred: frozenset[int]) -> frozenset[int]:
    """Who left, became a guest or cannot be reached in Slack would only keep the others waiting."""
    holders = (tx.desk.roles.get(role, frozenset()) for role in stage.roles)
    manager = managers.deciding(tx, record, barred) if stage.manager else frozenset()
    named = frozenset(stage.people).union(manager, groups.members_of(tx, stage.groups), *holders)
    return frozenset(one.id for one in people.by_ids(tx, named).values() if _may_vote(one))


def _may_vote(person: Person) -> bool:
    return bool(person.slack_id) and person.standing is Standing.MEMBER


def approvers(tx: Tx, stage: Stage) -> list[Person]:
    """Those who may vote, in the order of their ids."""
    found = people.by_ids(tx, stage.eligible)
    return [found[person] for person in sorted(found)]


def rounds(tx: Tx, record: Record) -> list[Stage]:
    """Every round so far; none where nobody was asked."""
    return approvals.rounds(tx, record.id)


def policy_of(tx: Tx, record: Record) -> Policy[int]:
    """As it was when the approval began."""
    return approvals.policy_of(tx, record.id)


def current(tx: Tx, record: Record) -> Stage:
    """The latest round; one that asks nobody where there was none, so that nobody may vote in it."""
    found = approvals.rounds(tx, record.id)
    return found[-1] if found else NOBODY


def waiting_for(tx: Tx, person: Person, most: int = MOST_WAITING) -> list[Record]:
    """Open records whose present round still wants this person's vote, the longest waiting first."""
    return approvals.waiting_for(tx, person.id, most) if person.standing is Standing.MEMBER else []


def check(tx: Tx, record: Record, by: Person, verdict: Verdict, generation: int) -> None:
    """Would this vote count now, with words that are yet to be typed? Raises as `vote` does, and writes nothing."""
    rules.cast(current(tx, record), by.id, verdict, tx.now, generation, "")


def vote(tx: Tx, record: Record, by: Person, verdict: Verdict, generation: int, comment: str | None = None) -> Poll:
    """One vote on a locked record, and how its approval then stands.

    Raises Refused(SelfApproval | NotAnApprover | OldCard | AlreadyDecided | AlreadyVoted).
    """
    before = current(tx, record)
    stage = rules.cast(before, by.id, verdict, tx.now, generation, comment)
    approvals.cast(tx, record.id, generation, stage.votes[-1])
    earlier = before.vote_of(by.id)
    about: dict[str, Json] = {
        "generation": generation,
        "by": by.id,
        "vote": verdict,
        "instead_of": earlier.verdict if earlier else None,
        "closed": stage.closed,
    }
    return _go_on(tx, record, stage, "approval.vote", about, {"comment": comment or ""})


def bar(tx: Tx, record: Record, person: int) -> Poll:
    """Somebody has a hand in a locked record from now on: they decide on it no more, in no stage.

    Raises Refused(NobodyElse) where nothing could pass without them.
    """
    before = current(tx, record)
    if before is NOBODY or before.closed or person in before.barred:
        return Poll(record, None)
    stage = replace(before, barred=before.barred | {person})
    stages = approvals.policy_of(tx, record.id).stages
    later = [
        Stage(_electors(tx, record, one, before.barred), one.quorum, stage.barred) for one in stages[stage.place :]
    ]
    if any(person in one.electors and len(one.eligible) < one.quorum for one in (stage, *later)):
        raise Refused(NobodyElse(record.key))
    approvals.bar(tx, record.id, stage.generation, person)
    stage = rules.settled(stage)
    about: dict[str, Json] = {"generation": stage.generation, "person": person, "closed": stage.closed}
    return _go_on(tx, record, stage, "approval.bar", about, {})


def left(tx: Tx, person: Person) -> None:
    """Somebody is no member of the company any more: each record that asks them is looked at, due at once."""
    for record_id in approvals.electing(tx, person.id):
        timers.set_timer(tx, LEAVERS, record_id, str(person.id), tx.now, again=True)


def to_ask_after(tx: Tx) -> list[str]:
    """Slack ids of those who are asked to vote and of whom Slack has not told for a day: they may have left."""
    return approvals.unsure(tx, tx.now - FRESH)


def leave(tx: Tx, record: Record) -> Poll:
    """Electors of the present round who are no members of the company any more are electors no more."""
    before = current(tx, record)
    known = people.by_ids(tx, before.eligible)
    gone = frozenset(one for one in before.eligible if one not in known or not _may_vote(known[one]))
    if before.closed or not gone:
        return Poll(record, None)
    stage = rules.leave(before, gone)
    approvals.leave(tx, record.id, stage.generation, gone)
    about: dict[str, Json] = {"generation": stage.generation, "left": sorted(gone), "closed": stage.closed}
    return _go_on(tx, record, stage, "approval.leave", about, {})


def _go_on(
    tx: Tx, record: Record, stage: Stage, verb: str, about: Mapping[str, Json], words: Mapping[str, str]
) -> Poll:
    """Write what happened to the round; where it is closed, the next one opens or the whole is decided."""
    if stage.closed:
        approvals.close(tx, record.id, stage.generation, stage.closed, tx.now)
        stop(tx, record)
    record = records.change(tx, record, verb, about=about, words=words)
    policy = approvals.policy_of(tx, record.id)
    if stage.closed is Verdict.APPROVE and stage.place < len(policy.stages):
        return _open(tx, record, policy, stage.place + 1, stage.barred, stage.generation + 1)
    return Poll(record, stage.closed)


def stop(tx: Tx, record: Record) -> None:
    """Nobody is reminded of this record's approval any more."""
    for kind in (REMIND, ESCALATE):
        timers.cancel(tx, kind, record.id)
