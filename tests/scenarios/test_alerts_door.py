"""Who may post alerts and what is taken: every refusal by its status and words, with nothing stored."""

import hashlib
import hmac
import json
import time

import pytest
from sqlalchemy import Engine, text

from services import alerts_secrets
from tests.world import World
from tests.world.alerts import Answer, Monitoring, alert, alertmanager, send
from tests.world.world import EXAMPLE

LEFT = ("inbox", "alerts", "alert_groups", "records", "outbox", "facts", "timers", "budgets")


def counts(db: Engine) -> dict[str, int]:
    with db.connect() as connection:
        return {one: int(connection.execute(text(f"SELECT count(*) FROM {one}")).scalar_one()) for one in LEFT}


def body(*instances: str) -> dict[str, object]:
    return alertmanager(*(alert(instance=one) for one in instances or ("db1",)))


def raw() -> bytes:
    return json.dumps(body()).encode()


def other(url: str, source: str) -> str:
    return f"{url.rpartition('/')[0]}/{source}"


def test_who_does_not_know_the_secret_is_answered_alike_whatever_the_source(world: World, db: Engine) -> None:
    prometheus = Monitoring(world)
    wrong, right = "stw_" + "0" * 64, prometheus.secret
    before = counts(db)
    refused = [
        send(prometheus.url, raw(), {}),
        send(prometheus.url, raw(), {"Authorization": "Bearer"}),
        send(prometheus.url, raw(), {"Authorization": f"Basic {right}"}),
        send(prometheus.url, raw(), {"Authorization": f"Bearer {wrong}"}),
        send(prometheus.url, raw(), {"X-Steward-Secret": wrong}),
        send(other(prometheus.url, "nowhere"), raw(), {"Authorization": f"Bearer {right}"}),
        send(other(prometheus.url, "No%00where"), raw(), {"Authorization": f"Bearer {right}"}),
        send(other(prometheus.url, "grafana"), raw(), {"Authorization": f"Bearer {right}"}),
        send(prometheus.url, b"x" * 2_000_000, {"Authorization": f"Bearer {wrong}"}),
    ]
    assert {one.status for one in refused} == {401}
    assert len({one.text for one in refused}) == 1
    assert "The secret is missing or wrong, or there is no such source." in refused[0].text
    assert counts(db) == before


def test_either_header_opens(world: World) -> None:
    prometheus = Monitoring(world)
    assert send(prometheus.url, raw(), {"X-Steward-Secret": prometheus.secret}).status == 200
    assert send(prometheus.url, raw(), {"Authorization": f"bearer {prometheus.secret}"}).status == 200
    world.settle()
    world.channel("it-desk").expect("*IT-1* DiskFull")


def test_two_secrets_live_at_once_and_a_revoked_one_opens_nothing(world: World) -> None:
    old = Monitoring(world)
    new = Monitoring(world)
    world.run(world.steward.ledger.write(alerts_secrets.revoke, "prometheus", 1))
    assert old.post(body()).status == 401
    assert new.post(body()).status == 200
    world.channel("it-desk").expect("*IT-1* DiskFull")


def signed(key: str, stamp: int, what: bytes, **more: str) -> dict[str, str]:
    mark = hmac.new(key.encode(), f"{stamp}:".encode() + what, hashlib.sha256).hexdigest()
    return {"X-Steward-Timestamp": str(stamp), "X-Steward-Signature": mark} | more


@pytest.fixture
def signing(database_url: str) -> object:
    desk = (
        (EXAMPLE / "desk.yaml").read_text().replace("format: alertmanager}", "format: alertmanager, signed: true}")
    )
    world = World(database_url, desk=desk, alerts_key="made-up master key")
    yield world
    world.close()


def test_a_signature_in_time_opens_and_the_bare_secret_does_not(signing: World, db: Engine) -> None:
    prometheus, now = Monitoring(signing), int(time.time())
    key = alerts_secrets.signing_key("made-up master key", alerts_secrets.hash_of(prometheus.secret))
    before = counts(db)
    bare = prometheus.post(body())
    assert (bare.status, "must sign" in bare.text) == (401, True)
    for headers in (
        signed(key, now - 301, raw()),
        signed(key, now + 305, raw()),
        signed(key, now, raw() + b" "),
        signed("another key", now, raw()),
        signed(key, now, raw(), **{"X-Steward-Timestamp": "soon"}),
        signed(key, now, raw(), **{"X-Steward-Signature": "é"}),
        {"X-Steward-Signature": signed(key, now, raw())["X-Steward-Signature"]},
    ):
        refused = send(prometheus.url, raw(), headers)
        assert (refused.status, "The signature is wrong, too old" in refused.text) == (401, True), headers
    assert counts(db) == before
    assert send(prometheus.url, raw(), signed(key, now, raw())).status == 200
    grafana = signed(key, now, raw())
    grafana["X-Grafana-Alerting-Signature"] = grafana.pop("X-Steward-Signature")
    assert send(prometheus.url, raw(), grafana).status == 200
    signing.settle()
    signing.channel("it-desk").expect("*IT-1* DiskFull")


def test_nobody_can_sign_where_there_is_no_key(world: World) -> None:
    prometheus, now = Monitoring(world), int(time.time())
    key = alerts_secrets.signing_key("", alerts_secrets.hash_of(prometheus.secret))
    assert send(prometheus.url, raw(), signed(key, now, raw())).status == 401


DEEP = b'{"alerts": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
NOT_TAKEN = [
    (b"{", "The body is not JSON."),
    (b"\xff\xfe\xfd", "The body is not JSON."),
    (b"[NaN]", "The body is not JSON."),
    (b"9" * 5000, "The body is not JSON."),
    (DEEP, "The body is not JSON."),
    (b'{"alerts": ' + b"[" * 40 + b"]" * 40 + b"}", "nested more than 16 levels"),
    (b"[]", 'it has no "alerts"'),
    (b'"alerts"', 'it has no "alerts"'),
    (b'{"alerts": {}}', '"alerts" must be a list of objects.'),
    (b'{"alerts": [1]}', '"alerts" must be a list of objects.'),
    (json.dumps({"alerts": [{}] * 1001}).encode(), "holds 1001 alerts; one request may hold 1000"),
    (json.dumps({"alerts": [{"labels": {str(n): "x" for n in range(1001)}}]}).encode(), "more than 1000 members"),
    (json.dumps({"alerts": [], "more": [0] * 100_001}).encode(), "more than 100000 values"),
]


def test_what_cannot_be_taken_is_said_why_and_leaves_nothing(world: World, db: Engine) -> None:
    prometheus = Monitoring(world)
    before = counts(db)
    for what, why in NOT_TAKEN:
        refused = prometheus.post(what, settle=False)
        assert refused.status == 422, (refused, why)
        assert why in refused.text
    large = prometheus.post(b'{"alerts": [], "x": "' + b"x" * 1_048_576 + b'"}', settle=False)
    assert (large.status, large.text) == (
        413,
        "The body is too large: 1 MiB at most. Send fewer alerts in one request.",
    )
    assert send(prometheus.url, b"", {}, "GET").status == 405
    assert counts(db) == before


def test_more_than_the_desk_file_grants_is_refused_and_says_when(database_url: str, db: Engine) -> None:
    desk = (EXAMPLE / "desk.yaml").read_text().replace("rate: 600}", "rate: 6}")
    world = World(database_url, desk=desk)
    try:
        scripts = Monitoring(world, "scripts")
        answers = [scripts.post({"title": f"Job {n}"}, settle=False) for n in range(14)]
        assert [one.status for one in answers[:10]] == [200] * 10
        refused = answers[-1]
        assert refused.status == 429
        assert "sends more than it may" in refused.text
        with db.connect() as connection:
            kept = connection.execute(text("SELECT count(*) FROM alerts")).scalar_one()
        assert kept == sum(one.status == 200 for one in answers)
        world.settle()
        heard(world, kept)
    finally:
        world.close()


def heard(world: World, alerts: int) -> None:
    """Five incidents, and the storm's for the rest."""
    for _ in range(min(alerts, 6)):
        world.channel("it-desk").expect("IT-")


def test_binary_and_batched_events_are_taken(world: World, db: Engine) -> None:
    cloud = Monitoring(world, "cloud")
    attributes = {"ce-specversion": "1.0", "ce-id": "1", "ce-source": "/disks", "ce-type": "com.example.full"}
    headers = {"Authorization": f"Bearer {cloud.secret}", **attributes}
    assert send(cloud.url, b'{"severity": "critical"}', headers).status == 200
    world.settle()
    world.channel("it-desk").expect("*IT-1* com.example.full", "Priority: 1")
    event = {"specversion": "1.0", "source": "/disks", "type": "com.example.slow"}
    batch = [event | {"id": f"batch-{number}"} for number in range(3)]
    assert cloud.post(batch, Content_Type="application/cloudevents-batch+json").status == 200
    world.channel("it-desk").expect("*IT-2* com.example.slow", "🔥 3 alerts fire")
    missing: Answer = cloud.post(event)
    assert (missing.status, missing.text) == (422, 'A CloudEvent needs "id", and this one has none.')


def test_a_secret_is_in_no_log_line_and_in_no_row(signing: World, db: Engine) -> None:
    prometheus = Monitoring(signing)
    prometheus.post(body())
    prometheus.post(b"{", Authorization=f"Bearer {prometheus.secret}x")
    said = signing.log.getvalue()
    assert prometheus.secret not in said
    assert prometheus.secret.removeprefix("stw_") not in said
    with db.connect() as connection:
        kept = connection.execute(text("SELECT hash FROM alert_secrets")).scalar_one()
        facts = "".join(row[0] for row in connection.execute(text("SELECT body FROM facts")))
    assert kept == hashlib.sha256(prometheus.secret.encode()).hexdigest()
    assert prometheus.secret not in facts
