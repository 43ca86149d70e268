"""What the pieces of work in one transaction share is written in time, undone with its piece, and never stale."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import Engine, event, func, select

from domain.people import Profile, Standing
from domain.records import Kind, Record
from domain.setup import NO_DESK
from services import outbox as saying
from services import records
from storage import copies, history, outbox, people, timers
from storage import records as rows
from storage.desk import found, raise_version, run_ahead
from storage.engine import begin, transaction
from storage.inbox import answer_to, claim, claim_all, settle
from storage.shared import Hasty, undone_by
from storage.timers import Due
from storage.tx import Tx

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Undone(Exception):  # noqa: N818 - what a refusal is to a verb
    pass


def begun(db_connection: object) -> Tx:
    row = found(db_connection, "T0STEWARD", None, "IT", NOON)  # type: ignore[arg-type]
    desk = replace(NO_DESK, id=row.id, workspace="T0STEWARD", prefix="IT")
    return Tx(db_connection, NOON, NOON, desk, Random(1))  # type: ignore[arg-type]


@pytest.fixture
def tx(db: Engine) -> Iterator[Tx]:
    with transaction(db, writes=True) as connection:
        yield begun(connection)


def opened(tx: Tx, title: str) -> Record:
    return records.open_record(
        tx, Kind.TICKET, "test.open", title, "new", words={"description": f"{title}: “why?”"}
    )


def count(tx: Tx, table: object) -> int:
    return int(tx.connection.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]


def test_what_waits_is_there_for_whoever_looks(tx: Tx) -> None:
    record = opened(tx, "No Wi-Fi")
    waiting = select(func.count()).select_from(history.facts)
    assert tx.aside.execute(waiting).scalar_one() == 0
    assert tx.connection.execute(waiting).scalar_one() == 1
    assert history.of(tx, record.id)[0].hash == record.head_hash
    assert records.get(tx, record.id, Kind.TICKET) == record


def test_what_waits_is_written_before_the_commit(db: Engine) -> None:
    with transaction(db, writes=True) as connection:
        record = opened(begun(connection), "No Wi-Fi")
    with transaction(db, writes=False) as connection:
        assert history.of(begun(connection), record.id)[0].hash == record.head_hash


def test_what_waited_in_a_transaction_that_failed_is_gone(db: Engine) -> None:
    with suppress(Undone), transaction(db, writes=True) as connection:
        opened(begun(connection), "No Wi-Fi")
        raise Undone
    with transaction(db, writes=True) as connection:
        assert count(begun(connection), history.facts) == 0


@pytest.mark.parametrize("looks", [False, True])
def test_an_undone_piece_takes_its_own_rows_and_leaves_those_before_it(tx: Tx, *, looks: bool) -> None:
    """Also where it had all that waited written, which is undone with it."""
    first = opened(tx, "first")
    with suppress(Undone), undone_by(Undone, tx.aside):
        opened(tx, "second")
        assert not looks or count(tx, history.facts) == 2
        raise Undone
    third = opened(tx, "third")
    found_heads = tx.connection.execute(select(history.facts.c.hash).order_by(history.facts.c.record_id)).scalars()
    assert list(found_heads) == [first.head_hash, third.head_hash]
    assert count(tx, history.words) == 4


def test_in_haste_a_savepoint_is_set_once_a_piece_looks(tx: Tx) -> None:
    tx.shared.is_hasty = True
    first = opened(tx, "first")
    with suppress(Undone), undone_by(Undone, tx.aside):
        people.ensure(tx, "U0ANN")
        opened(tx, "second")
        raise Undone
    with suppress(Undone), undone_by(Undone, tx.aside):
        assert people.by_slack_id(tx, "U0ANN") is None
        raise Undone
    assert rows.find(tx, "IT-1") == first
    assert rows.find(tx, "IT-2") is None


def test_in_haste_what_wrote_before_it_looked_cannot_be_undone_alone(tx: Tx) -> None:
    def refused() -> None:
        with undone_by(Undone, tx.aside):
            opened(tx, "second")
            people.ensure(tx, "U0ANN")
            raise Undone

    tx.shared.is_hasty = True
    with pytest.raises(Hasty):
        refused()


def test_thirty_tickets_are_written_by_as_many_statements_as_three(db: Engine) -> None:
    def statements(tickets: int) -> int:
        said: list[str] = []
        with transaction(db, writes=True) as connection:
            tx = begun(connection)
            for number in range(tickets):
                opened(tx, f"printer {number}")
            event.listen(connection, "before_cursor_execute", lambda *given: said.append(given[2]))
        return len(said)

    assert statements(30) == statements(3) > 0


def test_what_is_said_in_a_place_keeps_its_order_whoever_says_it(tx: Tx) -> None:
    one, two = opened(tx, "one"), opened(tx, "two")
    saying.tell(tx, one, "C1", "first")
    saying.show(tx, one, "C1", "test.card")
    saying.tell(tx, two, "C1", "third")
    saying.show(tx, two, "C1", "test.card")
    rows = tx.connection.execute(select(outbox.outbox.c.notice, outbox.outbox.c.posts).order_by(outbox.outbox.c.id))
    cards = {copy.record_id: copy.id for record in (one, two) for copy in copies.of(tx, record.id)}
    assert [tuple(row) for row in rows] == [
        ("first", None), ("copy", cards[one.id]), ("third", None), ("copy", cards[two.id]),
    ]  # fmt: skip


def test_the_same_timer_set_twice_is_one_and_has_its_last_time(tx: Tx) -> None:
    record, other = opened(tx, "one"), opened(tx, "two")
    timers.set_timers(tx, [Due("test", record.id, "1", NOON), Due("test", other.id, "1", NOON)], again=True)
    timers.set_timer(tx, "test", record.id, "1", NOON + HOUR, again=True)
    assert timers.waiting_for(tx, "test", record.id) == NOON + HOUR
    assert timers.waiting_for(tx, "test", other.id) == NOON


def test_people_are_read_once_and_again_after_somebody_may_have_written(tx: Tx) -> None:
    people.look_up(tx, ["U0ANN", "U0BEN"])
    assert people.seen(tx, "U0ANN") is None
    ann = people.learn(tx, Profile("U0ANN", "Ann Example", None, "en", "UTC", Standing.MEMBER))
    assert people.by_slack_id(tx, "U0ANN") == ann
    people.doubt(tx, "U0ANN")
    assert people.known_at(tx, "U0ANN") is None
    people.look_up(tx, ["U0ANN", "U0BEN"])
    assert people.by_slack_id(tx, "U0ANN") == ann
    assert people.by_slack_id(tx, "U0BEN") is None


def test_who_was_made_in_an_undone_piece_is_unknown_again(tx: Tx) -> None:
    with suppress(Undone), undone_by(Undone, tx.aside):
        assert people.ensure(tx, "U0ANN").id
        raise Undone
    assert people.by_slack_id(tx, "U0ANN") is None


def test_the_desk_is_read_anew_once_it_may_have_changed(tx: Tx) -> None:
    version, ahead, _ = begin(tx.aside)
    raise_version(tx.connection, tx.desk.id)
    run_ahead(tx.connection, tx.desk.id, HOUR)
    assert begin(tx.aside)[:2] == (version + 1, HOUR)
    assert ahead == timedelta(0)


def test_a_key_taken_for_all_is_given_once(tx: Tx) -> None:
    assert claim(tx, "heard before")
    claim_all(tx, {"heard before": "U0ANN", "a": "U0ANN", "b": None})
    assert [claim(tx, key) for key in ("heard before", "a", "a", "b", "c")] == [False, True, False, True, True]
    settle(tx, "a", "Nothing", {})
    answer = answer_to(tx, "a")
    assert answer
    assert answer.name == "Nothing"
