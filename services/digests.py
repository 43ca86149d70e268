"""Many notices for one reader are told in one message: what waits in a deep lane, and what comes to one person
within a short while.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from domain.records import Record
from services.timers import Act, Timer
from services.watches import QUIET
from storage import digests as rows
from storage import outbox, timers
from storage.outbox import Intent
from storage.tx import Tx

DIGEST = "desk.digest"
FOLDED = frozenset({"sla.warning", "sla.breach"})  # what may be told together
DEEP = 6
MOST = 20  # in one message


def fold(tx: Tx, place: str) -> Intent | None:
    """Where at least DEEP such notices wait in this lane, one digest takes their place."""
    waiting = rows.untried(tx, place, FOLDED, MOST)
    if len(waiting) < DEEP:
        return None
    return outbox.by_ids(tx, [_digest(tx, place, waiting)])[0]


def _digest(tx: Tx, place: str, intents: Sequence[Intent]) -> int:
    for intent in intents:
        outbox.withdraw(tx, intent.id)
    ids = [intent.id for intent in intents]
    return outbox.added(tx, intents[0].record_id, place, DIGEST, {"intents": ids})


def speak(tx: Tx, desk: Record, timer: Timer) -> None:
    """What was held back for somebody meanwhile; then they are left in peace again for a while."""
    if release(tx, timer.occurrence):
        again = tx.now + tx.desk.agreement.digest.quiet
        timers.set_timer(tx, timer.kind, desk.id, timer.occurrence, again, again=True)


def release(tx: Tx, place: str) -> bool:
    """One as it is, several in one message; False where nothing is held back."""
    is_said = False
    while held := rows.held(tx, place, MOST):
        is_said = True
        if len(held) == 1:
            rows.release(tx, place, 1, said=True)
        else:
            _digest(tx, place, held)
    return is_said


@dataclass(frozen=True)
class Folded:
    """A notice inside a digest: each is asked anew what its reader may see now."""

    notice: str
    record_id: int
    args: dict[str, object]


def folded(tx: Tx, intents: Collection[int]) -> list[Folded]:
    return [Folded(one.notice, one.record_id, dict(one.args)) for one in outbox.by_ids(tx, intents)]


ACTS: dict[str, Act] = {QUIET: speak}
