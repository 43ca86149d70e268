"""Statements of the hot paths: made once as constants, compiled once, and then handed to the driver as they are.

SQLAlchemy's way from a statement to the driver costs more than the driver does. What it prepares there for anybody,
these do without: they know their parameters, and rows are plain. Where somebody listens to the connection, and
where the driver finds a fault, it is SQLAlchemy's turn as ever (ADR 0017).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NoReturn

from sqlalchemy import Connection, Delete, Dialect, Insert, Select, TextClause, Update
from sqlalchemy.engine.interfaces import DBAPICursor

Statement = Select[Any] | Insert | Update | Delete | TextClause
Values = Mapping[str, Any]
Row = tuple[Any, ...]
Convert = Callable[[Any], Any]

NONE: Values = {}
CURSOR = "cursor"  # of a connection of the pool


@dataclass(frozen=True)
class Spelt:
    """A statement as a dialect writes it for values of these names, and how they pass to and from the driver."""

    sql: str
    written: Values  # those that the statement brings along, as the driver takes them
    given: tuple[tuple[str, Convert | None], ...]  # all, and what makes of a value what the driver takes
    is_by_place: bool  # does the driver take them in the order of `given`?
    columns: tuple[tuple[int, Convert], ...]  # those that it does not give as they are

    def arguments(self, values: Values) -> Any:  # noqa: ANN401 - a list or a mapping, as the driver takes them
        if self.written:
            values = {**self.written, **values}
        if self.is_by_place:
            return [convert(values[name]) if convert else values[name] for name, convert in self.given]
        return {name: convert(values[name]) if convert else values[name] for name, convert in self.given}

    def row(self, found: Sequence[Any]) -> Row:
        values = list(found)
        for place, convert in self.columns:
            values[place] = convert(values[place])
        return tuple(values)


class Prepared:
    """A statement, or one for each dialect by its name."""

    def __init__(self, statement: Statement | Mapping[str, Statement]) -> None:
        self._statement = statement
        self._spelt: dict[tuple[str, ...], Spelt] = {}

    def rows(self, connection: Connection, values: Values = NONE) -> Sequence[Row]:
        if _is_heard(connection):
            return [tuple(row) for row in connection.execute(self._for(connection.dialect), values)]
        spelt, cursor = self._spelt_for(connection.dialect, values), _cursor(connection)
        try:
            cursor.execute(spelt.sql, spelt.arguments(values))
            found: Sequence[Row] = cursor.fetchall()
        except connection.dialect.loaded_dbapi.Error as error:
            _pass_on(connection, error, spelt.sql, cursor)
        return [spelt.row(row) for row in found] if spelt.columns else found

    def do(self, connection: Connection, values: Values = NONE) -> int:
        """How many rows it concerned."""
        if _is_heard(connection):
            return connection.execute(self._for(connection.dialect), values).rowcount
        spelt, cursor = self._spelt_for(connection.dialect, values), _cursor(connection)
        try:
            cursor.execute(spelt.sql, spelt.arguments(values))
        except connection.dialect.loaded_dbapi.Error as error:
            _pass_on(connection, error, spelt.sql, cursor)
        return cursor.rowcount

    def do_each(self, connection: Connection, several: Sequence[Values]) -> None:
        """Once for each; all of them give the same values."""
        if _is_heard(connection):
            connection.execute(self._for(connection.dialect), several)
            return
        spelt, cursor = self._spelt_for(connection.dialect, several[0]), _cursor(connection)
        try:
            cursor.executemany(spelt.sql, [spelt.arguments(values) for values in several])
        except connection.dialect.loaded_dbapi.Error as error:
            _pass_on(connection, error, spelt.sql, cursor)

    def _for(self, dialect: Dialect) -> Statement:
        return self._statement[dialect.name] if isinstance(self._statement, Mapping) else self._statement

    def _spelt_for(self, dialect: Dialect, values: Values) -> Spelt:
        names = (dialect.name, *values)
        spelt = self._spelt.get(names)
        if spelt is None:
            spelt = self._spelt[names] = _spell(self._for(dialect), dialect, list(values))
        return spelt


@contextmanager
def sent_together(connection: Connection) -> Iterator[None]:
    """On PostgreSQL what is done in the block is sent before any answer is waited for: nothing in it may give rows.
    A fault is told at its end, if not before.
    """
    if connection.dialect.name != "postgresql" or _is_heard(connection):
        yield
        return
    driver: Any = connection.connection.driver_connection
    try:
        with driver.pipeline():
            yield
    except connection.dialect.loaded_dbapi.Error as error:
        _pass_on(connection, error, "", _cursor(connection))


def _is_heard(connection: Connection) -> bool:
    return bool(connection.dispatch.before_cursor_execute)


def _cursor(connection: Connection) -> DBAPICursor:
    """Each connection has one for all of these: none is left half read."""
    cursor: DBAPICursor | None = connection.info.get(CURSOR)
    if cursor is None:
        cursor = connection.info[CURSOR] = connection.connection.cursor()
    return cursor


def _pass_on(connection: Connection, error: Exception, sql: str, cursor: DBAPICursor) -> NoReturn:
    """SQLAlchemy says it as it always does, and closes the cursor."""
    connection.info.pop(CURSOR, None)
    connection._handle_dbapi_exception(error, sql, None, cursor, None)  # noqa: SLF001


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
    order = (made.positiontup or ()) if dialect.positional else converts
    given = tuple((name, converts[name] if name in names else None) for name in order)
    return Spelt(str(made), written, given, bool(dialect.positional), _found(statement, dialect))


def _found(statement: Statement, dialect: Dialect) -> tuple[tuple[int, Convert], ...]:
    if isinstance(statement, TextClause):
        return ()
    columns = statement.selected_columns if isinstance(statement, Select) else statement.exported_columns
    converts = (column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns)
    return tuple((place, one) for place, one in enumerate(converts) if one)
