"""What is handed to the driver as it is does what SQLAlchemy would have done."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, bindparam, event, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from domain.records import Kind
from storage.engine import may_retry, transaction
from storage.inbox import inbox, parked_events
from storage.prepared import Prepared, sent_together
from storage.records import NEXT
from storage.shared import undone_by
from storage.tables import spelt

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
COLUMNS = (inbox.c.key, inbox.c.heard_at, inbox.c.facts, inbox.c.actor)
ADD = Prepared(insert(inbox).returning(*COLUMNS))
ALL = Prepared(select(*COLUMNS).order_by(inbox.c.key))
HEARD: dict[str, Any] = {"workspace": "T1", "key": "a", "heard_at": NOON, "facts": {"n": 1}, "actor": None}


@pytest.fixture
def connection(db: Engine) -> Iterator[Connection]:
    with transaction(db, writes=True) as connection:
        yield connection


@pytest.fixture(params=["to the driver", "listened to"])
def either(request: pytest.FixtureRequest, connection: Connection) -> Connection:
    if request.param == "listened to":
        event.listen(connection, "before_cursor_execute", lambda *_: None)
    return connection


def test_values_come_back_as_they_were_given(either: Connection) -> None:
    elsewhere = NOON.astimezone(timezone(timedelta(hours=8)))
    assert ADD.rows(either, {**HEARD, "heard_at": elsewhere}) == [("a", NOON, {"n": 1}, None)]
    [row] = ALL.rows(either)
    assert row == ("a", NOON, {"n": 1}, None)
    assert row[1].tzinfo is UTC


def test_other_values_are_another_spelling(either: Connection) -> None:
    ADD.rows(either, HEARD)
    ADD.rows(either, {name: HEARD[name] for name in ("workspace", "heard_at")} | {"key": "b"})
    assert ALL.rows(either) == [("a", NOON, {"n": 1}, None), ("b", NOON, None, None)]


def test_a_list_is_done_once_for_each(either: Connection) -> None:
    Prepared(insert(inbox)).do_each(either, [{**HEARD, "key": key} for key in "abc"])
    assert [row[0] for row in ALL.rows(either)] == ["a", "b", "c"]


def test_it_says_how_many_rows_it_concerned_by_what_it_brings_along(either: Connection) -> None:
    Prepared(insert(inbox)).do_each(either, [{**HEARD, "key": key} for key in "abc"])
    mine = (
        update(inbox).where(inbox.c.key > bindparam("than")).values(heard_at=NOON + timedelta(days=1), actor="U1")
    )
    assert Prepared(mine).do(either, {"than": "a"}) == 2
    assert Prepared(update(inbox).where(inbox.c.actor == spelt("U1")).values(facts=None)).do(either) == 2
    assert ALL.rows(either)[1:] == [
        ("b", NOON + timedelta(days=1), None, "U1"),
        ("c", NOON + timedelta(days=1), None, "U1"),
    ]


def test_whoever_listens_sees_the_same_statement(connection: Connection) -> None:
    seen: list[str] = []
    ADD.rows(connection, HEARD)
    event.listen(connection, "before_cursor_execute", lambda _, __, sql, *___: seen.append(sql))
    ADD.rows(connection, {**HEARD, "key": "b"})
    assert seen == [spelling.sql for spelling in ADD._spelt.values() if spelling.sql in seen]


def test_a_fault_of_the_driver_is_sqlalchemys_and_names_no_values(connection: Connection) -> None:
    ADD.rows(connection, HEARD)
    with pytest.raises(IntegrityError) as found, undone_by(IntegrityError, connection):
        ADD.rows(connection, {**HEARD, "facts": {"secret": "canary"}})
    assert "canary" not in str(found.value)
    assert ALL.rows(connection) == [("a", NOON, {"n": 1}, None)]  # and the transaction lives


def test_what_is_undone_is_only_what_stood_in_the_block(connection: Connection) -> None:
    ADD.rows(connection, HEARD)
    with suppress(LookupError), undone_by(LookupError, connection):
        ADD.rows(connection, {**HEARD, "key": "b"})
        raise LookupError
    with undone_by(LookupError, connection):
        ADD.rows(connection, {**HEARD, "key": "c"})
    assert [row[0] for row in ALL.rows(connection)] == ["a", "c"]


def asks(connection: Connection) -> None:
    ALL.rows(connection)


def adds_much(connection: Connection) -> None:
    with sent_together(connection):
        for key in "ab":
            Prepared(insert(inbox)).do_each(connection, [{**HEARD, "key": key + end} for end in "12"])


@pytest.mark.parametrize("then", [asks, adds_much])
def test_a_connection_that_is_gone_may_be_tried_again(db: Engine, then: Callable[[Connection], None]) -> None:
    if db.dialect.name == "sqlite":
        pytest.skip("its connection is a file: nobody can cut it")
    with pytest.raises(DBAPIError) as found:
        _after_it_was_cut(db, then)
    assert may_retry(found.value)
    assert found.value.connection_invalidated
    _add_together(db, "abc")
    with transaction(db, writes=True) as connection:
        assert [row[0] for row in ALL.rows(connection)] == ["a", "b", "c"]


def _after_it_was_cut(db: Engine, then: Callable[[Connection], None]) -> None:
    with transaction(db, writes=True) as connection, transaction(db, writes=True) as other:
        [(pid,)] = Prepared(text("SELECT pg_backend_pid()")).rows(connection)
        other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        then(connection)


def test_a_fault_in_what_is_sent_together_is_told_as_what_it_is(db: Engine) -> None:
    """Whichever of the statements it is in, and nothing of them is kept."""
    for keys in ("aab", "aba", "abb"):
        with pytest.raises(IntegrityError) as found:
            _add_together(db, keys)
        assert "canary" not in str(found.value)
        with transaction(db, writes=True) as connection:
            assert ALL.rows(connection) == []
    _add_together(db, "abc")
    with transaction(db, writes=False) as connection:
        assert [row[0] for row in ALL.rows(connection)] == ["a", "b", "c"]


def _add_together(db: Engine, keys: str) -> None:
    with transaction(db, writes=True) as connection, sent_together(connection):
        for key in keys:
            Prepared(insert(inbox)).do(connection, {**HEARD, "key": key, "facts": {"secret": "canary"}})


def test_what_is_lacking_or_has_no_one_spelling_is_refused(connection: Connection) -> None:
    with pytest.raises(KeyError, match="than"):
        Prepared(select(inbox.c.id).where(inbox.c.key > bindparam("than"))).rows(connection)
    with pytest.raises(TypeError, match="anew each time"):
        Prepared(select(inbox.c.id).where(inbox.c.key.in_(["a"]))).rows(connection)
    with pytest.raises(KeyError, match="bodies"):
        Prepared(insert(parked_events)).do(connection, {"bodies": "a"})


def test_numbers_of_keys_follow_each_other(either: Connection) -> None:
    [(first,)], [(second,)] = NEXT[Kind.TICKET].rows(either), NEXT[Kind.TICKET].rows(either)
    assert second == first + 1
