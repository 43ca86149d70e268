"""Tasks on a record: given, done, and asked after when they are overdue. Every practice has them at once.

Whose kind of record it is says which act of `domain.permissions` manages them: `TREATING`. Whoever was given a task
may say that it is done, whatever else they may see.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain import tasks as rules
from domain.calendars import zone_of
from domain.history import Json
from domain.outcomes import FieldFault, NotFound, Refused
from domain.people import Person, Standing
from domain.permissions import TREATING, may
from domain.records import Record
from domain.tasks import AlreadyDone, Task, TaskAdded, TaskDone, TooManyTasks
from domain.titles import title_of
from services import outbox, people, records
from services.permissions import require
from services.readers import Reader, sees
from storage import people as people_rows
from storage import records as rows
from storage import tasks, timers
from storage.timers import Timer
from storage.tx import Tx

GIVEN, OVERDUE = "task.given", "task.overdue"
"""Notices to whoever has the task; OVERDUE is the timer's kind, too."""


@dataclass(frozen=True)
class TaskSight:
    """`key` is its record's; `knows_record`: the reader may see that, too."""

    task: Task
    key: str
    title: str
    owner: Person
    is_overdue: bool
    knows_record: bool = True


def add(tx: Tx, record: Record, title: str, owner: str, due: date) -> TaskAdded:
    """On a locked record, by whoever may treat it. `owner` is a Slack id."""
    require(tx, TREATING[record.kind], record)
    if tasks.count_open(tx, record.id) >= rules.MOST_OPEN:
        raise Refused(TooManyTasks(record.key, rules.MOST_OPEN))
    name = title_of(title).title
    day = rules.due_on(due, today(tx))
    holder = member(tx, owner)
    task = tasks.add(tx, record.id, name, holder.id, day)
    about: dict[str, Json] = {"task": task.id, "owner": holder.id, "due_on": day.isoformat()}
    record = records.change(tx, record, "task.add", about=about, words={"task": name})
    timers.set_timer(tx, OVERDUE, record.id, f"{task.id}.0", rules.reminder(day, tx.desk.zone))
    if tx.actor != owner:
        outbox.tell_person(tx, record, holder.id, GIVEN, task=task.id)
    return TaskAdded(record.key)


def member(tx: Tx, slack_id: str) -> Person:
    """Guests and people who left cannot be given work; of whom Slack does not tell nobody knows."""
    person = people.named(tx, [slack_id])[slack_id]
    if person.standing is Standing.UNKNOWN:
        raise Refused(FieldFault("owner", "person_not_known"))
    if person.standing is not Standing.MEMBER:
        raise Refused(FieldFault("owner", "not_a_member"))
    return person


def finish(tx: Tx, task_id: int) -> TaskDone:
    """Its owner says so, or whoever may treat the record. Raises Refused(AlreadyDone), also on a closed record."""
    task = _find(tx, task_id)
    record = rows.lock(tx, task.record_id)
    task = _find(tx, task_id)  # as it is now that the record is held
    person = people.acting(tx)
    if person.id != task.owner or person.standing is not Standing.MEMBER:
        person = require(tx, TREATING[record.kind], record)
    if not task.is_open:
        raise Refused(AlreadyDone(record.key))
    tasks.done(tx, task, person.id, tx.now)
    records.change(tx, record, "task.done", about={"task": task.id})
    return TaskDone(record.key)


def _find(tx: Tx, task_id: int) -> Task:
    found = tasks.find(tx, task_id)
    if found is None:
        raise Refused(NotFound(str(task_id)))
    return found


def remind(tx: Tx, record: Record, timer: Timer) -> None:
    """It is overdue: whoever has it and whoever owns the record are told, every week until it is done."""
    task_id, _, times = timer.occurrence.partition(".")
    task = tasks.find(tx, int(task_id))
    if task is None or not task.is_open or rows.is_closed(tx, record.id):
        return
    record = records.change(tx, record, "task.overdue", about={"task": task.id})
    for person in sorted({task.owner, record.owner or task.owner}):
        if people_rows.by_id(tx, person).is_served:
            outbox.tell_person(tx, record, person, OVERDUE, task=task.id)
    again = int(times) + 1
    timers.set_timer(tx, OVERDUE, record.id, f"{task.id}.{again}", rules.reminder(task.due_on, tx.desk.zone, again))


def of(tx: Tx, record: Record) -> list[TaskSight]:
    """For whoever may see the record."""
    return sights(tx, record, tasks.of(tx, record.id))


def sights(tx: Tx, record: Record, found: Sequence[Task]) -> list[TaskSight]:
    involved, day = people_rows.by_ids(tx, {task.owner for task in found}), today(tx)
    return [TaskSight(task, record.key, record.title, involved[task.owner], task.is_overdue(day)) for task in found]


def see(tx: Tx, record_id: int, reader: Reader, task: int) -> TaskSight | None:
    """None once it is done, its record closed, or this reader neither has it nor may treat the record."""
    found, record = tasks.find(tx, task), rows.get(tx, record_id)
    if found is None or not found.is_open or rows.is_closed(tx, record_id) or reader.person is None:
        return None
    treats = may(tx.desk, reader.person, TREATING[record.kind], record)
    if reader.person.id != found.owner and not treats:
        return None
    (sight,) = sights(tx, record, [found])
    return TaskSight(
        sight.task, sight.key, sight.title, sight.owner, sight.is_overdue, sees(tx, reader.person, record)
    )


def today(tx: Tx) -> date:
    """The desk's day."""
    return tx.now.astimezone(zone_of(tx.desk.zone)).date()


ACTS = {OVERDUE: remind}
