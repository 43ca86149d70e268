"""Clocks follow the history: a verb that starts, pauses or stops one has them computed anew from the facts."""

from collections.abc import Mapping
from datetime import timedelta

from domain import clocks as rules
from domain.agreements import Agreement
from domain.clocks import Clock, ClockEvent, ClockFact, ClockKind
from domain.records import Record
from storage import clocks, history, timers
from storage.clocks import Kept
from storage.tx import Tx

# Response is met by the first human answer and nothing pauses it; a reopened ticket goes on where it stopped.
EVENTS: Mapping[str, Mapping[ClockKind, ClockEvent]] = {
    "ticket.file": {ClockKind.RESPONSE: ClockEvent.START, ClockKind.RESOLUTION: ClockEvent.START},
    "ticket.reply": {ClockKind.RESPONSE: ClockEvent.STOP},
    "ticket.resolve": {ClockKind.RESPONSE: ClockEvent.STOP, ClockKind.RESOLUTION: ClockEvent.STOP},
    "ticket.reopen": {ClockKind.RESOLUTION: ClockEvent.RESUME},
}


def follow(tx: Tx, record: Record, verb: str) -> None:
    """Compute anew the clocks that `verb`, whose fact is written already, moves."""
    kinds = EVENTS.get(verb)
    if not kinds or record.priority is None:
        return
    facts = history.of(tx, record.id)
    spoken = {kind: kept.spoken for kind, kept in clocks.of(tx, record.id).items()}
    for kind in kinds:
        told = [ClockFact(fact.at, EVENTS[fact.verb][kind]) for fact in facts if kind in EVENTS.get(fact.verb, {})]
        clock = rules.recompute(
            kind, target(tx.desk.agreement, record.priority, kind), tx.desk.agreement.calendar, told
        )
        clocks.save(tx, record.id, clock)
        arm(tx, record, Kept(clock, spoken.get(kind, 0)))


def target(agreement: Agreement, priority: int, kind: ClockKind) -> timedelta:
    targets = agreement.targets[priority]
    return targets.response if kind is ClockKind.RESPONSE else targets.resolution


def timer_kind(kind: ClockKind) -> str:
    return f"clock.{kind}"


def arm(tx: Tx, record: Record, kept: Kept) -> None:
    """Each clock has one timer: its next step."""
    clock: Clock = kept.clock
    timers.cancel(tx, timer_kind(clock.kind), record.id)
    step = rules.next_step(clock, tx.desk.agreement.calendar, tx.desk.agreement.steps, kept.spoken)
    if step:
        timers.set_timer(tx, timer_kind(clock.kind), record.id, str(step[0].share), step[1])


__all__ = ["EVENTS", "Kept", "arm", "follow", "target", "timer_kind"]
