"""Where one person's own words lie, beside the history and in the tables of each practice.

Looked for through all that is kept: an operator asks for it now and then, so no index is kept for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Table,
    Text,
    and_,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    type_coerce,
    update,
)

from domain.attributes import PersonBody
from domain.erasure import GONE
from domain.history import canonical
from domain.setup import Part
from storage.approvals import votes
from storage.changes import changes
from storage.changes import work as change_work
from storage.changes_drafts import drafts
from storage.desk import object_versions, objects, written
from storage.emergencies import emergencies
from storage.follow_ups import follow_ups
from storage.history import facts, words
from storage.inbox import inbox
from storage.note_files import note_files
from storage.notes import notes
from storage.records import records
from storage.risks import risks
from storage.surveys import surveys
from storage.tasks import tasks
from storage.tickets import tickets
from storage.tx import Tx

WINDOW = 20_000  # rows of words looked through in one transaction


@dataclass(frozen=True)
class Place:
    """Columns of a table that hold people's words. `whose` names the person; None: whoever asked for the record."""

    name: str
    table: Table
    columns: tuple[str, ...]
    whose: str | None = None

    @property
    def record(self) -> ColumnElement[int]:
        found: ColumnElement[int] = self.table.c.id if self.table is records else self.table.c.record_id
        return found

    def left(self, person: int) -> ColumnElement[bool]:
        """Is anything of this person's there still?"""
        theirs = self.table.c[self.whose] == person if self.whose else self.record.in_(_asked(person))
        return theirs & or_(*(_filled(self.table.c[name]) for name in self.columns))


PLACES = (
    Place("titles", records, ("title",)),
    Place("descriptions of tickets", tickets, ("description",)),
    Place("changes (reason, plan, test, way back)", changes, ("reason", "plan", "test", "back_out")),
    Place("risks (cause, consequence)", risks, ("cause", "consequence")),
    Place("comments on surveys", surveys, ("comment",), "person"),
    Place("notes on follow-ups", follow_ups, ("note",), "done_by"),
    Place("comments on votes", votes, ("comment",), "person"),
    Place("words on how a change went", change_work, ("words",), "judged_by"),
    Place("why a change was an emergency", emergencies, ("reason",), "declared_by"),
    Place("why a change that was refused stays", emergencies, ("kept_because",), "kept_by"),
)
NOTES = "notes, with the names of their files"


def _filled(column: ColumnElement[Any]) -> ColumnElement[bool]:
    return column.is_not(None) & column.not_in(["", GONE])


def _asked(person: int) -> Any:  # noqa: ANN401 - a subquery
    """What they asked for, and what they filed for somebody in their own words."""
    filed = select(tickets.c.record_id).where(tickets.c.filed_by == person, tickets.c.origin_ts.is_(None))
    return select(records.c.id).where(or_(records.c.requester == person, records.c.id.in_(filed)))


def _notes(person: int) -> ColumnElement[bool]:
    has_files = exists().where(note_files.c.note_id == notes.c.id)
    return (notes.c.author == person) & or_(_filled(notes.c.text), has_files)


def is_asked(tx: Tx, record_id: int, person: int) -> bool:
    return tx.connection.execute(_asked(person).where(records.c.id == record_id)).one_or_none() is not None


def lying(tx: Tx, person: int) -> list[tuple[str, int]]:
    """The place's name and the record, for each row that holds words of theirs."""
    found = [(NOTES, row) for row in tx.connection.scalars(select(notes.c.record_id).where(_notes(person)))]
    for place in PLACES:
        rows = tx.connection.scalars(select(place.record).where(place.left(person)))
        found += [(place.name, row) for row in rows]
    return found


def opening(tx: Tx, person: int) -> list[int]:
    """Records that they asked for, one for each of the words beside the first fact."""
    mine = words.c.record_id.in_(_asked(person)) & (words.c.seq == 1) & words.c.text.is_not(None)
    return list(tx.connection.scalars(select(words.c.record_id).where(mine)))


def beside(tx: Tx, slack_id: str, after: int) -> tuple[list[int], int | None]:
    """The records of words beside what they did later, one for each, in the next window; and where that ends, None
    for the last one.
    """
    last = tx.connection.execute(select(func.max(words.c.id))).scalar_one() or 0
    end = after + WINDOW
    theirs = facts.c.body.startswith('{"actor":' + canonical(slack_id) + ",", autoescape=True)
    found = (
        select(words.c.record_id)
        .join(facts, and_(facts.c.record_id == words.c.record_id, facts.c.seq == words.c.seq))
        .where(words.c.id > after, words.c.id <= end, words.c.text.is_not(None), words.c.seq > 1, theirs)
    )
    return list(tx.connection.scalars(found)), end if end < last else None


@dataclass(frozen=True)
class Beside:
    """Words beside a fact, and the fact's text."""

    seq: int
    name: str
    body: str


def words_of(tx: Tx, record_id: int) -> list[Beside]:
    """Those that are there still."""
    both = and_(facts.c.record_id == words.c.record_id, facts.c.seq == words.c.seq)
    statement = (
        select(words.c.seq, words.c.name, facts.c.body)
        .join(facts, both)
        .where(words.c.record_id == record_id, words.c.text.is_not(None))
        .order_by(words.c.seq, words.c.name)
    )
    return [Beside(*row) for row in tx.connection.execute(statement)]


def notes_left(tx: Tx, record_id: int, person: int, most: int) -> Sequence[int]:
    mine = select(notes.c.id).where(notes.c.record_id == record_id, _notes(person)).order_by(notes.c.id)
    return tx.connection.scalars(mine.limit(most)).all()


def blank(tx: Tx, place: Place, record_id: int, person: int) -> int:
    """Of one record; answers how many rows held anything."""
    marked = {name: case((_filled(place.table.c[name]), GONE), else_=place.table.c[name]) for name in place.columns}
    mine = (place.record == record_id) & place.left(person)
    return tx.connection.execute(update(place.table).where(mine).values(marked)).rowcount


def files_of(tx: Tx, person: int) -> list[tuple[str, str]]:
    """Name and id of each file that they said with a note."""
    both = note_files.join(notes, notes.c.id == note_files.c.note_id)
    mine = select(note_files.c.name, note_files.c.file_id).select_from(both).where(notes.c.author == person)
    return [(row.name, row.file_id) for row in tx.connection.execute(mine)]


def blank_task(tx: Tx, task_id: int) -> None:
    tx.connection.execute(update(tasks).where(tasks.c.id == task_id).values(title=GONE))


def forget_drafts(tx: Tx, slack_id: str) -> None:
    tx.connection.execute(delete(drafts).where(drafts.c.author == slack_id))


def forget_heard(tx: Tx, slack_id: str, most: int) -> int:
    """Who said it, of what was heard lately; that it was heard stays, so that it is done once."""
    mine = select(inbox.c.id).where(inbox.c.actor == slack_id).limit(most)
    return tx.connection.execute(update(inbox).where(inbox.c.id.in_(mine)).values(actor=None)).rowcount


def heard(tx: Tx, slack_id: str) -> int:
    mine = select(func.count()).select_from(inbox).where(inbox.c.actor == slack_id)
    return int(tx.connection.execute(mine).scalar_one())


SAID = (("department", '"'), ("region", '"'), ("skills", "["))


def said_before(tx: Tx, slack_id: str) -> int:
    """How many versions of what the desk file said of this user are not in force and still say it."""
    return len(tx.connection.execute(select(object_versions.c.version).where(_of_before(tx, slack_id))).all())


def blank_before(tx: Tx, slack_id: str, person: int) -> None:
    """They say no more than of whom."""
    nothing = written(Part.PERSON, PersonBody(person))
    tx.connection.execute(update(object_versions).where(_of_before(tx, slack_id)).values(body=nothing))
    retired = _described(tx, slack_id) & objects.c.retired_at.is_not(None)
    tx.connection.execute(update(objects).where(retired).values(body=nothing))


def _described(tx: Tx, slack_id: str) -> ColumnElement[bool]:
    return (objects.c.desk_id == tx.desk.id) & (objects.c.kind == Part.PERSON) & (objects.c.key == slack_id)


def _of_before(tx: Tx, slack_id: str) -> ColumnElement[bool]:
    version, body = object_versions.c, type_coerce(object_versions.c.body, Text)
    in_force = objects.c.retired_at.is_(None) & (objects.c.version == version.version)
    mine = select(objects.c.id).where(_described(tx, slack_id), objects.c.id == version.object_id, ~in_force)
    return mine.exists() & or_(*(body.contains(f'"{name}":{mark}') for name, mark in SAID))
