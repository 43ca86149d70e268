"""A complaint is seen by who complains, the team's lead and the quality supervisor; by nobody else, anywhere."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.tickets import Kind
from services import intake
from services.inbox import Heard
from tests.world import Card, World

TITLE = "Ben hangs up on me"


def complained(world: World, *, by: str = "U0ANN", service: str | None = None) -> None:
    """As the form files it."""
    heard = Heard(f"form:{by}", by, datetime.now(UTC) + timedelta(seconds=30))
    hear = world.steward.ledger.hear(
        heard, intake.file, TITLE, source="form", kind=Kind.COMPLAINT, service=service, description="Twice today."
    )
    world.run(hear)
    world.settle()


def cards(world: World) -> tuple[Card, Card, Card]:
    """Ann's own, the lead's and the supervisor's."""
    complained(world)
    own = world.person("ann").dm.expect("IT-1", "🔒 Only the lead of IT desk and the quality supervisor")
    lead = world.person("dirk").dm.expect("IT-1", TITLE, "🔒 A complaint")
    return own, lead, world.person("eva").dm.expect("IT-1", TITLE, "Twice today.")


def test_its_card_goes_to_the_lead_and_the_supervisor_and_to_no_channel(world: World) -> None:
    own, lead, supervisor = cards(world)
    world.channel("it-desk").expect_nothing()
    assert lead.click("Claim", by=world.person("dirk")).whispers == []
    assert "With: <@U0DIRK>" in supervisor.words
    assert "<@U0DIRK> is working on it" in own.words


def test_the_conversation_reaches_those_few_alone(world: World) -> None:
    own, lead, supervisor = cards(world)
    own.reply("It was at noon.", by=world.person("ann"))
    lead.thread().expect("<@U0ANN> writes:", "It was at noon.")
    supervisor.thread().expect("It was at noon.")
    supervisor.click("Reply", by=world.person("eva")).form.submit(text="I am sorry. I look into it.")
    own.thread().expect("✉️ <@U0EVA> answers:", "I look into it.")
    lead.thread().expect("I look into it.")
    supervisor.thread().expect("I look into it.")
    lead.click("Resolve", by=world.person("dirk")).form.submit()
    own.thread().expect("Is IT-1 solved?").click("Not yet", by=world.person("ann"))
    lead.thread().expect("not solved yet")
    supervisor.thread().expect("not solved yet")


def test_what_the_lead_notes_reaches_the_supervisor_alone(world: World) -> None:
    own, lead, supervisor = cards(world)
    lead.reply("I will talk to Ben.", by=world.person("dirk"))
    supervisor.thread().expect("<@U0DIRK> notes, for the team only:", "I will talk to Ben.")
    own.thread().expect_nothing()


@pytest.mark.parametrize("name", ["ben", "lin", "sam", "ida", "mei", "gus", "han"])
def test_nobody_else_finds_it(world: World, name: str) -> None:
    """Not agents of the team, not the administrator, not leads of other teams."""
    cards(world)
    someone = world.person(name)
    there, absent = someone.types("/ticket show IT-1").whisper, someone.types("/ticket show IT-9").whisper
    assert there.replace("IT-1", "IT-9") == absent


@pytest.mark.parametrize("name", ["ann", "dirk", "eva"])
def test_those_whom_it_concerns_can_look_it_up(world: World, name: str) -> None:
    cards(world)
    assert TITLE in world.person(name).types("/ticket show IT-1").whisper


def test_it_is_given_to_those_few_alone(world: World) -> None:
    _, lead, _ = cards(world)
    form = lead.choose("ticket.more", "Assign", by=world.person("dirk")).form
    assert [one["value"] for one in form.view["blocks"][0]["element"]["options"]] == ["U0DIRK", "U0EVA"]
    form.submit(to="U0EVA")
    told = world.person("eva").dm.expect("<@U0DIRK> has given you *IT-1*")
    assert "C0ITDESK" not in told.words


def claims(message: dict[str, Any]) -> list[dict[str, Any]]:
    """The buttons of a card that claim."""
    rows = [block["elements"] for block in message["blocks"] if block["type"] == "actions"]
    return [one for row in rows for one in row if one["action_id"] == "ticket.claim"]


def test_a_click_sent_by_somebody_else_does_nothing(world: World) -> None:
    """A button's value can be made up: what counts is who clicks."""
    _, lead, _ = cards(world)
    ben, value = world.person("ben"), claims(lead.now)[0]["value"]
    ben.types("/ticket printer is down")
    card = world.channel("it-desk").expect("IT-2")
    ben.dm.expect("IT-2")
    ben.new_whispers()
    forged = card.now
    for element in claims(forged):
        element["value"] = value
    assert "cannot find" in card.click("Claim", by=ben, old=forged).whisper
    assert "State: new" in lead.words


def test_it_can_be_handed_to_another_team_where_its_lead_gets_it(world: World) -> None:
    own, lead, supervisor = cards(world)
    dirk = world.person("dirk")
    lead.choose("ticket.more", "Hand to another team", by=dirk).form.submit(team="facilities", text="Not ours.")
    new = world.person("fay").dm.expect("IT-1", TITLE)
    new.thread().expect("Not ours.")
    again = world.person("eva").dm.expect("IT-1", TITLE)
    again.thread().expect("Not ours.")
    assert "IT-1 is with Facilities now" in lead.words
    assert TITLE not in lead.words
    assert lead.buttons == supervisor.buttons == []
    assert "cannot find" in dirk.types("/ticket show IT-1").whisper
    assert "the lead of Facilities" in own.words
    world.channel("facilities").expect_nothing()


def test_its_targets_are_watched_in_direct_messages_alone(world: World) -> None:
    _, lead, supervisor = cards(world)
    world.clock.advance(days=14)
    world.channel("it-desk").expect_nothing()
    told = [post for post in world.waiting() if post["channel"] == lead.channel]
    assert told
    for post in world.waiting():
        assert world.next_post(post["channel"], post["thread_ts"] or None)
        assert post["channel"] in {lead.channel, supervisor.channel}
        assert "C0ITDESK" not in str(post)
