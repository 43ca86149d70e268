"""Seals over the chains of history: a keyed mark on all heads that moved since the seal before.

The last seal's mark is posted where the program cannot change it, so that cutting off seals shows too.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.history import Break, Fault, Head, canonical, microseconds

HashesAt = Callable[[Sequence[Head]], Mapping[tuple[int, int], str]]
"""The hashes stored in the rows of history where these heads were, by (record id, seq); a row may be gone."""


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
    seals: Iterable[Seal], keys: Mapping[str, bytes], hashes_at: HashesAt, posted: str | None = None
) -> list[Break]:
    """Every break in the seals, given in their order, and in the rows that they bind.

    `posted` is the mark last made known outside; when it is given, it must be among the seals.
    """
    breaks: list[Break] = []
    last, is_found = None, posted is None
    for one in seals:
        breaks += _faults_of(one, keys, hashes_at)
        if one.previous != (last.mac if last else ""):
            breaks.append(Break(Fault.SEAL_MISSING, None, one.id))
        is_found = is_found or one.mac == posted
        last = one
    if not is_found:
        breaks.append(Break(Fault.SEAL_MISSING, None, last.id + 1 if last else 1))
    return breaks


def _faults_of(one: Seal, keys: Mapping[str, bytes], hashes_at: HashesAt) -> list[Break]:
    key = keys.get(one.key_id)
    if not key:
        return [Break(Fault.UNKNOWN_KEY, None, one.id)]
    if not hmac.compare_digest(seal_mac(key, one.at, one.key_id, one.heads, one.previous), one.mac):
        return [Break(Fault.FORGED, None, one.id)]
    sealed = heads_of(one.heads)
    stored = hashes_at(sealed)
    return [found for head in sealed if (found := _fault_at(head, stored.get((head.record_id, head.seq))))]


def _fault_at(head: Head, found: str | None) -> Break | None:
    if found == head.hash:
        return None
    return Break(Fault.CUT if found is None else Fault.REWRITTEN, head.record_id, head.seq)
