"""When clocks are told of together: each working morning what is not urgent, after an absence what came late, and
to one person what comes within a short while.

All are timers on DESK-1. What the messages list is in `near_misses`.
"""

from domain.records import Kind, key_of
from domain.workdays import next_morning
from storage import records as rows
from storage import timers
from storage.tx import Tx

MORNING, GATHER, QUIET = "sla.morning", "sla.gather", "sla.quiet"
BATCH = 40  # messages in one transaction


def _desk(tx: Tx) -> int | None:
    found = rows.find(tx, key_of(Kind.DESK, 1, tx.desk.prefix))
    return found.id if found else None


def await_morning(tx: Tx) -> None:
    """The next working day's message is on its way, if it is not already."""
    desk, agreement = _desk(tx), tx.desk.agreement
    if desk is not None:
        at = next_morning(agreement.calendar, agreement.digest.at, tx.now)
        timers.set_timer(tx, MORNING, desk, f"{at:%Y-%m-%d}:0", at)


def gather_soon(tx: Tx) -> None:
    """After all that is due already: timers go by their due time."""
    desk = _desk(tx)
    if desk is not None:
        timers.set_timer(tx, GATHER, desk, "held", tx.now, again=True)


def speak_to(tx: Tx, place: str) -> None:
    """What is held back for somebody is said with all else of this tick; who was just told is left in peace until
    their quiet time has passed.
    """
    desk = _desk(tx)
    if desk is not None:
        timers.set_unless_waiting(tx, QUIET, desk, place, tx.now)
