"""Alerts as they come in: each a row, each in the group that its rule gives it. What follows is for the next tick.

A request's transaction writes alerts in bulk and sets a timer for each group that it stirs; `alerts_incidents`
looks at the groups. So a storm is answered as fast as rows can be written, and its incidents change once a look.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain import alerts as rules
from domain import alerts_setup as setup_rules
from domain.alerts import Alert, Bearing, Group, NoSuchSource, Received, Report, Signal
from domain.alerts_setup import STORM_WINDOW, Rule, SourceBody
from domain.outcomes import Refused
from domain.records import Kind, key_of
from domain.tickets import TicketState
from storage import alerts, alerts_secrets, lanes, timers
from storage import records as rows
from storage.tx import Tx

LOOK = "alert.group"
"""The kind of the timer by which a group is looked at; its occurrence is the group's id, its record the desk's."""

MINUTE = timedelta(minutes=1)
LEAST_BURST = 10


class TooMany(Exception):  # noqa: N818 - says what came
    """The source sends more than the desk file grants it: nothing was taken. `wait` is until the next is."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(str(wait))
        self.wait = wait


@dataclass(frozen=True)
class Door:
    """How a source may enter: what it sends, and the hashes of its live secrets. `body` is None for no source."""

    body: SourceBody | None
    hashes: tuple[str, ...]


def door(tx: Tx, source: str) -> Door:
    """Asked of every name alike, so that an unknown source takes as long as a known one."""
    hashes = tuple(one.hash for one in alerts_secrets.live(tx, source))
    return Door(tx.desk.alerts.sources.get(source), hashes)


def receive(tx: Tx, source: str, report: Report) -> Received:
    """Every alert of the report becomes a row, or renews its own. Raises TooMany and Refused(NoSuchSource)."""
    body = tx.desk.alerts.sources.get(source)
    if body is None:
        raise Refused(NoSuchSource(source))
    _spend(tx, source, body)
    intake = _Intake(tx, source, alerts.known(tx, source, {one.fingerprint for one in report.signals}))
    intake.find_groups(report.signals)
    for signal in report.signals:
        intake.take(signal)
    intake.write()
    return Received(len(report.signals), intake.news)


def _spend(tx: Tx, source: str, body: SourceBody) -> None:
    """The source's bucket is a row: replicas share it, and a source's requests are written one after another."""
    interval = MINUTE / body.rate
    wait = lanes.spend(tx, f"alerts:{source}", interval, interval * max(body.rate // 6, LEAST_BURST))
    if wait:
        raise TooMany(wait)


@dataclass
class _Intake:
    """One request on its way into the tables."""

    tx: Tx
    source: str
    rows: dict[str, Alert]
    changed: dict[str, Alert] = field(default_factory=dict)
    stirred: dict[int, Group] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    news: int = 0
    _groups: dict[str, tuple[Group, str | None]] = field(default_factory=dict)
    _begun: dict[str, int] = field(default_factory=dict)

    def find_groups(self, signals: Iterable[Signal]) -> None:
        """The newest groups of all that may begin to fire, in one query."""
        setup = self.tx.desk.alerts
        beginning = [one for one in signals if rules.begins(self.rows.get(one.fingerprint), one, self.tx.now)]
        ruled = [(setup.rule_for(self.source, one), one) for one in beginning]
        keys = {setup_rules.group_key(self.source, rule, one) for rule, one in ruled}
        keys |= {setup_rules.storm_key(self.source, rule) for rule, _ in ruled}
        self._groups = alerts.latest_groups(self.tx, keys)

    def take(self, signal: Signal) -> None:
        before = self.rows.get(signal.fingerprint)
        after = rules.heard(before, self.source, signal, self._bearing(before, signal), self.tx.now)
        if after is None:
            return
        self.rows[signal.fingerprint] = self.changed[signal.fingerprint] = after
        if rules.is_news(before, signal, self.tx.now):
            self.news += 1
            self.touched.add(after.group_id)
        elif before and (before.priority, before.quiet_until) == (after.priority, after.quiet_until):
            return
        self.stirred.setdefault(after.group_id, self._known_group(after.group_id))

    def _bearing(self, before: Alert | None, signal: Signal) -> Bearing:
        desk, setup = self.tx.desk, self.tx.desk.alerts
        rule = setup.rule_for(self.source, signal)
        service = setup_rules.service_of(setup.gravity, rule, signal, desk.services)
        begins = rules.begins(before, signal, self.tx.now)
        group = self._group(rule, signal, service).id if begins else before.group_id if before else 0
        quiet = setup_rules.quiet_until(setup, self.source, service, signal, self.tx.now)
        return Bearing(setup_rules.priority_of(setup.gravity, signal), quiet, group)

    def _group(self, rule: Rule, signal: Signal, service: str) -> Group:
        """The group that takes it in; else a new one, or the storm's where the rule has begun too many."""
        key = setup_rules.group_key(self.source, rule, signal)
        found = self._open_group(rule, key)
        if found:
            return found
        if self._has_begun(rule) >= rule.body.storm:
            return self._storm(rule, service)
        self._begun[rule.key] += 1
        title = setup_rules.group_title(rule, signal)
        return self._add(rule, key, title, service, is_storm=False)

    def _storm(self, rule: Rule, service: str) -> Group:
        key = setup_rules.storm_key(self.source, rule)
        title = f"⛈ {self.source}"
        return self._open_group(rule, key) or self._add(rule, key, title, service, is_storm=True)

    def _add(self, rule: Rule, key: str, title: str, service: str, *, is_storm: bool) -> Group:
        made = alerts.add_group(
            self.tx, source=self.source, rule=rule.key, key=key, title=title, service=service, is_storm=is_storm
        )
        self._groups[key] = (made, None)
        return made

    def _open_group(self, rule: Rule, key: str) -> Group | None:
        if key not in self._groups:
            return None
        group, state = self._groups[key]
        ticket = TicketState(state) if state else None
        fits = rules.takes_in(group, ticket, rule.body.window, rule.body.reopen, self.tx.now)
        return group if fits else None

    def _has_begun(self, rule: Rule) -> int:
        if rule.key not in self._begun:
            since = self.tx.now - STORM_WINDOW
            self._begun[rule.key] = alerts.opened_since(self.tx, self.source, rule.key, since)
        return self._begun[rule.key]

    def _known_group(self, group_id: int) -> Group:
        here = next((group for group, _ in self._groups.values() if group.id == group_id), None)
        return here or self.stirred.get(group_id) or alerts.by_ids(self.tx, [group_id])[0]

    def write(self) -> None:
        """Timers, then groups, then alerts by fingerprint, as a look and a review do: nobody deadlocks."""
        if self.stirred:
            set_looks(self.tx, self.stirred)
        if self.touched:
            alerts.touch_groups(self.tx, self.touched)
        if self.changed:
            alerts.keep(self.tx, [self.changed[name] for name in sorted(self.changed)])


def set_looks(tx: Tx, groups: Mapping[int, Group]) -> None:
    """The groups are to be looked at, as soon as they may."""
    desk = rows.find(tx, key_of(Kind.DESK, 1, tx.desk.prefix))
    assert desk is not None, "a desk that was applied has its record"
    for group_id in sorted(groups):
        due = rules.look_at(groups[group_id], tx.now)
        timers.set_timer(tx, LOOK, desk.id, str(group_id), due, again=True)


def review(tx: Tx) -> None:
    """Maintenance that was ended or changed: whom it kept silent is looked at again. A chore of the sweep."""
    changed = _changed_silence(tx)
    ids = {alert.group_id for alert, _ in changed}
    if ids:
        set_looks(tx, {group.id: group for group in alerts.by_ids(tx, ids)})  # before the alerts, as `write` does
    _mend(tx, changed)


def mend_silence(tx: Tx, group_id: int) -> None:
    """Those of a group, now that it is looked at."""
    _mend(tx, _changed_silence(tx, group_id))


def _mend(tx: Tx, changed: Iterable[tuple[Alert, datetime | None]]) -> None:
    for alert, until in changed:
        alerts.keep_quiet(tx, alert, until)


def _changed_silence(tx: Tx, group_id: int | None = None) -> list[tuple[Alert, datetime | None]]:
    """Alerts kept silent until another time than the desk says now, each with that."""
    found = [(alert, _quiet_until(tx, alert)) for alert in alerts.silent(tx, group_id=group_id)]
    return [(alert, until) for alert, until in found if until != alert.quiet_until]


def _quiet_until(tx: Tx, alert: Alert) -> datetime | None:
    signal = Signal(alert.fingerprint, alert.status, alert.title, alert.severity, labels=alert.labels)
    setup = tx.desk.alerts
    service = setup_rules.service_of(setup.gravity, setup.rule_for(alert.source, signal), signal, tx.desk.services)
    return setup_rules.quiet_until(setup, alert.source, service, signal, tx.now)
