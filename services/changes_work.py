"""Carrying a change out: started, implemented, verified by somebody else, or backed out; its window's reminders."""

from dataclasses import dataclass

from domain import changes as rules
from domain.approvals import Verdict
from domain.changes import FOR_NOW, MAY_BEGIN, ChangeMoved, ChangeState, ChangeVerb
from domain.people import Person
from domain.records import Record
from services import approvals, changes_emergencies, changes_voting, outbox, records
from services.changes import LAPSE, WINDOW_BEGINS, WINDOW_ENDS
from services.changes_clicks import before_form, held
from services.changes_pages import needed
from services.changes_sights import APPROVER_CARD, CARD, IMPLEMENTER_CARD, REQUESTER_CARD, ChangeSight, see
from services.readers import Reader
from services.timers import Act, Timer
from storage import changes, timers
from storage.tx import Tx

BEGINS, ENDS, LAPSED = "change.begins", "change.ends", "change.lapsed"
IMPLEMENTED, CLOSED, FAILED, BACKED_OUT = (
    "change.implemented",
    "change.closed",
    "change.failed",
    "change.backed_out",
)
UNFINISHED = MAY_BEGIN | {ChangeState.IN_PROGRESS}


@dataclass(frozen=True)
class _Act:
    """A change that is held, who asks, and the state that it gets."""

    record: Record
    person: Person
    after: ChangeState


def _held(tx: Tx, change_id: int, verb: ChangeVerb, state: str) -> _Act:
    """Raises Refused(IllegalMove), too."""
    record, person = held(tx, change_id, f"change.{verb}", state)
    return _Act(record, person, rules.move(record.key, verb, ChangeState(record.state)))


def start(tx: Tx, change_id: int, state: str) -> ChangeMoved:
    """Raises Refused(TooSoon), too."""
    act = _held(tx, change_id, ChangeVerb.START, state)
    proposal = changes.get(tx, act.record.id)
    rules.may_start(act.record.key, proposal.window, tx.now, proposal.kind)
    for kind in (WINDOW_BEGINS, LAPSE):
        timers.cancel(tx, kind, act.record.id)
    changes.start(tx, act.record.id, act.person.id)
    record = records.change(tx, act.record, "change.start", about={"by": act.person.id}, state=act.after)
    _bar(tx, record, act.person)
    return ChangeMoved(act.record.key, act.after)


def _bar(tx: Tx, record: Record, person: Person) -> None:
    """Who lays hands on what is yet to be decided on does not decide on it. Raises Refused(NobodyElse)."""
    if changes_emergencies.pending(tx, record):
        changes_voting.follow(tx, approvals.bar(tx, record, person.id))


def implement(tx: Tx, change_id: int, state: str) -> ChangeMoved:
    """Done, for somebody else to verify: the requester is asked, and the change channel where they may not."""
    act = _held(tx, change_id, ChangeVerb.IMPLEMENT, state)
    timers.cancel(tx, WINDOW_ENDS, act.record.id)
    changes.save_work(tx, act.record.id, implemented_at=tx.now, implemented_by=act.person.id)
    record = records.change(tx, act.record, "change.implement", about={"by": act.person.id}, state=act.after)
    if record.requester in _hands(tx, record):
        outbox.tell(tx, record, tx.desk.change_channel.slack_id, IMPLEMENTED, under=CARD)
    else:
        outbox.tell_person(tx, record, record.requester, IMPLEMENTED, under=REQUESTER_CARD)
    _bar(tx, record, act.person)
    return ChangeMoved(record.key, act.after)


def _hands(tx: Tx, record: Record) -> frozenset[int]:
    """Who is to carry it out, and who did."""
    work = changes.work_on(tx, record.id)
    return frozenset({record.owner or 0}) | (work.hands if work else frozenset())


def back_out(tx: Tx, change_id: int, state: str, reason: str) -> ChangeMoved:
    """It was taken back, and why: with that it is over. Who agreed to it hears of that, too."""
    act = _held(tx, change_id, ChangeVerb.BACK_OUT, state)
    moved = _end(tx, act, "change.back_out", BACKED_OUT, needed("reason", reason))
    for approver in sorted(_agreed(tx, act.record) - {act.person.id, act.record.requester, act.record.owner}):
        outbox.tell_person(tx, act.record, approver, BACKED_OUT, under=APPROVER_CARD)
    return moved


def _agreed(tx: Tx, record: Record) -> frozenset[int]:
    """Whoever approved it, in any stage."""
    votes = [vote for stage in approvals.rounds(tx, record) for vote in stage.votes]
    return frozenset(vote.by for vote in votes if vote.verdict is Verdict.APPROVE)


def succeed(tx: Tx, change_id: int, state: str) -> ChangeMoved:
    """Verified by somebody who had no hand in it: closed. Raises Refused(OwnWork), too."""
    act = _held(tx, change_id, ChangeVerb.SUCCEED, state)
    rules.may_verify(act.record.key, act.person.id, _hands(tx, act.record))
    return _end(tx, act, "change.succeed", CLOSED, "")


def fail(tx: Tx, change_id: int, state: str, reason: str) -> ChangeMoved:
    """Found not to work: whoever carried it out mends it or backs it out. Raises Refused(OwnWork), too."""
    act = _held(tx, change_id, ChangeVerb.FAIL, state)
    rules.may_verify(act.record.key, act.person.id, _hands(tx, act.record))
    said = needed("reason", reason)
    _judge(tx, act, said)
    about = {"by": act.person.id}
    record = records.change(tx, act.record, "change.fail", about=about, words={"reason": said}, state=act.after)
    _tell_both(tx, record, act.person, FAILED)
    return ChangeMoved(record.key, act.after)


def _end(tx: Tx, act: _Act, verb: str, notice: str, said: str) -> ChangeMoved:
    _judge(tx, act, said)
    timers.cancel(tx, WINDOW_ENDS, act.record.id)
    about, words = {"by": act.person.id}, {"reason": said}
    after = act.after
    if changes_emergencies.rests(tx, act.record, after):
        after = rules.move(act.record.key, FOR_NOW[after], ChangeState(act.record.state))
        record = records.change(tx, act.record, verb, about=about, words=words, state=after)
    else:
        record = records.close(tx, act.record, verb, after, about=about, words=words)
    _tell_both(tx, record, act.person, notice)
    return ChangeMoved(record.key, after)


def _judge(tx: Tx, act: _Act, said: str) -> None:
    changes.save_work(tx, act.record.id, judged_at=tx.now, judged_by=act.person.id, words=said or None)


def _tell_both(tx: Tx, record: Record, by: Person, notice: str) -> None:
    """The requester and the implementer, but not whoever did it: they know."""
    if record.requester != by.id:
        outbox.tell_person(tx, record, record.requester, notice, under=REQUESTER_CARD)
    if record.owner not in {by.id, record.requester}:
        outbox.tell_person(tx, record, record.owner, notice, under=IMPLEMENTER_CARD)


def for_form(tx: Tx, actor: str, change_id: int, state: str, verb: ChangeVerb) -> Record:
    """The change, if this person could do that to it now: asked before the form opens."""
    record, person = before_form(tx, actor, change_id, f"change.{verb}", state)
    rules.move(record.key, verb, ChangeState(record.state))
    if verb is ChangeVerb.FAIL:
        rules.may_verify(record.key, person.id, _hands(tx, record))
    return record


def window_begins(tx: Tx, record: Record, _: Timer) -> None:
    if record.state in MAY_BEGIN:
        _tell_implementer(tx, record, BEGINS)


def window_ends(tx: Tx, record: Record, _: Timer) -> None:
    if record.state in UNFINISHED:
        _tell_implementer(tx, record, ENDS)


def _tell_implementer(tx: Tx, record: Record, notice: str) -> None:
    under = REQUESTER_CARD if record.owner == record.requester else IMPLEMENTER_CARD
    record = records.change(tx, record, f"{notice}.tell", about={"person": record.owner})
    outbox.tell_person(tx, record, record.owner, notice, under=under)


def lapse(tx: Tx, record: Record, _: Timer) -> None:
    """Approved, and its window long over: it holds nothing up any longer."""
    if record.state not in MAY_BEGIN:
        return
    after = rules.move(record.key, ChangeVerb.LAPSE, ChangeState(record.state))
    record = records.close(tx, record, "change.lapse", after)
    approvals.stop(tx, record)
    changes_emergencies.stop(tx, record)
    outbox.tell_person(tx, record, record.requester, LAPSED, under=REQUESTER_CARD)
    if record.owner != record.requester:
        outbox.tell_person(tx, record, record.owner, LAPSED, under=IMPLEMENTER_CARD)


ACTS: dict[str, Act] = {WINDOW_BEGINS: window_begins, WINDOW_ENDS: window_ends, LAPSE: lapse}


def see_begun(tx: Tx, record_id: int, reader: Reader) -> ChangeSight | None:
    """None once it was started."""
    seen = see(tx, record_id, reader)
    return seen if seen and seen.state in MAY_BEGIN else None


def see_unfinished(tx: Tx, record_id: int, reader: Reader) -> ChangeSight | None:
    """None once it is done."""
    seen = see(tx, record_id, reader)
    return seen if seen and seen.state in UNFINISHED else None


def see_implemented(tx: Tx, record_id: int, reader: Reader) -> ChangeSight | None:
    """None once somebody has verified it."""
    seen = see(tx, record_id, reader)
    return seen if seen and seen.state is ChangeState.IMPLEMENTED else None


def see_failed(tx: Tx, record_id: int, reader: Reader) -> ChangeSight | None:
    """None once it was mended or backed out."""
    seen = see(tx, record_id, reader)
    return seen if seen and seen.state is ChangeState.FAILED else None
