"""Clocks follow the history: a verb that moves one has all of its record's computed anew from the facts."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from domain import clocks as rules
from domain.agreements import Agreement, Mark
from domain.clocks import ClockEvent, ClockFact, ClockKind, Told
from domain.records import Record
from storage import clocks, history, timers
from storage.clocks import Kept
from storage.history import FactRow
from storage.tables import MICROSECOND
from storage.tx import Tx

__all__ = ["BREACH", "EVENTS", "WARN", "Kept", "arm", "follow", "rebuilt", "renew", "target", "timer_kind"]

# Response is met by the first human answer and nothing pauses it; a reopened ticket goes on where it stopped.
EVENTS: Mapping[str, Mapping[ClockKind, ClockEvent]] = {
    "ticket.file": {ClockKind.RESPONSE: ClockEvent.START, ClockKind.RESOLUTION: ClockEvent.START},
    "ticket.reply": {ClockKind.RESPONSE: ClockEvent.STOP},
    "ticket.resolve": {ClockKind.RESPONSE: ClockEvent.STOP, ClockKind.RESOLUTION: ClockEvent.STOP},
    "ticket.reopen": {ClockKind.RESOLUTION: ClockEvent.RESUME},
    "ticket.hold": {ClockKind.RESOLUTION: ClockEvent.PAUSE},  # only for what the agreement says, see `_event`
    "ticket.unhold": {ClockKind.RESOLUTION: ClockEvent.RESUME},
    "ticket.transfer": {ClockKind.RESOLUTION: ClockEvent.RESUME},  # nobody waits any more
    # Nobody waits for an answer about what a machine reported: only its solution is promised.
    "alert.open": {ClockKind.RESOLUTION: ClockEvent.START},
    "alert.resolve": {ClockKind.RESOLUTION: ClockEvent.STOP},
    "alert.reopen": {ClockKind.RESOLUTION: ClockEvent.RESUME},
}

WARN, BREACH = "sla.warn", "sla.breach"
"""Verbs of the history: somebody was told of a step of a clock."""


def follow(tx: Tx, before: Record, record: Record, verb: str) -> None:
    """Renew the clocks that `verb`, whose fact is written already, moves: a new priority has other targets."""
    if verb in EVENTS or verb in {WARN, BREACH} or before.priority != record.priority:
        renew(tx, record)


def renew(tx: Tx, record: Record) -> dict[ClockKind, Kept]:
    """The clocks as the facts and the agreement now in force have them; those that changed are kept and armed."""
    known, found = clocks.of(tx, record.id), rebuilt(tx, record)
    for kind, kept in found.items():
        if kept != known.get(kind):
            clocks.save(tx, record.id, kept)
            arm(tx, record, kept)
    return found


def rebuilt(tx: Tx, record: Record) -> dict[ClockKind, Kept]:
    """From the history alone. None for a record without priority: nothing is promised of it."""
    facts = history.of(tx, record.id) if record.priority is not None else []
    return {kind: kept for kind in ClockKind if (kept := _rebuilt(tx.desk.agreement, kind, facts))}


def _rebuilt(agreement: Agreement, kind: ClockKind, facts: Sequence[FactRow]) -> Kept | None:
    moving = [(fact.seq, ClockFact(fact.at, event)) for fact in facts if (event := _event(agreement, fact, kind))]
    if not moving:
        return None
    moves = [move for _, move in moving]
    length = target(agreement, _priority(facts, _stopped(moving)), kind)
    clock = rules.recompute(kind, length, agreement.calendar, moves)
    return Kept(clock, rules.spoken_mark(clock, agreement.calendar, moves, _told(kind, facts)))


def _event(agreement: Agreement, fact: FactRow, kind: ClockKind) -> ClockEvent | None:
    """What a fact does to a clock. Which holds stop it, the agreement now in force says."""
    event = EVENTS.get(fact.verb, {}).get(kind)
    if event is ClockEvent.PAUSE and _after(fact).get("waiting_for") not in agreement.pauses:
        return None
    return event


def _stopped(moving: Sequence[tuple[int, ClockFact]]) -> int | None:
    """The fact that stopped the clock, if nothing has taken it up again since."""
    stopped = None
    for seq, move in moving:
        if move.event is ClockEvent.STOP:
            stopped = stopped or seq
        elif move.event is ClockEvent.RESUME:
            stopped = None
    return stopped


def _priority(facts: Sequence[FactRow], until: int | None) -> int:
    """As of a fact. A stopped clock was in time or not by the promise then in force, whatever came later."""
    known = [_after(fact) for fact in facts if until is None or fact.seq <= until]
    return next(int(after["priority"]) for after in reversed(known) if after.get("priority") is not None)


def _told(kind: ClockKind, facts: Sequence[FactRow]) -> list[Told]:
    spoken = [(fact.at, _after(fact)) for fact in facts if fact.verb in {WARN, BREACH}]
    return [Told(at, marked(after)) for at, after in spoken if after["clock"] == kind]


def marked(after: Mapping[str, Any]) -> Mark:
    """What a fact says was told of."""
    return Mark(int(after["share"]), int(after.get("beyond", 0)) * MICROSECOND)


def _after(fact: FactRow) -> dict[str, Any]:
    return dict(json.loads(fact.body)["after"])


def target(agreement: Agreement, priority: int, kind: ClockKind) -> timedelta:
    targets = agreement.targets[priority]
    return targets.response if kind is ClockKind.RESPONSE else targets.resolution


def timer_kind(kind: ClockKind) -> str:
    return f"clock.{kind}"


def arm(tx: Tx, record: Record, kept: Kept) -> None:
    """Each clock has one timer: its next step. What was spoken is known, so a mark may be armed again."""
    clock = kept.clock
    timers.cancel(tx, timer_kind(clock.kind), record.id)
    step = rules.next_step(clock, tx.desk.agreement.calendar, tx.desk.agreement.steps, kept.spoken)
    if step:
        timers.set_timer(tx, timer_kind(clock.kind), record.id, occurrence(step[0]), step[1], again=True)


def occurrence(mark: Mark) -> str:
    """`75`, or `100+60` for an hour beyond the target."""
    return f"{mark.share}+{mark.after // timedelta(minutes=1)}" if mark.after else str(mark.share)
