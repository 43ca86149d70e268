"""Many rows in one parameter come to the same as a statement each."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from storage.bulk import Bulk, InTurn
from storage.engine import transaction
from storage.prepared import Prepared
from storage.tables import Id, Instant, Json

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
NAMES = ("one", "two", "three")

things = Table(
    "things",
    MetaData(),
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("name", String(16), nullable=False),
    Column("words", Text),
    Column("salt", LargeBinary),
    Column("at", Instant),
    Column("facts", Json),
    Column("size", BigInteger),
    Column("is_good", Boolean),
    Column("rank", Integer, nullable=False, server_default="7"),
    UniqueConstraint("name"),
)
SIGNS = st.characters(codec="utf-8", exclude_characters="\0")
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "words": st.none() | st.text(SIGNS),
            "salt": st.none() | st.binary(max_size=20),
            "at": st.none() | st.integers(-1000, 10**9).map(lambda n: NOON + timedelta(microseconds=n)),
            "facts": st.none() | st.dictionaries(st.text(SIGNS, max_size=5), st.booleans() | st.text(SIGNS)),
            "size": st.none() | st.integers(-(2**63), 2**63 - 1),
            "is_good": st.none() | st.booleans(),
        }
    ),
    min_size=2,
    max_size=6,
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_rows_come_to_the_same_and_stay_in_order(db: Engine, rows: list[dict[str, Any]]) -> None:
    named = [{**row, "name": f"row {number}"} for number, row in enumerate(rows)]
    columns = [column for column in things.c if column.name != "id"]
    found = []
    for statement in (Prepared(insert(things)), Bulk(insert(things))):
        with transaction(db, writes=True) as connection:
            things.create(connection, checkfirst=True)
            connection.execute(delete(things))
            statement.do_each(connection, named)
            found.append([tuple(row) for row in connection.execute(select(*columns).order_by(things.c.id))])
    assert found[0] == found[1]
    assert [row[0] for row in found[1]] == [row["name"] for row in named]


def put(made: postgresql.Insert | sqlite.Insert) -> Any:
    return made.on_conflict_do_update(index_elements=["name"], set_={"size": made.excluded.size, "rank": 9})


def test_a_row_that_is_there_is_changed_and_may_come_twice(db: Engine) -> None:
    statements = {"postgresql": put(postgresql.insert(things)), "sqlite": put(sqlite.insert(things))}
    keep = Bulk(statements, apart=["name"])

    def sizes(several: Sequence[Mapping[str, Any]]) -> dict[str, tuple[int, int]]:
        with transaction(db, writes=True) as connection:
            things.create(connection, checkfirst=True)
            keep.do_each(connection, several)
            rows = connection.execute(select(things.c.name, things.c.size, things.c.rank))
            return {name: (size, rank) for name, size, rank in rows}

    assert sizes([{"name": name, "size": 1} for name in NAMES]) == dict.fromkeys(NAMES, (1, 7))
    assert sizes([{"name": "one", "size": 2}, {"name": "two", "size": 3}]) == {
        "one": (2, 9), "two": (3, 9), "three": (1, 7),
    }  # fmt: skip
    twice = [{"name": "one", "size": 4}, {"name": "two", "size": 5}, {"name": "one", "size": 6}]
    assert sizes(twice) == {"one": (6, 9), "two": (5, 9), "three": (1, 7)}


def test_rows_of_others_are_changed_once_and_in_order(db: Engine) -> None:
    raised = InTurn(update(things).where(things.c.name == bindparam("of")).values(rank=things.c.rank + 1), by="of")
    with transaction(db, writes=True) as connection:
        things.create(connection, checkfirst=True)
        connection.execute(insert(things), [{"name": name} for name in NAMES])
        raised.do_each(connection, [{"of": "two", "size": 1}, {"of": "one", "size": 1}, {"of": "two", "size": 2}])
        rows = connection.execute(select(things.c.name, things.c.rank, things.c.size).order_by(things.c.id))
        assert [tuple(row) for row in rows] == [("one", 8, 1), ("two", 8, 2), ("three", 7, None)]
