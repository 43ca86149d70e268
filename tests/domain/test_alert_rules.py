"""Alerts: what a report does to an alert, where it belongs, and what becomes of an incident."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain import alerts as rules
from domain import alerts_setup as setup
from domain.alerts import Alert, Bearing, Group, Signal, Status, Step, Tally
from domain.alerts_setup import AlertSetup, GravityBody, MaintenanceBody, Rule, RuleBody
from domain.tickets import TicketState, priority

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
FIRES = Signal("f", Status.FIRING, "DiskFull", labels={"alertname": "DiskFull", "site": "berlin"})
ENDS, PERHAPS = replace(FIRES, status=Status.RESOLVED), replace(FIRES, status=Status.UNKNOWN)


def told(*signals: Signal, every: timedelta = HOUR) -> Alert | None:
    alert = None
    for number, signal in enumerate(signals):
        alert = rules.heard(alert, "here", signal, Bearing(3, None, number + 1), NOON + number * every)
    return alert


@pytest.mark.parametrize(
    ("signals", "status", "count", "fired"),
    [
        ((FIRES,), Status.FIRING, 1, 0),
        ((FIRES, FIRES, FIRES), Status.FIRING, 3, 0),
        ((FIRES, ENDS), Status.RESOLVED, 1, 0),
        ((FIRES, ENDS, ENDS), Status.RESOLVED, 1, 0),
        ((FIRES, ENDS, FIRES), Status.FIRING, 2, 2),
        ((FIRES, PERHAPS), Status.FIRING, 1, 0),
        ((FIRES, ENDS, PERHAPS), Status.RESOLVED, 1, 0),
    ],
)
def test_reports_an_hour_apart(signals: tuple[Signal, ...], status: Status, count: int, fired: int) -> None:
    alert = told(*signals)
    assert alert is not None
    assert (alert.status, alert.count) == (status, count)
    assert alert.fired_at == NOON + fired * HOUR
    assert alert.last_seen == NOON + (len(signals) - 1) * HOUR


@pytest.mark.parametrize("signal", [ENDS, PERHAPS])
def test_what_never_fired_is_no_alert(signal: Signal) -> None:
    assert told(signal) is None
    assert not rules.is_news(None, signal, NOON)


def test_the_same_words_within_minutes_are_one_report() -> None:
    alert = told(FIRES, FIRES, every=MINUTE)
    assert alert is not None
    assert alert.count == 1
    other = told(FIRES, replace(FIRES, summary="99 %"), every=MINUTE)
    assert other is not None
    assert other.count == 2


def test_a_firing_that_is_over_is_not_believed_when_it_comes_late() -> None:
    dated = replace(FIRES, started_at=NOON - HOUR)
    over = told(dated, replace(dated, status=Status.RESOLVED), every=MINUTE)
    soon, later = NOON + 3 * MINUTE, NOON + HOUR
    assert not rules.begins(over, dated, soon)
    assert rules.begins(over, dated, later)
    assert rules.begins(over, replace(dated, started_at=NOON), soon)
    assert rules.begins(over, FIRES, soon)  # who gives no time is believed


GROUP = Group(1, "here", "rest", "k", "DiskFull", "", False, 7, 0, 0, None, NOON, NOON)  # noqa: FBT003


@pytest.mark.parametrize(
    ("state", "firing", "age", "takes"),
    [
        (None, 0, 59, True),
        (None, 0, 61, False),
        (TicketState.NEW, 1, 10_000, True),  # it is open and something fires
        (TicketState.IN_PROGRESS, 0, 60, True),
        (TicketState.IN_PROGRESS, 0, 61, False),
        (TicketState.RESOLVED, 0, 30, True),
        (TicketState.RESOLVED, 0, 31, False),
        (TicketState.RESOLVED, 1, 31, False),
        (TicketState.CLOSED, 0, 30, True),
        (TicketState.CLOSED, 0, 31, False),
    ],
)
def test_which_alerts_a_group_takes_in(state: TicketState | None, firing: int, age: int, takes: bool) -> None:  # noqa: FBT001
    group = replace(GROUP, firing=firing)
    assert rules.takes_in(group, state, HOUR, 30 * MINUTE, NOON + age * MINUTE) is takes


@pytest.mark.parametrize(
    ("state", "holder", "was", "firing", "fresh", "step"),
    [
        (None, None, 0, 1, 1, Step.OPEN),
        (None, None, 0, 0, 0, Step.NOTHING),  # silent, or nothing of it is an incident
        (TicketState.NEW, None, 1, 2, 1, Step.JOIN),
        (TicketState.NEW, None, 2, 2, 0, Step.NOTHING),
        (TicketState.NEW, None, 2, 1, 0, Step.EASE),
        (TicketState.NEW, None, 1, 0, 0, Step.SETTLE),
        (TicketState.ON_HOLD, None, 1, 0, 0, Step.SETTLE),
        (TicketState.IN_PROGRESS, 4, 1, 0, 0, Step.HAND_OVER),
        (TicketState.IN_PROGRESS, 4, 0, 1, 1, Step.JOIN),
        (TicketState.RESOLVED, None, 0, 1, 1, Step.REOPEN),
        (TicketState.CLOSED, 4, 0, 1, 1, Step.REOPEN),
        (TicketState.RESOLVED, 4, 2, 1, 0, Step.EASE),  # people resolved it while it fired
        (TicketState.RESOLVED, 4, 1, 1, 0, Step.NOTHING),
    ],
)
def test_what_follows(
    state: TicketState | None, holder: int | None, was: int, firing: int, fresh: int, step: Step
) -> None:
    tally = Tally(firing, 2, 3, NOON, None)
    assert rules.next_step(state, holder, replace(GROUP, firing=was, total=2), tally, fresh) is step


def test_a_busy_group_is_looked_at_every_ten_seconds() -> None:
    small, busy = replace(GROUP, total=20), replace(GROUP, total=21)
    assert rules.look_at(small, NOON) == NOON
    assert rules.look_at(busy, NOON) == NOON + timedelta(seconds=10)
    assert rules.look_at(busy, NOON + HOUR) == NOON + HOUR
    assert rules.look_at(replace(busy, looked_at=None), NOON) == NOON


@pytest.mark.parametrize("wanted", range(1, 6))
def test_levels_make_the_priority(wanted: int) -> None:
    assert priority(*rules.levels(wanted)) == wanted


@pytest.mark.parametrize(
    ("said", "labels", "grave"),
    [
        ("Critical", {}, 1),
        ("", {"severity": "P2"}, 2),
        ("", {"level": "warning", "severity": ""}, 3),
        ("low", {"severity": "critical"}, 4),  # the sender's own word comes first
        ("info", {}, None),
        ("", {}, 3),
        ("purple", {}, 3),
    ],
)
def test_how_grave(said: str, labels: dict[str, str], grave: int | None) -> None:
    signal = replace(FIRES, severity=said, labels=labels)
    assert setup.priority_of(GravityBody(), signal) == grave


RULES = (
    Rule(
        "switches", RuleBody(0, match={"alertname": "Link*", "site": "berlin"}, group_by=("site",), service="wifi")
    ),
    Rule("grafana", RuleBody(1, source="grafana")),
)


@pytest.mark.parametrize(
    ("source", "name", "site", "key"),
    [
        ("here", "LinkDown", "berlin", "switches"),
        ("here", "LinkDown", "rome", "default"),
        ("grafana", "LinkDown", "rome", "grafana"),
        ("here", "DiskFull", "berlin", "default"),
    ],
)
def test_the_first_rule_that_matches(source: str, name: str, site: str, key: str) -> None:
    signal = replace(FIRES, title=name, labels={"alertname": name, "site": site})
    assert AlertSetup(rules=RULES).rule_for(source, signal).key == key


def test_a_group_goes_by_its_labels_values() -> None:
    rule = Rule("r", RuleBody(0, group_by=("alertname", "site")))
    key = setup.group_key("here", rule, FIRES)
    assert key == setup.group_key("here", rule, replace(FIRES, labels={**(FIRES.labels or {}), "x": "y"}))
    assert key != setup.group_key("there", rule, FIRES)
    assert key != setup.group_key("here", rule, replace(FIRES, labels={"alertname": "DiskFull"}))
    assert key != setup.storm_key("here", rule)
    assert setup.group_title(rule, FIRES) == "DiskFull · berlin"
    untagged = replace(FIRES, labels={})
    assert setup.label(untagged, "alertname") == "DiskFull"  # what has no name goes by its title


def test_a_service_comes_from_a_label_or_else_the_rule() -> None:
    offered, rule = {"vpn", "wifi"}, RULES[0]
    assert setup.service_of(GravityBody(), rule, replace(FIRES, labels={"service": "VPN"}), offered) == "vpn"
    assert setup.service_of(GravityBody(), rule, replace(FIRES, labels={"service": "cake"}), offered) == "wifi"
    assert setup.service_of(GravityBody(), RULES[1], FIRES, offered) == ""


def window(begins: int, ends: int, **what: object) -> MaintenanceBody:
    return MaintenanceBody(NOON + begins * MINUTE, NOON + ends * MINUTE, **what)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("windows", "until"),
    [
        ([], None),
        ([window(-5, 5)], 5),
        ([window(0, 5)], 5),
        ([window(-5, 0)], None),
        ([window(1, 5)], None),
        ([window(-5, 5), window(-1, 9)], 9),
        ([window(-5, 5, source="there")], None),
        ([window(-5, 5, source="here", service="vpn", match={"site": "ber*"})], 5),
        ([window(-5, 5, service="wifi")], None),
        ([window(-5, 5, match={"site": "rome"})], None),
        ([window(-5, 5, match={"rack": "*"})], 5),
        ([window(-5, 5, match={"rack": "?*"})], None),
    ],
)
def test_until_when_it_is_quiet(windows: list[MaintenanceBody], until: int | None) -> None:
    made = AlertSetup(maintenance={str(number): one for number, one in enumerate(windows)})
    ends = setup.quiet_until(made, "here", "vpn", FIRES, NOON)
    assert ends == (None if until is None else NOON + until * MINUTE)
