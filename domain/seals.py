"""Seals over the chains of history: a keyed mark on all heads that moved since the seal before.

The last seal's mark is posted where the program cannot change it, so that cutting off seals shows too.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from domain.history import Break, Fault, Head, canonical


@dataclass(frozen=True)
class Seal:
    """`heads` is canonical text as stored; `previous` the mark of the seal before, None for the first."""

    number: int
    at: int  # Unix microseconds
    key_id: str
    heads: str
    previous: str | None
    mac: str


HashAt = Callable[[int, int], str | None]
"""(record id, seq) → the hash stored in that row of history; None if there is no such row."""


def heads_text(heads: Iterable[Head]) -> str:
    """What is sealed: {record id: [seq, hash]}."""
    return canonical({str(head.record_id): [head.seq, head.hash] for head in heads})


def heads_of(seal: Seal) -> list[Head]:
    """ValueError when the text was never one of ours."""
    found = json.loads(seal.heads)
    try:
        return [Head(int(record_id), int(seq), str(mark)) for record_id, (seq, mark) in found.items()]
    except (AttributeError, TypeError) as foreign:
        raise ValueError("no heads in this seal") from foreign


def seal_mac(key: bytes, number: int, at: int, key_id: str, heads: str, previous: str | None) -> str:
    text = canonical({"number": number, "at": at, "key": key_id, "heads": heads, "previous": previous})
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def seal(before: Seal | None, at: int, key_id: str, key: bytes, heads: Iterable[Head]) -> Seal:
    """The seal that follows `before`; an empty key seals nothing and is a ValueError."""
    if not key:
        raise ValueError("sealing needs a key")
    number, previous = (before.number + 1, before.mac) if before else (1, None)
    text = heads_text(heads)
    mac = seal_mac(key, number, at, key_id, text, previous)
    return Seal(number, at, key_id, text, previous, mac)


def verify_seals(
    seals: Iterable[Seal], keys: Mapping[str, bytes], hash_at: HashAt, posted: str | None = None
) -> list[Break]:
    """Every break in the seals, given by number, and in the rows that they bind.

    `posted` is the mark last made known outside; when it is given, it must be among the seals.
    """
    chain = list(seals)
    breaks = [found for one in chain for found in _faults_of(one, keys, hash_at)]
    breaks += [
        Break(Fault.SEAL_MISSING, None, before.number + 1 if before else 1)
        for before, one in pairwise([None, *chain])
        if one and not _follows(before, one)
    ]
    if posted is not None and all(one.mac != posted for one in chain):
        breaks.append(Break(Fault.SEAL_MISSING, None, chain[-1].number + 1 if chain else 1))
    return breaks


def _follows(before: Seal | None, one: Seal) -> bool:
    number, previous = (before.number + 1, before.mac) if before else (1, None)
    return (one.number, one.previous) == (number, previous)


def _faults_of(one: Seal, keys: Mapping[str, bytes], hash_at: HashAt) -> list[Break]:
    key = keys.get(one.key_id)
    if key is None:
        return [Break(Fault.UNKNOWN_KEY, None, one.number)]
    if not hmac.compare_digest(seal_mac(key, one.number, one.at, one.key_id, one.heads, one.previous), one.mac):
        return [Break(Fault.FORGED, None, one.number)]
    return [found for head in heads_of(one) if (found := _fault_at(head, hash_at(head.record_id, head.seq)))]


def _fault_at(head: Head, found: str | None) -> Break | None:
    if found == head.hash:
        return None
    return Break(Fault.CUT if found is None else Fault.REWRITTEN, head.record_id, head.seq)
