"""All of history read again for the audit: some records at a time, each with its chain, in one statement."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import Label, and_, exists, literal_column, select, tuple_, union_all
from sqlalchemy import Row as Found

from domain.history import Erased, Head, Row, Words
from domain.seals import Seal
from storage.history import facts, seals, words
from storage.records import records
from storage.tx import Tx

RECORDS, SEALS, HEADS = 100, 50, 500  # read at a time


@dataclass(frozen=True)
class Chain:
    """`head` is None for facts whose record is gone; `sealed_seq` is how far the record says it was sealed."""

    record_id: int
    head: Head | None
    sealed_seq: int
    rows: list[Row] = field(default_factory=list)


def chains(tx: Tx) -> Iterator[Chain]:
    """Of every record and of every fact. A chain is as one instant has it, though others write meanwhile."""
    ids = _ids(tx, 0)
    while ids:
        found = tx.connection.execute(_statement(ids))
        for record_id, rows in groupby(found, key=lambda row: int(row.id)):
            yield _chain(record_id, list(rows))
        ids = _ids(tx, ids[-1])


def _ids(tx: Tx, after: int) -> list[int]:
    """The next ones; facts may have lost their record, and a record its facts."""
    kept = select(records.c.id).where(records.c.id > after).order_by(records.c.id).limit(RECORDS)
    told = select(facts.c.record_id).where(facts.c.record_id > after).distinct().order_by(facts.c.record_id)
    found = {*tx.connection.scalars(kept), *tx.connection.scalars(told.limit(RECORDS))}
    return sorted(found)[:RECORDS]


BESIDE = and_(words.c.record_id == facts.c.record_id, words.c.seq == facts.c.seq)
CHAIN = (facts.c.seq, facts.c.at, facts.c.verb, facts.c.body, facts.c.hash)
WORDS = (words.c.name, words.c.salt, words.c.text, words.c.erased_by)


def _statement(ids: Sequence[int]) -> Any:  # noqa: ANN401 - SQLAlchemy's own type says no more
    whole = records.outerjoin(facts, facts.c.record_id == records.c.id).outerjoin(words, BESIDE)
    ends = (records.c.head_seq, records.c.head_hash, records.c.sealed_seq)
    owned = select(records.c.id, *ends, *CHAIN, *WORDS).select_from(whole).where(records.c.id.in_(ids))
    nothing: tuple[Label[Any], ...] = (
        literal_column("0").label("head_seq"),
        literal_column("''").label("head_hash"),
        literal_column("-1").label("sealed_seq"),
    )
    left = facts.outerjoin(words, BESIDE)
    orphans = (
        select(facts.c.record_id, *nothing, *CHAIN, *WORDS)
        .select_from(left)
        .where(facts.c.record_id.in_(ids), ~exists().where(records.c.id == facts.c.record_id))
    )
    both = union_all(owned, orphans).subquery()
    return select(both).order_by(both.c.id, both.c.seq, both.c.name)


def _chain(record_id: int, found: list[Found[Any]]) -> Chain:
    first = found[0]
    head = Head(record_id, first.head_seq, first.head_hash) if first.sealed_seq >= 0 else None
    told = groupby((row for row in found if row.seq is not None), key=lambda row: int(row.seq))
    rows = [_row(record_id, list(group)) for _, group in told]
    return Chain(record_id, head, max(first.sealed_seq, 0), rows)


def _row(record_id: int, found: list[Found[Any]]) -> Row:
    first = found[0]
    beside = {row.name: said for row in found if row.name is not None and (said := _words(row))}
    return Row(record_id, first.seq, first.at, first.verb, first.body, first.hash, beside)


def _words(row: Found[Any]) -> Words | Erased | None:
    """None for words that are gone although no act is named."""
    if row.salt is not None and row.text is not None:
        return Words(row.salt, row.text)
    return Erased(row.erased_by) if row.erased_by is not None else None


def all_seals(tx: Tx) -> Iterator[Seal]:
    """In their order."""
    columns, last = [seals.c[name] for name in Seal.__dataclass_fields__], 0
    while found := tx.connection.execute(
        select(*columns).where(seals.c.id > last).order_by(seals.c.id).limit(SEALS)
    ).all():
        for row in found:
            last = row.id
            yield Seal(*row)


def hashes_at(tx: Tx, heads: Sequence[Head]) -> dict[tuple[int, int], str]:
    """The hashes of these facts, as far as they are there."""
    found: dict[tuple[int, int], str] = {}
    for begin in range(0, len(heads), HEADS):
        pairs = [(head.record_id, head.seq) for head in heads[begin : begin + HEADS]]
        places = tuple_(facts.c.record_id, facts.c.seq).in_(pairs)
        rows = tx.connection.execute(select(facts.c.record_id, facts.c.seq, facts.c.hash).where(places))
        found |= {(row.record_id, row.seq): row.hash for row in rows}
    return found


def keys_of(tx: Tx, ids: Sequence[int]) -> dict[int, str]:
    """The keys of those records that are still there."""
    found: dict[int, str] = {}
    for begin in range(0, len(ids), HEADS):
        some = records.c.id.in_(ids[begin : begin + HEADS])
        found |= {row.id: row.key for row in tx.connection.execute(select(records.c.id, records.c.key).where(some))}
    return found
