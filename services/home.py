"""What a person's Home shows: what waits for them, what is about to break its promise, what they asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.outcomes import NotSetUp, Refused
from domain.people import Person
from domain.permissions import may
from domain.records import PREFIXES, Kind, Record
from services import approvals, people, queues, resolutions
from services.queues import Cut, Row
from services.readers import Reader, sees
from storage import copies, holds
from storage import records as rows
from storage.queues import Stretch
from storage.tx import Tx

HOME = copies.HOME
ROWS = 8  # in each part
SOON = timedelta(hours=4)
"""Working time: what breaks its promise by then is about to."""
COUNTED = 100


@dataclass(frozen=True)
class Question:
    """A ticket on which the reader has to answer; `round` is that of its last resolution, 0 where it has none."""

    record: Record
    round: int


@dataclass(frozen=True)
class HomeSight:
    """`questions` wait for the reader as requester, `work` as assignee. `soon` is None for who works in no team.
    `changes` wait for the reader's vote.
    """

    now: datetime
    questions: list[Question]
    work: Cut
    soon: Cut | None
    asked: Cut
    changes: Cut
    claimable: frozenset[int]


def opened(tx: Tx, actor: str) -> None:
    """Somebody looks at their Home: it is drawn anew."""
    if not tx.desk.version:
        raise Refused(NotSetUp())
    people.acting(people.asking(tx, actor))
    desk = rows.find(tx, f"{PREFIXES[Kind.DESK]}-1")
    assert desk is not None, "made by the first apply"
    copies.open_home(tx, desk.id, actor)


def see(tx: Tx, _: int, reader: Reader) -> HomeSight | None:
    person = reader.person
    if person is None or not person.is_served:
        return None
    waiting = holds.waiting_for_requester(tx, person.id, ROWS)
    work = queues.listed(tx, [Stretch(owner=person.id)], ROWS)
    soon = _soon(tx, person) if may(tx.desk, person, "ticket.queue") else None
    shown = [*work.rows, *(soon.rows if soon else ())]
    claimable = {row.record.id for row in shown if _may_claim(tx, person, row.record)}
    return HomeSight(
        now=tx.now,
        questions=[Question(record, resolutions.latest(tx, record.id)) for record in waiting],
        work=_seen(tx, person, work),
        soon=soon and _seen(tx, person, soon),
        asked=_asked(tx, person),
        changes=_listed(tx, approvals.waiting_for(tx, person, ROWS + 1)),
        claimable=frozenset(claimable),
    )


def _soon(tx: Tx, person: Person) -> Cut:
    until = tx.desk.agreement.calendar.add(tx.now, SOON)
    return queues.listed(tx, queues.stretches(tx, person, until), ROWS)


def _may_claim(tx: Tx, person: Person, record: Record) -> bool:
    return record.owner is None and may(tx.desk, person, "ticket.claim", record)


def _seen(tx: Tx, person: Person, cut: Cut) -> Cut:
    """Whose assignee has left the team is not shown what they may not see any more."""
    return Cut([row for row in cut.rows if sees(tx, person, row.record)], cut.more, cut.is_at_least, cut.now)


def _asked(tx: Tx, person: Person) -> Cut:
    found = rows.asked_by(tx, person.id, Kind.TICKET, ROWS + 1)
    count = rows.count_asked_by(tx, person.id, Kind.TICKET, COUNTED) if len(found) > ROWS else len(found)
    shown = found[:ROWS]
    return Cut([Row(record, None, None) for record in shown], count - len(shown), count >= COUNTED, tx.now)


def _listed(tx: Tx, found: Sequence[Record]) -> Cut:
    shown = [Row(record, None, None) for record in found[:ROWS]]
    return Cut(shown, len(found) - len(shown), is_at_least=len(found) > ROWS, now=tx.now)
