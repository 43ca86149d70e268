"""What is kept for a while only goes when its time is over: each sweep takes a bounded lot of each, in transactions
of their own.

A timer that fired is remembered so that it does not fire twice: whoever sets it again, for the same occurrence,
sets nothing. None needs that for longer than a day. An occurrence is a fact, a round or a window that comes once;
or a day, which is set only while it is yet to come; or it is meant to be set again, and then what fired never held
it back.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.keeping import before
from services import alerts as alert_intake
from services import changes_pages, uploads
from storage import alerts, inbox, outbox, timers
from storage.tx import Tx

MOST = 200  # rows of a kind at one sweep


def sweep(tx: Tx) -> None:
    inbox.forget(tx, before(tx.desk.keeping.heard, tx.machine))
    uploads.purge(tx)
    alert_intake.review(tx)
    changes_pages.forget(tx)


def forget_messages(tx: Tx) -> int:
    """What was said long ago; what posted a card stays, and so does what is parked or in doubt."""
    return outbox.forget(tx, before(tx.desk.keeping.messages, tx.now), MOST)


def forget_timers(tx: Tx) -> int:
    """What fired or was cancelled; what is parked waits for a person."""
    return timers.forget(tx, before(tx.desk.keeping.timers, tx.now), MOST)


def forget_alerts(tx: Tx) -> int:
    """What is over. Groups stay: they are what an incident says of its alerts."""
    return alerts.forget(tx, before(tx.desk.keeping.alerts, tx.now), MOST)


CHORES: tuple[Callable[[Tx], object], ...] = (sweep, forget_messages, forget_timers, forget_alerts)


@dataclass(frozen=True)
class Overdue:
    """`rows` of a kind that are kept although their term of `days` is over."""

    rows: int
    days: int


def overdue(tx: Tx) -> Mapping[str, Overdue]:
    """By the name of the term in the desk file."""
    terms, count = tx.desk.keeping, _COUNTS
    ages = {"messages": terms.messages, "timers": terms.timers, "alerts": terms.alerts, "heard": terms.heard}
    clocks = {name: tx.machine if name == "heard" else tx.now for name in ages}
    return {name: Overdue(count[name](tx, before(days, clocks[name])), days) for name, days in ages.items()}


_COUNTS: Mapping[str, Callable[[Tx, datetime], int]] = {
    "messages": outbox.kept_beyond,
    "timers": timers.kept_beyond,
    "alerts": alerts.kept_beyond,
    "heard": inbox.kept_beyond,
}
