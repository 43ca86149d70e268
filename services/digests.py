"""A deep lane becomes a digest: many notices for one reader are told in one message."""

from collections.abc import Collection
from dataclasses import dataclass

from storage import outbox
from storage.outbox import Intent
from storage.tx import Tx

DIGEST = "desk.digest"
FOLDED = frozenset({"sla.warning", "sla.breach"})  # what may be told together
DEEP = 6
MOST = 20  # in one message


def fold(tx: Tx, place: str) -> Intent | None:
    """Where at least DEEP such notices wait in this lane, one digest takes their place."""
    waiting = outbox.untried(tx, place, FOLDED, MOST)
    if len(waiting) < DEEP:
        return None
    for intent in waiting:
        outbox.withdraw(tx, intent.id)
    ids = [intent.id for intent in waiting]
    digest = outbox.add(tx, waiting[0].record_id, place, DIGEST, {"intents": ids})
    return outbox.by_ids(tx, [digest])[0]


@dataclass(frozen=True)
class Folded:
    """A notice inside a digest: each is asked anew what its reader may see now."""

    notice: str
    record_id: int
    args: dict[str, object]


def folded(tx: Tx, intents: Collection[int]) -> list[Folded]:
    return [Folded(one.notice, one.record_id, dict(one.args)) for one in outbox.by_ids(tx, intents)]
