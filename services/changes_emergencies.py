"""What becomes of an emergency: it is decided on after the fact, within a term; who has not voted is reminded."""

from datetime import datetime

from domain import changes as rules
from domain.approvals import Verdict
from domain.changes import ChangeState
from domain.emergencies import Emergency
from domain.history import Json
from domain.people import Person, Role
from domain.records import Record
from domain.workdays import next_morning
from services import approvals, outbox, records
from services.changes_sights import (
    APPROVER_CARD,
    CARD,
    IMPLEMENTER_CARD,
    REQUESTER_CARD,
    ChangeSight,
    see,
)
from services.readers import Reader
from services.timers import Act, Timer
from storage import emergencies, timers
from storage import people as people_rows
from storage.tx import Tx

ENDORSED, REFUSED, OVERDUE = "change.endorsed", "change.refused", "change.overdue"
REMINDER = "change.reminder"
REMIND, DUE = "change.emergency_remind", "change.emergency_due"
"""Kinds of timers. Reminders are numbered."""
CARDS = (REQUESTER_CARD, IMPLEMENTER_CARD, APPROVER_CARD)


def await_decision(tx: Tx, record: Record, due_at: datetime) -> None:
    timers.set_timer(tx, DUE, record.id, "1", due_at)
    _remind_later(tx, record, 1)


def _remind_later(tx: Tx, record: Record, number: int) -> None:
    """On a working morning, when people read what waits for them."""
    agreement, due = tx.desk.agreement, tx.now
    for _ in range(tx.desk.emergencies.remind):
        due = next_morning(agreement.calendar, agreement.digest.at, due)
    timers.set_timer(tx, REMIND, record.id, str(number), due)


def stop(tx: Tx, record: Record) -> None:
    for kind in (REMIND, DUE):
        timers.cancel(tx, kind, record.id)


def pending(tx: Tx, record: Record) -> Emergency | None:
    """None also where it is decided."""
    found = emergencies.get(tx, record.id)
    return found if found and found.verdict is None else None


def rests(tx: Tx, record: Record, state: ChangeState) -> bool:
    """Would a change that ends so stay open, because its emergency is not settled?"""
    found = emergencies.get(tx, record.id)
    return found is not None and not found.is_settled(state)


def decided(tx: Tx, record: Record, verdict: Verdict, before: ChangeState) -> bool:
    """Write down what the approval came to, and tell of it; False where the work had not begun."""
    found = pending(tx, record)
    if found is None:
        return False
    stop(tx, record)
    emergencies.save(tx, record.id, verdict=verdict, decided_at=tx.now)
    if before in {ChangeState.AWAITING_APPROVAL, ChangeState.DECLARED}:
        return False
    notice = ENDORSED if verdict is Verdict.APPROVE else REFUSED
    told = {record.requester, record.owner, found.declared_by}
    if verdict is Verdict.REJECT:
        told |= {person.id for person in managers(tx)}
        outbox.tell(tx, record, tx.desk.change_channel.slack_id, REFUSED, under=CARD)
    tell(tx, record, told, notice)
    return True


def managers(tx: Tx) -> list[Person]:
    """Change managers; where there is none, the administrators."""
    for role in (Role.CHANGE_MANAGER, Role.ADMIN):
        found = people_rows.by_ids(tx, tx.desk.roles.get(role, frozenset()))
        able = [found[one] for one in sorted(found) if found[one].slack_id and found[one].is_served]
        if able:
            return able
    return []


def tell(tx: Tx, record: Record, people: set[int | None], notice: str) -> None:
    """Each once, under the card that they have of it, if they have one."""
    for person in sorted(one for one in people if one is not None):
        found = people_rows.by_id(tx, person)
        place = found.slack_id if found.is_served else None
        if place:
            card = next((one for one in CARDS if outbox.is_shown(tx, record, place, one)), None)
            outbox.tell(tx, record, place, notice, under=card)


def remind(tx: Tx, record: Record, timer: Timer) -> None:
    """Who has not voted is asked once more, and again until it is decided."""
    if pending(tx, record) is None or ChangeState(record.state) not in rules.DECIDABLE:
        return
    stage = approvals.current(tx, record)
    about: dict[str, Json] = {"people": sorted(stage.waiting)}
    record = records.change(tx, record, "change.emergency_remind", about=about)
    for person in approvals.approvers(tx, stage):
        if person.id in stage.waiting and person.slack_id and person.is_served:
            outbox.tell(tx, record, person.slack_id, REMINDER, under=APPROVER_CARD, generation=stage.generation)
    _remind_later(tx, record, int(timer.occurrence) + 1)


def overdue(tx: Tx, record: Record, _: Timer) -> None:
    """The term is over: the change managers are told, and the change channel."""
    if pending(tx, record) is None or ChangeState(record.state) not in rules.DECIDABLE:
        return
    about: dict[str, Json] = {"people": [person.id for person in managers(tx)]}
    record = records.change(tx, record, "change.emergency_overdue", about=about)
    tell(tx, record, {person.id for person in managers(tx)}, OVERDUE)
    outbox.tell(tx, record, tx.desk.change_channel.slack_id, OVERDUE, under=CARD)


ACTS: dict[str, Act] = {REMIND: remind, DUE: overdue}


def see_overdue(tx: Tx, record_id: int, reader: Reader) -> ChangeSight | None:
    """None once it is decided."""
    seen = see(tx, record_id, reader)
    return seen if seen and seen.is_open and seen.emergency else None
