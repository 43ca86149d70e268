"""What is asked every second is answered from an index of what is open, however much was ever kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from domain.setup import NO_DESK
from storage import copies, lanes, outbox, timers
from storage.engine import transaction
from storage.tx import Tx

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
ASKED: dict[str, tuple[Callable[[Tx], object], str]] = {
    "which lanes have work": (lambda tx: lanes.with_work(tx, 50), "ix_outbox_open"),
    "which cards are behind": (lambda tx: lanes.with_work(tx, 50), "ix_copies_behind"),
    "what a lane says next": (lambda tx: outbox.first_open(tx, "C1"), "ix_outbox_open"),
    "what a lane draws next": (lambda tx: copies.next_behind(tx, "C1", clicked=False), "ix_copies_behind"),
    "what may stand twice": (lambda tx: outbox.to_look_again(tx, 10), "ix_outbox_look_again"),
    "what may be drawn over": (copies.to_draw_again, "ix_copies_draw_again"),
    "what is due": (lambda tx: timers.due(tx, 100), "ix_timers_due"),
}


@pytest.mark.parametrize("name", ASKED)
def test_an_index_answers(db: Engine, name: str) -> None:
    ask, index = ASKED[name]
    with transaction(db, writes=True) as connection:
        plan = "\n".join(_plans(connection, ask))
    assert index in plan, plan


def _plans(connection: Connection, ask: Callable[[Tx], object]) -> list[str]:
    said: list[tuple[str, Any]] = []

    def note(_: object, __: object, statement: str, values: Any, *___: object) -> None:
        said.append((statement, values))

    event.listen(connection, "before_cursor_execute", note)
    ask(Tx(connection, NOON, NOON, replace(NO_DESK, id=1, workspace="T1"), Random(1)))
    event.remove(connection, "before_cursor_execute", note)
    explain = "EXPLAIN QUERY PLAN "
    if connection.dialect.name == "postgresql":
        explain = "EXPLAIN "
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # else small tables are simply read
        connection.exec_driver_sql("SET LOCAL plan_cache_mode = force_generic_plan")
    return [str(row) for text, values in said for row in connection.exec_driver_sql(explain + text, values)]
