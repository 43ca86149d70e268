"""`/ticket clock KEY`: how each clock came to its number, told from the history alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain import clocks as rules
from domain.clock_story import Aim, Entry, Turn, story
from domain.clocks import Clock, ClockEvent, ClockKind
from domain.promises import Promises
from domain.records import Kind, Record
from services import clock_facts, clocks, people
from services.clock_facts import Move
from services.permissions import named, require
from storage import history
from storage.history import FactRow
from storage.tx import Tx


@dataclass(frozen=True)
class ClockPage:
    """`used` of the clock's target until `now`; `zone` is the wall clock of its working hours."""

    clock: Clock
    entries: tuple[Entry, ...]
    used: timedelta
    now: datetime
    zone: str


@dataclass(frozen=True)
class ClockPages:
    """None for a ticket of which nothing is promised."""

    record: Record
    pages: tuple[ClockPage, ...]


def show(tx: Tx, actor: str, key: str) -> ClockPages:
    asker = people.asking(tx, actor)
    record = named(asker, key, Kind.TICKET)
    require(asker, "ticket.see", record)
    facts = history.of(tx, record.id)
    kept = clocks.rebuilt(tx, record)
    return ClockPages(record, tuple(_page(tx, kind, facts, one.clock) for kind, one in kept.items()))


def _page(tx: Tx, kind: ClockKind, facts: Sequence[FactRow], clock: Clock) -> ClockPage:
    promises = tx.desk.promises
    moves = clock_facts.moves(promises, kind, facts)
    turns = [Turn(move.fact.at, move.fact.event, move.verb, move.waiting_for) for move in moves]
    if kind is ClockKind.RESPONSE:  # nothing takes it up again
        turns = [turn for turn in turns if turn.event in {ClockEvent.START, ClockEvent.STOP}]
    aims = list(_aims(promises, kind, facts, moves))
    told = clock_facts.told(kind, facts)
    entries = story(turns, aims, told, promises.hours, tx.now)
    used = rules.elapsed(clock, promises.hours, tx.now)
    return ClockPage(clock, tuple(entries), used, tx.now, tx.desk.agreement.calendar.zone)


def _aims(promises: Promises, kind: ClockKind, facts: Sequence[FactRow], moves: Sequence[Move]) -> Iterator[Aim]:
    """The target at each time, as priority and agreement had it, where it changed; until the clock stopped."""
    start, stop = moves[0].fact.at, clock_facts.stop_of(moves)
    changed = [fact.at for fact in facts if clock_facts.part(fact, "after").get("priority") is not None]
    agreed = [since for since, _ in promises.versions if since > start]
    last: Aim | None = None
    for at in sorted({start, *(max(at, start) for at in changed), *agreed}):
        if stop and at > stop.fact.at:
            return
        priority = clock_facts.priority_at([fact for fact in facts if fact.at <= at], None)
        aim = Aim(at, clocks.target(promises.at(at), priority, kind), priority)
        if last is None or (aim.target, aim.priority) != (last.target, last.priority):
            last = aim
            yield aim
