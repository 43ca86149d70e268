"""What a monitoring system reads."""

from urllib.request import urlopen

from prometheus_client.parser import text_string_to_metric_families

from tests.world import World


def read(world: World) -> dict[str, float]:
    """Values by name and labels."""
    with urlopen(f"http://127.0.0.1:{world.steward.metrics_port}/metrics") as answer:
        families = text_string_to_metric_families(answer.read().decode())
        found = [sample for family in families for sample in family.samples]
    return {f"{one.name}{sorted(one.labels.values())}": one.value for one in found}


def test_deliveries_are_timed_and_trouble_is_counted(world: World) -> None:
    world.person("ann").types("/ticket printer on 3F is down")
    world.channel("it-desk").expect("IT-1")
    world.person("ann").dm.expect("IT-1")
    told = read(world)
    assert told["steward_delivery_seconds_count['200', 'command']"] == 1
    assert told["steward_messages_open[]"] == 0
    assert told["steward_messages_parked[]"] == 0
    assert told["steward_timers_parked[]"] == 0
    assert told["steward_tick_age_seconds[]"] < 15

    world.control.post("/control/channels/C0ITDESK", app=False)
    world.person("ann").types("/ticket and the scanner")
    world.person("ann").dm.expect("IT-2")
    world.person("sam").dm.expect("IT-2")  # told that it cannot be shown there
    world.errors.lines.clear()
    assert read(world)["steward_messages_parked[]"] == 1
