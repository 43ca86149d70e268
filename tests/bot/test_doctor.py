"""What the doctor finds, and what it says to do."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot import commands
from bot.settings import Settings
from services import housekeeping, records
from services.housekeeping import MOST
from storage import timers
from storage.tx import Tx
from tests.world import World


def examined(world: World, **other: object) -> tuple[bool, str]:
    settings = world.steward.settings.model_copy(update={"port": world.port, **other})
    said: list[str] = []
    is_well = world.run(commands.examine(settings, said.append))
    return is_well, "\n".join(said)


def test_a_healthy_desk(world: World) -> None:
    world.settle()
    is_well, said = examined(world)
    assert is_well, said
    for line in (
        "good     the database answers, at the newest revision",
        "good     Slack knows the token: ",
        "good     the clock agrees with Slack's",
        "good     #it-desk for team IT desk",
        "good     #risks for risks",
        "good     #help for requests",
        "good     the bot runs; ticks and courier are going",
        "good     nothing is kept for longer than the desk file says",
        "warning  AUDIT_KEY is not set",
    ):
        assert line in said


def test_each_ill_is_told_with_what_to_do(world: World) -> None:
    app = world.sandbox.workspace.app
    app.scopes = [one for one in app.scopes if one not in {"im:history", "reactions:read"}]
    world.control.post("/control/channels/C0ITDESK", app=False)
    world.control.post("/control/channels/C0RISKS", archived=True)
    world.control.post("/control/channels/C0HELP", app=False)
    is_well, said = examined(world, port=9)
    assert not is_well
    for line in (
        "BAD      without im:history",
        "warning  without reactions:read",
        "BAD      not a member of #it-desk for team IT desk\n         → type /invite @Steward there",
        "BAD      #risks for risks is archived",
        "BAD      not a member of #help for requests",
        "warning  no bot answers at",
    ):
        assert line in said


def test_what_is_kept_beyond_its_term_is_counted(world: World) -> None:
    def old(tx: Tx) -> None:
        desk, ago = records.desk_record(tx), tx.now - timedelta(days=181)
        for number in range(2 * MOST + 1):  # the bot that runs may sweep once meanwhile
            timers.set_timer(tx, "test.ring", desk.id, str(number), ago)
        timers.cancel(tx, "test.ring", desk.id)

    world.run(world.steward.ledger.write(old))
    _, said = examined(world)
    told = r"warning  (4|2)01 timers that fired are kept beyond their 180 days\n +→ 200 go every 10 minutes"
    assert re.search(told, said), said
    while world.run(world.steward.ledger.write(housekeeping.forget_timers)):
        pass
    assert "good     nothing is kept for longer" in examined(world)[1]


def test_a_token_that_slack_does_not_know(world: World) -> None:
    world.sandbox.workspace.app.revoked = True
    is_well, said = examined(world)
    assert not is_well
    assert "Slack does not accept SLACK_BOT_TOKEN: token_revoked" in said
    world.sandbox.workspace.app.revoked = False


@pytest.fixture
def backend() -> str:
    return "sqlite"


def test_slack_and_the_database_away(tmp_path: Path) -> None:
    settings = Settings(
        slack_bot_token="xoxb-1",
        slack_signing_secret="not a secret",
        slack_api_url="http://127.0.0.1:9/api/",
        database_url=f"sqlite:///{tmp_path}/no/steward.db",
        port=9,
    )
    said: list[str] = []

    assert not asyncio.run(commands.examine(settings, said.append))
    told = "\n".join(said)
    assert "BAD      the database does not answer: OperationalError" in told
    assert "BAD      Slack does not answer" in told
