"""What a record's history says of its clocks: when they were started, paused, taken up again, stopped, told of."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from domain.agreements import Mark
from domain.clocks import ClockEvent, ClockFact, ClockKind, Told
from domain.promises import Promises
from domain.tickets import TicketState
from storage.history import FactRow
from storage.tables import MICROSECOND

WARN, BREACH = "sla.warn", "sla.breach"
"""Verbs of the history: somebody was told of a step of a clock."""

ON_HOLD = TicketState.ON_HOLD.value

# Response is met by the first human answer and nothing pauses it; a reopened ticket goes on where it stopped.
# Holds are not here: a clock stands still while a ticket waits for whom the agreement names.
EVENTS: Mapping[str, Mapping[ClockKind, ClockEvent]] = {
    "ticket.file": {ClockKind.RESPONSE: ClockEvent.START, ClockKind.RESOLUTION: ClockEvent.START},
    "ticket.reply": {ClockKind.RESPONSE: ClockEvent.STOP},
    "ticket.withdraw": {ClockKind.RESPONSE: ClockEvent.STOP, ClockKind.RESOLUTION: ClockEvent.STOP},
    "ticket.resolve": {ClockKind.RESPONSE: ClockEvent.STOP, ClockKind.RESOLUTION: ClockEvent.STOP},
    "ticket.reopen": {ClockKind.RESOLUTION: ClockEvent.RESUME},
    # Nobody waits for an answer about what a machine reported: only its solution is promised.
    "alert.open": {ClockKind.RESOLUTION: ClockEvent.START},
    "alert.resolve": {ClockKind.RESOLUTION: ClockEvent.STOP},
    "alert.reopen": {ClockKind.RESOLUTION: ClockEvent.RESUME},
}


@dataclass(frozen=True)
class Move:
    """A fact that moves a clock; `verb` is None where a new agreement did. `waiting_for`: of a hold."""

    seq: int
    fact: ClockFact
    verb: str | None
    waiting_for: str | None = None


def moves(promises: Promises, kind: ClockKind, facts: Sequence[FactRow]) -> list[Move]:
    """All that moves this clock, in order; some of it may change nothing, for a clock that rests already."""
    found: list[Move] = []
    since: tuple[FactRow, str] | None = None  # the hold that it waits in
    for fact in facts:
        if since:
            found += _renewed(promises, *since, until=fact.at)
        event, before, after = EVENTS.get(fact.verb, {}).get(kind), part(fact, "before"), part(fact, "after")
        if event and not _is_automatic(fact):
            found.append(Move(fact.seq, ClockFact(fact.at, event), fact.verb))
        if kind is ClockKind.RESPONSE:
            continue
        waiting_for = str(after.get("waiting_for") or "")
        if after.get("state") == ON_HOLD and before.get("state") != ON_HOLD:
            found += _held(promises, fact, waiting_for)
            since = fact, waiting_for
        elif before.get("state") == ON_HOLD and after.get("state", ON_HOLD) != ON_HOLD:
            since = None
            if event is None:
                found.append(Move(fact.seq, ClockFact(fact.at, ClockEvent.RESUME), fact.verb))
    return found + (list(_renewed(promises, *since)) if since else [])


def _held(promises: Promises, fact: FactRow, waiting_for: str) -> Iterator[Move]:
    if waiting_for in promises.at(fact.at).pauses:
        yield Move(fact.seq, ClockFact(fact.at, ClockEvent.PAUSE), fact.verb, waiting_for)


def _renewed(promises: Promises, held: FactRow, waiting_for: str, until: datetime | None = None) -> Iterator[Move]:
    """A new agreement may have this wait stop the clock, or no longer."""
    for since, agreement in promises.versions:
        if held.at < since and (until is None or since <= until):
            event = ClockEvent.PAUSE if waiting_for in agreement.pauses else ClockEvent.RESUME
            yield Move(held.seq, ClockFact(since, event), None, waiting_for)


def _is_automatic(fact: FactRow) -> bool:
    """An answer that no person gave is no answer."""
    return fact.verb == "ticket.reply" and _read(fact.body)["actor"] is None


def stop_of(found: Sequence[Move]) -> Move | None:
    """What stopped the clock, if nothing has taken it up again since."""
    stopped = None
    for move in found:
        if move.fact.event is ClockEvent.STOP:
            stopped = stopped or move
        elif move.fact.event is ClockEvent.RESUME:
            stopped = None
    return stopped


def priority_at(facts: Sequence[FactRow], until: int | None) -> int:
    """As of a fact. A stopped clock was in time or not by the promise then in force, whatever came later."""
    known = [part(fact, "after") for fact in facts if until is None or fact.seq <= until]
    return next(int(after["priority"]) for after in reversed(known) if after.get("priority") is not None)


def told(kind: ClockKind, facts: Sequence[FactRow]) -> list[Told]:
    spoken = [(fact.at, part(fact, "after")) for fact in facts if fact.verb in {WARN, BREACH}]
    return [Told(at, _mark(after)) for at, after in spoken if after["clock"] == kind]


def _mark(after: Mapping[str, Any]) -> Mark:
    return Mark(int(after["share"]), int(after.get("beyond", 0)) * MICROSECOND)


def part(fact: FactRow, name: str) -> Mapping[str, Any]:
    """What a fact says was so before, or after."""
    found: Mapping[str, Any] = _read(fact.body)[name]
    return found


@lru_cache(maxsize=64)
def _read(body: str) -> Mapping[str, Any]:
    """Read once for both clocks and all their questions; nobody changes what is found."""
    found: Mapping[str, Any] = json.loads(body)
    return found
