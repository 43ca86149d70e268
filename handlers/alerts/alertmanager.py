"""Alertmanager's webhook (Prometheus, "webhook_config", version 4) and Grafana's, which has the same shape.

The status of each alert decides, not the group's: that one is firing while any alert fires. Where an alert has none
(older senders), the group's stands for it. A fingerprint is the alert's identity; without one its labels are.
"""

from typing import Any

from domain.alerts import Signal, Status
from handlers.alerts import reading
from handlers.alerts.identity import identity
from handlers.alerts.reading import Object, Unfit, first, labels, members, objects, text

STATUSES = {"firing": Status.FIRING, "resolved": Status.RESOLVED}


def read(body: Any) -> list[Signal]:  # noqa: ANN401 - foreign
    """Raises Unfit."""
    group = members(body)
    if "alerts" not in group:
        raise Unfit('This is not what Alertmanager or Grafana sends: it has no "alerts".')
    return [_signal(alert, group) for alert in objects(group["alerts"], '"alerts"')]


def _signal(alert: Object, group: Object) -> Signal:
    named, notes = labels(alert.get("labels")), members(alert.get("annotations"))
    summary = first(text(notes.get("summary")), text(notes.get("message")))
    description = first(text(notes.get("description")), text(notes.get("details")))
    own = text(alert.get("fingerprint"), reading.FINGERPRINT)
    title = first(named.get("alertname", ""), summary, description, text(group.get("title")), own, "alert")
    said = first(text(alert.get("status")), text(group.get("status"))).lower()
    return Signal(
        fingerprint=own or identity("labels", *(part for pair in sorted(named.items()) for part in pair), title),
        status=STATUSES.get(said, Status.UNKNOWN),
        title=text(title, reading.TITLE),
        severity=named.get("severity", "")[: reading.WORD],
        summary=description if title == summary else first(summary, description),
        url=reading.url(alert.get("generatorURL"), alert.get("dashboardURL"), group.get("externalURL")),
        labels=named,
        started_at=reading.instant(alert.get("startsAt")),
    )
