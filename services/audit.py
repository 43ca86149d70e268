"""The audit of history: heads are sealed every hour, and all of it can be verified; words are erased by an act."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from domain.history import ERASE, Break, Fault, Head, verify_chain
from domain.outcomes import NotFound, Refused
from domain.records import Kind, Record, key_of
from domain.seals import heads_of, heads_text, seal_mac, verify_seals
from services import outbox, records
from services.permissions import require
from services.readers import Reader
from services.timers import Act, Timer
from storage import audit, history, timers
from storage import records as rows
from storage.tx import Tx

SEAL = "audit.seal"
"""The timer on DESK-1, and the notice in the audit channel."""

MOST = 500  # heads in one seal
INTERVAL = timedelta(hours=1)  # desk time


@dataclass(frozen=True)
class Key:
    """`id` names the key in each seal and tells nothing of it."""

    id: str
    secret: bytes


def key_from(secret: str) -> Key:
    """From AUDIT_KEY, which should be long and random: whoever guesses it can forge seals."""
    return Key(hashlib.sha256(b"steward audit key\0" + secret.encode()).hexdigest()[:16], secret.encode())


def seal(tx: Tx, key: bytes, key_id: str) -> int:
    """Seal heads that no seal covers yet and make the mark known. Answers how many; the desk's record is held."""
    found = [Head(*head) for head in rows.unsealed(tx, MOST)]
    if not found:
        return 0
    last = history.last_seal(tx)
    heads, previous = heads_text(found), last.mac if last else ""
    mark = seal_mac(key, tx.now, key_id, heads, previous)
    number = history.add_seal(tx, tx.now, key_id, heads, previous, mark)
    rows.mark_sealed(tx, [head.record_id for head in found])
    desk = rows.find(tx, _desk_key(tx))
    if tx.desk.audit_channel and desk:
        outbox.tell(tx, desk, tx.desk.audit_channel.slack_id, SEAL, seal=number)
    return len(found)


def act(key: Key | None) -> Act:
    """What the timer does; without a key one that an earlier run left behind does nothing."""
    return partial(_seal_in_time, key)


def _seal_in_time(key: Key | None, tx: Tx, record: Record, timer: Timer) -> None:
    sealed = seal(tx, key.secret, key.id) if key else 0
    if sealed:
        due = tx.now if sealed == MOST else _next_hour(tx)
        timers.set_timer(tx, timer.kind, record.id, timer.occurrence, due, again=True)


def arm(tx: Tx) -> None:
    """Where facts wait for a seal and no timer does (nothing was sealed an hour ago), one is set."""
    desk = rows.find(tx, _desk_key(tx))
    if desk is None or timers.is_waiting(tx, SEAL, desk.id) or not rows.has_unsealed(tx):
        return
    if rows.lock_if_free(tx, desk.id):
        timers.set_timer(tx, SEAL, desk.id, "next", _next_hour(tx), again=True)


def _desk_key(tx: Tx) -> str:
    return key_of(Kind.DESK, 1, tx.desk.prefix)


def _next_hour(tx: Tx) -> datetime:
    return tx.now.replace(minute=0, second=0, microsecond=0) + INTERVAL


@dataclass(frozen=True)
class SealSight:
    """`records` is how many heads it binds."""

    number: int
    mark: str
    records: int


def see_seal(tx: Tx, record_id: int, reader: Reader, seal: int) -> SealSight | None:  # noqa: ARG001 - as every query
    """For the audit channel alone."""
    found, place = history.get_seal(tx, seal), tx.desk.audit_channel
    if found is None or place is None or reader.place != place.slack_id:
        return None
    return SealSight(found.id, found.mac, len(heads_of(found.heads)))


def erase(tx: Tx, record: Record, seq: int, name: str) -> Record:
    """Erase the words `name` beside a fact of a locked record; the act is a fact, and the chain stays whole.

    Asked by the command line (no actor) or an administrator. Raises Refused(NotFound) for what is not there.
    """
    if tx.actor is not None:
        require(tx, ERASE, record)
    if not history.has_words(tx, record.id, seq, name):
        raise Refused(NotFound(record.key))
    record = records.change(tx, record, ERASE, about={"fact": seq, "name": name})
    history.erase(tx, record.id, seq, name, record.head_seq)
    return record


def verify(tx: Tx, keys: Mapping[str, bytes], posted: str | None = None) -> list[Break]:
    """Every break in all chains and seals. `keys` by id; `posted` is the last mark made known outside.

    Chains are read before seals: what is sealed meanwhile is then among the seals.
    """
    breaks: list[Break] = []
    sealed: dict[int, int] = {}
    for chain in audit.chains(tx):
        breaks += verify_chain(chain.rows, chain.head)
        sealed[chain.record_id] = chain.sealed_seq
    bound: dict[int, int] = {}

    def hashes_at(heads: Sequence[Head]) -> Mapping[tuple[int, int], str]:
        bound.update({head.record_id: max(head.seq, bound.get(head.record_id, 0)) for head in heads})
        return audit.hashes_at(tx, heads)

    found = verify_seals(audit.all_seals(tx), keys, hashes_at, posted)
    return breaks + (found or _unbound(sealed, bound))


def _unbound(sealed: Mapping[int, int], bound: Mapping[int, int]) -> list[Break]:
    """Records that were sealed further than any seal says: the last seals are gone."""
    return [
        Break(Fault.SEAL_MISSING, record_id, seq)
        for record_id, seq in sealed.items()
        if seq > bound.get(record_id, 0)
    ]


def names(tx: Tx, breaks: Sequence[Break]) -> Mapping[int, str]:
    """The keys of broken records, as far as they are still there."""
    return audit.keys_of(tx, sorted({one.record_id for one in breaks if one.record_id is not None}))
