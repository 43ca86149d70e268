"""What a person's Home shows: what waits for them, what is about to break its promise, what they asked for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.outcomes import NotFound, NotSetUp, Refused
from domain.people import Person, Role
from domain.permissions import may
from domain.records import PREFIXES, Kind, Record
from services import approvals, cards, people, queues, resolutions
from services.queues import Cut, Row
from services.readers import Reader, sees
from storage import copies, holds
from storage import records as rows
from storage.queues import Stretch
from storage.tx import Tx

HOME = copies.HOME
ROWS = 7  # in each part: all of them at their fullest fit into Slack's 100 blocks
PAGE = 20
"""Rows on a page of a part's whole list."""
FURTHEST = 1000
"""How far one may turn these pages."""
SOON = timedelta(hours=4)
"""Working time: what breaks its promise by then is about to."""
COUNTED = 100
RAISED = (Kind.TICKET, Kind.CHANGE, Kind.RISK)
"""What people raise."""


@dataclass(frozen=True)
class Question:
    """A ticket on which the reader has to answer; `round` is that of its last resolution, 0 where it has none.
    `talk` is the address of the thread where they answer, if there is one; `closes_at`: if they say nothing.
    """

    record: Record
    round: int
    talk: str = ""
    closes_at: datetime | None = None


@dataclass(frozen=True)
class HomeSight:
    """`questions` wait for the reader as requester, `work` as assignee, `changes` for their vote in the round that
    `rounds` gives by record. Of their teams' tickets, `late` have broken a promise and `soon` are about to; None
    for who works in no team. What is shown there is not shown as `work` too: so many of their own are `below`.
    """

    now: datetime
    questions: list[Question]
    work: Cut
    late: Cut | None
    soon: Cut | None
    asked: Cut
    changes: Cut
    claimable: frozenset[int]
    rounds: Mapping[int, int]
    is_admin: bool = False
    below: int = 0


@dataclass(frozen=True)
class ListSight:
    """A page of one part's whole list, from row `start` on."""

    part: str
    start: int
    cut: Cut


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
    works = may(tx.desk, person, "ticket.queue")
    late, soon = (_late(tx, person, ROWS), _soon(tx, person, ROWS)) if works else (None, None)
    work, below = _rest_of_work(tx, person, *(cut for cut in (late, soon) if cut))
    changes = _changes(tx, person, ROWS)
    shown = [*work.rows, *(late.rows if late else ()), *(soon.rows if soon else ())]
    return HomeSight(
        now=tx.now,
        questions=[_question(tx, record, person) for record in waiting],
        work=work,
        late=late,
        soon=soon,
        asked=_asked(tx, person, ROWS),
        changes=changes,
        claimable=frozenset(row.record.id for row in shown if _may_claim(tx, person, row.record)),
        rounds={row.record.id: approvals.current(tx, row.record).generation for row in changes.rows},
        is_admin=Role.ADMIN in tx.desk.roles_of(person.id),
        below=below,
    )


def listed(tx: Tx, actor: str, part: str, start: int) -> ListSight:
    """More of a part than Home has room for. Raises Refused(NotFound) for a part that there is not."""
    asking = people.asking(tx, actor)
    person = people.acting(asking)
    if part not in PARTS or start > FURTHEST or (part in OF_TEAMS and not may(tx.desk, person, "ticket.queue")):
        raise Refused(NotFound(part))
    cut = PARTS[part](asking, person, start + PAGE)
    return ListSight(part, start, Cut(cut.rows[start:], cut.more, cut.is_at_least, cut.now))


def _question(tx: Tx, record: Record, person: Person) -> Question:
    return Question(
        record,
        resolutions.latest(tx, record.id),
        cards.talk_of(tx, record, person),
        resolutions.closes_at(tx, record),
    )


def _may_claim(tx: Tx, person: Person, record: Record) -> bool:
    return record.owner is None and may(tx.desk, person, "ticket.claim", record)


def _work(tx: Tx, person: Person, most: int) -> Cut:
    return _seen(tx, person, queues.listed(tx, [Stretch(owner=person.id)], most))


def _rest_of_work(tx: Tx, person: Person, *graver: Cut) -> tuple[Cut, int]:
    """Their own that these parts do not show already, and how many of their own those do show."""
    shown = {row.record.id for cut in graver for row in cut.rows}
    work = _work(tx, person, ROWS + len(shown))
    rest = [row for row in work.rows if row.record.id not in shown]
    more = work.more + max(len(rest) - ROWS, 0)
    return Cut(rest[:ROWS], more, work.is_at_least, work.now), len(work.rows) - len(rest)


def _late(tx: Tx, person: Person, most: int) -> Cut:
    return _seen(tx, person, queues.listed(tx, queues.stretches(tx, person, until=tx.now), most))


def _soon(tx: Tx, person: Person, most: int) -> Cut:
    until = tx.desk.agreement.calendar.add(tx.now, SOON)
    return _seen(tx, person, queues.listed(tx, queues.stretches(tx, person, until, after=tx.now), most))


def _seen(tx: Tx, person: Person, cut: Cut) -> Cut:
    """Whose assignee has left the team is not shown what they may not see any more."""
    return Cut([row for row in cut.rows if sees(tx, person, row.record)], cut.more, cut.is_at_least, cut.now)


def _asked(tx: Tx, person: Person, most: int) -> Cut:
    """All that they raised and that is open, whatever it is; the newest first."""
    found = [record for kind in RAISED for record in rows.asked_by(tx, person.id, kind, most + 1)]
    found.sort(key=lambda record: record.id, reverse=True)
    if len(found) <= most:
        return _listed(tx, found, most)
    count = sum(rows.count_asked_by(tx, person.id, kind, COUNTED) for kind in RAISED)
    shown = [Row(record, None, None) for record in found[:most]]
    return Cut(shown, max(count - most, 1), is_at_least=count >= COUNTED, now=tx.now)


def _changes(tx: Tx, person: Person, most: int) -> Cut:
    return _listed(tx, approvals.waiting_for(tx, person, most + 1), most)


def _listed(tx: Tx, found: Sequence[Record], most: int) -> Cut:
    shown = [Row(record, None, None) for record in found[:most]]
    return Cut(shown, len(found) - len(shown), is_at_least=len(found) > most, now=tx.now)


PARTS: Mapping[str, Callable[[Tx, Person, int], Cut]] = {
    "work": _work,
    "late": _late,
    "soon": _soon,
    "asked": _asked,
    "changes": _changes,
}
OF_TEAMS = {"late", "soon"}
"""For who works in one."""
