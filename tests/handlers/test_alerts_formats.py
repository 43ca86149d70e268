"""What each format says, read from small bodies of our own, and whatever else may come: never a traceback."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.alerts import Signal, Status
from domain.alerts_setup import Format
from handlers.alerts import formats
from handlers.alerts.reading import Unfit

FIRING, RESOLVED, UNKNOWN = Status.FIRING, Status.RESOLVED, Status.UNKNOWN
STRUCTURED = {"Content-Type": "application/cloudevents+json"}


def read(kind: Format, body: object, headers: dict[str, str] | None = None) -> list[Signal]:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return list(formats.read("here", kind, headers or {}, raw).report.signals)


def one(kind: Format, body: object, headers: dict[str, str] | None = None) -> Signal:
    (signal,) = read(kind, body, headers)
    return signal


def am(*alerts: dict[str, Any], **group: Any) -> dict[str, Any]:
    return {"version": "4", "status": "firing", "alerts": list(alerts), **group}


FULL = {
    "status": "firing",
    "labels": {"alertname": "DiskFull", "instance": "db1", "severity": "critical"},
    "annotations": {"summary": "Disk of db1 is full", "description": "98 % of /var"},
    "startsAt": "2026-11-02T09:20:00.123456789Z",
    "endsAt": "0001-01-01T00:00:00Z",
    "generatorURL": "http://prometheus.example.com/graph",
    "fingerprint": "a1b2",
}


def test_alertmanagers_alert_whole() -> None:
    assert one(Format.ALERTMANAGER, am(FULL)) == Signal(
        fingerprint="a1b2",
        status=FIRING,
        title="DiskFull",
        severity="critical",
        summary="Disk of db1 is full",
        url="http://prometheus.example.com/graph",
        labels={"alertname": "DiskFull", "instance": "db1", "severity": "critical"},
        started_at=datetime(2026, 11, 2, 9, 20, 0, 123456, UTC),
    )


@pytest.mark.parametrize(
    ("alert", "group", "status", "title"),
    [
        (FULL, {"status": "resolved"}, FIRING, "DiskFull"),  # each alert has its own life
        ({**FULL, "status": "resolved"}, {"state": "alerting"}, RESOLVED, "DiskFull"),
        ({"labels": {"alertname": "X"}}, {}, FIRING, "X"),  # no status of its own: the group's
        ({"labels": {"alertname": "X"}, "status": "pending"}, {}, UNKNOWN, "X"),
        ({"annotations": {"summary": "No name"}}, {"title": "[FIRING:1] x"}, FIRING, "No name"),
        ({"annotations": {"description": "Told at length"}}, {}, FIRING, "Told at length"),
        ({"fingerprint": "f"}, {"title": "[FIRING:1] x"}, FIRING, "[FIRING:1] x"),
        ({"fingerprint": "f", "labels": None, "annotations": None}, {}, FIRING, "f"),
        ({}, {"status": None}, UNKNOWN, "alert"),
        ({"labels": {"alertname": "A" * 400}}, {}, FIRING, "A" * 150),
        ({"labels": {"alertname": "A\u202eB\ud800\nC"}}, {}, FIRING, "AB C"),
        ({"labels": {"alertname": 7}}, {}, FIRING, "7"),
    ],
)
@pytest.mark.parametrize("kind", [Format.ALERTMANAGER, Format.GRAFANA])
def test_what_decides_in_alertmanager_and_grafana(
    kind: Format, alert: dict[str, Any], group: dict[str, Any], status: Status, title: str
) -> None:
    signal = one(kind, am(alert, **group))
    assert (signal.status, signal.title) == (status, title)


def test_without_a_fingerprint_the_labels_are_the_identity() -> None:
    bare = {name: value for name, value in FULL.items() if name != "fingerprint"}
    other = {**bare, "labels": {**FULL["labels"], "instance": "db2"}}  # type: ignore[dict-item]
    first, again, second = read(Format.ALERTMANAGER, am(bare, {**bare, "status": "resolved"}, other))
    assert first.fingerprint == again.fingerprint != second.fingerprint


def test_only_plain_web_addresses_are_kept() -> None:
    for address in ("javascript:alert(1)", "https://x.example/<!channel>", "ftp://x.example", 5, "http://a b"):
        assert one(Format.GRAFANA, am({**FULL, "generatorURL": address})).url == ""
    assert one(Format.GRAFANA, am({**FULL, "generatorURL": "", "dashboardURL": "https://x"})).url == "https://x"


def test_an_empty_group_says_nothing() -> None:
    assert read(Format.ALERTMANAGER, am()) == []


@pytest.mark.parametrize(
    ("body", "status", "title", "key"),
    [
        ({"title": "Full", "key": "k"}, FIRING, "Full", "k"),
        ({"summary": "Full", "dedup": "k"}, FIRING, "Full", "k"),
        ({"summary": "Full", "dedup": "k", "action": "close"}, RESOLVED, "Full", "k"),
        ({"title": "Full", "key": 7, "status": "OK"}, RESOLVED, "Full", "7"),
        ({"title": "Full", "key": "k", "status": "acknowledged"}, UNKNOWN, "Full", "k"),
        ({"title": "Full", "key": "k", "status": "problem", "action": "close"}, FIRING, "Full", "k"),
    ],
)
def test_generic(body: dict[str, Any], status: Status, title: str, key: str) -> None:
    signal = one(Format.GENERIC, body)
    assert (signal.status, signal.title, signal.fingerprint) == (status, title, key)


def test_generic_whole() -> None:
    body = {
        "title": "Backup failed", "key": "backup", "severity": "High", "description": "Two lines\nof log",
        "url": "https://ci.example.com/7", "labels": {"site": "berlin", "try": 3, "none": None, "list": []},
        "service": "vpn", "host": "b1", "started_at": 1_793_611_200,
    }  # fmt: skip
    assert one(Format.GENERIC, body) == Signal(
        fingerprint="backup",
        status=FIRING,
        title="Backup failed",
        severity="High",
        summary="Two lines of log",
        url="https://ci.example.com/7",
        labels={"site": "berlin", "try": "3", "service": "vpn", "host": "b1"},
        started_at=datetime(2026, 11, 2, 9, 20, tzinfo=UTC),
    )


def test_generic_takes_one_a_list_or_an_object_of_them() -> None:
    two = [{"title": "a"}, {"title": "b"}]
    for body in (two, {"alerts": two}):
        assert [signal.title for signal in read(Format.GENERIC, body)] == ["a", "b"]
    assert read(Format.GENERIC, []) == []


def test_without_a_key_title_and_labels_are_the_identity() -> None:
    keys = [
        one(Format.GENERIC, body).fingerprint
        for body in ({"title": "a"}, {"title": "a", "status": "ok"}, {"title": "a", "host": "x"}, {"title": "b"})
    ]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3
    long = [one(Format.GENERIC, {"title": "a", "key": "k" * 300 + tail}).fingerprint for tail in "xy"]
    assert long[0] != long[1]
    assert all(len(key) <= 255 for key in long)


@pytest.mark.parametrize(
    ("started", "at"),
    [
        ("2026-11-02T09:20:00+01:00", datetime(2026, 11, 2, 8, 20, tzinfo=UTC)),
        ("2026-11-02T09:20:00", datetime(2026, 11, 2, 9, 20, tzinfo=UTC)),
        (1_793_611_200_000, datetime(2026, 11, 2, 9, 20, tzinfo=UTC)),  # milliseconds
        ("0001-01-01T00:00:00Z", None),
        (0, None),
        (1e300, None),
        (-(10**30), None),
        ("soon", None),
        ("9999-12-31T23:59:59-23:00", None),
        (True, None),
        (None, None),
    ],
)
def test_times(started: object, at: datetime | None) -> None:
    assert one(Format.GENERIC, {"title": "x", "started_at": started}).started_at == at


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({}, 'An alert needs a "title"'),
        ({"title": " \u200e "}, 'An alert needs a "title"'),
        ({"title": ["x"]}, 'An alert needs a "title"'),
        ({"title": "x", "status": "perhaps"}, '"status" says something that I do not know'),
        ({"title": "x", "action": "explode"}, '"action" says something that I do not know'),
        ("x", "The body must be an alert"),
        (["x"], "The body must be a list of objects."),
        ({"alerts": "x"}, '"alerts" must be a list of objects.'),
    ],
)
def test_generic_bodies_that_cannot_be_taken(body: object, why: str) -> None:
    with pytest.raises(Unfit, match=why):
        read(Format.GENERIC, body)


EVENT = {"specversion": "1.0", "id": "e1", "source": "/disks", "type": "com.example.disk"}


@pytest.mark.parametrize(
    ("more", "status", "title", "severity"),
    [
        ({}, FIRING, "com.example.disk", ""),
        ({"subject": None, "data": "<xml/>", "datacontenttype": "application/xml"}, FIRING, "com.example.disk", ""),
        ({"subject": "db1", "data": {"status": 200, "action": "PUT"}}, FIRING, "com.example.disk · db1", ""),
        ({"data": {"title": "Full", "severity": "critical", "status": "resolved"}}, RESOLVED, "Full", "critical"),
        ({"severity": "high", "status": "resolved"}, RESOLVED, "com.example.disk", "high"),
        ({"type": "com.example.disk.resolved"}, RESOLVED, "com.example.disk.resolved", ""),
        ({"data_base64": base64.b64encode(b'{"title": "Packed"}').decode()}, FIRING, "Packed", ""),
        ({"data_base64": base64.b64encode(b"\x00\xff").decode()}, FIRING, "com.example.disk", ""),
        ({"data": ["x"]}, FIRING, "com.example.disk", ""),
    ],
)
def test_an_event(more: dict[str, Any], status: Status, title: str, severity: str) -> None:
    signal = one(Format.CLOUDEVENTS, EVENT | more, STRUCTURED)
    assert (signal.status, signal.title, signal.severity) == (status, title, severity)
    assert (signal.labels or {})["type"] == str((EVENT | more)["type"])


def test_an_event_and_its_end_are_one_alert_where_they_have_a_subject_and_say_so() -> None:
    keys = [
        one(Format.CLOUDEVENTS, EVENT | {"id": state, "type": f"com.example.disk.{state}", "subject": "db1"})
        for state in ("firing", "resolved")
    ]
    assert keys[0].fingerprint == keys[1].fingerprint
    assert one(Format.CLOUDEVENTS, EVENT).fingerprint != one(Format.CLOUDEVENTS, EVENT | {"id": "e2"}).fingerprint
    assert one(Format.CLOUDEVENTS, EVENT | {"data": {"key": "mine"}}).fingerprint == "mine"


def test_an_event_in_headers() -> None:
    headers = {f"ce-{name}": value for name, value in EVENT.items()} | {"Content-Type": "application/json"}
    assert one(Format.CLOUDEVENTS, b'{"title": "Full"}', headers).title == "Full"
    assert one(Format.CLOUDEVENTS, b"", {**headers, "CE-Subject": "db%201"}).title == "com.example.disk · db 1"
    assert one(Format.CLOUDEVENTS, b"\xff", {**headers, "Content-Type": "image/png"}).title == "com.example.disk"
    with pytest.raises(Unfit, match="not JSON"):
        one(Format.CLOUDEVENTS, b"{", headers)


@pytest.mark.parametrize("missing", EVENT)
def test_an_event_lacks_what_it_must_have(missing: str) -> None:
    with pytest.raises(Unfit, match=f'needs "{missing}"'):
        read(Format.CLOUDEVENTS, {name: value for name, value in EVENT.items() if name != missing})
    with pytest.raises(Unfit):
        read(Format.CLOUDEVENTS, EVENT | {"specversion": "0.3"})
    with pytest.raises(Unfit):
        read(Format.CLOUDEVENTS, EVENT | {"data_base64": "***"})


def test_only_who_gives_an_id_is_heard_under_it() -> None:
    def key(kind: Format, body: object, headers: dict[str, str] | None = None) -> str | None:
        return formats.read("here", kind, headers or {}, json.dumps(body).encode()).key

    assert key(Format.ALERTMANAGER, am(FULL)) is None
    assert key(Format.GENERIC, {"title": "x"}) is None
    assert key(Format.GENERIC, {"alerts": [], "id": "7"}) is None
    assert key(Format.CLOUDEVENTS, [EVENT]) is None
    given = [
        key(Format.GENERIC, {"title": "x", "id": "7"}),
        key(Format.GENERIC, {"title": "x", "id": "7", "status": "resolved"}),
        key(Format.CLOUDEVENTS, EVENT),
        key(Format.CLOUDEVENTS, EVENT | {"id": "e2"}),
    ]
    assert None not in given
    assert len(set(given)) == 4
    assert all(len(one or "") <= 255 for one in given)


def attempt(kind: Format, body: object, sent: dict[str, str]) -> tuple[list[Signal], str | None]:
    """What was read, or the sentence of the refusal."""
    try:
        return read(kind, body, sent), None
    except Unfit as unfit:
        return [], str(unfit)


names = st.sampled_from(
    ["alerts", "labels", "annotations", "status", "title", "summary", "key", "id", "source", "type", "specversion",
     "data", "data_base64", "subject", "severity", "startsAt", "started_at", "fingerprint", "url", "alertname", "x"]
)  # fmt: skip
leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40)
leaves |= st.sampled_from(["firing", "resolved", "1.0", "2026-11-02T09:20:00Z", "\x00", "\ud800", "<!channel>"])
bodies = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=8), max_leaves=40
)
headers = st.dictionaries(
    st.sampled_from(["ce-specversion", "ce-id", "ce-source", "ce-type", "ce-subject", "content-type"]),
    st.sampled_from(["1.0", "x", "%00%ff", "application/json", "text/plain", ""]),
)


@settings(max_examples=400, deadline=None)
@given(kind=st.sampled_from(Format), body=bodies, sent=headers)
@example(kind=Format.GENERIC, body={"title": "x", "started_at": float("inf")}, sent={})
def test_whatever_comes_is_read_or_refused_with_a_sentence(kind: Format, body: Any, sent: dict[str, str]) -> None:
    signals, refused = attempt(kind, body, sent)
    assert refused is None or refused.endswith((".", ")"))
    for signal in signals:
        assert 1 <= len(signal.title) <= 150
        assert 1 <= len(signal.fingerprint) <= 255
        assert len(signal.severity) <= 64
        for said in (signal.title, signal.summary, signal.severity, signal.url, *(signal.labels or {}).values()):
            assert "\0" not in said
            said.encode()  # no half characters: no database takes them


@settings(max_examples=300, deadline=None)
@given(kind=st.sampled_from(Format), raw=st.binary(max_size=200), sent=headers)
def test_whatever_bytes_come(kind: Format, raw: bytes, sent: dict[str, str]) -> None:
    _, refused = attempt(kind, raw, sent)
    assert refused is None or refused.endswith((".", ")"))
