"""Votes on changes, and what follows from them; reminders of them; approvers who leave."""

from domain import changes as rules
from domain.approvals import Verdict
from domain.changes import DECIDABLE, ENDED, ChangeDecided, ChangeState, ChangeVerb, Voted
from domain.history import Json
from domain.records import Kind, Record
from services import approvals, changes_emergencies, outbox, people, records
from services.approvals import Poll
from services.changes_pages import needed
from services.changes_sights import APPROVER_CARD, CARD, IMPLEMENTER_CARD, REQUESTER_CARD, ChangeSight, sight
from services.permissions import require
from services.readers import Reader, may_see
from services.timers import Act, Timer
from storage import people as people_rows
from storage import records as rows
from storage.tx import Tx

APPROVED, REJECTED = "change.approved", "change.rejected"
REMINDER, LATE = changes_emergencies.REMINDER, "change.late"
DECIDED = {Verdict.APPROVE: APPROVED, Verdict.REJECT: REJECTED}
MOVES = {Verdict.APPROVE: ChangeVerb.APPROVE, Verdict.REJECT: ChangeVerb.REJECT}


def approve(tx: Tx, change_id: int, generation: int) -> Voted | ChangeDecided:
    """`generation` is the clicked card's: the card of an earlier round counts for nothing."""
    return _vote(tx, change_id, Verdict.APPROVE, generation, None)


def approve_with_note(tx: Tx, change_id: int, generation: int, comment: str) -> Voted | ChangeDecided:
    """The same, with words for everybody who sees the card."""
    return _vote(tx, change_id, Verdict.APPROVE, generation, needed("comment", comment))


def reject(tx: Tx, change_id: int, generation: int, reason: str) -> Voted | ChangeDecided:
    """Who rejects says why, for the requester to read."""
    return _vote(tx, change_id, Verdict.REJECT, generation, needed("reason", reason))


def _vote(tx: Tx, change_id: int, verdict: Verdict, generation: int, comment: str | None) -> Voted | ChangeDecided:
    record = records.lock(tx, change_id, Kind.CHANGE)
    person = require(tx, "change.see", record)
    state = record.state
    poll = approvals.vote(tx, record, person, verdict, generation, comment)
    rules.move(record.key, MOVES[verdict], ChangeState(state))
    follow(tx, poll)
    return ChangeDecided(record.key, poll.verdict) if poll.verdict else Voted(record.key, verdict)


def follow(tx: Tx, poll: Poll) -> None:
    """What a poll leads to: cards for whoever is asked now, or the decision."""
    if poll.verdict:
        _decide(tx, poll.record, poll.verdict)
    elif poll.opened:
        for approver in approvals.approvers(tx, poll.opened):
            assert approver.slack_id is not None
            outbox.show(tx, poll.record, approver.slack_id, APPROVER_CARD, occurrence=poll.opened.generation)


def _decide(tx: Tx, record: Record, verdict: Verdict) -> None:
    """An approved change stays open until it is carried out; a rejected one is over, unless its work has begun."""
    before = ChangeState(record.state)
    after = rules.move(record.key, MOVES[verdict], before)
    verb = f"change.{MOVES[verdict]}"
    if after in ENDED:
        record = records.close(tx, record, verb, after)
    else:
        record = records.change(tx, record, verb, state=after)
    if changes_emergencies.decided(tx, record, verdict, before):
        return
    outbox.tell_person(tx, record, record.requester, DECIDED[verdict], under=REQUESTER_CARD)
    if record.owner != record.requester:
        outbox.tell_person(tx, record, record.owner, DECIDED[verdict], under=IMPLEMENTER_CARD)


def for_vote(tx: Tx, actor: str, change_id: int, generation: int, verdict: Verdict) -> Record:
    """The change, if this person's vote would count now: asked before the form opens."""
    record = records.get(tx, change_id, Kind.CHANGE)
    person = require(people.asking(tx, actor), "change.see", record)
    approvals.check(tx, record, person, verdict, generation)
    rules.move(record.key, MOVES[verdict], ChangeState(record.state))
    return record


def leavers(tx: Tx, record: Record, _: Timer) -> None:
    """Somebody who was asked has left the company: the others go on without them."""
    if record.state in DECIDABLE:
        follow(tx, approvals.leave(tx, record))


def _waits(tx: Tx, record: Record) -> bool:
    """An emergency has a term and reminders of its own."""
    return record.state in DECIDABLE and changes_emergencies.pending(tx, record) is None


def remind(tx: Tx, record: Record, timer: Timer) -> None:
    """A stage has waited long: those who have not voted are asked once more."""
    stage = approvals.current(tx, record)
    if not _waits(tx, record) or str(stage.generation) != timer.occurrence:
        return
    record = records.change(tx, record, approvals.REMIND, about={"people": sorted(stage.waiting)})
    found = people_rows.by_ids(tx, stage.waiting)
    for person in sorted(stage.waiting & found.keys()):
        if (place := found[person].slack_id) and found[person].is_served:
            outbox.tell(tx, record, place, REMINDER, under=APPROVER_CARD, generation=stage.generation)


def escalate(tx: Tx, record: Record, timer: Timer) -> None:
    """A stage has waited too long: whoever the policy names is told, and the change channel."""
    stage = approvals.current(tx, record)
    if not _waits(tx, record) or str(stage.generation) != timer.occurrence:
        return
    role = approvals.policy_of(tx, record).stages[stage.place - 1].escalate_to
    told = people_rows.by_ids(tx, tx.desk.roles.get(role, frozenset()))
    about: dict[str, Json] = {"role": role, "people": sorted(told)}
    record = records.change(tx, record, approvals.ESCALATE, about=about)
    for person in (told[one] for one in sorted(told)):
        if person.slack_id and person.is_served:
            outbox.tell(tx, record, person.slack_id, LATE, generation=stage.generation)
    outbox.tell(tx, record, tx.desk.change_channel.slack_id, LATE, under=CARD, generation=stage.generation)


ACTS: dict[str, Act] = {
    approvals.LEAVERS: leavers,
    approvals.REMIND: remind,
    approvals.ESCALATE: escalate,
}


def see_waiting(tx: Tx, record_id: int, reader: Reader, generation: int) -> ChangeSight | None:
    """None once that round is decided, or this person has voted in it."""
    record = rows.get(tx, record_id)
    if not may_see(tx, reader, record) or record.state not in DECIDABLE:
        return None
    seen = sight(tx, record, reader.person.id if reader.person else None)
    is_current = seen.stage is not None and not seen.stage.closed and seen.stage.generation == generation
    return seen if is_current else None


def see_reminder(tx: Tx, record_id: int, reader: Reader, generation: int) -> ChangeSight | None:
    seen = see_waiting(tx, record_id, reader, generation)
    return seen if seen and seen.stage and reader.person and reader.person.id in seen.stage.waiting else None
