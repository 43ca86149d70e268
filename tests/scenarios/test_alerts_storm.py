"""Ten thousand alerts in a minute: a few cards with a counter, every alert a row, clicks quick meanwhile."""

import threading
import time
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text

from tests.world import World
from tests.world.alerts import Monitoring, alert

ALERTS, POSTS, CARDS = 10_000, 100, 6
PATIENCE = 2.0  # seconds for one post of a hundred, on two cores shared with the tests


def one_name(number: int) -> dict[str, object]:
    return alert("LinkDown", instance=f"sw{number}")


def many_names(number: int) -> dict[str, object]:
    return alert(f"Check{number}", instance=f"sw{number}")


@pytest.mark.parametrize(("told", "cards"), [(one_name, 1), (many_names, CARDS)])
def test_a_storm_is_a_few_cards_and_every_alert_a_row(
    world: World,
    db: Engine,
    told: Callable[[int], dict[str, object]],
    cards: int,
    record_testsuite_property: Callable[[str, object], None],
) -> None:
    prometheus, ben = Monitoring(world), world.person("ben")
    took: list[float] = []

    def storm() -> None:
        for post in range(POSTS):
            began = time.monotonic()
            prometheus.fires(*(told(number) for number in range(post, ALERTS, POSTS)), settle=False)
            took.append(time.monotonic() - began)

    raging = threading.Thread(target=storm)
    began = time.monotonic()
    raging.start()
    clicks = []
    while raging.is_alive():
        before = time.monotonic()
        ben.world.control.act("ben", "command", channel="general", text="/ticket mine")
        clicks.append(time.monotonic() - before)
        raging.join(0.2)
    lasted = time.monotonic() - began
    told_of = f"{ALERTS} alerts in {lasted:.1f} s, a post {max(took):.2f} s, a click {max(clicks):.2f} s at most"
    record_testsuite_property(f"storm of {told.__name__} on {db.dialect.name}", told_of)
    assert len(took) == POSTS
    assert max(took) < PATIENCE, told_of
    assert max(clicks) < PATIENCE, told_of
    ben.new_whispers()
    world.settle()
    world.clock.advance(seconds=11)  # the last look of the busy groups
    with db.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM alerts")).scalar_one() == ALERTS
        assert connection.execute(text("SELECT count(*) FROM records WHERE kind = 'ticket'")).scalar_one() == cards
        facts = connection.execute(text("SELECT count(*) FROM facts WHERE verb LIKE 'alert.%'")).scalar_one()
    assert facts < 20 * cards
    shown = [world.channel("it-desk").expect("IT-") for _ in range(cards)]
    assert f"🔥 {ALERTS - cards + 1:,} alerts fire" in shown[-1].words
