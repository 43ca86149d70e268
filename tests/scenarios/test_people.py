"""Whom Steward knows and what it believes of them: who left, was demoted, or never asked it for anything."""

import hashlib
import hmac
import json
import time
from typing import Any
from urllib.request import Request, urlopen

from sqlalchemy import Engine, update

from bot import applying
from domain.people import Standing
from services.transactions import Tx
from storage import people
from storage.desk import desks
from storage.engine import transaction
from tests.world import Card, World
from tests.world.hours import agreed, coming
from tests.world.world import SECRETS

MONDAY = 0


def deliver(world: World, event: dict[str, Any], number: int = 1) -> int:
    """An event as Slack signs it, whenever the test likes."""
    body = json.dumps(
        {"type": "event_callback", "event_id": f"Ev0{number}", "team_id": "T0STEWARD", "event": event}
    )
    stamp = str(int(time.time()))
    mark = hmac.new(SECRETS[2].encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={mark}",
    }
    asked = Request(world.sandbox.workspace.app.request_url, body.encode(), headers)
    with urlopen(asked, timeout=10) as answer:
        return int(answer.status)


def standing(world: World, name: str) -> Standing | None:
    def query(tx: Tx) -> Standing | None:
        found = people.by_slack_id(tx, f"U0{name.upper()}")
        return found.standing if found else None

    return world.run(world.steward.ledger.read(query))


def filed(world: World) -> tuple[Card, Card]:
    assert "IT-1" in world.person("ann").types("/ticket printer on 3F is down").whisper
    return world.channel("it-desk").expect("IT-1"), world.person("ann").dm.expect("IT-1")


def becomes(world: World, name: str, **changes: object) -> None:
    world.control.patch(f"/control/people/{name}", **changes)
    world.settle()


def test_an_event_that_comes_late_does_not_bring_back_who_has_left(world: World) -> None:
    """Slack delivers again what failed, and in any order."""
    before = world.sandbox.workspace.people["U0BEN"].user(time.time())
    becomes(world, "ben", deleted=True)
    assert standing(world, "ben") is Standing.GONE
    assert deliver(world, {"type": "user_change", "user": before}) == 200
    assert standing(world, "ben") is Standing.GONE


def test_while_slack_does_not_say_who_somebody_is_they_may_do_no_more_than_anybody(world: World) -> None:
    card, _ = filed(world)
    world.control.post("/control/faults", on="users.info", fault="5xx", times=9)
    becomes(world, "ben", guest="single")
    assert "cannot find IT-1" in card.click("Claim", by=world.person("ben")).whisper


def test_what_people_say_to_each_other_makes_nobody_known(world: World) -> None:
    world.person("han").writes("Lunch?", channel="general")
    assert standing(world, "han") is None


def test_before_a_desk_is_set_up_words_are_answered_and_are_no_accident(world: World, db: Engine) -> None:
    with transaction(db, writes=True) as connection:
        connection.execute(update(desks).values(version=0))
    world.person("han").writes("Lunch?", channel="general")
    world.person("han").writes("Hello?", channel="@app")
    whispers = world.person("han").new_whispers()
    assert len(whispers) == 1
    assert "not set up yet" in whispers[0]


def test_a_warning_for_an_assignee_who_left_the_team_goes_to_the_lead(database_url: str) -> None:
    world = World(database_url, desk=agreed(None), start_at=coming(MONDAY, "10:00"))
    card, _ = filed(world)
    card.click("Claim", by=world.person("ben"))
    smaller = agreed(None).replace("- U0BEN\n", "")
    assert smaller != agreed(None)
    plan = world.run(applying.planned(world.steward.courier.client, smaller))
    world.run(applying.apply(world.steward.ledger, plan))
    world.clock.advance(minutes=90)
    world.person("dirk").dm.expect("IT-1", "must be answered")
    world.close()
