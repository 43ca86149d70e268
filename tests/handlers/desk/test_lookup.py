import asyncio
from pathlib import Path

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from domain.people import Profile, Standing
from handlers.desk.file import References, read, references
from handlers.desk.lookup import Found, look_up
from handlers.desk.planning import plan
from handlers.people.profiles import Home
from sandbox.seed import load_seed
from sandbox.server import Sandbox
from sandbox.workspace import Workspace

HOME = Home("T0STEWARD", None, "en", "UTC")


@pytest.fixture
def workspace() -> Workspace:
    workspace = load_seed(Path("bot/example/workspace.yaml"))
    workspace.scale.budgets = 0
    return workspace


def looked_up(
    workspace: Workspace,
    people: set[str],
    channels: set[str],
    groups: frozenset[str] | set[str] = frozenset(),
    fields: frozenset[str] = frozenset(),
) -> Found:
    wanted = References(frozenset(people), frozenset(channels), frozenset(groups), fields)
    return asyncio.run(_asked(workspace, wanted))


async def _asked(workspace: Workspace, wanted: References) -> Found:
    slack = Sandbox(workspace)
    await slack.start()
    try:
        client = AsyncWebClient("xoxb-sandbox-steward", base_url=slack.api_url, retry_handlers=[])
        return await look_up(client, wanted, HOME)
    finally:
        await slack.stop()


def test_people_by_id_and_by_mail_come_with_their_language(workspace: Workspace) -> None:
    found = looked_up(workspace, {"U0LIN", "chen@example.com", "U0GUS"}, set())
    assert found.people == {
        "U0LIN": Profile("U0LIN", "林示例", "lin@example.com", "zh_CN", "Asia/Shanghai", Standing.MEMBER),
        "chen@example.com": Profile(
            "U0CHEN", "陳範例", "chen@example.com", "zh_TW", "Asia/Taipei", Standing.MEMBER
        ),
        "U0GUS": Profile("U0GUS", "Gus Visitor", "gus@example.org", "en", "Europe/Madrid", Standing.GUEST),
    }


def test_channels_by_id_and_by_name_private_ones_too(workspace: Workspace) -> None:
    found = looked_up(workspace, set(), {"C0ITDESK", "#network", "#audit"})
    assert found.channels == {"C0ITDESK": "C0ITDESK", "#network": "C0NETWORK", "#audit": "C0AUDIT"}
    assert found.reasons == {}


def test_who_and_what_slack_does_not_know_is_left_out(workspace: Workspace) -> None:
    found = looked_up(workspace, {"U0NOBODY", "nobody@example.com"}, {"C0NOWHERE", "#nowhere"})
    assert found == Found({}, {}, {})


def test_user_groups_by_id_and_by_handle_come_with_their_people(workspace: Workspace) -> None:
    found = looked_up(workspace, set(), set(), {"S0CAB", "@cab", "@nobody", "S0NOBODY"})
    assert found.groups.keys() == {"S0CAB", "@cab"}
    assert found.groups["@cab"].name == "Change advisory board"
    members = {profile.slack_id: profile.language for profile in found.groups["@cab"].members}
    assert members == {"U0DIRK": "en", "U0EVA": "en", "U0CHEN": "zh_TW"}


def test_channels_that_nothing_can_be_posted_in_say_why(workspace: Workspace) -> None:
    workspace.channels["C0RISKS"].archived = True
    del workspace.channels["C0CHANGES"].members["U0STEWARD"]
    found = looked_up(workspace, set(), {"C0RISKS", "#changes", "C0ITDESK"})
    assert found.channels == {"C0ITDESK": "C0ITDESK"}
    assert found.reasons == {
        "C0RISKS": "the channel #risks is archived",
        "#changes": "Steward is no member of #changes yet: invite it there first",
    }


def test_a_refused_token_is_no_missing_person(workspace: Workspace) -> None:
    workspace.app.revoked = True
    with pytest.raises(SlackApiError, match="token_revoked"):
        looked_up(workspace, {"U0ANN"}, set())


def test_the_example_desk_finds_everyone_in_the_example_workspace(workspace: Workspace) -> None:
    file = read(Path("bot/example/desk.yaml").read_text("utf-8"))
    wanted = references(file)
    found = looked_up(workspace, set(wanted.people), set(wanted.channels), wanted.groups, wanted.fields)
    planned = plan(
        file,
        found.people,
        found.channels,
        workspace.id,
        reasons=found.reasons,
        groups=found.groups,
        fields=found.fields,
    )
    assert {profile.slack_id for profile in planned.profiles} <= set(workspace.people)
