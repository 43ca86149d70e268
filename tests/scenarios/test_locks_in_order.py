"""Who needs the same rows takes them in the same order, so that nobody waits for one who waits for them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from tests.scenarios.test_alerts_maintenance import begun, end_first
from tests.world import World
from tests.world.alerts import Monitoring, alert
from tests.world.world import EXAMPLE

HELD = re.compile(
    r"UPDATE (?P<updated>\w+)|INSERT INTO (?P<added>\w+)|SELECT .*?\sFROM (?P<locked>\w+).*\sFOR (NO KEY )?UPDATE",
    re.DOTALL,
)


@contextmanager
def transactions() -> Iterator[list[list[str]]]:
    """The tables of which each transaction comes to hold rows, in order."""
    found: list[list[str]] = []

    def begin(connection: Connection) -> None:
        found.append([])
        connection.info["held"] = found[-1]

    def note(connection: Connection, _: object, statement: str, *__: Any) -> None:
        held = HELD.match(statement)
        if held and "held" in connection.info:
            connection.info["held"].append(str(held["updated"] or held["added"] or held["locked"]))

    event.listen(Engine, "begin", begin)
    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)
        event.remove(Engine, "begin", begin)


def in_order(transactions: list[list[str]], before: str, after: str) -> list[bool]:
    """Of each transaction that holds rows of both: did it take this one's first?"""
    both = [held for held in transactions if {before, after} <= set(held)]
    return [held.index(before) < held.index(after) for held in both]


@pytest.mark.parametrize("backend", ["postgresql"])  # SQLite has one writer
def test_the_desks_record_is_held_before_its_row_and_timers_before_alerts(world: World) -> None:
    prometheus = Monitoring(world)
    with transactions() as found:
        begun(world, hours=1, service="laptops")
        begun(world, hours=2, source="prometheus", match="instance=db2")
        prometheus.fires(alert(instance="db1", service="laptops"), alert(instance="db2"))
        world.person("ben").types("/alert")
        end_first(world)
        world.channel("it-desk").expect("*IT-1* DiskFull", "🔥 1 alert fires")
        world.clock.advance(hours=3)
        world.apply((EXAMPLE / "desk.yaml").read_text().replace("VPN", "Tunnels"))
    desk, alerts = in_order(found, "records", "desks"), in_order(found, "timers", "alerts")
    assert len(desk) >= 5  # two begun, one ended, one over, one applied
    assert len(alerts) >= 4  # one request, two reviews, a look
    assert all(desk)
    assert all(alerts)
