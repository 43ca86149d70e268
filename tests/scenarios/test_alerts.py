"""Monitoring alerts, from the webhook to the row, the card, and back."""

from tests.world import World
from tests.world.alerts import Monitoring, alert


def test_a_firing_alert_opens_an_incident_and_its_end_resolves_it(world: World) -> None:
    prometheus = Monitoring(world)
    prometheus.fires(alert(instance="db1"))
    card = world.channel("it-desk").expect("*IT-1* DiskFull", "State: new", "From: monitoring", "🔥 1 alert fires")
    assert card.buttons == ["Claim", "Resolve"]
    assert "DiskFull on db1" in card.text

    prometheus.fires(alert(instance="db1", status="resolved"))
    assert "State: resolved" in card.words
    assert "✅ The alert has resolved." in card.words
    card.thread().expect("*IT-1* is resolved")
    world.clock.advance(hours=1)
    assert "State: closed" in card.words
    for name in ("ann", "ben", "dirk"):
        assert world.person(name).new_whispers() == []
