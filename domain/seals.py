"""Seals over the chains of history: a keyed mark on all heads that moved since the seal before.

The last seal's mark is posted where the program cannot change it, so that cutting off seals shows too.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from domain.history import Break, Fault, Head, canonical, microseconds

HashAt = Callable[[int, int], str | None]
"""(record id, seq) → the hash stored in that row of history; None if there is no such row."""


@dataclass(frozen=True)
class Seal:
    """`heads` is text as stored; `previous` the mark of the seal before, empty for the first.

    The id only names it: ids may have gaps, so the order hangs on `previous` alone.
    """

    id: int
    at: datetime
    key_id: str
    heads: str
    previous: str
    mac: str


def heads_text(heads: Iterable[Head]) -> str:
    """What is sealed: [[record id, seq, hash], …] in the order of the records."""
    return canonical(sorted([head.record_id, head.seq, head.hash] for head in heads))


def heads_of(text: str) -> list[Head]:
    return [Head(record_id, seq, mark) for record_id, seq, mark in json.loads(text)]


def seal_mac(key: bytes, at: datetime, key_id: str, heads: str, previous: str) -> str:
    """The mark (HMAC-SHA256) over all else in a seal; an empty key marks nothing and is a ValueError."""
    if not key:
        raise ValueError("sealing needs a key")
    text = canonical({"at": microseconds(at), "key": key_id, "heads": heads, "previous": previous})
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def verify_seals(
    seals: Iterable[Seal], keys: Mapping[str, bytes], hash_at: HashAt, posted: str | None = None
) -> list[Break]:
    """Every break in the seals, given in their order, and in the rows that they bind.

    `posted` is the mark last made known outside; when it is given, it must be among the seals.
    """
    chain = list(seals)
    breaks = [found for one in chain for found in _faults_of(one, keys, hash_at)]
    breaks += [
        Break(Fault.SEAL_MISSING, None, one.id)
        for before, one in pairwise([None, *chain])
        if one and one.previous != (before.mac if before else "")
    ]
    if posted is not None and all(one.mac != posted for one in chain):
        breaks.append(Break(Fault.SEAL_MISSING, None, chain[-1].id + 1 if chain else 1))
    return breaks


def _faults_of(one: Seal, keys: Mapping[str, bytes], hash_at: HashAt) -> list[Break]:
    key = keys.get(one.key_id)
    if not key:
        return [Break(Fault.UNKNOWN_KEY, None, one.id)]
    if not hmac.compare_digest(seal_mac(key, one.at, one.key_id, one.heads, one.previous), one.mac):
        return [Break(Fault.FORGED, None, one.id)]
    sealed = heads_of(one.heads)
    return [found for head in sealed if (found := _fault_at(head, hash_at(head.record_id, head.seq)))]


def _fault_at(head: Head, found: str | None) -> Break | None:
    if found == head.hash:
        return None
    return Break(Fault.CUT if found is None else Fault.REWRITTEN, head.record_id, head.seq)
