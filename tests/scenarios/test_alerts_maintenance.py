"""Maintenance: what it keeps silent is kept, and speaks when it ends."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from tests.world import World
from tests.world.alerts import Monitoring, alert
from tests.world.people import Form


def now(world: World) -> datetime:
    return world.run(world.movable.advance(timedelta(0)))


def seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def opened(world: World, by: str = "ben") -> Form:
    return world.person(by).types("/alert maintenance").form


def begun(world: World, *, hours: float = 2, by: str = "ben", **answers: object) -> None:
    start = now(world)
    end = seconds(start + timedelta(hours=hours))
    assert opened(world, by).submit(start=seconds(start) - 60, end=end, **answers).errors == {}


def end_first(world: World) -> None:
    """Ben ends the first window of the list that was shown to him."""
    window = world.control.get("/control/as/ben/sees?limit=1")["ephemerals"][-1]
    button = next(block["accessory"] for block in window["blocks"] if "accessory" in block)
    world.person("ben").said(
        world.control.act("ben", "click", ephemeral=window["ts"], channel="general", action_id=button["action_id"])
    )


def test_what_fires_in_a_window_is_a_row_and_speaks_when_it_ends(world: World, db: Engine) -> None:
    prometheus = Monitoring(world)
    begun(world, match="site=berlin", reason="New switches")
    prometheus.fires(alert("Ping", instance="sw1", site="berlin"), alert("Ping", instance="sw2", site="berlin"))
    world.channel("it-desk").expect_nothing()
    with db.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM alerts")).scalar_one() == 2
    prometheus.fires(alert("Ping", instance="sw9", site="rome"))  # elsewhere there is no maintenance
    card = world.channel("it-desk").expect("*IT-1* Ping", "🔥 1 alert fires")
    prometheus.fires(alert("Ping", instance="sw1", site="berlin", status="resolved"))
    world.clock.advance(hours=3)
    assert "🔥 2 alerts fire" in card.words  # sw2 still fires


def test_what_ended_within_the_window_is_never_told_of(world: World) -> None:
    prometheus = Monitoring(world)
    begun(world)
    prometheus.fires(alert(instance="db1"))
    prometheus.fires(alert(instance="db1", status="resolved"))
    world.clock.advance(hours=3)
    world.channel("it-desk").expect_nothing()


def test_ended_before_its_time_what_fires_speaks_at_once(world: World) -> None:
    prometheus, ben = Monitoring(world), world.person("ben")
    begun(world, service="laptops", source="prometheus")
    prometheus.fires(alert(instance="db1", service="laptops"))
    world.channel("it-desk").expect_nothing()
    listed = ben.types("/alert").whisper
    assert "🔧" in listed
    assert "Laptops and phones, prometheus" in listed
    assert "by <@U0BEN>" in listed
    end_first(world)
    world.channel("it-desk").expect("*IT-1* DiskFull", "🔥 1 alert fires")


def test_two_windows_one_after_the_other_keep_silence_through(world: World) -> None:
    prometheus, start = Monitoring(world), now(world)
    begun(world, hours=2)
    form = opened(world)
    later = seconds(start + timedelta(hours=1))
    assert form.submit(start=later, end=seconds(start + timedelta(hours=4))).errors == {}
    prometheus.fires(alert(instance="db1"))
    world.clock.advance(hours=3)
    world.channel("it-desk").expect_nothing()
    world.clock.advance(hours=2)
    world.channel("it-desk").expect("*IT-1* DiskFull")


@pytest.mark.parametrize(
    ("name", "ends", "no_label"),
    [
        (
            "ben",
            "The end must come after the start. Please choose a later end.",
            "Please write label=value, one a line, at most 8.",
        ),
        ("lin", "结束时间要晚于开始时间，请选择更晚的结束时间。", "请按“标签=值”填写，每行一个，最多 8 个。"),
        ("chen", "結束時間要晚於開始時間，請選擇更晚的結束時間。", "請依「標籤=值」填寫，每行一個，最多 8 個。"),
    ],
)
def test_what_is_filled_in_wrongly_is_said_beside_its_field(
    world: World, name: str, ends: str, no_label: str
) -> None:
    form, start = opened(world, name), seconds(datetime.now(UTC))
    assert form.submit(start=start, end=start).errors == {"end": ends}
    assert form.submit(start=start, end=start + 3600, match="berlin").errors == {"match": no_label}
    past = form.submit(start=start - 7200, end=start - 3600).errors
    assert set(past) == {"end"}
    assert set(form.submit(start=start, end=start + 400 * 86400).errors) == {"end"}
    assert form.submit(start=start, end=start + 3600, match="site=berlin").errors == {}


def test_only_the_desks_people_plan_maintenance(world: World) -> None:
    ann = world.person("ann")
    for line in ("/alert", "/alert maintenance"):
        assert "cannot do this yourself" in ann.types(line).whisper
    assert "/alert maintenance" in ann.types("/alert help").whisper


def test_the_list_tells_what_fires(world: World) -> None:
    assert "No alert fires." in world.person("ben").types("/alert").whisper
    prometheus = Monitoring(world)
    prometheus.fires(alert(instance="db1"), alert(instance="db2"))
    world.channel("it-desk").expect("IT-1")
    assert "🔥 *IT-1* DiskFull: 2 alerts fire" in world.person("ben").types("/alert list").whisper
    assert "🔥 *IT-1* DiskFull：2 则告警" not in world.person("mei").types("/alert").whisper
    assert "2 則告警正在觸發" in world.person("mei").types("/alert").whisper
