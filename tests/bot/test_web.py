"""What comes in over HTTP: forged, stale, malformed and repeated requests, and what they leave behind."""

import json
import socket
import time
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from sqlalchemy import Engine, text

from sandbox.deliveries.signing import signed_headers
from tests.world import World

SECRET = "sandbox-only-signing-secret"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
LEFT = ("inbox", "records", "outbox", "facts", "parked_events", "people")


def deliver(
    world: World,
    body: bytes,
    kind: str = FORM,
    *,
    secret: str = SECRET,
    off: int = 0,
    more: Mapping[str, str] = MappingProxyType({}),
) -> tuple[int, str]:
    """As Slack would: signed, `off` seconds from now."""
    headers = signed_headers(secret, int(time.time()) + off, body, kind) | dict(more)
    return fetch(Request(world.sandbox.workspace.app.request_url, body, headers, method="POST"))


def fetch(asked: Request) -> tuple[int, str]:
    try:
        with urlopen(asked, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        return refused.code, refused.read().decode()


def command(line: str, trigger: str = "1.2.abc", **more: str) -> bytes:
    said = {
        "command": "/ticket", "text": line, "user_id": "U0ANN", "channel_id": "C0GENERAL", "team_id": "T0STEWARD",
        "trigger_id": trigger, "response_url": "http://127.0.0.1:9/none",
    }  # fmt: skip
    return urlencode({**said, **more}).encode()


def counts(db: Engine) -> dict[str, int]:
    with db.connect() as connection:
        return {one: int(connection.execute(text(f"SELECT count(*) FROM {one}")).scalar_one()) for one in LEFT}


def test_a_forged_or_stale_request_leaves_nothing(world: World, db: Engine) -> None:
    before = counts(db)
    assert deliver(world, command("forged"), secret="another secret")[0] == 401
    assert deliver(world, command("stale"), off=-301)[0] == 401
    assert deliver(world, command("early"), off=301)[0] == 401
    assert deliver(world, command("odd"), more={"X-Slack-Request-Timestamp": "soon"})[0] == 401
    assert deliver(world, command("odd"), more={"X-Slack-Signature": "v0=nothing"})[0] == 401
    assert counts(db) == before


NESTED = b'{"type": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", FORM),
        (b"", JSON),
        (b"{", JSON),
        (b"[]", JSON),
        (b"7", JSON),
        (b"null", JSON),
        (b"\xff\xfe", JSON),
        (NESTED, JSON),
        (b'{"type": "event_callback", "event": {"type": "message", "text": "a\\u0000b"}}', JSON),
        (b"{}", JSON),
        (b'{"type": "no_kind_of_slack"}', JSON),
        (b"payload=", FORM),
        (b"payload=%7B", FORM),
        (b"payload=[]", FORM),
        (b"payload=" + b"%5B" * 50_000, FORM),
        (b"payload=%7B%7D", FORM),
        (b"\xff\xfe=1", FORM),
        (b"no form at all", FORM),
        (b"&".join(b"a%d=1" % one for one in range(200)), FORM),
        (b"a=1&b=2", "text/plain"),
        (b'payload={"type":"block_actions"}', FORM),
        (b'payload={"type":"view_submission"}', FORM),
        (b'payload={"type":"view_submission","view":{"callback_id":7,"id":[]},"user":{"id":"U0ANN"}}', FORM),
        (b'payload={"type":"block_actions","actions":[],"user":{"id":"U0ANN"}}', FORM),
        (b'payload={"type":"block_actions","actions":[{"action_id":"x"}],"user":7,"trigger_id":"1"}', FORM),
        (command("odd").replace(b"trigger_id=", b"trigger="), FORM),
        (command("nul\0"), FORM),
    ],
    ids=range(27),
)  # fmt: skip
def test_a_malformed_body_gets_400_and_leaves_nothing(world: World, db: Engine, body: bytes, kind: str) -> None:
    before = counts(db)
    status, said = deliver(world, body, kind)
    assert status == 400
    assert "Traceback" not in said
    assert counts(db) == before


def test_a_body_too_large_is_refused(world: World, db: Engine) -> None:
    before = counts(db)
    assert deliver(world, b"text=" + b"a" * 2**20)[0] == 413
    assert counts(db) == before


@pytest.mark.parametrize(
    "event",
    [
        {"type": "message"},
        {"type": "message", "text": 7, "user": "U0ANN", "channel": "C0ITDESK", "ts": "1.2"},
        {"type": "message", "user": ["U0ANN"], "channel": "C0ITDESK", "ts": "1.2", "thread_ts": {}},
        {"type": "reaction_added"},
        {"type": "app_home_opened"},
        {"type": "user_change"},
        {"type": "something_new", "more": [1, {"a": None}]},
        {},
    ],
)
def test_an_odd_event_is_taken_or_refused_and_never_an_accident(world: World, event: dict[str, Any]) -> None:
    body = json.dumps(
        {"type": "event_callback", "event_id": "Ev1", "team_id": "T0STEWARD", "event": event}
    ).encode()
    status, said = deliver(world, body, JSON)
    assert status in {200, 400}
    assert "Traceback" not in said


def test_any_text_may_follow_a_command(world: World) -> None:
    """Bolt alone takes a form that holds the letters `payload` for an interaction."""
    for number, line in enumerate(
        ("payload lost", 'payload={"type":"block_actions"}', "a&b=c %7B ü 打印机"), start=1
    ):
        status, said = deliver(world, command(line, f"1.{number}.abc"))
        assert status == 200
        assert f"IT-{number}" in said
        world.settle()
        world.channel("it-desk").expect(f"*IT-{number}*")
        world.person("ann").dm.expect(f"IT-{number}")


def test_a_signed_request_repeated_does_nothing_again_and_gets_the_same_answer(world: World, db: Engine) -> None:
    body = command("printer on 3F is down")
    stamp = int(time.time()) - 200
    first = deliver(world, body, off=stamp - int(time.time()))
    world.settle()
    world.channel("it-desk").expect("IT-1")
    world.person("ann").dm.expect("IT-1")
    after = counts(db)
    assert first[0] == 200
    assert "IT-1" in first[1]
    for _ in range(3):
        assert deliver(world, body, off=stamp - int(time.time())) == first
    world.settle()
    assert counts(db) == after


def test_a_refusal_repeated_is_the_same_refusal(world: World, db: Engine) -> None:
    body = command("new \u200b")
    first = deliver(world, body)
    after = counts(db)
    assert deliver(world, body) == first
    assert counts(db) == after


def test_slack_asks_whether_the_address_is_ours(world: World) -> None:
    assert world.control.post("/control/probe", do="url_verification")["ok"]


def test_half_a_request_holds_nobody_up(world: World) -> None:
    port = int(world.sandbox.workspace.app.request_url.rsplit(":", 1)[1].split("/")[0])
    halves = [socket.create_connection(("127.0.0.1", port)) for _ in range(30)]
    for half in halves:
        half.sendall(b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf")
    assert "no open tickets" in world.person("ann").types("/ticket mine").whisper
    for half in halves:
        half.close()
    assert "no open tickets" in world.person("ann").types("/ticket mine").whisper


@pytest.mark.parametrize(("path", "status"), [("/healthz", 200), ("/", 404), ("/slack/events", 405)])
def test_other_addresses(world: World, path: str, status: int) -> None:
    url = world.sandbox.workspace.app.request_url.removesuffix("/slack/events") + path
    world.settle()
    found, said = fetch(Request(url))
    assert found == status
    assert "Traceback" not in said
