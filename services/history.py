"""Writing history: one fact a change, chained to the one before; people's words beside it."""

from collections.abc import Mapping

from domain.history import SALT_LENGTH, Fact, Json, digest, hash_of
from domain.records import Record
from storage import history
from storage.history import FactRow, WordsRow
from storage.tx import Tx


def write(
    tx: Tx,
    record: Record,
    verb: str,
    before: Mapping[str, Json],
    after: Mapping[str, Json],
    words: Mapping[str, str],
) -> FactRow:
    """Add the next fact of a locked record. The caller saves it as the record's head."""
    seq = record.head_seq + 1
    beside = [
        WordsRow(seq, name, tx.random.randbytes(SALT_LENGTH), text, None) for name, text in words.items() if text
    ]
    digests = {row.name: digest(row.salt or b"", row.text or "") for row in beside}
    previous = record.head_hash or None
    text = Fact(record.id, seq, tx.now, tx.actor, verb, before, after, digests, previous).text
    fact = FactRow(seq, tx.now, verb, text, hash_of(text))
    history.add(tx, record.id, fact, beside)
    return fact
