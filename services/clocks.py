"""Clocks follow the history: a verb that moves one has all of its record's computed anew from the facts."""

from collections.abc import Sequence
from datetime import timedelta

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
from storage.timers import Timer
from storage.tx import Tx

__all__ = ["ALL", "Kept", "arm", "follow", "rebuilt", "renew", "renew_all", "renew_some", "target", "timer_kind"]

ALL = "clocks.renew"
"""The timer on DESK-1 that has every open clock computed anew, some records at a time."""

BATCH = 8  # records in one transaction
AGAIN = timedelta(minutes=1)


def follow(tx: Tx, before: Record, record: Record, verb: str) -> None:
    """Renew the clocks that `verb`, whose fact is written already, moves: a new priority has other targets, and
    a ticket may begin or cease to wait for somebody.
    """
    moved = before.priority != record.priority or before.state != record.state
    if moved or verb in clock_facts.EVENTS or verb in {clock_facts.WARN, clock_facts.BREACH}:
        renew(tx, record)


def renew(tx: Tx, record: Record) -> dict[ClockKind, Kept]:
    """The clocks as the facts and the agreement now in force have them; those that changed are kept and armed."""
    is_new = record.head_seq == 1  # just filed: it has no clocks yet
    known, found = {} if is_new else clocks.of(tx, record.id), rebuilt(tx, record)
    changed = [kept for kind, kept in found.items() if kept != known.get(kind)]
    if changed:
        clocks.save(tx, record.id, changed)
    daily = tx.desk.agreement.digest.priorities
    for kept in changed:
        arm(tx, record, kept, is_new=kept.clock.kind not in known)
        if kept.clock.is_running and kept.spoken != UNSPOKEN and record.priority in daily:
            watches.await_morning(tx)
    if changed:
        running = [kept.clock.due_at for kept in found.values() if kept.clock.is_running and kept.clock.due_at]
        queues.due(tx, record.id, min(running, default=None))
    return found


def rebuilt(tx: Tx, record: Record) -> dict[ClockKind, Kept]:
    """From the history alone. None for a record without priority: nothing is promised of it."""
    if record.priority is None:
        return {}
    facts, promises = history.of(tx, record.id), tx.desk.promises
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


def arm(tx: Tx, record: Record, kept: Kept, *, is_new: bool = False) -> None:
    """Each clock has one timer: its next step. What was spoken is known, so a mark may be armed again.

    `is_new`: it was never armed, so there is nothing to disarm.
    """
    clock = kept.clock
    if not is_new:
        timers.cancel(tx, timer_kind(clock.kind), record.id)
    step = rules.next_step(clock, tx.desk.promises.hours, tx.desk.agreement.steps, kept.spoken)
    if step:
        timers.set_timer(tx, timer_kind(clock.kind), record.id, occurrence(step[0]), step[1], again=True)


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
