"""What was done, written so that a later change of it shows.

Each record's facts form a chain: a fact's text holds the hash of the text before it. What people wrote stands
beside the fact and enters it as a salted digest only, so that words and salt can be erased and the chain still
holds. Seals (see `seals`) bind the chains' heads, so that a tail or a record that was cut off shows as well.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

SCHEMA = 1
"""Version of a fact's text; an older text stays as it was hashed."""

ERASE = "history.erase"
"""The verb by which words are erased; what it says after is the fact whose words they were, and their name."""

SALT_LENGTH = 16
CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Json = None | bool | int | str | Sequence["Json"] | Mapping[str, "Json"]
"""What a fact may hold. No floats: they are not written alike everywhere."""


@dataclass(frozen=True)
class Fact:
    """One act on one record. `actor` is None for the clock; `previous` is the hash before, None for the first.

    `before` and `after` hold ids, states, numbers and microseconds; `digests` stand for people's words, by name.
    """

    record_id: int
    seq: int
    at: datetime
    actor: str | None
    verb: str
    before: Mapping[str, Json]
    after: Mapping[str, Json]
    digests: Mapping[str, str] = field(default_factory=dict)
    previous: str | None = None

    @property
    def text(self) -> str:
        """As it is stored and hashed."""
        return canonical(
            {
                "schema": SCHEMA,
                "record": self.record_id,
                "seq": self.seq,
                "at": microseconds(self.at),
                "actor": self.actor,
                "verb": self.verb,
                "before": self.before,
                "after": self.after,
                "digests": self.digests,
                "previous": self.previous,
            }
        )


@dataclass(frozen=True)
class Words:
    """What somebody wrote, and the salt of its digest."""

    salt: bytes
    text: str


@dataclass(frozen=True)
class Erased:
    """Words that are gone, salt and all, by a later fact of the same record that says so."""

    by_fact: int


@dataclass(frozen=True)
class Row:
    """A fact as found in the table: its text, and the columns that repeat parts of it. `words` by name."""

    record_id: int
    seq: int
    at: datetime
    verb: str
    text: str
    hash: str
    words: Mapping[str, Words | Erased] = field(default_factory=dict)


@dataclass(frozen=True)
class Head:
    """Where a record says its chain ends; `seq` is 0 before its first fact."""

    record_id: int
    seq: int
    hash: str


class Fault(StrEnum):
    """What verification can find. The first five concern a chain, the others the seals."""

    EDITED = "edited"  # the text is not what its hash or its place says
    MISSING = "missing"  # rows are gone from the middle
    UNCHAINED = "unchained"  # it names another predecessor than the row before it
    HEAD = "head"  # the chain does not end where the record says
    WORDS = "words"  # the words beside it are not those that were digested, or went without an act
    FORGED = "forged"  # the seal does not bear its key's mark
    UNKNOWN_KEY = "unknown_key"  # nobody has the key that this seal names
    SEAL_MISSING = "seal_missing"  # a seal is gone, or the last is not the one made known
    CUT = "cut"  # a sealed row is gone: a tail or the whole record
    REWRITTEN = "rewritten"  # a sealed row is another than was sealed


@dataclass(frozen=True)
class Break:
    """`record_id` is None where a seal as such is at fault; `at` is a fact's seq or a seal's id."""

    fault: Fault
    record_id: int | None
    at: int


def canonical(value: Json) -> str:
    """Sorted keys, no spaces, characters as they are. Refuses floats (TypeError) and lone surrogates."""
    _refuse_foreign(value)
    text = CANONICAL.encode(value)
    text.encode()
    return text


def microseconds(at: datetime) -> int:
    """Since 1970-01-01 UTC; ValueError for an instant without its zone."""
    if at.utcoffset() is None:
        raise ValueError("an instant needs its zone")
    return (at - EPOCH) // timedelta(microseconds=1)


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def digest(salt: bytes, words: str) -> str:
    """Tells nothing of `words` to who lacks the salt: keyed, and the salt no shorter than 16 bytes."""
    if len(salt) < SALT_LENGTH:
        raise ValueError("a salt this short can be guessed")
    return _keyed(salt, words)


def _keyed(salt: bytes, words: str) -> str:
    return hmac.new(salt, words.encode(), hashlib.sha256).hexdigest()


def verify_chain(rows: Iterable[Row], head: Head | None) -> list[Break]:
    """Every break in one record's chain; `rows` are its facts by seq, `head` is None if the record is gone."""
    chain = list(rows)
    erasures = {found for row in chain if (found := _erasure(row))}
    breaks = [found for row in chain for found in _faults_within(row, erasures)]
    breaks += [found for before, row in pairwise([None, *chain]) if row for found in _faults_between(before, row)]
    return breaks + _faults_at_end(chain[-1] if chain else None, head if head and head.seq else None)


Erasure = tuple[int, int, str]
"""The act's own seq; then whose words, and which."""


def _erasure(row: Row) -> Erasure | None:
    after = _read(row.text).get("after")
    if row.verb != ERASE or not isinstance(after, dict):
        return None
    match after.get("fact"), after.get("name"):
        case int() as fact, str() as name:
            return row.seq, fact, name
    return None


def _faults_within(row: Row, erasures: AbstractSet[Erasure]) -> list[Break]:
    fact = _read(row.text)
    said = [fact.get(name) for name in ("record", "seq", "at", "verb")]
    if hash_of(row.text) != row.hash or said != [row.record_id, row.seq, microseconds(row.at), row.verb]:
        return [Break(Fault.EDITED, row.record_id, row.seq)]
    digests = fact.get("digests")
    known = digests if isinstance(digests, dict) else {}
    if known.keys() == row.words.keys() and all(
        (words.by_fact, row.seq, name) in erasures and words.by_fact > row.seq
        if isinstance(words, Erased)
        else _keyed(words.salt, words.text) == known[name]
        for name, words in row.words.items()
    ):
        return []
    return [Break(Fault.WORDS, row.record_id, row.seq)]


def _faults_between(before: Row | None, row: Row) -> list[Break]:
    expected = before.seq + 1 if before else 1
    if row.seq != expected:
        return [Break(Fault.MISSING, row.record_id, expected)]
    if _read(row.text).get("previous") != (before.hash if before else None):
        return [Break(Fault.UNCHAINED, row.record_id, row.seq)]
    return []


def _faults_at_end(last: Row | None, head: Head | None) -> list[Break]:
    end = Head(last.record_id, last.seq, last.hash) if last else None
    if end == head:
        return []
    known = end or head
    assert known is not None
    return [Break(Fault.HEAD, known.record_id, known.seq)]


def _read(text: str) -> dict[str, object]:
    try:
        fact = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return fact if isinstance(fact, dict) else {}


PLAIN = frozenset({type(None), bool, int, str})


def _refuse_foreign(value: object) -> None:
    match value:
        case None | bool() | int() | str():
            return
        case Mapping():
            if not all(isinstance(key, str) for key in value):
                raise TypeError("a fact's keys are words")
            for part in value.values():
                if type(part) not in PLAIN:
                    _refuse_foreign(part)
        case list() | tuple():
            for part in value:
                if type(part) not in PLAIN:
                    _refuse_foreign(part)
        case _:
            raise TypeError(f"a fact does not hold {type(value).__name__}")
