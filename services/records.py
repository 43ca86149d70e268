"""Records change only here: the row, its fact, its reactions and its copies in one go."""

from collections.abc import Mapping

from domain.history import Small
from domain.records import Kind, Record, key_of
from services import history
from services.reactions import REACTIONS
from storage import copies, records, timers
from storage.tx import Tx

WORDS = {"title"}  # columns that hold people's words: in the history they are digests


def open_record(
    tx: Tx, kind: Kind, verb: str, title: str, state: str, *, words: Mapping[str, str] | None = None, **values: int | None
) -> Record:
    """A new record with its key and its first fact."""
    key = key_of(kind, records.next_number(tx, kind), tx.desk.prefix)
    record = records.add(
        tx,
        desk_id=tx.desk.id,
        workspace=tx.desk.workspace,
        kind=kind.value,
        key=key,
        title=title,
        state=state,
        opened_at=tx.now,
        **values,
    )
    after: dict[str, Small] = {"key": key, "state": state, **values}
    return _write(tx, record, verb, {}, after, {"title": title, **(words or {})})


def change(
    tx: Tx,
    record: Record,
    verb: str,
    *,
    about: Mapping[str, Small] | None = None,
    words: Mapping[str, str] | None = None,
    **values: Small,
) -> Record:
    """Set columns of a locked record and write the fact that says so.

    `about` are facts of the practice's own table, `words` what people typed; both only go into the history.
    """
    before = {name: getattr(record, name) for name in values if name not in WORDS and hasattr(record, name)}
    after = {name: value for name, value in values.items() if name not in WORDS}
    return _write(tx, record, verb, before, {**after, **(about or {})}, words or {}, values)


def _write(  # noqa: PLR0917
    tx: Tx,
    record: Record,
    verb: str,
    before: Mapping[str, Small],
    after: Mapping[str, Small],
    words: Mapping[str, str],
    values: Mapping[str, object] | None = None,
) -> Record:
    head = history.write(tx, record, verb, before, after, words)
    saved = records.save(tx, record.id, head_seq=head.seq, head_hash=head.hash, **(values or {}))
    for kind in REACTIONS.get(verb, ()):
        timers.set_timer(tx, kind, record.id, str(head.seq), tx.now)
    if record.head_seq:
        copies.raise_wanted(tx, record.id)
    return saved


def close(tx: Tx, record: Record, verb: str, state: str, **values: Small) -> Record:
    """As `change`, for the move that ends it."""
    return change(tx, record, verb, state=state, closed_at=tx.now, **values)  # type: ignore[arg-type]
