"""The desk file's part about alerts: what it says, and every fault on its line."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.alerts_setup import Format, GravityBody, MaintenanceBody, RuleBody, SourceBody
from domain.setup import THE_GRAVITY, Part
from handlers.desk.alerts_plan import bodies_of_alerts
from handlers.desk.file import read
from handlers.desk.source import FileFaults

EXAMPLE = Path("bot/example/desk.yaml").read_text("utf-8")
HEAD, TAIL = EXAMPLE.split("\nalerts:")[0], "\nrisks:" + EXAMPLE.split("\nrisks:")[1]


def with_alerts(part: str) -> str:
    return f"{HEAD}\nalerts:\n{part}{TAIL}"


def bodies(part: str) -> dict[tuple[Part, str], object]:
    return dict(bodies_of_alerts(read(with_alerts(part)).form.alerts, "Europe/Berlin"))


def test_what_the_file_says() -> None:
    found = bodies(
        "  sources:\n    - {key: prom, format: alertmanager, rate: 60, signed: true}\n"
        "  severities: {Page: 1, info: none}\n  otherwise: none\n"
        "  rules:\n    - {key: a, source: prom, match: {site: 'ber*'}, group_by: [site], service: vpn, window: 2h,"
        " reopen: 10m, storm: 3}\n    - {key: b}\n"
        "  maintenance:\n    - {key: m, from: 2026-07-01 20:00, until: 2026-07-02 06:00, source: prom}\n"
    )
    assert found[Part.ALERT_SOURCE, "prom"] == SourceBody(Format.ALERTMANAGER, 60, signed=True)
    gravity = found[THE_GRAVITY]
    assert isinstance(gravity, GravityBody)
    assert (gravity.severities["page"], gravity.severities["info"], gravity.otherwise) == (1, None, None)
    assert gravity.severities["critical"] == 1  # those known by themselves stay
    wide = RuleBody(0, "prom", {"site": "ber*"}, ("site",), "vpn", timedelta(hours=2), timedelta(minutes=10), 3)
    assert found[Part.ALERT_RULE, "a"] == wide
    assert found[Part.ALERT_RULE, "b"] == RuleBody(1)
    window = MaintenanceBody(
        datetime(2026, 7, 1, 18, tzinfo=UTC), datetime(2026, 7, 2, 4, tzinfo=UTC), source="prom"
    )
    assert found[Part.MAINTENANCE, "m"] == window


def test_a_file_that_says_nothing_of_alerts_has_no_sources() -> None:
    found = dict(bodies_of_alerts(read(HEAD + TAIL).form.alerts, "UTC"))
    assert found == {THE_GRAVITY: GravityBody()}


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("  sources: [{key: x, format: zabbix}]\n", "must be alertmanager, grafana, cloudevents or generic"),
        ("  sources: [{key: x}]\n", "format: is missing"),
        ("  sources: [{key: x, format: generic, rate: 0}]\n", "must be at least 1"),
        ("  sources: [{key: x, format: generic}, {key: x, format: generic}]\n", "has the key 'x' already"),
        ("  severities: {critical: 6}\n", "'6' is no priority"),
        ("  otherwise: high\n", "'high' is no priority"),
        ("  rules: [{key: x, source: nowhere}]\n", "there is no alert_source 'nowhere'"),
        ("  rules: [{key: x, service: cake}]\n", "there is no service 'cake'"),
        ("  rules: [{key: x, window: soon}]\n", "'soon' is no length of time"),
        ("  rules: [{key: x, group_by: alertname}]\n", "must be a list"),
        ("  maintenance: [{key: x, from: today, until: 2026-07-01 20:00}]\n", "'today' is no day and time"),
        (
            "  maintenance: [{key: x, from: 2026-07-01 20:00, until: 2026-07-01 20:00}]\n",
            "must end after it begins",
        ),
        ("  sauces: []\n", "is not known here; is 'sources' meant?"),
    ],
)
def test_a_fault_is_told_with_its_line(part: str, said: str) -> None:
    with pytest.raises(FileFaults) as caught:
        read(with_alerts(part))
    told = [str(fault) for fault in caught.value.faults]
    line = HEAD.count("\n") + 3
    assert any(said in one for one in told), told
    assert all(one.startswith(f"line {line}:") for one in told), told
