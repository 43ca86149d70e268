"""Slack user groups: who is in them, asked when the desk file names one, when Slack says so, and once an hour."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from domain.people import Group, Profile
from handlers.payloads import Body, Unreadable
from handlers.people.greeting import Greeter
from handlers.people.profiles import Home, profile_of
from handlers.surface import Desk
from services import groups


async def named_groups(client: AsyncWebClient, refs: frozenset[str], home: Home) -> dict[str, Group]:
    """Groups by reference (an id or an @handle), as far as Slack has them and they are in use.

    Needs the scope usergroups:read. Raises SlackApiError.
    """
    if not refs:
        return {}
    found = await _in_use(client)
    known = {ref: one for one in found for ref in (str(one["id"]), f"@{one['handle']}")}
    return {ref: await _group(client, known[ref], home) for ref in sorted(refs) if ref in known}


async def refresh(greeter: Greeter, slack_id: str) -> None:
    """Ask Slack who is in this group now; nobody in one that is not in use any more. Who these people are is
    another question. Raises SlackApiError.
    """
    told = await greeter.ledger.read(groups.told, slack_id)
    group = next((one for one in await _in_use(greeter.client) if one["id"] == slack_id), None)
    members = await _members(greeter.client, slack_id) if group else ()
    name = str(group["name"]) if group else slack_id
    await greeter.ledger.write(groups.learn, slack_id, name, members, told)


async def changed(desk: Desk, body: Body) -> None:
    """`subteam_members_changed`, and `subteam_updated` of one that was put out of use: Slack is asked anew, for
    events come late, twice and in any order; but not within the three seconds that an event has.
    """
    event = body["event"]
    slack_id = event.get("subteam_id") or (event.get("subteam") or {}).get("id")
    if not isinstance(slack_id, str):
        raise Unreadable("no group")
    await desk.ledger.write(groups.doubt, slack_id)


async def _group(client: AsyncWebClient, group: Mapping[str, Any], home: Home) -> Group:
    users = await _members(client, str(group["id"]))
    return Group(
        str(group["id"]), str(group["name"]), tuple([await _profile(client, user, home) for user in users])
    )


async def _in_use(client: AsyncWebClient) -> list[Mapping[str, Any]]:
    return list((await client.usergroups_list(include_disabled=False))["usergroups"])


async def _members(client: AsyncWebClient, slack_id: str) -> tuple[str, ...]:
    return tuple((await client.usergroups_users_list(usergroup=slack_id))["users"])


async def _profile(client: AsyncWebClient, user: str, home: Home) -> Profile:
    return profile_of((await client.users_info(user=user, include_locale=True))["user"], home)
