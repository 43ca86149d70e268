"""From a request's body to a report, by the format that the desk file gives its source."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from domain.alerts import Report, Signal
from domain.alerts_setup import Format
from handlers.alerts import alertmanager, cloudevents, generic, reading


@dataclass(frozen=True)
class Delivery:
    """A report, and the key under which it is heard; None where the sender gives it no id. Then what is said again
    is known by each alert, which remembers what was last said of it.
    """

    key: str | None
    report: Report


def read(source: str, kind: Format, headers: Mapping[str, str], raw: bytes) -> Delivery:
    """Raises Unfit with the sentence that says why the body cannot be taken."""
    if kind is Format.CLOUDEVENTS and cloudevents.is_binary(headers):
        event = cloudevents.from_binary(headers, raw)
        return _delivery(source, cloudevents.read(event), cloudevents.own_id(event))
    body = reading.parse(raw)
    match kind:
        case Format.ALERTMANAGER | Format.GRAFANA:
            return _delivery(source, alertmanager.read(body), "")
        case Format.CLOUDEVENTS:
            return _delivery(source, cloudevents.read(body), cloudevents.own_id(body))
        case Format.GENERIC:
            signals, own = generic.read(body), generic.own_id(body)
            return _delivery(source, signals, f"{signals[0].status} {own}" if own and signals else "")


def _delivery(source: str, signals: list[Signal], own: str) -> Delivery:
    told = hashlib.sha256(own.encode()).hexdigest()
    return Delivery(f"alert:{source}:{told}" if own else None, Report(tuple(signals)))
