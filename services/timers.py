"""Ticks: what is due is done, each timer in a transaction of its own, its record first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.records import Record
from storage import records, timers
from storage.timers import Timer
from storage.tx import Tx

__all__ = ["Act", "Backlog", "Timer", "backlog", "due", "failed", "fire", "next_due"]

Act = Callable[[Tx, Record, Timer], None]

TRIES = 5
AGAIN = timedelta(seconds=10)  # before the second try; doubled each time


def due(tx: Tx, most: int) -> list[Timer]:
    return timers.due(tx, most)


def fire(tx: Tx, timer: Timer, acts: Mapping[str, Act]) -> bool:
    """Do what `timer` asks, unless somebody holds its record or it was done meanwhile: False then."""
    record = records.lock_if_free(tx, timer.record_id)
    if record is None:
        return False
    current = timers.still_due(tx, timer.id)
    if current is None:
        return False
    timers.fired(tx, timer.id)
    acts[current.kind](tx, record, current)
    return True


def failed(tx: Tx, timer: Timer, error: str) -> bool:
    """Count a failure; True when that was the last try and a person must look."""
    last = timer.tries + 1 >= TRIES
    return timers.failed(tx, timer, error, None if last else tx.now + AGAIN * 2**timer.tries) and last


def next_due(tx: Tx) -> datetime | None:
    return timers.next_due(tx)


@dataclass(frozen=True)
class Backlog:
    """`late`: how long the oldest timer that is due has waited."""

    late: timedelta
    parked: int


def backlog(tx: Tx) -> Backlog:
    first = timers.next_due(tx)
    late = max(tx.now - first, timedelta(0)) if first else timedelta(0)
    return Backlog(late, timers.parked(tx))
