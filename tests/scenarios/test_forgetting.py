"""A year later: what fired is forgotten, and what is done then to old records does not make it fire again."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, select

from services import housekeeping
from storage.timers import timers
from tests.world import World
from tests.world.alerts import Monitoring, alert
from tests.world.world import EXAMPLE

RISK = {"title": "Only one person knows payroll", "probability": "2", "impact": "3", "category": "people"}
AGAIN = {"alert.group", "clock.response", "clock.resolution", "indicator.measure", "sla.gather", "sla.quiet"}
"""Set again whenever there is cause, whatever fired before."""


def in_days(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


def fired(db: Engine) -> set[tuple[str, int, str]]:
    columns = (timers.c.kind, timers.c.record_id, timers.c.occurrence)
    with db.connect() as connection:
        return {tuple(row) for row in connection.execute(select(*columns).where(timers.c.state == "fired"))}


def forget(world: World) -> int:
    chores = (housekeeping.forget_messages, housekeeping.forget_timers, housekeeping.forget_alerts)
    found = sum(world.run(world.steward.ledger.write(chore)) for chore in chores)
    return found + forget(world) if found else 0


def test_what_fired_and_is_forgotten_does_not_fire_again(world: World, db: Engine) -> None:
    ann, ben, fay = world.person("ann"), world.person("ben"), world.person("fay")
    assert "IT-1" in ann.types("/ticket printer on 3F is down").whisper
    assert "IT-2" in ann.types("/ticket no Wi-Fi in the canteen").whisper
    world.channel("it-desk").expect("IT-1").click("Resolve", by=ben).form.submit()
    assert ann.types("/risk").form.submit(**RISK, owner="U0FAY", review=in_days(20)).errors == {}
    risk = fay.dm.expect("*RSK-1*")
    prometheus = Monitoring(world)
    prometheus.fires(alert(instance="db1"))
    prometheus.fires(alert(instance="db1", status="resolved"))
    world.clock.advance(days=60)  # closed by silence, asked how it was, late, to be reviewed
    world.clock.advance(days=60)
    world.clock.advance(days=90)
    world.overlook()
    known = fired(db)
    kinds = {kind for kind, _, _ in known}
    assert {"ticket.quiet", "survey.ask", "survey.remind", "survey.expire", "risk.review", "alert.close"} <= kinds
    forget(world)
    gone = known - fired(db)
    assert {kind for kind, _, _ in gone} >= {"ticket.quiet", "survey.ask", "survey.expire", "risk.review"}

    assert risk.click("Review", by=fay).form.submit(probability="1", review=in_days(400)).errors == {}
    assert ann.types("/ticket reply IT-2 still none").whisper
    desk = (EXAMPLE / "desk.yaml").read_text()
    world.apply(desk.replace("red: 15\n", "red: 25\n").replace("{at: 50,", "{at: 51,"))
    prometheus.fires(alert(instance="db1"))
    world.clock.advance(days=1)
    world.restart(days=1)
    world.overlook()
    assert {one for one in gone & fired(db) if one[0] not in AGAIN} == set()
