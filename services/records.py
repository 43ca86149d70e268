"""Records change only here: the row, its fact, its reactions and its copies in one go."""

from collections.abc import Mapping

from domain.history import Json
from domain.outcomes import NotFound, Refused
from domain.records import Kind, Record, key_of, series_of
from services import clocks, history, queues
from services.reactions import REACTIONS
from storage import copies, records, timers
from storage.history import FactRow
from storage.tx import Tx

WORDS = {"title"}  # columns that hold people's words: in the history they are digests


def lock(tx: Tx, record_id: int, kind: Kind) -> Record:
    """The record, held until the transaction ends. Raises Refused(NotFound), also where it is of another kind:
    an id that comes with a click need not be one that we gave.
    """
    return _of_kind(records.lock(tx, record_id), kind, record_id)


def get(tx: Tx, record_id: int, kind: Kind) -> Record:
    """The same, only to read."""
    return _of_kind(records.get(tx, record_id), kind, record_id)


def named(tx: Tx, key: str, kind: Kind) -> Record:
    """The same, by its key."""
    record = records.by_key(tx, key)
    return _of_kind(record, kind, record.key)


def _of_kind(record: Record, kind: Kind, asked: int | str) -> Record:
    if record.kind is not kind:
        raise Refused(NotFound(str(asked)))
    return record


def open_record(
    tx: Tx,
    kind: Kind,
    verb: str,
    title: str,
    state: str,
    *,
    about: Mapping[str, Json] | None = None,
    words: Mapping[str, str] | None = None,
    **values: int | None,
) -> Record:
    """A new record with its key and its first fact; `about` and `words` as in `change`."""
    record = records.open_next(
        tx,
        kind,
        series_of(kind, tx.desk.prefix),
        desk_id=tx.desk.id,
        workspace=tx.desk.workspace,
        title=title,
        state=state,
        opened_at=tx.now,
        **values,
    )
    after: dict[str, Json] = {"key": record.key, "state": state, **values, **(about or {})}
    return _write(tx, record, verb, {}, after, {"title": title, **(words or {})})


def change(
    tx: Tx,
    record: Record,
    verb: str,
    *,
    about: Mapping[str, Json] | None = None,
    words: Mapping[str, str] | None = None,
    **values: Json,
) -> Record:
    """Set columns of a locked record and write the fact that says so.

    `about` are facts of the practice's own table, `words` what people typed; both only go into the history.
    """
    before = {name: getattr(record, name) for name in values if name not in WORDS}
    after = {name: value for name, value in values.items() if name not in WORDS}
    return _write(tx, record, verb, before, {**after, **(about or {})}, words or {}, values)


def _write(
    tx: Tx,
    record: Record,
    verb: str,
    before: Mapping[str, Json],
    after: Mapping[str, Json],
    words: Mapping[str, str],
    values: Mapping[str, object] | None = None,
) -> Record:
    fact = history.write(tx, record, verb, before, after, words)
    saved = _saved(tx, record, fact, values or {})
    for kind in REACTIONS.get(verb, ()):
        timers.set_timer(tx, kind, record.id, str(fact.seq), tx.now)
    queues.follow(tx, record, saved, clocks.follow(tx, record, saved, fact))
    if record.head_seq:
        copies.raise_wanted(tx, record.id)
    return saved


def _saved(tx: Tx, record: Record, fact: FactRow, values: Mapping[str, object]) -> Record:
    if not record.head_seq and not values:
        return records.begin(tx, record, fact.seq, fact.hash)
    return records.save(tx, record.id, head_seq=fact.seq, head_hash=fact.hash, **values)


def close(
    tx: Tx,
    record: Record,
    verb: str,
    state: str,
    *,
    about: Mapping[str, Json] | None = None,
    words: Mapping[str, str] | None = None,
) -> Record:
    """As `change`, for the move that ends it: closed records leave every queue."""
    after = {"state": state, **(about or {})}
    return _write(
        tx, record, verb, {"state": record.state}, after, words or {}, {"state": state, "closed_at": tx.now}
    )


def reopen(tx: Tx, record: Record, verb: str, state: str, *, words: Mapping[str, str] | None = None) -> Record:
    after = {"state": state}
    return _write(
        tx, record, verb, {"state": record.state}, after, words or {}, {"state": state, "closed_at": None}
    )


def hold_desk(tx: Tx) -> Record | None:
    """`DESK-1`, locked; None before the first apply."""
    found = records.find(tx, key_of(Kind.DESK, 1, tx.desk.prefix))
    return records.lock(tx, found.id) if found else None


def desk_record(tx: Tx) -> Record:
    """`DESK-1`, on which facts about the whole desk hang; locked, and made at the first apply."""
    found = hold_desk(tx)
    if found:
        return found
    key = key_of(Kind.DESK, 1, tx.desk.prefix)
    values = {"desk_id": tx.desk.id, "workspace": tx.desk.workspace, "kind": Kind.DESK.value}
    return records.add(tx, **values, key=key, title=tx.desk.name, state="open", opened_at=tx.now)
