"""The records table and the numbers that keys are made of."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    false,
    func,
    insert,
    or_,
    select,
    update,
)

from domain.outcomes import NotFound, Refused
from domain.records import Kind, Record
from storage.bulk import Bulk
from storage.prepared import Prepared
from storage.tables import Id, Instant, metadata
from storage.tx import Tx

records = Table(
    "records",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("desk_id", Id, ForeignKey("desks.id"), nullable=False),
    Column("workspace", String(32), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("key", String(32), nullable=False),
    Column("title", Text, nullable=False),
    Column("state", String(32), nullable=False),
    Column("requester", Id, ForeignKey("people.id")),
    Column("owner", Id, ForeignKey("people.id")),
    Column("team", Id),
    Column("service", Id),
    Column("priority", Integer),
    Column("form_version", Integer, nullable=False, server_default="1"),
    Column("row_version", Integer, nullable=False, server_default="1"),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("head_seq", Integer, nullable=False, server_default="0"),
    Column("head_hash", String(64), nullable=False, server_default=""),
    Column("is_private", Boolean, nullable=False, server_default=false()),
    Column("sealed_seq", Integer, nullable=False, server_default="0"),
    UniqueConstraint("desk_id", "key"),
    Index("ix_records_requester_open", "requester", "closed_at"),
    Index("ix_records_owner_open", "owner", "closed_at"),
    Index("ix_records_team_open", "team", "closed_at"),
    sqlite_autoincrement=True,  # an id stands on buttons in Slack: none is given twice, not even after a restore
)

_asked = records.c.closed_at.is_(None)
Index(
    "ix_records_asked",
    records.c.requester,
    records.c.kind,
    records.c.id,
    sqlite_where=_asked,
    postgresql_where=_asked,
)

_unsealed = records.c.head_seq > records.c.sealed_seq
Index("ix_records_unsealed", records.c.id, sqlite_where=_unsealed, postgresql_where=_unsealed)

# A sequence on PostgreSQL, an autoincrement on SQLite: numbers are never reused and no counter row queues writers.
numbers = {
    kind: Table(
        f"{kind}_numbers",
        metadata,
        Column("id", Id, primary_key=True, autoincrement=True),
        sqlite_autoincrement=True,
    )
    for kind in (Kind.TICKET, Kind.CHANGE, Kind.RISK)
}

COLUMNS = [records.c[name] for name in Record.__dataclass_fields__]
NEXT = {kind: Prepared(insert(table).values().returning(table.c.id)) for kind, table in numbers.items()}
ADD = Prepared(insert(records).returning(records.c.id))
NEW: dict[str, Any] = dict.fromkeys(Record.__dataclass_fields__) | {
    "row_version": 1,
    "head_seq": 0,
    "head_hash": "",
    "is_private": False,
}
"""What a record is where nothing else is said of it."""

SAVE = Prepared(
    update(records)
    .where(records.c.id == bindparam("record"))
    .values(row_version=records.c.row_version + 1)
    .returning(*COLUMNS)
)
BEGIN = Bulk(
    update(records).where(records.c.id == bindparam("record")).values(row_version=records.c.row_version + 1),
    apart=["record"],
)
_one = select(*COLUMNS).where(records.c.id == bindparam("record"), records.c.desk_id == bindparam("desk"))
ONE = Prepared(_one)
# No key of a record ever changes, so rows that refer to one (the courier's, say) need not wait for its lock.
LOCK = Prepared(_one.with_for_update(key_share=True))
LOCK_IF_FREE = Prepared(_one.with_for_update(key_share=True, skip_locked=True))
BY_KEY = Prepared(select(*COLUMNS).where(records.c.key == bindparam("key"), records.c.desk_id == bindparam("desk")))


def record_of(row: tuple[object, ...]) -> Record:
    values = dict(zip(Record.__dataclass_fields__, row, strict=True))
    return Record(**{**values, "kind": Kind(str(values["kind"]))})  # type: ignore[arg-type]


@lru_cache
def _open_next(kind: Kind, names: tuple[str, ...]) -> Prepared:
    """PostgreSQL draws the number in the statement that needs it."""
    number = insert(numbers[kind]).values().returning(numbers[kind].c.id).cte("number")
    given = [bindparam(name, type_=records.c[name].type) for name in names]
    key = func.concat(bindparam("series", type_=String), number.c.id)
    opened = insert(records).from_select([*names, "key"], select(*given, key))
    return Prepared(opened.returning(records.c.id, records.c.key))


def open_next(tx: Tx, kind: Kind, series: str, **values: object) -> Record:
    """With the next key of its series."""
    tx.shared.written_aside()
    values = {**values, "kind": kind.value}
    if tx.is_postgresql:
        [(record_id, key)] = _open_next(kind, tuple(values)).rows(tx.aside, {**values, "series": series})
        return _new(record_id, {**values, "key": key})
    [(number,)] = NEXT[kind].rows(tx.aside)
    return _add(tx.aside, {**values, "key": f"{series}{number}"})


def add(tx: Tx, **values: object) -> Record:
    return _add(tx.connection, values)


def _add(connection: Connection, values: Mapping[str, Any]) -> Record:
    [(record_id,)] = ADD.rows(connection, values)
    return _new(record_id, values)


def _new(record_id: int, values: Mapping[str, Any]) -> Record:
    known = {name: value for name, value in values.items() if name in NEW}
    return Record(**{**NEW, **known, "id": record_id, "kind": Kind(str(known["kind"]))})


def begin(tx: Tx, record: Record, seq: int, digest: str) -> Record:
    """The head of a new record: its first fact."""
    tx.shared.put(BEGIN, [{"record": record.id, "head_seq": seq, "head_hash": digest}])
    return replace(record, head_seq=seq, head_hash=digest, row_version=record.row_version + 1)


def save(tx: Tx, record_id: int, **values: object) -> Record:
    """Write `values` and raise the row version."""
    [row] = SAVE.rows(tx.connection, {**values, "record": record_id})
    return record_of(row)


def lock(tx: Tx, record_id: int) -> Record:
    """The record, held until the transaction ends. Raises Refused(NotFound)."""
    return _found(tx, LOCK, str(record_id), record=record_id)


def lock_if_free(tx: Tx, record_id: int) -> Record | None:
    """The record, or None where somebody else holds it now."""
    found = LOCK_IF_FREE.rows(tx.connection, {"record": record_id, "desk": tx.desk.id})
    return record_of(found[0]) if found else None


def get(tx: Tx, record_id: int) -> Record:
    return _found(tx, ONE, str(record_id), record=record_id)


def by_ids(tx: Tx, ids: Iterable[int]) -> dict[int, Record]:
    """Those of the records that exist, by id."""
    wanted = sorted(set(ids))
    mine = records.c.id.in_(wanted) & (records.c.desk_id + 0 == tx.desk.id)  # else SQLite reads the desk's keys
    return {int(row[0]): record_of(tuple(row)) for row in tx.connection.execute(select(*COLUMNS).where(mine))}


def find(tx: Tx, key: str) -> Record | None:
    found = BY_KEY.rows(tx.connection, {"key": key, "desk": tx.desk.id})
    return record_of(found[0]) if found else None


def by_key(tx: Tx, key: str) -> Record:
    """Raises Refused(NotFound) with the key that was asked for."""
    wanted = key.strip().upper()
    return _found(tx, BY_KEY, wanted, key=wanted)


def _found(tx: Tx, statement: Prepared, asked: str, **values: object) -> Record:
    found = statement.rows(tx.connection, {**values, "desk": tx.desk.id})
    if not found:
        raise Refused(NotFound(asked[:32]))
    return record_of(found[0])


def asked_by(tx: Tx, person_id: int, kind: Kind, most: int) -> list[Record]:
    """Open records that this person asked for, the newest first."""
    statement = (
        select(*COLUMNS)
        .where(records.c.requester == person_id, records.c.closed_at.is_(None), records.c.kind == kind)
        .order_by(records.c.id.desc())
        .limit(most)
    )
    return [record_of(tuple(row)) for row in tx.connection.execute(statement)]


def count_asked_by(tx: Tx, person_id: int, kind: Kind, most: int) -> int:
    """How many open records this person asked for; `most` where there are as many or more."""
    mine = (records.c.requester == person_id) & (records.c.kind == kind) & records.c.closed_at.is_(None)
    found = select(records.c.id).where(mine).limit(most).subquery()
    return int(tx.connection.execute(select(func.count()).select_from(found)).scalar_one())


def concerning(tx: Tx, person_id: int, kind: Kind, most: int) -> list[Record]:
    """Open records that this person owns or asked for, the newest first."""
    statement = (
        select(*COLUMNS)
        .where(
            or_(records.c.owner == person_id, records.c.requester == person_id),
            records.c.closed_at.is_(None),
            records.c.kind == kind,
        )
        .order_by(records.c.id.desc())
        .limit(most)
    )
    return [record_of(tuple(row)) for row in tx.connection.execute(statement)]


def open_on(tx: Tx, *, team: int | None = None, service: int | None = None) -> int:
    """How many open records a team or a service still has."""
    mine = records.c.team == team if team is not None else records.c.service == service
    return int(tx.connection.execute(select(func.count()).where(mine, records.c.closed_at.is_(None))).scalar_one())


def is_closed(tx: Tx, record_id: int) -> bool:
    mine = select(records.c.closed_at).where(records.c.id == record_id)
    return tx.connection.execute(mine).scalar_one() is not None


def unsealed(tx: Tx, most: int) -> list[tuple[int, int, str]]:
    """(id, head_seq, head_hash) of records whose head no seal covers yet, locked; those held by others wait."""
    statement = (
        select(records.c.id, records.c.head_seq, records.c.head_hash)
        .where(_unsealed)
        .order_by(records.c.id)
        .limit(most)
        .with_for_update(key_share=True, skip_locked=True)
    )
    return [(int(row[0]), int(row[1]), str(row[2])) for row in tx.connection.execute(statement)]


def has_unsealed(tx: Tx) -> bool:
    waiting = select(records.c.id).where(_unsealed).limit(1)
    return tx.connection.execute(waiting).one_or_none() is not None


def mark_sealed(tx: Tx, ids: Iterable[int]) -> None:
    tx.connection.execute(update(records).where(records.c.id.in_(list(ids))).values(sealed_seq=records.c.head_seq))
