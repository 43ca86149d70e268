"""Changes: submitted, voted on, decided, withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain import changes as rules
from domain.approvals import Stage, Verdict
from domain.changes import ChangeDecided, ChangeState, ChangeSubmitted, ChangeVerb, ChangeWithdrawn, Voted, Window
from domain.outcomes import CardIsOld, FieldFault, Refused
from domain.people import Person
from domain.records import Kind, Record
from domain.titles import TITLE_LIMIT, clean_lines, title_of
from services import approvals, catalog, outbox, people, records
from services.permissions import require
from services.readers import Reader, may_see
from storage import changes
from storage import people as people_rows
from storage import records as rows
from storage.changes import Proposal
from storage.tables import microseconds
from storage.tx import Tx

CARD, APPROVER_CARD, REQUESTER_CARD = "change.card", "change.approver", "change.requester"
APPROVED, REJECTED, WITHDRAWN = "change.approved", "change.rejected", "change.withdrawn"
DECIDED = {Verdict.APPROVE: APPROVED, Verdict.REJECT: REJECTED}
MOVES = {Verdict.APPROVE: ChangeVerb.APPROVE, Verdict.REJECT: ChangeVerb.REJECT}
MOST_MINE = 20
TEXT_LIMIT = 3000


@dataclass(frozen=True)
class ChangeSight:
    """A change as its readers may see it. `people` are approvers and voters; `reader` is None for a channel."""

    record: Record
    proposal: Proposal
    stage: Stage
    requester: Person
    service: str | None
    people: Mapping[int, Person]
    reader: int | None


def submit(
    tx: Tx,
    title: str,
    *,
    service: str | None,
    reason: str,
    plan: str,
    start: datetime,
    end: datetime,
    test: str = "",
    back_out: str = "",
) -> ChangeSubmitted:
    """A change to decide on: a card in the change channel, one for each approver, one for who asked."""
    person = require(tx, "change.submit")
    name = _title(title)
    proposal = Proposal(
        reason=_needed("reason", reason),
        plan=_needed("plan", plan),
        test=_words("test", test) or None,
        back_out=_words("back_out", back_out) or None,
        window=rules.window(start, end),
    )
    record = _open(tx, person, name, _service(tx, service), proposal)
    changes.add(tx, record.id, proposal)
    record, stage = approvals.ask(tx, record, tx.desk.change_policy, frozenset({person.id}))
    _show(tx, record, person, stage)
    return ChangeSubmitted(record.key)


def _open(tx: Tx, person: Person, title: str, service: str | None, proposal: Proposal) -> Record:
    about = tx.desk.services.get(service or "")
    return records.open_record(
        tx,
        Kind.CHANGE,
        "change.submit",
        title,
        rules.move("", ChangeVerb.SUBMIT, None),
        about=_dated(proposal.window),
        words={
            "reason": proposal.reason,
            "plan": proposal.plan,
            "test": proposal.test or "",
            "back_out": proposal.back_out or "",
        },
        requester=person.id,
        team=tx.desk.team_for(service).id,
        service=about.id if about else None,
    )


def _dated(window: Window) -> dict[str, int]:
    return {"window_start": microseconds(window.start), "window_end": microseconds(window.end)}


def _show(tx: Tx, record: Record, requester: Person, stage: Stage) -> None:
    outbox.show(tx, record, tx.desk.change_channel.slack_id, CARD)
    for approver in approvals.approvers(tx, stage):
        if approver.slack_id:
            outbox.show(tx, record, approver.slack_id, APPROVER_CARD)
    if requester.slack_id:
        outbox.show(tx, record, requester.slack_id, REQUESTER_CARD)


def approve(tx: Tx, change_id: int, generation: int) -> Voted | ChangeDecided:
    """`generation` is the clicked card's: the card of an earlier round counts for nothing."""
    return _vote(tx, change_id, Verdict.APPROVE, generation, None)


def reject(tx: Tx, change_id: int, generation: int, reason: str) -> Voted | ChangeDecided:
    """Who rejects says why, for the requester to read."""
    return _vote(tx, change_id, Verdict.REJECT, generation, reason)


def _vote(tx: Tx, change_id: int, verdict: Verdict, generation: int, comment: str | None) -> Voted | ChangeDecided:
    record = records.lock(tx, change_id, Kind.CHANGE)
    person = require(tx, "change.see", record)
    words = None if comment is None else _needed("reason", comment)
    state = record.state
    record, stage = approvals.vote(tx, record, person, verdict, generation, words)
    after = rules.move(record.key, MOVES[verdict], ChangeState(state))
    if stage.closed is None:
        return Voted(record.key, verdict)
    return _decide(tx, record, stage.closed, after)


def _decide(tx: Tx, record: Record, verdict: Verdict, after: ChangeState) -> ChangeDecided:
    """An approved change stays open until it is carried out; a rejected one is over."""
    if verdict is Verdict.APPROVE:
        record = records.change(tx, record, "change.approve", state=after)
    else:
        record = records.close(tx, record, "change.reject", after)
    outbox.tell_person(tx, record, record.requester, DECIDED[verdict], under=REQUESTER_CARD)
    return ChangeDecided(record.key, verdict)


def withdraw(tx: Tx, change_id: int, state: str) -> ChangeWithdrawn:
    """`state` is what the clicked card showed: nobody withdraws what was decided while they looked elsewhere."""
    record = records.lock(tx, change_id, Kind.CHANGE)
    require(tx, "change.withdraw", record)
    if record.state != state:
        raise Refused(CardIsOld(record.key))
    return _withdraw(tx, record)


def withdraw_named(tx: Tx, key: str) -> ChangeWithdrawn:
    """The same for who types its key: a change manager, or the requester of an approved change."""
    record = rows.lock(tx, records.named(tx, key, Kind.CHANGE).id)
    require(tx, "change.withdraw", record)
    return _withdraw(tx, record)


def _withdraw(tx: Tx, record: Record) -> ChangeWithdrawn:
    after = rules.move(record.key, ChangeVerb.WITHDRAW, ChangeState(record.state))
    record = records.close(tx, record, "change.withdraw", after)
    if people.acting(tx).id != record.requester:
        outbox.tell_person(tx, record, record.requester, WITHDRAWN, under=REQUESTER_CARD)
    return ChangeWithdrawn(record.key)


def offered(tx: Tx, actor: str) -> dict[str, str]:
    """The services that a change may concern, for whoever may submit one: asked before the form opens."""
    require(people.asking(tx, actor), "change.submit")
    return catalog.offered(tx)


def for_rejection(tx: Tx, actor: str, change_id: int, generation: int) -> Record:
    """The change, if this person's rejection would count now: asked before the form opens."""
    record = records.get(tx, change_id, Kind.CHANGE)
    person = require(people.asking(tx, actor), "change.see", record)
    approvals.check(tx, record, person, Verdict.REJECT, generation)
    rules.move(record.key, ChangeVerb.REJECT, ChangeState(record.state))
    return record


def mine(tx: Tx, actor: str) -> list[Record]:
    return rows.asked_by(tx, people.acting(people.asking(tx, actor)).id, Kind.CHANGE, MOST_MINE)


def show(tx: Tx, actor: str, key: str) -> ChangeSight:
    record = records.named(tx, key, Kind.CHANGE)
    person = require(people.asking(tx, actor), "change.see", record)
    return _sight(tx, record, person.id)


def see(tx: Tx, record_id: int, reader: Reader) -> ChangeSight | None:
    record = rows.get(tx, record_id)
    if not may_see(tx, reader, record):
        return None
    return _sight(tx, record, reader.person.id if reader.person else None)


def _sight(tx: Tx, record: Record, reader: int | None) -> ChangeSight:
    stage = approvals.of(tx, record)
    found = people_rows.by_ids(tx, stage.eligible | {record.requester or 0})
    services = {service.id: service.name for service in tx.desk.services.values()}
    return ChangeSight(
        record=record,
        proposal=changes.get(tx, record.id),
        stage=stage,
        requester=found[record.requester or 0],
        service=services.get(record.service or 0),
        people=found,
        reader=reader,
    )


def _title(text: str) -> str:
    headline = title_of(text)
    if headline.description is not None:  # a form has a field of its own for more
        raise Refused(FieldFault("title", "too_long", TITLE_LIMIT))
    return headline.title


def _service(tx: Tx, key: str | None) -> str | None:
    if key is not None and key not in tx.desk.services:
        raise Refused(FieldFault("service", "not_offered"))
    return key


def _needed(field: str, text: str) -> str:
    words = _words(field, text)
    if not words:
        raise Refused(FieldFault(field, "empty"))
    return words


def _words(field: str, text: str) -> str:
    words = clean_lines(text)
    if len(words) > TEXT_LIMIT:
        raise Refused(FieldFault(field, "too_long", TEXT_LIMIT))
    return words
