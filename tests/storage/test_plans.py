"""What is asked every second is answered from an index of what is open, however much was ever kept."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from domain.records import Kind
from domain.setup import NO_DESK
from storage import alerts, approvals, clocks, copies, digests, holds, lanes, outbox, queues, records, timers
from storage.engine import transaction
from storage.queues import Stretch
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
    "a team's queue": (lambda tx: queues.first(tx, Stretch(team=1, until=NOON), 9), "ix_queue_team"),
    "how much more a team has": (lambda tx: queues.count(tx, Stretch(team=1), 100), "ix_queue_team"),
    "what somebody works on": (lambda tx: queues.first(tx, Stretch(owner=1), 9), "ix_queue_owner"),
    "what somebody asked for": (lambda tx: records.asked_by(tx, 1, Kind.TICKET, 9), "ix_records_asked"),
    "on what a requester has to answer": (lambda tx: holds.waiting_for_requester(tx, 1, 9), "ix_records_asked"),
    "on what somebody has to vote": (lambda tx: approvals.waiting_for(tx, 1, 9), "ix_approval_electors_person"),
    "whether a copy is on its way": (lambda tx: outbox.open_post_of(tx, 1), "ix_outbox_posts"),
    "what would post a copy": (lambda tx: outbox.withdraw_posting(tx, 1), "ix_outbox_posts"),
    "how often a copy was posted": (lambda tx: outbox.times_posted(tx, 1), "ix_outbox_posts"),
    "whether a place was told": (lambda tx: outbox.is_told(tx, "C1", "x", {"a": 1}, NOON), "ix_outbox_told"),
    "what waits to be told of a record": (lambda tx: outbox.withdraw_waiting(tx, 1, "x"), "ix_outbox_open"),
    "whether a notice waits": (lambda tx: outbox.is_waiting(tx, "C1", "x"), "ix_outbox_open"),
    "what was said long ago": (lambda tx: outbox.forget(tx, NOON, 9), "ix_outbox_settled"),
    "what fired long ago": (lambda tx: timers.forget(tx, NOON, 9), "ix_timers_settled"),
    "how many timers are kept too long": (lambda tx: timers.kept_beyond(tx, NOON), "ix_timers_settled"),
    "which alerts are over": (lambda tx: alerts.forget(tx, NOON, 9), "ix_alerts_settled"),
    "how many alerts are kept too long": (lambda tx: alerts.kept_beyond(tx, NOON), "ix_alerts_settled"),
    "how many messages are kept too long": (lambda tx: outbox.kept_beyond(tx, NOON), "ix_outbox_settled"),
    "what is folded into one": (lambda tx: digests.untried(tx, "C1", ["x", "y"], 9), "ix_outbox_open"),
    "what is near its time or over": (lambda tx: clocks.spoken_of(tx, [1, 2]), "ix_clocks_spoken"),
    "whose clocks have not stopped": (lambda tx: clocks.open_after(tx, 0, 8), "ix_clocks_open"),
    "what no seal covers": (lambda tx: records.unsealed(tx, 9), "ix_records_unsealed"),
    "whether anything is not sealed": (records.has_unsealed, "ix_records_unsealed"),
    "which alerts are kept silent": (alerts.silent, "ix_alerts_silent"),
    "which of a group are": (lambda tx: alerts.silent(tx, group_id=1), "ix_alerts_group|ix_alerts_silent"),
    "of what something fires": (lambda tx: alerts.firing_groups(tx, 20), "ix_alert_groups_firing"),
    "records by their ids": (lambda tx: records.by_ids(tx, [1, 2]), "PRIMARY KEY|pk_records"),
}


@pytest.mark.parametrize("name", ASKED)
def test_an_index_answers(db: Engine, name: str) -> None:
    ask, index = ASKED[name]
    with transaction(db, writes=True) as connection:
        plan = "\n".join(_plans(connection, ask))
    assert re.search(index, plan), plan


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
