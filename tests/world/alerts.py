"""A monitoring system of the tests': it posts to the program as the real ones do."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from services import alerts_secrets
from tests.world.world import World


@dataclass(frozen=True)
class Answer:
    status: int
    text: str

    @property
    def news(self) -> int:
        return int(json.loads(self.text)["news"])


class Monitoring:
    """A source of the example desk, with a secret of its own."""

    def __init__(self, world: World, source: str = "prometheus") -> None:
        self.world = world
        self.source = source
        self.secret = world.run(world.steward.ledger.write(alerts_secrets.add, source)).secret
        self.url = world.sandbox.workspace.app.request_url.replace("/slack/events", f"/alerts/{source}")

    def post(self, body: object, *, settle: bool = True, **headers: str) -> Answer:
        """`body` as JSON, or bytes as they are; headers with _ for -. Waits for what follows unless told not to."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = send(self.url, raw, {"Authorization": f"Bearer {self.secret}", **named})
        if settle:
            self.world.settle()
        return answer

    def fires(self, *alerts: dict[str, Any], settle: bool = True) -> Answer:
        answer = self.post(alertmanager(*alerts), settle=settle)
        assert answer.status == 200, answer
        return answer


def send(url: str, raw: bytes, headers: dict[str, str], method: str = "POST") -> Answer:
    asked = Request(url, raw, {"Content-Type": "application/json", **headers}, method=method)
    try:
        with urlopen(asked, timeout=30) as answer:
            return Answer(answer.status, answer.read().decode())
    except HTTPError as refused:
        return Answer(refused.code, refused.read().decode())


def alertmanager(*alerts: dict[str, Any]) -> dict[str, Any]:
    return {"version": "4", "receiver": "steward", "status": "firing", "groupKey": "{}:{}", "alerts": list(alerts)}


def alert(
    name: str = "DiskFull",
    status: str = "firing",
    *,
    fingerprint: str = "",
    summary: str = "",
    started: str = "2026-11-02T09:20:00.123456789Z",
    **labels: str,
) -> dict[str, Any]:
    """One alert as Alertmanager tells of it."""
    told = {"alertname": name, "severity": "warning", **labels}
    return {
        "status": status,
        "labels": told,
        "annotations": {"summary": summary or f"{name} on {labels.get('instance', 'one')}"},
        "startsAt": started,
        "endsAt": "0001-01-01T00:00:00Z",
        "generatorURL": "http://prometheus.example.com/graph?g0.expr=up",
        "fingerprint": fingerprint or f"{name}-{labels.get('instance', 'one')}",
    }
