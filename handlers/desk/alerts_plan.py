"""The bodies of alerts that the desk file asks for."""

from datetime import UTC, datetime

from domain.alerts_setup import GravityBody, MaintenanceBody, RuleBody, SourceBody
from domain.calendars import zone_of
from domain.setup import THE_GRAVITY, AskedBody, Name, Part
from handlers.desk.alerts_form import AlertsEntry, MaintenanceEntry, RuleEntry


def bodies_of_alerts(entry: AlertsEntry, zone: str) -> dict[Name, AskedBody]:
    return {
        THE_GRAVITY: _gravity(entry),
        **{(Part.ALERT_SOURCE, one.key): SourceBody(one.format, one.rate, one.signed) for one in entry.sources},
        **{(Part.ALERT_RULE, one.key): _rule(place, one) for place, one in enumerate(entry.rules)},
        **{(Part.MAINTENANCE, one.key): _maintenance(one, zone) for one in entry.maintenance},
    }


def _gravity(entry: AlertsEntry) -> GravityBody:
    given = {word.lower(): priority for word, priority in entry.severities.items()}
    return GravityBody(
        severities={**GravityBody().severities, **given},
        otherwise=entry.otherwise,
        severity_labels=tuple(entry.severity_labels),
        service_labels=tuple(entry.service_labels),
    )


def _rule(place: int, entry: RuleEntry) -> RuleBody:
    return RuleBody(
        place=place,
        source=entry.source,
        match=dict(entry.match),
        group_by=tuple(entry.group_by),
        service=entry.service,
        window=entry.window,
        reopen=entry.reopen,
        storm=entry.storm,
    )


def _maintenance(entry: MaintenanceEntry, zone: str) -> MaintenanceBody:
    return MaintenanceBody(
        starts_at=_local(entry.begins, zone),
        ends_at=_local(entry.until, zone),
        source=entry.source,
        service=entry.service,
        match=dict(entry.match),
    )


def _local(moment: datetime, zone: str) -> datetime:
    return moment.replace(tzinfo=zone_of(zone)).astimezone(UTC)
