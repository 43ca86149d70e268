"""Declaring a change an emergency, whose work begins before it is approved; keeping what was refused after that."""

from domain import changes as rules
from domain.approvals import SelfApproval
from domain.changes import ChangeState, ChangeVerb
from domain.emergencies import Emergency, EmergencyDeclared, NotRefused, RefusedChangeKept
from domain.history import Json
from domain.outcomes import Refused
from domain.people import Person
from domain.records import Kind, Record
from domain.workdays import after_working_days
from services import approvals, changes_emergencies, changes_voting, outbox, records
from services.changes_clicks import before_form, held
from services.changes_pages import needed
from services.changes_sights import CARD
from services.permissions import named, require
from storage import changes, emergencies
from storage import records as rows
from storage.tables import microseconds
from storage.tx import Tx

DECLARED, KEPT = "change.declared", "change.kept"


def declare(tx: Tx, change_id: int, state: str, reason: str) -> EmergencyDeclared:
    """The work may begin at once; the approval goes on, to be decided after the fact.

    `state` is what the clicked card showed. Raises Refused(NobodyElse), too.
    """
    return _declare(tx, *held(tx, change_id, "change.declare", state), reason)


def declare_named(tx: Tx, key: str, reason: str) -> EmergencyDeclared:
    """The same for who types its key."""
    record = rows.lock(tx, named(tx, key, Kind.CHANGE).id)
    return _declare(tx, record, require(tx, "change.declare", record), reason)


def _declare(tx: Tx, record: Record, person: Person, reason: str) -> EmergencyDeclared:
    after = rules.move(record.key, ChangeVerb.DECLARE, ChangeState(record.state))
    said = needed("reason", reason)
    due_at = after_working_days(tx.desk.agreement.calendar, tx.now, tx.desk.emergencies.within)
    emergencies.add(tx, Emergency(record.id, tx.now, person.id, said, due_at))
    changes.is_an_emergency(tx, record.id)
    about: dict[str, Json] = {"by": person.id, "due_at": microseconds(due_at)}
    record = records.change(tx, record, "change.declare", about=about, words={"reason": said}, state=after)
    changes_emergencies.await_decision(tx, record, due_at)
    changes_emergencies.tell(tx, record, _concerned(tx, record) - {person.id}, DECLARED)
    outbox.tell(tx, record, tx.desk.change_channel.slack_id, DECLARED, under=CARD)
    changes_voting.follow(tx, approvals.bar(tx, record, person.id))
    return EmergencyDeclared(record.key)


def _concerned(tx: Tx, record: Record) -> set[int | None]:
    """Who asked, who carries it out, who is asked to decide, the change managers, and those of its services."""
    kept = changes.get(tx, record.id).services
    services = [one for one in tx.desk.services.values() if one.id in kept]
    return {
        record.requester,
        record.owner,
        *approvals.current(tx, record).eligible,
        *(person.id for person in changes_emergencies.managers(tx)),
        *(one.owner for one in services),
        *(tx.desk.teams[one.team].lead for one in services),
    }


def keep(tx: Tx, change_id: int, state: str, reason: str) -> RefusedChangeKept:
    """Refused after the fact, and it stays all the same: who had no hand in it says why.

    Raises Refused(NotRefused | SelfApproval), too.
    """
    return _keep(tx, *held(tx, change_id, "change.keep", state), reason)


def keep_named(tx: Tx, key: str, reason: str) -> RefusedChangeKept:
    record = rows.lock(tx, named(tx, key, Kind.CHANGE).id)
    return _keep(tx, record, require(tx, "change.keep", record), reason)


def _keep(tx: Tx, record: Record, person: Person, reason: str) -> RefusedChangeKept:
    after, emergency = _keeping(tx, record, person)
    said = needed("reason", reason)
    emergencies.save(tx, record.id, kept_at=tx.now, kept_by=person.id, kept_because=said)
    write = records.close if after in rules.ENDED else records.change
    about: dict[str, Json] = {"by": person.id}
    record = write(tx, record, "change.keep", about=about, words={"reason": said}, state=after.value)
    told = {record.requester, record.owner, emergency.declared_by, *_decided(tx, record)}
    changes_emergencies.tell(tx, record, told - {person.id}, KEPT)
    return RefusedChangeKept(record.key)


def _keeping(tx: Tx, record: Record, person: Person) -> tuple[ChangeState, Emergency]:
    """Nobody keeps what they raised, declared or carry out: that would be an approval of their own."""
    after = rules.move(record.key, ChangeVerb.KEEP, ChangeState(record.state))
    emergency = emergencies.get(tx, record.id)
    if emergency is None or not emergency.needs_answer:
        raise Refused(NotRefused(record.key))
    work = changes.work_on(tx, record.id)
    if person.id in {record.requester, record.owner, emergency.declared_by, *(work.hands if work else ())}:
        raise Refused(SelfApproval())
    return after, emergency


def _decided(tx: Tx, record: Record) -> set[int]:
    return {vote.by for stage in approvals.rounds(tx, record) for vote in stage.votes}


def for_keeping(tx: Tx, actor: str, change_id: int, state: str) -> Record:
    """The change, if this person could keep it now: asked before the form opens."""
    record, person = before_form(tx, actor, change_id, "change.keep", state)
    _keeping(tx, record, person)
    return record
