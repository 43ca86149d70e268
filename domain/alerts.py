"""Alerts: what a monitoring system reports, one alert a fingerprint however often it fires, and what follows."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from domain.outcomes import Outcome, Refusal
from domain.tickets import OPEN, TicketState

PRIORITIES = range(1, 6)


class Status(StrEnum):
    """`unknown` is neither: it opens nothing and closes nothing (no data, acknowledged, undetermined)."""

    FIRING = "firing"
    RESOLVED = "resolved"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Signal:
    """One report of one alert, whatever its sender's format. All texts are foreign.

    `fingerprint` is the sender's identity of the alert; `severity` is its own word, empty where it gives none;
    `started_at` is when it began to fire by the sender's clock, so that a new firing has another.
    """

    fingerprint: str
    status: Status
    title: str
    severity: str = ""
    summary: str = ""
    url: str = ""
    labels: Mapping[str, str] | None = None
    started_at: datetime | None = None

    @property
    def digest(self) -> str:
        """The same for what is said once more."""
        said = (self.status.value, self.title, self.severity, self.summary, sorted((self.labels or {}).items()))
        return hashlib.sha256(repr((said, self.started_at)).encode()).hexdigest()


@dataclass(frozen=True)
class Report:
    """What one request says."""

    signals: tuple[Signal, ...]


@dataclass(frozen=True)
class Alert:
    """A row of the alerts table. `count` is how often it was reported firing; `fired_at` when it last began to.

    `priority` is None for what is kept but opens nothing. Until `quiet_until` maintenance keeps it silent.
    """

    source: str
    fingerprint: str
    status: Status
    title: str
    severity: str
    priority: int | None
    summary: str
    url: str
    labels: Mapping[str, str]
    group_id: int
    count: int
    first_seen: datetime
    last_seen: datetime
    fired_at: datetime
    resolved_at: datetime | None
    quiet_until: datetime | None
    started_at: datetime | None
    digest: str


AGAIN = timedelta(minutes=5)
"""What comes again within this time is a delivery repeated, not a report."""


@dataclass(frozen=True)
class Bearing:
    """What the desk's rules say of a signal: how grave it is, where it belongs, until when it is kept silent."""

    priority: int | None
    quiet_until: datetime | None
    group_id: int


def is_news(before: Alert | None, signal: Signal, now: datetime) -> bool:
    """Does it change whether the alert fires? The first report of one that does not fire says nothing."""
    if signal.status is Status.UNKNOWN or (before is None and signal.status is Status.RESOLVED):
        return False
    return before is None or (before.status is not signal.status and not _is_late(before, signal, now))


def _is_late(before: Alert, signal: Signal, now: datetime) -> bool:
    """A firing that is over already, told once more because its first delivery was not acknowledged."""
    if before.resolved_at is None or signal.started_at is None:
        return False
    return signal.started_at == before.started_at and now - before.resolved_at < AGAIN


def _is_again(before: Alert, signal: Signal, now: datetime) -> bool:
    return signal.digest == before.digest and now - before.last_seen < AGAIN


def begins(before: Alert | None, signal: Signal, now: datetime) -> bool:
    """Does the alert begin to fire with this report, for the first time or anew?"""
    return signal.status is Status.FIRING and is_news(before, signal, now)


def heard(before: Alert | None, source: str, signal: Signal, bearing: Bearing, now: datetime) -> Alert | None:
    """The alert after this report; None for one that nobody knows and that does not fire."""
    if before is None:
        return _first(source, signal, bearing, now) if signal.status is Status.FIRING else None
    begun = begins(before, signal, now)
    if signal.status is Status.FIRING and (begun or before.status is Status.FIRING):
        told = not begun and _is_again(before, signal, now)
        latest = _first(source, signal, bearing, now)
        return replace(
            latest,
            count=before.count + (not told),
            first_seen=before.first_seen,
            fired_at=now if begun else before.fired_at,
        )
    if signal.status is Status.RESOLVED:
        ended = before.resolved_at if before.status is Status.RESOLVED else now
        return replace(before, status=Status.RESOLVED, last_seen=now, resolved_at=ended, digest=signal.digest)
    return replace(before, last_seen=now)


def _first(source: str, signal: Signal, bearing: Bearing, now: datetime) -> Alert:
    return Alert(
        source=source,
        fingerprint=signal.fingerprint,
        status=Status.FIRING,
        title=signal.title,
        severity=signal.severity,
        priority=bearing.priority,
        summary=signal.summary,
        url=signal.url,
        labels=signal.labels or {},
        group_id=bearing.group_id,
        count=1,
        first_seen=now,
        last_seen=now,
        fired_at=now,
        resolved_at=None,
        quiet_until=bearing.quiet_until,
        started_at=signal.started_at,
        digest=signal.digest,
    )


@dataclass(frozen=True)
class Tally:
    """How a group stands: the alerts of it that have spoken. `gravest` and `since` are of those that fire;
    `wakes_at` is when maintenance ends for the first that it keeps silent.
    """

    firing: int
    total: int
    gravest: int | None
    since: datetime | None
    wakes_at: datetime | None


@dataclass(frozen=True)
class Group:
    """Alerts that belong to one incident. Counts are as last looked at; `last_at` is when an alert of it last
    began or ceased to fire. `ticket` is a record id, None while nothing of it has spoken.
    """

    id: int
    source: str
    rule: str
    key: str
    title: str
    service: str
    is_storm: bool
    ticket: int | None
    firing: int
    total: int
    since: datetime | None
    last_at: datetime
    looked_at: datetime | None


def takes_in(group: Group, state: TicketState | None, window: timedelta, reopen: timedelta, now: datetime) -> bool:
    """Does an alert that begins to fire now belong to this group, or to a new one?

    The incident of a group takes in what fires while it is open and something of it fires, or within `window`
    of its last news; once it is resolved, within `reopen`.
    """
    age = now - group.last_at
    if state is not None and state not in OPEN:
        return age <= reopen
    return group.firing > 0 or age <= window


class Step(StrEnum):
    """What a group's tally asks for."""

    NOTHING = "nothing"
    OPEN = "open"  # a new incident
    REOPEN = "reopen"
    JOIN = "join"  # more fire than were known, in an open incident
    EASE = "ease"  # some have resolved
    SETTLE = "settle"  # all have resolved and nobody has it: the incident is resolved
    HAND_OVER = "hand_over"  # all have resolved, but somebody works on it and decides themselves


def next_step(state: TicketState | None, holder: int | None, group: Group, tally: Tally, fresh: int) -> Step:
    """`state` and `holder` (a person id) are the incident's; `fresh` is how many have spoken just now."""
    if state is None:
        return Step.OPEN if fresh else Step.NOTHING
    if state not in OPEN:
        return Step.REOPEN if fresh else _changed(group, tally, Step.EASE)
    if fresh:
        return Step.JOIN
    if tally.firing == 0 and group.firing > 0:
        return Step.SETTLE if holder is None else Step.HAND_OVER
    return _changed(group, tally, Step.EASE)


def _changed(group: Group, tally: Tally, step: Step) -> Step:
    return Step.NOTHING if (group.firing, group.total) == (tally.firing, tally.total) else step


CALM = 20  # alerts of a group up to which each change shows at once
BREATH = timedelta(seconds=10)
QUIET_CHANNEL = timedelta(hours=1)  # between two messages to a channel that an incident is open again


def look_at(group: Group, now: datetime) -> datetime:
    """When a group is to be looked at: at once, but in a storm every ten seconds only."""
    if group.looked_at is None or group.total <= CALM:
        return now
    return max(now, group.looked_at + BREATH)


def levels(priority: int) -> tuple[int, int]:
    """Impact and urgency that make this priority in the tickets' matrix."""
    return {1: (1, 1), 2: (2, 1), 3: (2, 2), 4: (3, 2), 5: (3, 3)}[priority]


@dataclass(frozen=True)
class Received(Outcome):
    """How many alerts a request told of, and how many of them began or ceased to fire."""

    alerts: int
    news: int


@dataclass(frozen=True)
class MaintenanceBegun(Outcome):
    key: str


@dataclass(frozen=True)
class MaintenanceEnded(Outcome):
    key: str


@dataclass(frozen=True)
class NoSuchSource(Refusal):
    """The desk file names no source of alerts with this key."""

    source: str


@dataclass(frozen=True)
class AnotherSecret(Refusal):
    """The source has as many live secrets as it may: one must be revoked first."""

    source: str
    most: int


@dataclass(frozen=True)
class NoSuchSecret(Refusal):
    """None of the source's live secrets has this number."""

    source: str
    secret: int


@dataclass(frozen=True)
class Summary:
    """What a ticket's card says of its alerts: `shown` are the gravest that fire, some of `firing`."""

    firing: int
    total: int
    since: datetime | None
    last_at: datetime
    is_storm: bool
    source: str
    shown: tuple[Alert, ...]
