"""From a request's body to a report, by the format that the desk file gives its source."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.alerts import Report, Signal
from domain.alerts_setup import Format
from handlers.alerts import alertmanager, cloudevents, generic, reading

AGAIN = timedelta(minutes=5)
"""A body that comes again within this time, or up to twice it, is the same report delivered again."""


@dataclass(frozen=True)
class Delivery:
    """A report and the key under which it is heard."""

    key: str
    report: Report


def read(source: str, kind: Format, headers: Mapping[str, str], raw: bytes, now: datetime) -> Delivery:
    """`now` is machine time. Raises Unfit with the sentence that says why the body cannot be taken."""
    if kind is Format.CLOUDEVENTS and cloudevents.is_binary(headers):
        event = cloudevents.from_binary(headers, raw)
        signals = cloudevents.read(event)
        return _delivery(source, signals, raw, cloudevents.own_id(event), now)
    body = reading.parse(raw)
    match kind:
        case Format.ALERTMANAGER | Format.GRAFANA:
            return _delivery(source, alertmanager.read(body), raw, "", now)
        case Format.CLOUDEVENTS:
            return _delivery(source, cloudevents.read(body), raw, cloudevents.own_id(body), now)
        case Format.GENERIC:
            signals, own = generic.read(body), generic.own_id(body)
            return _delivery(source, signals, raw, f"{signals[0].status} {own}" if own and signals else "", now)


def _delivery(source: str, signals: list[Signal], raw: bytes, own: str, now: datetime) -> Delivery:
    """The sender's own id tells a report for good; without one its bytes do, for a while."""
    if own:
        return Delivery(_key(source, "id", own.encode()), Report(tuple(signals)))
    span = int(now.timestamp() // AGAIN.total_seconds())
    key, before = (f"{_key(source, 'body', raw)}:{span - back}" for back in (0, 1))
    return Delivery(key, Report(tuple(signals), before))


def _key(source: str, what: str, told: bytes) -> str:
    return f"alert:{source}:{what}:{hashlib.sha256(told).hexdigest()}"
