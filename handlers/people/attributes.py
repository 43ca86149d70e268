"""Custom fields of Slack profiles, by `users.profile.get`: asked for where nobody waits."""

import re
from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from domain.attributes import Attribute
from handlers.people.greeting import Greeter
from services import attributes

USER = re.compile(r"(?:^|[<@\s])([UW][A-Z0-9]{2,20})(?:$|[>|,\s])")
MAIL = re.compile(r"[^@\s<>|:,]+@[^@\s<>|:,]+")
UNANSWERED = {"users_not_found", "missing_scope", "user_not_visible"}


async def refresh(greeter: Greeter, slack_id: str) -> None:
    """Ask Slack what this person's profile says in the fields that the desk file names. Raises SlackApiError."""
    asked = await greeter.ledger.read(attributes.asked, slack_id)
    profile = (await greeter.client.users_profile_get(user=slack_id))["profile"] or {}
    said = values_of(profile.get("fields"))
    told = {one: said.get(field, "") for one, field in asked.fields.items()}
    told[Attribute.MANAGER] = await _user(greeter.client, told.get(Attribute.MANAGER, ""))
    await greeter.ledger.write(attributes.learn, slack_id, told, asked.known_at)


def values_of(fields: object) -> Mapping[str, str]:
    """By field id. Slack writes null or an empty list for no fields at all, and may add labels."""
    if not isinstance(fields, Mapping):
        return {}
    return {str(name): _value(one) for name, one in fields.items()}


def _value(field: Any) -> str:  # noqa: ANN401 - as Slack writes it
    value = field.get("value") if isinstance(field, Mapping) else None
    return value.replace("\0", "") if isinstance(value, str) else ""


async def _user(client: AsyncWebClient, value: str) -> str:
    """The Slack id of whoever stands in a field: the first, as chosen, or as typed by id or by e-mail address."""
    if found := USER.search(value):
        return found[1]
    mail = MAIL.search(value)
    if not mail:
        return ""
    try:
        return str((await client.users_lookupByEmail(email=mail[0]))["user"]["id"])
    except SlackApiError as error:
        if error.response["error"] in UNANSWERED:
            return ""
        raise
