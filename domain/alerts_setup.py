"""What the desk file says of alerts: who sends them, how grave they are, what belongs together, maintenance."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from fnmatch import fnmatchcase
from types import MappingProxyType

from domain.alerts import Signal
from domain.titles import TITLE_LIMIT

NAME = "alertname"
"""The label by which Prometheus names an alert; an alert without it goes by its title."""


class Format(StrEnum):
    ALERTMANAGER = "alertmanager"
    GRAFANA = "grafana"
    CLOUDEVENTS = "cloudevents"
    GENERIC = "generic"


@dataclass(frozen=True)
class SourceBody:
    """`rate` is requests a minute; `signed` demands a signature in place of the bare secret."""

    format: Format
    rate: int = 12_000
    signed: bool = False


@dataclass(frozen=True)
class GravityBody:
    """`severities`: the senders' words, in lower case, as priorities; None is kept but opens nothing. `otherwise`
    is for a word that is not there, and for none.
    """

    severities: Mapping[str, int | None] = field(
        default_factory=lambda: {
            **dict.fromkeys(("critical", "disaster", "fatal", "emergency", "page", "p1", "sev0"), 1),
            **dict.fromkeys(("high", "error", "major", "p2", "sev1"), 2),
            **dict.fromkeys(("warning", "warn", "average", "medium", "p3", "sev2"), 3),
            **dict.fromkeys(("low", "minor", "p4", "sev3"), 4),
            **dict.fromkeys(("info", "information", "informational", "none", "debug", "ok", "p5", "sev4"), None),
        }
    )
    otherwise: int | None = 3
    severity_labels: tuple[str, ...] = ("severity", "priority", "level")
    service_labels: tuple[str, ...] = ("service",)


@dataclass(frozen=True)
class RuleBody:
    """Which alerts belong together: those that match, by the values of the `group_by` labels.

    `storm`: how many incidents the rule may open within five minutes before the rest becomes one.
    """

    place: int
    source: str | None = None
    match: Mapping[str, str] = field(default_factory=dict)
    group_by: tuple[str, ...] = (NAME,)
    service: str | None = None
    window: timedelta = timedelta(hours=1)
    reopen: timedelta = timedelta(minutes=30)
    storm: int = 5


STORM_WINDOW = timedelta(minutes=5)


@dataclass(frozen=True)
class MaintenanceBody:
    """From `starts_at` until `ends_at` what matches is kept silent; an empty match is everything."""

    starts_at: datetime
    ends_at: datetime
    source: str | None = None
    service: str | None = None
    match: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    by: int | None = None


@dataclass(frozen=True)
class Rule:
    key: str
    body: RuleBody


DEFAULT_RULE = Rule("default", RuleBody(place=1_000_000))


@dataclass(frozen=True)
class AlertSetup:
    """All of it, as a desk has it. Rules in the order in which they are tried; maintenance by its key."""

    sources: Mapping[str, SourceBody] = field(default_factory=lambda: MappingProxyType({}))
    gravity: GravityBody = field(default_factory=GravityBody)
    rules: tuple[Rule, ...] = ()
    maintenance: Mapping[str, MaintenanceBody] = field(default_factory=lambda: MappingProxyType({}))

    def rule_for(self, source: str, signal: Signal) -> Rule:
        """The first that matches."""
        mine = (rule for rule in self.rules if rule.body.source in {None, source})
        return next((rule for rule in mine if matches(rule.body.match, signal)), DEFAULT_RULE)

    def rule_named(self, key: str) -> Rule:
        """The rule by which a group was made; the default where it is gone from the file."""
        return next((rule for rule in self.rules if rule.key == key), DEFAULT_RULE)


def label(signal: Signal, name: str) -> str:
    found = (signal.labels or {}).get(name, "")
    return found or (signal.title if name == NAME else "")


def matches(wanted: Mapping[str, str], signal: Signal) -> bool:
    """Every label as wanted; `*` stands for anything."""
    return all(fnmatchcase(label(signal, name), pattern) for name, pattern in wanted.items())


def priority_of(gravity: GravityBody, signal: Signal) -> int | None:
    word = severity_of(gravity, signal)
    return gravity.severities.get(word, gravity.otherwise) if word else gravity.otherwise


def severity_of(gravity: GravityBody, signal: Signal) -> str:
    """The sender's own word, in lower case; empty where it gives none."""
    said = (label(signal, name) for name in gravity.severity_labels)
    return (signal.severity or next((word for word in said if word), "")).strip().lower()


def service_of(gravity: GravityBody, rule: Rule, signal: Signal, services: Collection[str]) -> str:
    """A service's key: as a label says, else as the rule says, else none."""
    said = (label(signal, name).strip().lower() for name in gravity.service_labels)
    return next((word for word in said if word in services), rule.body.service or "")


def group_key(source: str, rule: Rule, signal: Signal) -> str:
    return _hashed(source, rule.key, *(label(signal, name) for name in rule.body.group_by))


def storm_key(source: str, rule: Rule) -> str:
    return _hashed(source, rule.key, "", "storm")


def _hashed(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:40]


def group_title(rule: Rule, signal: Signal) -> str:
    """The first alert's title, and what else its group goes by."""
    values = (label(signal, name) for name in rule.body.group_by)
    told = [signal.title]
    told += [value for value in values if value and value not in told[0]]
    return " · ".join(told)[:TITLE_LIMIT]


def quiet_until(setup: AlertSetup, source: str, service: str, signal: Signal, now: datetime) -> datetime | None:
    """When the last of the maintenance windows ends that keep this silent now; None where none does."""
    ends = (
        window.ends_at
        for window in setup.maintenance.values()
        if window.starts_at <= now < window.ends_at
        and window.source in {None, source}
        and window.service in {None, service}
        and matches(window.match, signal)
    )
    return max(ends, default=None)
