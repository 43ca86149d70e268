"""What every table shares: metadata, names of constraints, and the two column types that databases get wrong.

Statements of the hot paths are made once, as constants, and given their values when they are executed: SQLAlchemy
then neither builds nor keys them anew, which is half of what a small statement costs. Most of them are `Prepared`,
which saves the other half.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Dialect, Integer, MetaData, Text, TypeDecorator, literal_column

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)

# SQLite numbers rows by itself only for its own INTEGER.
Id = BigInteger().with_variant(Integer, "sqlite")


def spelt(word: str | int) -> ColumnElement[Any]:
    """Written into the statement itself: neither database matches a partial index to a value it is given later.
    Only for words of ours.
    """
    if isinstance(word, str) and not word.isidentifier():
        raise ValueError(word)
    return literal_column(f"'{word}'" if isinstance(word, str) else str(word))


def microseconds(at: datetime) -> int:
    """Unix microseconds; a naive datetime raises TypeError, for nobody knows which instant it means."""
    return (at - EPOCH) // MICROSECOND


def instant(us: int) -> datetime:
    return EPOCH + timedelta(microseconds=us)


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept as integer microseconds UTC: SQLite hands back `+08:00` times as naive ones."""

    impl = BigInteger
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], int | None]:  # noqa: ARG002
        return lambda value: None if value is None else microseconds(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[int | None], datetime | None]:  # noqa: ARG002
        return lambda value: None if value is None else instant(value)


class Json(TypeDecorator[Any]):
    """Canonical JSON as TEXT: JSONB reorders keys and refuses NUL."""

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], str | None]:  # noqa: ARG002
        return lambda value: None if value is None else CANONICAL.encode(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], Any]:  # noqa: ARG002
        return lambda value: None if value is None else json.loads(value)
