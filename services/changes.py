"""Changes: submitted and withdrawn. Their votes are in `changes_voting`, their work in `changes_work`."""

from domain import changes as rules
from domain.assessment import Assessment
from domain.changes import ChangeState, ChangeSubmitted, ChangeVerb, ChangeWithdrawn
from domain.history import Json
from domain.people import Person
from domain.records import Kind, Record
from services import approvals, changes_emergencies, changes_voting, outbox, people, records
from services.changes_clicks import held
from services.changes_pages import Checked, Request, checked
from services.changes_sights import CARD, IMPLEMENTER_CARD, REQUESTER_CARD
from services.permissions import named, require
from storage import changes, timers
from storage import records as rows
from storage.changes import Proposal
from storage.tables import microseconds
from storage.tx import Tx

WITHDRAWN = "change.withdrawn"
WINDOW_BEGINS, WINDOW_ENDS, LAPSE = "change.window_begins", "change.window_ends", "change.lapse"
"""Kinds of timers."""


def submit(tx: Tx, request: Request) -> ChangeSubmitted:
    """A change: a card in the change channel, one for each approver, for who asked, and for who carries it out.

    Raises Refused(FieldFault | NoApprover).
    """
    person = require(tx, "change.submit")
    asked = checked(tx, request)
    key, policy = tx.desk.policy_for(request.frame.kind, asked.assessment.level)
    proposal = _proposal(tx, request, asked, key)
    record = _open(tx, person, asked, proposal)
    changes.add(tx, record.id, proposal)
    _show(tx, record, person, asked.implementer)
    poll = approvals.ask(tx, record, policy, frozenset({person.id, asked.implementer.id}))
    changes_voting.follow(tx, poll)
    _await_window(tx, record, proposal)
    return ChangeSubmitted(record.key)


def _proposal(tx: Tx, request: Request, asked: Checked, policy: str) -> Proposal:
    return Proposal(
        reason=asked.wording.reason,
        plan=asked.wording.plan,
        test=asked.wording.test or None,
        back_out=asked.wording.back_out or None,
        window=asked.window,
        kind=request.frame.kind,
        assessment=asked.assessment,
        services=tuple(tx.desk.services[one].id for one in asked.services),
        policy=policy,
    )


def _open(tx: Tx, person: Person, asked: Checked, proposal: Proposal) -> Record:
    first = next(iter(asked.services), None)
    return records.open_record(
        tx,
        Kind.CHANGE,
        "change.submit",
        asked.wording.title,
        rules.move("", ChangeVerb.SUBMIT, None),
        about=_facts(proposal, asked.assessment),
        words={
            "reason": proposal.reason,
            "plan": proposal.plan,
            "test": proposal.test or "",
            "back_out": proposal.back_out or "",
        },
        requester=person.id,
        owner=asked.implementer.id,
        team=tx.desk.team_for(first).id,
        service=tx.desk.services[first].id if first else None,
    )


def _facts(proposal: Proposal, assessment: Assessment) -> dict[str, Json]:
    return {
        "window_start": microseconds(proposal.window.start),
        "window_end": microseconds(proposal.window.end),
        "kind": proposal.kind,
        "services": sorted(proposal.services),
        "answers": {question.value: answer for question, answer in assessment.answers.items()},
        "score": assessment.score,
        "level": assessment.level,
        "policy": proposal.policy,
    }


def _show(tx: Tx, record: Record, requester: Person, implementer: Person) -> None:
    outbox.show(tx, record, tx.desk.change_channel.slack_id, CARD)
    if requester.slack_id:
        outbox.show(tx, record, requester.slack_id, REQUESTER_CARD)
    if implementer.slack_id and implementer.id != requester.id:
        outbox.show(tx, record, implementer.slack_id, IMPLEMENTER_CARD)


def _await_window(tx: Tx, record: Record, proposal: Proposal) -> None:
    window = proposal.window
    if window.start > tx.now:  # else who carries it out need not be told
        timers.set_timer(tx, WINDOW_BEGINS, record.id, "1", window.start)
    timers.set_timer(tx, WINDOW_ENDS, record.id, "1", window.end)
    timers.set_timer(tx, LAPSE, record.id, "1", window.end + rules.LAPSES_AFTER)


def withdraw(tx: Tx, change_id: int, state: str) -> ChangeWithdrawn:
    """`state` is what the clicked card showed."""
    record, _ = held(tx, change_id, "change.withdraw", state)
    return _withdraw(tx, record)


def withdraw_named(tx: Tx, key: str) -> ChangeWithdrawn:
    """The same for who types its key: a change manager, or the requester of an approved change."""
    record = rows.lock(tx, named(tx, key, Kind.CHANGE).id)
    require(tx, "change.withdraw", record)
    return _withdraw(tx, record)


def _withdraw(tx: Tx, record: Record) -> ChangeWithdrawn:
    after = rules.move(record.key, ChangeVerb.WITHDRAW, ChangeState(record.state))
    record = records.close(tx, record, "change.withdraw", after)
    approvals.stop(tx, record)
    changes_emergencies.stop(tx, record)
    by = people.acting(tx).id
    if by != record.requester:
        outbox.tell_person(tx, record, record.requester, WITHDRAWN, under=REQUESTER_CARD)
    if record.owner not in {by, record.requester}:
        outbox.tell_person(tx, record, record.owner, WITHDRAWN, under=IMPLEMENTER_CARD)
    return ChangeWithdrawn(record.key)
