"""Asking people to agree, for whatever record needs it. What a decision leads to is the record's own practice's."""

from domain import approvals as rules
from domain.approvals import Policy, Stage, Verdict
from domain.history import Json
from domain.people import Person, Standing
from domain.records import Record
from services import records
from storage import approvals, people
from storage.tx import Tx

MOST_WAITING = 20


def ask(tx: Tx, record: Record, policy: Policy, barred: frozenset[int]) -> tuple[Record, Stage]:
    """Open a round: whom it asks is fixed now, whatever becomes of their roles.

    Raises Refused(NoApprover).
    """
    stage = rules.open_stage(_holders(tx, policy), policy, barred)
    approvals.add(tx, record.id, stage)
    about: dict[str, Json] = {
        "generation": stage.generation,
        "role": policy.role,
        "need": policy.need,
        "count": policy.count,
        "electors": sorted(stage.electors),
        "barred": sorted(stage.barred),
    }
    return records.change(tx, record, "approval.ask", about=about), stage


def _holders(tx: Tx, policy: Policy) -> frozenset[int]:
    """Who left, became a guest or cannot be reached in Slack would only keep the others waiting."""
    found = people.by_ids(tx, tx.desk.roles.get(policy.role, frozenset())).values()
    return frozenset(one.id for one in found if one.slack_id and one.standing is Standing.MEMBER)


def approvers(tx: Tx, stage: Stage) -> list[Person]:
    """Those who may vote, in the order of their ids."""
    found = people.by_ids(tx, stage.eligible)
    return [found[person] for person in sorted(found)]


def of(tx: Tx, record: Record) -> Stage:
    return approvals.current(tx, record.id)


def waiting_for(tx: Tx, person: Person, most: int = MOST_WAITING) -> list[Record]:
    """Open records whose present round still wants this person's vote, the longest waiting first."""
    return approvals.waiting_for(tx, person.id, most) if person.standing is Standing.MEMBER else []


def check(tx: Tx, record: Record, by: Person, verdict: Verdict, generation: int) -> None:
    """Would this vote count now? Raises as `vote` does, and writes nothing."""
    rules.cast(approvals.current(tx, record.id), by.id, verdict, tx.now, generation)


def vote(
    tx: Tx, record: Record, by: Person, verdict: Verdict, generation: int, comment: str | None = None
) -> tuple[Record, Stage]:
    """One vote on a locked record, and the round as it then stands.

    Raises Refused(SelfApproval | NotAnApprover | OldCard | AlreadyDecided | AlreadyVoted).
    """
    before = approvals.current(tx, record.id)
    stage = rules.cast(before, by.id, verdict, tx.now, generation, comment)
    approvals.cast(tx, record.id, generation, stage.votes[-1])
    if stage.closed:
        approvals.close(tx, record.id, generation, stage.closed, tx.now)
    earlier = before.vote_of(by.id)
    about: dict[str, Json] = {
        "generation": generation,
        "by": by.id,
        "vote": verdict,
        "instead_of": earlier.verdict if earlier else None,
        "closed": stage.closed,
    }
    return records.change(tx, record, "approval.vote", about=about, words={"comment": comment or ""}), stage
