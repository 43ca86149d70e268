"""CloudEvents 1.0 (cloudevents/spec) over HTTP: structured, binary, and batches of structured ones.

An event has no state. It is an alert that fires, unless its data, an extension or the end of its type says more;
docs/alerts.md tells which. source and id together are one event, however often it is delivered.
"""

import json
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from domain.alerts import Signal
from handlers.alerts import generic, reading
from handlers.alerts.identity import identity
from handlers.alerts.reading import Object, Unfit, members, objects, text

BATCH, STRUCTURED = "application/cloudevents-batch+json", "application/cloudevents+json"
REQUIRED = ("specversion", "id", "source", "type")
PREFIX = "ce-"
OWN_MEMBERS = {*REQUIRED, "data", "data_base64", "datacontenttype", "dataschema", "time", "subject"}


def read(body: Any) -> list[Signal]:  # noqa: ANN401 - foreign
    """One structured event or a batch. Raises Unfit."""
    if isinstance(body, list):
        return [signal(event) for event in objects(body, "The batch")]
    return [signal(members(body))]


def from_binary(headers: Mapping[str, str], raw: bytes) -> Object:
    """The event that a request in binary mode is: attributes in its headers, its body the data."""
    lower = {name.lower(): value for name, value in headers.items()}
    event: dict[str, Any] = {
        name.removeprefix(PREFIX): unquote(value) for name, value in lower.items() if name.startswith(PREFIX)
    }
    kind = lower.get("content-type", "").partition(";")[0].strip().lower()
    if raw and (not kind or kind.endswith(("/json", "+json"))):
        event["data"] = reading.parse(raw)
    elif raw:
        event["data"] = raw.decode("utf-8", "replace")
    return event


def is_binary(headers: Mapping[str, str]) -> bool:
    return any(name.lower() == "ce-specversion" for name in headers)


def own_id(body: Any) -> str:  # noqa: ANN401 - foreign
    """source and id of a single event."""
    event = members(body)
    return json.dumps([text(event.get("source"), 10_000), text(event.get("id"), 10_000)]) if event else ""


def signal(event: Object) -> Signal:
    for name in REQUIRED:
        if not text(event.get(name)):
            raise Unfit(f'A CloudEvent needs "{name}", and this one has none.')
    if not text(event.get("specversion")).startswith("1."):
        raise Unfit("Only CloudEvents of version 1 are taken.")
    data = _stateful(_data(event))
    kind, subject = text(event.get("type"), reading.LABEL_VALUE), text(event.get("subject"), reading.LABEL_VALUE)
    said = {name: event[name] for name in ("severity", "status", "key", "url") if name in event}
    titled = f"{kind} · {subject}" if subject else kind
    made = generic.signal(
        {**_stated(kind), **_stateful(said), **data}, key=_key(event, kind, subject), title=titled
    )
    extras = {name: text(value, reading.LABEL_VALUE) for name, value in event.items() if name not in OWN_MEMBERS}
    told = {"type": kind, "source": text(event.get("source"), reading.LABEL_VALUE), "subject": subject, **extras}
    tagged = {**{name: value for name, value in told.items() if value}, **(made.labels or {})}
    started = made.started_at or reading.instant(event.get("time"))
    return replace(made, labels=dict(list(tagged.items())[: reading.LABELS]), started_at=started)


def _stated(kind: str) -> dict[str, str]:
    """A type such as `com.example.disk.resolved` tells the state at its end."""
    last = kind.rpartition(".")[2].lower()
    return {"status": last} if last in generic.STATUSES else {}


def _stateful(told: Mapping[str, Any]) -> dict[str, Any]:
    """Without a status or an action that means something else: an event's data is its sender's own."""
    known = {"status": generic.STATUSES, "action": generic.ACTIONS}
    return {
        name: value
        for name, value in told.items()
        if name not in known or text(value, reading.WORD).lower() in known[name]
    }


def _key(event: Object, kind: str, subject: str) -> str:
    """What the event is about, where it has a subject and a state; else the event itself."""
    source = text(event.get("source"), 10_000)
    if subject and _stated(kind):
        return identity(source, subject, kind.rpartition(".")[0])
    return f"{source} {text(event.get('id'), 10_000)}"


def _data(event: Object) -> dict[str, Any]:
    """The data, where it is an object; what else it may be says nothing that we can read."""
    data = event.get("data")
    if data is None and isinstance(event.get("data_base64"), str):
        try:
            data = reading.parse(b64decode(event["data_base64"], validate=True))
        except (NotBase64, ValueError):
            raise Unfit('"data_base64" is not base64.') from None
        except Unfit:
            return {}
    known = {name: data[name] for name in KNOWN if name in data} if isinstance(data, dict) else {}
    return {name: value for name, value in known.items() if value not in (None, "")}


KNOWN = (
    "title", "summary", "description", "details", "status", "action", "key", "dedup", "severity", "url", "labels",
    "service", "host", "started_at",
)  # fmt: skip
