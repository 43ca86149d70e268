"""Maintenance windows that agents make in Slack, and how alerts stand now."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.alerts import Group, MaintenanceBegun, MaintenanceEnded
from domain.alerts_setup import MaintenanceBody
from domain.history import Json
from domain.outcomes import FieldFault, NotFound, Refused
from domain.people import Person
from domain.records import Record
from domain.setup import Configured, Manager, Part
from domain.titles import clean_line
from services import alerts as intake
from services import people, records
from services.permissions import require
from services.timers import Act, Timer
from storage import alerts, timers
from storage import desk as desks
from storage import people as people_rows
from storage.tx import Tx

OVER = "alert.maintenance_over"
"""The kind of the timer that retires a window of Slack's; its occurrence is the window's key."""

LONGEST = timedelta(days=366)
MOST_LABELS = 8
REASON = 150
SHOWN = 20


def begin(
    tx: Tx, *, start: datetime, end: datetime, service: str, source: str, match: str, reason: str
) -> MaintenanceBegun:
    """`match` has a `label=value` a line; what is empty stands for everything."""
    person = require(tx, "alert.maintain")
    body = MaintenanceBody(
        starts_at=start,
        ends_at=_end(tx, start, end),
        source=_one_of(tx.desk.alerts.sources, source, "source"),
        service=_one_of(tx.desk.services, service, "service"),
        match=_labels(match),
        reason=clean_line(reason)[:REASON],
        by=person.id,
    )
    desk = _held(tx)
    key = f"slack-{tx.random.getrandbits(40):010x}"
    kept = desks.add(tx, (Part.MAINTENANCE, key), Manager.SLACK, body)
    _changed(tx, desk, "alert.begin_maintenance", kept)
    timers.set_timer(tx, OVER, desk.id, key, body.ends_at)
    return MaintenanceBegun(key)


def _end(tx: Tx, start: datetime, end: datetime) -> datetime:
    if end <= start:
        raise Refused(FieldFault("end", "not_after_start"))
    if end <= tx.now:
        raise Refused(FieldFault("end", "has_passed"))
    if end - start > LONGEST:
        raise Refused(FieldFault("end", "beyond_a_year"))
    return end


def _one_of(known: Mapping[str, object], key: str, field: str) -> str | None:
    if key and key not in known:
        raise Refused(FieldFault(field, "not_chosen"))
    return key or None


def _labels(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in filter(None, map(clean_line, text.splitlines())):
        name, is_there, value = (part.strip() for part in line.partition("="))
        if not (name and is_there and value) or len(found) == MOST_LABELS:
            raise Refused(FieldFault("match", "no_label", MOST_LABELS))
        found[name] = value
    return found


def end(tx: Tx, key: str) -> MaintenanceEnded:
    """Before its time; what it kept silent speaks if it still fires."""
    require(tx, "alert.maintain")
    desk = _held(tx)
    found = _window(tx, key)
    if found is None:
        raise Refused(NotFound(key[:40]))
    _changed(tx, desk, "alert.end_maintenance", desks.retire(tx, found))
    return MaintenanceEnded(key)


def _held(tx: Tx) -> Record:
    """`DESK-1`, then the desk's row, in the order in which a timer of DESK-1 comes to hold them."""
    desk = records.desk_record(tx)
    desks.lock_desk(tx.connection)
    return desk


def over(tx: Tx, desk: Record, timer: Timer) -> None:
    """Its time has come: it is kept in the history only."""
    found = _window(tx, timer.occurrence)
    if found:
        desk = _held(tx)
        _changed(tx, desk, "alert.end_maintenance", desks.retire(tx, found))


ACTS: dict[str, Act] = {OVER: over}


def _changed(tx: Tx, desk: Record, verb: str, window: Configured) -> None:
    """The fact, and the desk as it is now: every process drops the one that it holds."""
    founding = desks.raise_version(tx.connection, tx.desk.id)
    about: dict[str, Json] = {
        "key": window.key,
        "version": window.version,
        "window": desks.written(Part.MAINTENANCE, window.body),
    }
    records.change(tx, desk, verb, about=about)
    intake.review(replace(tx, desk=desks.load_desk(tx.connection, founding)))


def _of_slack(tx: Tx) -> list[Configured]:
    found = desks.configured(tx.connection, tx.desk.id)
    return [one for one in found if _is_window(one) and one.managed_by is Manager.SLACK]


def _is_window(one: Configured) -> bool:
    return one.part is Part.MAINTENANCE and one.retired_at is None


def _window(tx: Tx, key: str) -> Configured | None:
    return next((one for one in _of_slack(tx) if one.key == key), None)


@dataclass(frozen=True)
class Window:
    """`service` is its name. `is_ours`: made in Slack, so that it can be ended there."""

    key: str
    body: MaintenanceBody
    service: str | None
    by: Person | None
    is_ours: bool


@dataclass(frozen=True)
class Standing:
    """What fires now, each with the key of its incident, and the windows that are in force or to come."""

    groups: list[tuple[Group, str | None]]
    windows: list[Window]
    now: datetime


def standing(tx: Tx, actor: str) -> Standing:
    require(people.asking(tx, actor), "alert.see")
    found = [one for one in desks.configured(tx.connection, tx.desk.id) if _is_window(one)]
    windows = [_shown(tx, one) for one in found]
    coming = sorted((one for one in windows if one.body.ends_at > tx.now), key=lambda one: one.body.starts_at)
    return Standing(alerts.firing_groups(tx, SHOWN), coming[:SHOWN], tx.now)


def _shown(tx: Tx, one: Configured) -> Window:
    body = one.body
    assert isinstance(body, MaintenanceBody)
    service = tx.desk.services.get(body.service or "")
    by = people_rows.by_id(tx, body.by) if body.by is not None else None
    return Window(one.key, body, service.name if service else None, by, one.managed_by is Manager.SLACK)


@dataclass(frozen=True)
class Choices:
    """What the form offers: services by key, and the keys of the sources."""

    services: dict[str, str]
    sources: list[str]
    now: datetime


def for_maintenance(tx: Tx, actor: str) -> Choices:
    require(people.asking(tx, actor), "alert.maintain")
    services = {one.key: one.name for one in tx.desk.services.values()}
    return Choices(services, sorted(tx.desk.alerts.sources), tx.now)
