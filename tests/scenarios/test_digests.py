"""A deep lane becomes a digest."""

from datetime import timedelta

from services import desk, timers
from tests.world import World
from tests.world.hours import agreed

BREACHES = [{"at": 100, "tell": ["assignee"]}]


def test_many_breaches_at_once_are_told_in_one_message(database_url: str) -> None:
    world = World(database_url, desk=agreed(warnings=BREACHES))
    ann, dirk = world.person("ann"), world.person("dirk")
    for number in range(1, 9):
        ann.types(f"/ticket broken thing {number}")
        world.channel("it-desk").expect(f"IT-{number}")
        ann.dm.expect(f"IT-{number}")
    world.control.post("/control/faults", on="chat.postMessage", fault="429", times=None, retry_after="1")
    later = world.run(world.steward.ledger.read(desk.now)) + timedelta(days=10)
    world.run(world.steward.ledger.write(desk.move_clock, later))
    while world.run(world.steward.ledger.read(timers.due, 1)):
        world.run(world.steward.clockwork.tick())
    world.control.delete("/control/faults")
    world.settle()

    told = dirk.dm.expect("You have 16 notices:", "*IT-1*", "*IT-8*")
    assert told.text.count("\n") == 16
    world.close()
