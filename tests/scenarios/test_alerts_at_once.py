"""Posts, looks, clicks and maintenance at once: no deadlock, nothing lost, the counts are right at the end."""

import threading
from collections.abc import Callable

from sqlalchemy import Engine, text

from tests.world import World
from tests.world.alerts import Monitoring, alert

ROUNDS, AT_ONCE = 12, 30


def posts(source: Monitoring, faults: list[object]) -> Callable[[], None]:
    """Each round all fire, then half of them resolve: many groups, the same alerts again and again."""

    def work() -> None:
        for turn in range(ROUNDS):
            for status in ("firing", "resolved"):
                some = range(AT_ONCE) if status == "firing" else range(0, AT_ONCE, 2)
                told = [
                    alert(
                        f"Check{n % 4}",
                        status,
                        instance=f"{source.source}{n}",
                        started=f"2026-11-02T10:{turn:02}:00Z",
                    )
                    for n in some
                ]
                answer = source.post({"alerts": told}, settle=False)
                if answer.status != 200:
                    faults.append(answer)

    return work


def test_many_at_once(world: World, db: Engine) -> None:
    faults: list[object] = []
    sources = [Monitoring(world, name) for name in ("prometheus", "prometheus", "grafana", "grafana")]
    workers = [threading.Thread(target=posts(source, faults)) for source in sources]
    for worker in workers:
        worker.start()
    for _ in range(4):
        world.control.act("ben", "command", channel="general", text="/alert")
        for worker in workers:
            worker.join(0.3)
    for worker in workers:
        worker.join()
    world.settle()
    world.clock.advance(seconds=15)
    assert faults == []
    with db.connect() as connection:
        found = connection.execute(text("SELECT status, count(*) FROM alerts GROUP BY status"))
        kept = {str(status): int(count) for status, count in found}
        parked = connection.execute(
            text("SELECT count(*) FROM timers WHERE state = 'parked' OR tries > 0")
        ).scalar_one()
        wrong = connection.execute(text(
            "SELECT count(*) FROM alert_groups g WHERE g.firing <> (SELECT count(*) FROM alerts a "
            "WHERE a.group_id = g.id AND a.status = 'firing')"
        )).scalar_one()  # fmt: skip
    assert kept == {"firing": AT_ONCE, "resolved": AT_ONCE}
    assert (parked, wrong) == (0, 0)
    world.waiting()
    world._posts.clear()  # how many cards and notices depends on who was first
    world.person("ben").new_whispers()
