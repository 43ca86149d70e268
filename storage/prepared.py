"""Statements of the hot paths: made once as constants, compiled once, and then handed to the driver as they are.

SQLAlchemy's way from a statement to the driver costs more than the driver does. What it prepares there for anybody,
these do without: they know their parameters, and rows are plain. Where somebody listens to the connection, and
where the driver finds a fault, it is SQLAlchemy's turn as ever (ADR 0017).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Delete, Dialect, Insert, Select, TextClause, Update
from sqlalchemy.engine.interfaces import DBAPICursor

Statement = Select[Any] | Insert | Update | Delete | TextClause
Values = Mapping[str, Any]
Row = tuple[Any, ...]
Convert = Callable[[Any], Any]

NONE: Values = {}


@dataclass(frozen=True)
class Spelt:
    """A statement as a dialect writes it for values of these names, and how they pass to and from the driver."""

    sql: str
    written: Values  # those that the statement brings along, as the driver takes them
    converted: tuple[tuple[str, Convert], ...]  # those that the driver does not take as they are
    order: tuple[str, ...] | None  # of all of them, where the driver takes them by place
    columns: tuple[tuple[int, Convert], ...]  # those that it does not give as they are

    def arguments(self, values: Values) -> Any:  # noqa: ANN401 - a list or a mapping, as the driver takes them
        named = {**self.written, **values}
        for name, convert in self.converted:
            named[name] = convert(named[name])
        return named if self.order is None else [named[name] for name in self.order]

    def row(self, found: Sequence[Any]) -> Row:
        if not self.columns:
            return tuple(found)
        values = list(found)
        for place, convert in self.columns:
            values[place] = convert(values[place])
        return tuple(values)


class Prepared:
    """A statement, or one for each dialect by its name."""

    def __init__(self, statement: Statement | Mapping[str, Statement]) -> None:
        self._statement = statement
        self._spelt: dict[tuple[str, ...], Spelt] = {}

    def rows(self, connection: Connection, values: Values = NONE) -> list[Row]:
        if connection.dispatch.before_cursor_execute:
            return [tuple(row) for row in connection.execute(self._for(connection.dialect), values)]
        spelt = self._spelt_for(connection.dialect, values)
        with _cursor(connection, spelt) as cursor:
            cursor.execute(spelt.sql, spelt.arguments(values))
            return [spelt.row(row) for row in cursor.fetchall()]

    def do(self, connection: Connection, values: Values = NONE) -> int:
        """How many rows it concerned."""
        if connection.dispatch.before_cursor_execute:
            return connection.execute(self._for(connection.dialect), values).rowcount
        spelt = self._spelt_for(connection.dialect, values)
        with _cursor(connection, spelt) as cursor:
            cursor.execute(spelt.sql, spelt.arguments(values))
            return cursor.rowcount

    def do_each(self, connection: Connection, several: Sequence[Values]) -> None:
        """Once for each; all of them give the same values."""
        if connection.dispatch.before_cursor_execute:
            connection.execute(self._for(connection.dialect), several)
            return
        spelt = self._spelt_for(connection.dialect, several[0])
        with _cursor(connection, spelt) as cursor:
            cursor.executemany(spelt.sql, [spelt.arguments(values) for values in several])

    def _for(self, dialect: Dialect) -> Statement:
        return self._statement[dialect.name] if isinstance(self._statement, Mapping) else self._statement

    def _spelt_for(self, dialect: Dialect, values: Values) -> Spelt:
        names = (dialect.name, *values)
        spelt = self._spelt.get(names)
        if spelt is None:
            spelt = self._spelt[names] = _spell(self._for(dialect), dialect, list(values))
        return spelt


@contextmanager
def _cursor(connection: Connection, spelt: Spelt) -> Iterator[DBAPICursor]:
    cursor = connection.connection.cursor()
    try:
        yield cursor
    except connection.dialect.loaded_dbapi.Error as error:  # it says so as it always does, and closes the cursor
        connection._handle_dbapi_exception(error, spelt.sql, None, cursor, None)  # noqa: SLF001
    cursor.close()


def _spell(statement: Statement, dialect: Dialect, names: list[str]) -> Spelt:
    made = statement.compile(dialect=dialect, column_keys=names)
    used = {name: bind for bind, name in made.bind_names.items()}
    lacking = {name for name, bind in used.items() if bind.required and name not in names}
    if wrong := lacking | set(names) - used.keys():
        raise KeyError(*sorted(wrong))
    if made.prefetch or any(bind.expanding or bind.literal_execute for bind in used.values()):
        raise TypeError("SQLAlchemy makes part of this statement, or of its values, anew each time")
    converts = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in used.items()}
    written = {
        name: convert(used[name].effective_value) if convert else used[name].effective_value
        for name, convert in converts.items()
        if name not in names
    }
    converted = tuple((name, convert) for name, convert in converts.items() if convert and name in names)
    order = tuple(made.positiontup or ()) if dialect.positional else None
    return Spelt(str(made), written, converted, order, _found(statement, dialect))


def _found(statement: Statement, dialect: Dialect) -> tuple[tuple[int, Convert], ...]:
    if isinstance(statement, TextClause):
        return ()
    columns = statement.selected_columns if isinstance(statement, Select) else statement.exported_columns
    converts = (column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns)
    return tuple((place, one) for place, one in enumerate(converts) if one)
