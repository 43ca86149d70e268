"""Clocks follow the history: a verb that moves one has all of its record's computed anew from the facts."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from domain import clocks as rules
from domain.agreements import UNSPOKEN, Agreement, Mark
from domain.clocks import ClockEvent, ClockKind
from domain.promises import Promises
from domain.records import Record
from services import clock_facts, watches
from storage import clocks, copies, history, queues, timers
from storage import records as rows
from storage.clocks import Kept
from storage.history import FactRow
from storage.queues import Entry
from storage.timers import Due, Timer
from storage.tx import Tx

__all__ = ["ALL", "Kept", "arm", "follow", "rebuilt", "renew", "renew_all", "renew_some", "target", "timer_kind"]

ALL = "clocks.renew"
"""The timer on DESK-1 that has every open clock computed anew, some records at a time."""

BATCH = 8  # records in one transaction
AGAIN = timedelta(minutes=1)


def follow(tx: Tx, before: Record, record: Record, fact: FactRow) -> datetime | None:
    """Renew the clocks that `fact`, the newest, moves: a new priority has other targets, and a ticket may begin or
    cease to wait for somebody. Answers when the next promise of it breaks, where that was computed anew.
    """
    moved = before.priority != record.priority or before.state != record.state
    if not (moved or fact.verb in clock_facts.EVENTS or fact.verb in {clock_facts.WARN, clock_facts.BREACH}):
        return None
    if fact.seq > 1:
        return soonest(renew(tx, record))
    found = _computed(tx, record, [fact])  # its first fact: nothing is known of it yet
    if found:
        _keep(tx, record, (), list(found.values()))
    return soonest(found)


def renew(tx: Tx, record: Record) -> dict[ClockKind, Kept]:
    """The clocks as the facts and the agreement now in force have them; those that changed are kept and armed."""
    known, found = clocks.of(tx, record.id), rebuilt(tx, record)
    changed = [kept for kind, kept in found.items() if kept != known.get(kind)]
    if changed:
        _keep(tx, record, known, changed)
        queues.due(tx, Entry(record.id, soonest(found)))
    return found


def soonest(found: Mapping[ClockKind, Kept]) -> datetime | None:
    """When the next promise breaks; None while no clock runs."""
    running = [kept.clock.due_at for kept in found.values() if kept.clock.is_running and kept.clock.due_at]
    return min(running, default=None)


def _keep(tx: Tx, record: Record, known: Collection[ClockKind], changed: Sequence[Kept]) -> None:
    clocks.save(tx, record.id, changed)
    _arm(tx, record, changed, known)
    daily = tx.desk.agreement.digest.priorities
    if record.priority in daily and any(kept.clock.is_running and kept.spoken != UNSPOKEN for kept in changed):
        watches.await_morning(tx)


def rebuilt(tx: Tx, record: Record) -> dict[ClockKind, Kept]:
    """From the history alone."""
    return _computed(tx, record, history.of(tx, record.id))


def _computed(tx: Tx, record: Record, facts: Sequence[FactRow]) -> dict[ClockKind, Kept]:
    """None for a record without priority: nothing is promised of it."""
    if record.priority is None:
        return {}
    promises = tx.desk.promises
    return {kind: kept for kind in ClockKind if (kept := _rebuilt(promises, kind, facts))}


def _rebuilt(promises: Promises, kind: ClockKind, facts: Sequence[FactRow]) -> Kept | None:
    moves = list(clock_facts.moves(promises, kind, facts))
    if not moves or moves[0].fact.event is not ClockEvent.START:  # nothing of this kind was promised
        return None
    stopped = clock_facts.stop_of(moves)
    agreement = promises.at(stopped.fact.at) if stopped else promises.current
    length = target(agreement, clock_facts.priority_at(facts, stopped.seq if stopped else None), kind)
    moving = [move.fact for move in moves]
    clock = rules.recompute(kind, length, promises.hours, moving)
    return Kept(clock, rules.spoken_mark(clock, promises.hours, moving, clock_facts.told(kind, facts)))


def target(agreement: Agreement, priority: int, kind: ClockKind) -> timedelta:
    targets = agreement.targets[priority]
    return targets.response if kind is ClockKind.RESPONSE else targets.resolution


def timer_kind(kind: ClockKind) -> str:
    return f"clock.{kind}"


def arm(tx: Tx, record: Record, kept: Kept) -> None:
    """Each clock has one timer: its next step. What was spoken is known, so a mark may be armed again."""
    _arm(tx, record, [kept], {kept.clock.kind})


def _arm(tx: Tx, record: Record, changed: Sequence[Kept], known: Collection[ClockKind]) -> None:
    """Only clocks that were `known` may be armed already."""
    for kept in changed:
        if kept.clock.kind in known:
            timers.cancel(tx, timer_kind(kept.clock.kind), record.id)
    hours, steps = tx.desk.promises.hours, tx.desk.agreement.steps
    found = [(kept.clock.kind, rules.next_step(kept.clock, hours, steps, kept.spoken)) for kept in changed]
    ahead = [Due(timer_kind(kind), record.id, occurrence(step[0]), step[1]) for kind, step in found if step]
    timers.set_timers(tx, ahead, again=True)


def occurrence(mark: Mark) -> str:
    """`75`, or `100+60` for an hour beyond the target."""
    return f"{mark.share}+{mark.after // timedelta(minutes=1)}" if mark.after else str(mark.share)


def renew_all(tx: Tx, desk: Record) -> None:
    """The agreement or a calendar has changed: what is still open follows it. Once more a minute later, for what
    another process was filing under the old one.
    """
    for at, occurrence in ((tx.now, f"{tx.desk.version}"), (tx.now + AGAIN, f"{tx.desk.version}+")):
        timers.set_timer(tx, ALL, desk.id, f"{occurrence}:0", at)


def renew_some(tx: Tx, desk: Record, timer: Timer) -> None:
    """The next records with open clocks, by id; and what is left, by a timer of its own."""
    version, _, after = timer.occurrence.partition(":")
    found = clocks.open_after(tx, int(after), BATCH)
    for record_id in found:
        record, before = rows.lock(tx, record_id), clocks.of(tx, record_id)
        now = renew(tx, record)
        for kept in now.values():
            arm(tx, record, kept)  # where only the steps are others, no clock has changed
        if now != before:
            copies.raise_wanted(tx, record_id)
    if len(found) == BATCH:
        timers.set_timer(tx, ALL, desk.id, f"{version}:{found[-1]}", tx.now)
