"""Custom fields of Slack profiles that the desk file names: asked for, and checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.desk.file import DeskFile
from handlers.desk.people_form import FIELD
from handlers.desk.source import Fault

OF_PEOPLE = {"user", "text"}
"""Types of fields in which a manager may stand: chosen, or typed as an id or an e-mail address."""


@dataclass(frozen=True)
class ProfileField:
    """`type` as Slack calls it: text, user, options_list, date, link …"""

    id: str
    label: str
    type: str


@dataclass(frozen=True)
class ProfileFields:
    """All that the workspace has; `refused` is why they cannot be read."""

    fields: tuple[ProfileField, ...] = ()
    refused: str = ""

    def named(self, ref: str) -> list[ProfileField]:
        """By id, or by label, which several may share."""
        by_id = [one for one in self.fields if one.id == ref]
        return by_id or [one for one in self.fields if one.label.strip() == ref]

    def ids(self, refs: Iterator[str]) -> Mapping[str, str]:
        return {ref: found[0].id for ref in refs if (found := self.named(ref))}


NO_FIELDS = ProfileFields()


async def profile_fields(client: AsyncWebClient, refs: frozenset[str]) -> ProfileFields:
    """Needs the scope users.profile:read. Raises SlackApiError for any other refusal."""
    if not refs:
        return NO_FIELDS
    try:
        profile = (await client.team_profile_get())["profile"] or {}
    except SlackApiError as error:
        if error.response["error"] == "missing_scope":
            return ProfileFields(refused="Steward may not read profiles: it lacks the scope users.profile:read")
        raise
    found = profile.get("fields") or ()
    return ProfileFields(tuple(ProfileField(one["id"], str(one["label"]), str(one.get("type"))) for one in found))


def field_faults(file: DeskFile, found: ProfileFields) -> Iterator[Fault]:
    for path, ref in file.form.attributes.fields():
        if sentence := found.refused or _wrong(found, ref, of_people="manager" in path):
            yield file.source.fault(path, sentence)


def _wrong(found: ProfileFields, ref: str, *, of_people: bool) -> str:
    named = found.named(ref)
    if not named:
        listed = ", ".join(one.label for one in found.fields) or "there is none"
        what = "with the id" if FIELD.fullmatch(ref) else "called"
        return f"Slack profiles have no field {what} '{ref}' ({listed})"
    if len(named) > 1:
        return f"several fields are called '{ref}'; write the id of one: {', '.join(one.id for one in named)}"
    if of_people and named[0].type not in OF_PEOPLE:
        return f"the field '{ref}' is of the type {named[0].type}; a manager stands in one of the type user or text"
    return ""
