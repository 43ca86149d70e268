"""Many rows at once: PostgreSQL reads them from one parameter of JSON, which costs less than a statement each."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import (
    JSON,
    BindParameter,
    ColumnElement,
    Connection,
    Dialect,
    Insert,
    LargeBinary,
    Text,
    Update,
    bindparam,
    column,
    func,
    select,
)
from sqlalchemy import cast as type_cast
from sqlalchemy.sql.type_api import TypeEngine
from sqlalchemy.sql.visitors import ExternallyTraversible, iterate, replacement_traverse

from storage.prepared import Convert, Prepared, Values

Types = Mapping[str, TypeEngine[Any]]


class Bulk(Prepared):
    """A statement without a result, for many rows. `apart` are the columns in which no two of them may agree, for
    PostgreSQL changes no row twice in a statement. `derived` are columns whose values are found by the statement.
    """

    def __init__(
        self,
        statement: Insert | Update | Mapping[str, Insert],
        apart: Sequence[str] = (),
        derived: Mapping[str, ColumnElement[Any]] | None = None,
    ) -> None:
        self._one = statement["postgresql"] if isinstance(statement, Mapping) else statement
        super().__init__(self._one.values(**derived) if derived else statement)
        self._apart = apart
        self._derived = derived or {}
        self._many: dict[tuple[str, ...], tuple[Prepared, list[tuple[str, Convert | None]]]] = {}

    def do_each(self, connection: Connection, several: Sequence[Values]) -> None:
        if connection.dialect.name != "postgresql" or len(several) == 1 or not self._are_apart(several):
            super().do_each(connection, several)
            return
        names = tuple(several[0])
        if names not in self._many:
            types = self._types(names)
            self._many[names] = Prepared(self._from_json(types)), _written(types, connection.dialect)
        many, columns = self._many[names]
        rows = [
            {name: convert(row[name]) if convert else row[name] for name, convert in columns} for row in several
        ]
        many.do(connection, {"rows": json.dumps(rows)})

    def _are_apart(self, several: Sequence[Values]) -> bool:
        return not self._apart or len({tuple(row[name] for name in self._apart) for row in several}) == len(several)

    def _types(self, names: Sequence[str]) -> Types:
        """Of the statement's own parameters, and of columns that are given a value."""
        parts = (part for whole in (self._one, *self._derived.values()) for part in iterate(whole))
        own = {part.key: part.type for part in parts if isinstance(part, BindParameter)}
        return {name: own[name] if name in own else self._one.table.c[name].type for name in names}

    def _from_json(self, types: Types) -> Insert | Update:
        """The same for all that the parameter `rows` holds, in that order."""
        rows = func.json_to_recordset(type_cast(bindparam("rows", type_=Text), JSON))
        typed = (column(name, type_) for name, type_ in types.items())
        row = rows.table_valued(*typed).render_derived(name="row", with_types=True)

        def of_row(element: ExternallyTraversible, **kw: Any) -> ExternallyTraversible | None:  # noqa: ANN401, ARG001
            return row.c[element.key] if isinstance(element, BindParameter) and element.key in types else None

        own = {name: row.c[name] for name in types if name in self._one.table.c}
        if isinstance(self._one, Update):
            return cast(Update, replacement_traverse(self._one.values(own), {}, of_row))
        found = {name: replacement_traverse(value, {}, of_row) for name, value in self._derived.items()}
        given = select(*own.values(), *found.values())
        return self._one.from_select([*own, *found], given, include_defaults=False)


def _written(types: Types, dialect: Dialect) -> list[tuple[str, Convert | None]]:
    """How values are written in JSON, by name."""
    return [
        (name, _hexadecimal if isinstance(one, LargeBinary) else one.dialect_impl(dialect).bind_processor(dialect))
        for name, one in types.items()
    ]


def _hexadecimal(value: bytes | None) -> str | None:
    return None if value is None else "\\x" + value.hex()


class InTurn(Prepared):
    """Changes of rows that others may change, too: each is changed once and all in the order of one column, so that
    nobody waits for somebody who waits for them.
    """

    def __init__(self, statement: Update, by: str) -> None:
        super().__init__(statement)
        self._by = by

    def do_each(self, connection: Connection, several: Sequence[Values]) -> None:
        last = {row[self._by]: row for row in several}
        super().do_each(connection, [last[one] for one in sorted(last)])
