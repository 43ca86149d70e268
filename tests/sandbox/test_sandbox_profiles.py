"""Custom fields of profiles: defined by the workspace, told by `users.profile.get` alone."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox, load_seed
from sandbox.seed import SeedError
from tests.sandbox.workshop import seed

FIELDS = [
    {"id": "Xf0BOSS", "label": "Manager", "type": "user"},
    {"id": "Xf0PLACE", "label": "Place", "type": "options_list", "possible_values": ["Berlin"], "is_hidden": True},
]


def workspace(**app: Any) -> dict[str, Any]:
    made = seed(**app)
    made["people"][0]["fields"] = {"Xf0BOSS": "U0BO", "Xf0PLACE": ""}
    return {**made, "fields": FIELDS}


def answered(ask: Callable[[AsyncWebClient], Awaitable[Any]], **app: Any) -> Any:
    async def asked() -> Any:
        slack = Sandbox(load_seed(workspace(**app)))
        await slack.start()
        try:
            token = slack.workspace.app.bot_token
            return (await ask(AsyncWebClient(token, base_url=slack.api_url, retry_handlers=[]))).data
        finally:
            await slack.stop()

    return asyncio.run(asked())


def test_fields_are_told_by_their_ids_and_labels_where_they_are_asked_for() -> None:
    told = answered(lambda client: client.users_profile_get(user="U0ANN"))
    assert told["profile"]["fields"] == {"Xf0BOSS": {"value": "U0BO", "alt": ""}}
    told = answered(lambda client: client.users_profile_get(user="U0ANN", include_labels=True))
    assert told["profile"]["fields"] == {"Xf0BOSS": {"value": "U0BO", "alt": "", "label": "Manager"}}


def test_no_fields_are_an_empty_list_as_slack_writes_it() -> None:
    assert answered(lambda client: client.users_profile_get(user="U0BO"))["profile"]["fields"] == []


def test_who_somebody_is_comes_without_fields() -> None:
    assert "fields" not in answered(lambda client: client.users_info(user="U0ANN"))["user"]["profile"]


@pytest.mark.parametrize(
    ("visibility", "ids"),
    [(None, ["Xf0BOSS", "Xf0PLACE"]), ("visible", ["Xf0BOSS"]), ("hidden", ["Xf0PLACE"])],
)
def test_the_workspace_tells_which_fields_there_are(visibility: str | None, ids: list[str]) -> None:
    fields = answered(lambda client: client.team_profile_get(visibility=visibility))["profile"]["fields"]
    assert [one["id"] for one in fields] == ids
    if visibility is None:
        assert fields[0] == {
            "id": "Xf0BOSS", "label": "Manager", "type": "user", "hint": "", "ordering": 0, "possible_values": None,
            "is_hidden": False, "options": None,
        }  # fmt: skip


@pytest.mark.parametrize(
    ("ask", "scopes", "error"),
    [
        (lambda client: client.users_profile_get(user="U0NOBODY"), ["users.profile:read"], "user_not_found"),
        (lambda client: client.users_profile_get(user="U0ANN"), ["users:read"], "missing_scope"),
        (lambda client: client.team_profile_get(), ["users:read"], "missing_scope"),
        (lambda client: client.team_profile_get(visibility="some"), ["users.profile:read"], "invalid_arguments"),
    ],
)
def test_it_is_refused_in_slack_s_words(
    ask: Callable[[AsyncWebClient], Awaitable[Any]], scopes: list[str], error: str
) -> None:
    with pytest.raises(SlackApiError) as refused:
        answered(ask, scopes=scopes)
    assert refused.value.response["error"] == error


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"people": [{"id": "U0X", "fields": {"Xf0NONE": "x"}}]}, "there is no custom field Xf0NONE"),
        ({"people": [{"id": "U0X", "fields": {"Xf0BOSS": 1}}]}, "texts by the id"),
        ({"fields": [{"id": "Xf0A", "label": "A", "type": "colour"}]}, "of no type 'colour'"),
        ({"fields": [{"id": "Xf0A"}]}, "label"),
    ],
)
def test_a_seed_that_means_nothing_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(SeedError, match=said):
        load_seed({**workspace(), **changes})
