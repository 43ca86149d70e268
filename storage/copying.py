"""Every row of a database into another, empty one, whichever engine each is; and whether both hold the same."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Row, Table, func, insert, select, text

from storage.all_tables import metadata
from storage.records import numbers, records

BATCH = 500  # rows

NEVER_AGAIN = (records, *numbers.values())
"""Their ids are known outside, on buttons and in keys: those of rows that are lost are not given again."""


@dataclass(frozen=True)
class Copied:
    """Rows by table."""

    rows: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.rows.values())


def copy(source: Connection, target: Connection, *, skip: int = 0) -> Copied:
    """`source` should see one instant of its database. `skip`: ids of records and numbers of keys left out."""
    rows = {table.name: _copy(table, source, target) for table in metadata.sorted_tables}
    for table in metadata.sorted_tables:
        _go_on(table, source, target, skip if table in NEVER_AGAIN else 0)
    return Copied(rows)


def _copy(table: Table, source: Connection, target: Connection) -> int:
    done = 0
    for batch in _batches(table, source):
        target.execute(insert(table), [dict(row._mapping) for row in batch])  # noqa: SLF001 - SQLAlchemy's public name
        done += len(batch)
    return done


def _batches(table: Table, connection: Connection) -> Iterator[list[Row[tuple[object, ...]]]]:
    ordered = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=BATCH)
    with connection.execute(ordered) as found:
        for batch in found.partitions():
            yield list(batch)


def _go_on(table: Table, source: Connection, target: Connection, skip: int) -> None:
    """New rows of the copy are numbered after all that the source ever gave."""
    column = table.autoincrement_column
    if column is None:
        return
    last = (
        max(_given(table, source), source.execute(select(func.coalesce(func.max(column), 0))).scalar_one()) + skip
    )
    if target.dialect.name == "postgresql":
        name = target.execute(select(func.pg_get_serial_sequence(table.name, column.name))).scalar_one()
        if name and last:
            target.execute(select(func.setval(name, last)))
        return
    if table.dialect_options["sqlite"]["autoincrement"]:
        target.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
        target.execute(
            text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)"), {"name": table.name, "seq": last}
        )


def _given(table: Table, source: Connection) -> int:
    """The last id that was ever given, though its row be gone."""
    if source.dialect.name == "postgresql":
        column = table.autoincrement_column
        assert column is not None
        name = source.execute(select(func.pg_get_serial_sequence(table.name, column.name))).scalar_one()
        last = source.execute(text(f"SELECT last_value FROM {name} WHERE is_called")) if name else None  # noqa: S608 - our own table's
        return int(last.scalar() or 0) if last else 0
    if not table.dialect_options["sqlite"]["autoincrement"]:
        return 0
    last = source.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
    return int(last.scalar() or 0)


def differing(one: Connection, other: Connection) -> list[str]:
    """Names of tables that do not hold the same rows."""
    return [table.name for table in metadata.sorted_tables if not _are_equal(table, one, other)]


def _are_equal(table: Table, one: Connection, other: Connection) -> bool:
    rows, others = _rows(table, one), _rows(table, other)
    nothing = object()
    while True:
        mine, theirs = next(rows, nothing), next(others, nothing)
        if mine is nothing and theirs is nothing:
            return True
        if mine != theirs:
            return False


def _rows(table: Table, connection: Connection) -> Iterator[object]:
    for batch in _batches(table, connection):
        yield from (tuple(row) for row in batch)


def is_empty(connection: Connection) -> bool:
    """Of a migrated database: does it hold nothing yet?"""
    return not any(connection.execute(select(table).limit(1)).first() for table in metadata.sorted_tables)
