"""Asking Slack who and what the desk file names."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from domain.people import Group, Profile
from handlers.desk.file import References
from handlers.desk.profile_fields import NO_FIELDS, ProfileFields, profile_fields
from handlers.people.groups import named_groups
from handlers.people.profiles import Home, profile_of

ABSENT = {"user_not_found", "users_not_found", "user_not_visible", "channel_not_found"}
PAGE = 200  # Slack advises no more than 200 channels a page


@dataclass(frozen=True)
class Found:
    """People, channel ids and user groups by reference, and all fields of profiles. `reasons`:
    why a channel that Slack has cannot be used.
    """

    people: Mapping[str, Profile]
    channels: Mapping[str, str]
    reasons: Mapping[str, str]
    groups: Mapping[str, Group] = field(default_factory=dict)
    fields: ProfileFields = NO_FIELDS


async def look_up(client: AsyncWebClient, wanted: References, home: Home) -> Found:
    """What Slack does not know is left out. Raises SlackApiError for any other refusal, 429 included: give the
    client a handler that waits; all of this only reads.
    """
    people = {ref: await _person(client, ref, home) for ref in sorted(wanted.people)}
    channels = await _channels(client, wanted.channels)
    groups = await named_groups(client, wanted.groups, home)
    reasons = {ref: said for ref, channel in channels.items() if (said := _unusable(channel))}
    return Found(
        {ref: profile for ref, profile in people.items() if profile},
        {ref: str(channel["id"]) for ref, channel in channels.items() if ref not in reasons},
        reasons,
        groups,
        await profile_fields(client, wanted.fields),
    )


async def _person(client: AsyncWebClient, ref: str, home: Home) -> Profile | None:
    try:
        if "@" in ref:  # what is found by e-mail comes without its locale
            ref = str((await client.users_lookupByEmail(email=ref))["user"]["id"])
        return profile_of((await client.users_info(user=ref, include_locale=True))["user"], home)
    except SlackApiError as error:
        if error.response["error"] in ABSENT:
            return None
        raise


async def _channels(client: AsyncWebClient, refs: frozenset[str]) -> dict[str, Mapping[str, Any]]:
    by_id = {ref: await _channel(client, ref) for ref in sorted(refs) if not ref.startswith("#")}
    names = {ref for ref in refs if ref.startswith("#")}
    by_name = {f"#{one['name']}": one async for one in _listed(client)} if names else {}
    found = {**by_id, **{name: by_name.get(name) for name in names}}
    return {ref: channel for ref, channel in found.items() if channel}


async def _channel(client: AsyncWebClient, channel: str) -> Mapping[str, Any] | None:
    try:
        found: Mapping[str, Any] = (await client.conversations_info(channel=channel))["channel"]
    except SlackApiError as error:
        if error.response["error"] in ABSENT:
            return None
        raise
    return found


async def _listed(client: AsyncWebClient) -> AsyncIterator[Mapping[str, Any]]:
    cursor = None
    while cursor != "":
        page = await client.conversations_list(
            types="public_channel,private_channel", exclude_archived=True, limit=PAGE, cursor=cursor
        )
        for channel in page["channels"]:
            yield channel
        cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")


def _unusable(channel: Mapping[str, Any]) -> str | None:
    name = channel.get("name") or channel["id"]
    if channel.get("is_archived"):
        return f"the channel #{name} is archived"
    if channel.get("is_member") is False:
        return f"Steward is no member of #{name} yet: invite it there first"
    return None
