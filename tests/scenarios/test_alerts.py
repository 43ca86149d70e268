"""Monitoring alerts, from the webhook to the row, the card, and back."""

import pytest
from sqlalchemy import Engine, text

from tests.world import Card, World
from tests.world.alerts import Monitoring, alert
from tests.world.hours import MONDAY, coming


def rows(db: Engine, query: str = "SELECT count(*) FROM alerts") -> int:
    with db.connect() as connection:
        return int(connection.execute(text(query)).scalar_one())


def opened(world: World, prometheus: Monitoring, *instances: str) -> Card:
    prometheus.fires(*(alert(instance=one) for one in instances or ("db1",)))
    return world.channel("it-desk").expect("*IT-1* DiskFull")


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
    for name in ("ann", "ben", "dirk"):  # nobody is asked whether it is solved, or how it was
        assert world.person(name).new_whispers() == []


def test_one_fingerprint_is_one_alert_however_often_it_fires(world: World, db: Engine) -> None:
    prometheus = Monitoring(world)
    card = opened(world, prometheus)
    for number in range(3):
        assert prometheus.fires(alert(instance="db1", summary=f"{number}")).news == 0
    assert rows(db) == 1
    assert rows(db, "SELECT count FROM alerts") == 4
    assert "🔥 1 alert fires" in card.words


def test_heard_again_it_does_nothing_twice(world: World, db: Engine) -> None:
    prometheus = Monitoring(world)
    opened(world, prometheus)
    assert prometheus.fires(alert(instance="db1")).text == prometheus.fires(alert(instance="db1")).text
    assert rows(db, "SELECT count FROM alerts") == 1


def test_a_firing_told_late_does_not_open_what_is_over(world: World) -> None:
    """Its first delivery was not acknowledged, so it comes again, after the end."""
    prometheus = Monitoring(world)
    card = opened(world, prometheus)
    prometheus.fires(alert(instance="db1", status="resolved"))
    card.thread().expect("resolved")
    assert prometheus.fires(alert(instance="db1")).news == 0
    assert "State: resolved" in card.words


def test_alerts_of_one_rule_share_an_incident_and_it_resolves_with_the_last(world: World) -> None:
    prometheus = Monitoring(world)
    card = opened(world, prometheus, "db1", "db2")
    prometheus.fires(alert(instance="db3"))
    assert "🔥 3 alerts fire" in card.words
    prometheus.fires(*(alert(instance=one, status="resolved") for one in ("db1", "db2")))
    assert "🔥 1 alert of 3 still fires" in card.words
    assert "State: new" in card.words
    prometheus.fires(alert(instance="db3", status="resolved"))
    assert "✅ All 3 alerts have resolved." in card.words
    assert "State: resolved" in card.words
    card.thread().expect("All 3 alerts have resolved")


def test_another_name_is_another_incident(world: World) -> None:
    prometheus = Monitoring(world)
    opened(world, prometheus)
    prometheus.fires(alert("LoadHigh", instance="db1"))
    world.channel("it-desk").expect("*IT-2* LoadHigh")


def test_it_opens_again_if_it_fires_again_in_time(world: World) -> None:
    prometheus = Monitoring(world)
    card = opened(world, prometheus)
    prometheus.fires(alert(instance="db1", status="resolved"))
    card.thread().expect("resolved")
    world.clock.advance(minutes=20)
    prometheus.fires(alert(instance="db1"))
    assert "State: new" in card.words
    assert "🔥 1 alert fires" in card.words
    world.channel("it-desk").expect("*IT-1* is open again")
    world.clock.advance(minutes=20)  # longer than half an hour after it was first resolved
    assert "State: new" in card.words


def test_fluttering_is_told_in_the_channel_once_an_hour(world: World) -> None:
    prometheus = Monitoring(world)
    card = opened(world, prometheus)
    for turn in range(3):
        prometheus.fires(alert(instance="db1", status="resolved", summary=f"{turn}"))
        card.thread().expect("resolved")
        prometheus.fires(alert(instance="db1", started=f"2026-11-02T1{turn}:00:00Z"))
        place = world.channel("it-desk") if turn == 0 else card.thread()
        place.expect("*IT-1* is open again")


def test_fluttering_for_hours_is_told_in_the_channel_again_after_each_hour(world: World) -> None:
    prometheus = Monitoring(world)
    card = opened(world, prometheus)
    for turn in range(6):
        prometheus.fires(alert(instance="db1", status="resolved", summary=f"{turn}"))
        card.thread().expect("resolved")
        prometheus.fires(alert(instance="db1", started=f"2026-11-02T1{turn}:00:00Z"))
        place = world.channel("it-desk") if turn in {0, 3} else card.thread()
        place.expect("*IT-1* is open again")
        world.clock.advance(minutes=25)


def test_later_it_is_another_incident(world: World) -> None:
    prometheus = Monitoring(world)
    card = opened(world, prometheus)
    prometheus.fires(alert(instance="db1", status="resolved"))
    card.thread().expect("resolved")
    world.clock.advance(minutes=40)
    prometheus.fires(alert(instance="db1"))
    world.channel("it-desk").expect("*IT-2* DiskFull", "🔥 1 alert fires")
    assert "State: closed" in card.words


def test_what_somebody_works_on_is_left_to_them(world: World) -> None:
    prometheus, ben = Monitoring(world), world.person("ben")
    card = opened(world, prometheus)
    card.click("Claim", by=ben)
    prometheus.fires(alert(instance="db1", status="resolved"))
    card.thread().expect("It stays open because somebody works on it")
    assert "State: in progress" in card.words
    assert "✅ The alert has resolved." in card.words
    prometheus.fires(alert(instance="db1", started="2026-11-02T10:00:00Z"))
    assert "🔥 1 alert fires" in card.words
    prometheus.fires(alert(instance="db1", status="resolved", summary="at last"))
    card.thread().expect("somebody works on it")
    card.click("Resolve", by=ben).form.submit(text="A bigger disk.")
    card.thread().expect("A bigger disk.")
    assert "State: resolved" in card.words


def test_who_resolved_it_while_it_fires_is_not_contradicted_by_repeats(world: World) -> None:
    prometheus, ben = Monitoring(world), world.person("ben")
    card = opened(world, prometheus)
    card.click("Resolve", by=ben).form.submit()
    prometheus.fires(alert(instance="db1", summary="still"))
    assert "State: resolved" in card.words
    prometheus.fires(alert(instance="db2"))  # but another one is news
    world.channel("it-desk").expect("*IT-1* is open again")
    assert "State: in progress" in card.words
    assert "<@U0BEN>" in card.words


def test_severity_is_priority_by_the_desk_file_and_a_graver_alert_raises_it(world: World) -> None:
    prometheus = Monitoring(world)
    card = opened(world, prometheus)
    assert "Priority: 3" in card.words
    prometheus.fires(alert(instance="db2", severity="critical"))
    assert "Priority: 1" in card.words
    prometheus.fires(alert(instance="db2", severity="critical", status="resolved"))
    assert "Priority: 1" in card.words


def test_what_the_desk_file_takes_for_no_incident_is_kept_and_not_told(world: World, db: Engine) -> None:
    Monitoring(world).fires(alert(instance="db1", severity="info"))
    assert rows(db) == 1
    world.channel("it-desk").expect_nothing()


def test_service_and_team_come_from_labels_by_the_desk_file(database_url: str) -> None:
    """On a Monday: on a weekend the example desk has a maintenance of its Wi-Fi, in which nothing is said of it."""
    world = World(database_url, start_at=coming(MONDAY, "10:00"))
    prometheus = Monitoring(world)
    prometheus.fires(alert("VpnDown", service="vpn"))
    world.channel("network").expect("*IT-1* VpnDown", "VPN", "🔥")
    prometheus.fires(alert("ApDown", team="network", site="berlin"))  # a rule's service
    world.channel("network").expect("*IT-2* ApDown · berlin", "辦公室 Wi-Fi")
    world.close()


def test_the_end_of_what_nobody_knows_opens_nothing(world: World, db: Engine) -> None:
    assert Monitoring(world).fires(alert(instance="db9", status="resolved")).news == 0
    assert rows(db) == 0


def test_which_alerts_fire_is_told_within_bounds(world: World) -> None:
    prometheus = Monitoring(world)
    card = opened(world, prometheus, *(f"db{number}" for number in range(12)))
    assert card.words.count("• ") == 10  # five in the text, five on the card
    assert "… and 7 more" in card.words
    block = next(one for one in card.now["blocks"] if "🔥" in str(one))
    assert "<http://prometheus.example.com/graph?g0.expr=up|DiskFull>" in block["text"]["text"]


HOSTILE = "<!channel> <@U0BEN> @here *x* `y` <http://evil.example|click> \u202e"


def test_text_in_alerts_pings_nobody_and_leads_nowhere(world: World) -> None:
    prometheus = Monitoring(world)
    foreign = alert(HOSTILE, instance=HOSTILE, summary=HOSTILE)
    prometheus.fires(foreign | {"generatorURL": "javascript:alert(1)"})
    said = world.channel("it-desk").expect("IT-1").words
    for live in ("<!channel>", "<@U0BEN>", "@here", "<http://evil", "javascript:", "\u202e"):
        assert live not in said, live


@pytest.mark.parametrize(
    ("language", "fires", "over", "settled"),
    [
        ("zh_CN", "🔥 1 条告警正在触发", "✅ 1 条告警已全部恢复。", "工单 *IT-1* 已解决"),
        ("zh_TW", "🔥 1 則告警正在觸發", "✅ 1 則告警已全部恢復。", "工單 *IT-1* 已解決"),
        ("en", "🔥 1 alert fires", "✅ The alert has resolved.", "*IT-1* is resolved"),
    ],
)
def test_the_card_speaks_its_channels_language(
    database_url: str, language: str, fires: str, over: str, settled: str
) -> None:
    from tests.world.world import EXAMPLE

    desk = (EXAMPLE / "desk.yaml").read_text()
    desk = desk.replace("channel: C0ITDESK", f"channel: {{slack: C0ITDESK, language: {language}}}")
    world = World(database_url, desk=desk)
    try:
        prometheus = Monitoring(world)
        prometheus.fires(alert(instance="db1"))
        card = world.channel("it-desk").expect("*IT-1* DiskFull", fires)
        prometheus.fires(alert(instance="db1", status="resolved"))
        assert over in card.words
        card.thread().expect(settled)
    finally:
        world.close()


def test_an_incident_of_alerts_has_nobody_to_answer(world: World) -> None:
    prometheus, ben = Monitoring(world), world.person("ben")
    card = opened(world, prometheus)
    shown = card.now
    work = next(block for block in shown["blocks"] if block["type"] == "actions")
    work["elements"].append({**work["elements"][0], "action_id": "ticket.reply", "text": {"text": "Reply"}})
    assert "monitoring reported IT-1" in card.click("Reply", by=ben, old=shown).whisper


def test_the_same_words_after_their_end_are_a_new_firing(world: World) -> None:
    """A script that gives neither id nor time says the same each time; nothing of it may be lost."""
    scripts = Monitoring(world, "scripts")
    for _ in range(2):
        assert scripts.post({"title": "Backup failed"}).news == 1
        assert scripts.post({"title": "Backup failed", "action": "close"}).news == 1
    card = world.channel("it-desk").expect("*IT-1* Backup failed")
    for part in ("resolved", "resolved"):
        card.thread().expect(part)
    world.channel("it-desk").expect("*IT-1* is open again")


def test_a_senders_id_is_heard_once(world: World, db: Engine) -> None:
    cloud = Monitoring(world, "cloud")
    event = {"specversion": "1.0", "id": "e-1", "source": "/disks", "type": "com.example.full", "data": {}}
    first, second = cloud.post(event), cloud.post(event | {"time": "2026-11-02T09:20:00Z"})
    assert (first.status, first.text) == (second.status, second.text)
    assert rows(db, "SELECT count FROM alerts") == 1
    world.channel("it-desk").expect("*IT-1* com.example.full")


def test_what_was_no_incident_becomes_one_when_it_grows_graver(world: World) -> None:
    scripts = Monitoring(world, "scripts")
    scripts.post({"title": "Queue grows", "key": "q", "severity": "info"})
    world.channel("it-desk").expect_nothing()
    scripts.post({"title": "Queue grows", "key": "q", "severity": "critical"})
    world.channel("it-desk").expect("*IT-1* Queue grows", "Priority: 1")


def test_one_request_may_tell_of_the_same_alert_twice(world: World, db: Engine) -> None:
    prometheus = Monitoring(world)
    told = [alert(instance="db1"), alert(instance="db1", status="resolved"), alert(instance="db2")]
    assert prometheus.fires(*told).news == 3
    world.channel("it-desk").expect("*IT-1* DiskFull", "🔥 1 alert fires")
    assert rows(db) == 2


def test_an_old_card_of_an_incident_that_opened_again_claims_nothing(world: World) -> None:
    prometheus, ben = Monitoring(world), world.person("ben")
    card = opened(world, prometheus)
    card.click("Claim", by=ben)
    old = card.now
    card.click("Resolve", by=ben).form.submit()
    prometheus.fires(alert(instance="db2"))
    world.channel("it-desk").expect("*IT-1* is open again")
    assert "Resolve" in card.buttons
    assert card.click("Resolve", by=ben, old=old).form.words  # still right: it is open, and his


def test_two_people_claim_and_the_alerts_end_meanwhile(world: World) -> None:
    prometheus, ben, lin = Monitoring(world), world.person("ben"), world.person("lin")
    card = opened(world, prometheus)
    old = card.now
    prometheus.fires(alert(instance="db1", status="resolved"))
    card.thread().expect("resolved")
    assert "IT-1" in card.click("Claim", by=ben, old=old).whisper  # resolved by the machine a moment ago
    assert "IT-1" in card.click("Claim", by=lin, old=old).whisper
    assert "State: resolved" in card.words
