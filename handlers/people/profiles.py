"""From Slack's user object (docs.slack.dev/reference/objects/user-object) to a profile."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.calendars import zone_of
from domain.people import Profile, Standing, language_of

SLACKBOT = "USLACKBOT"


@dataclass(frozen=True)
class Home:
    """Where the app is installed, and what holds for people of whom Slack does not say."""

    workspace: str
    enterprise: str | None
    language: str
    zone: str


def profile_of(user: Mapping[str, Any], home: Home) -> Profile:
    """`user` as `users.info` gives it when asked for the locale too."""
    profile = user.get("profile") or {}
    name = profile.get("display_name") or profile.get("real_name") or user.get("name") or user["id"]
    return Profile(
        slack_id=user["id"],
        name=" ".join(str(name).replace("\0", "").split()),
        email=profile.get("email") or None,
        language=language_of(user.get("locale"), home.language),
        zone=_zone(user.get("tz"), home.zone),
        standing=_standing(user, home),
    )


def _zone(name: object, otherwise: str) -> str:
    """Slack may name a zone that this machine's tables do not have yet, or not any more."""
    try:
        return zone_of(str(name)).key
    except ValueError:
        return otherwise


def _standing(user: Mapping[str, Any], home: Home) -> Standing:
    if user.get("deleted"):
        return Standing.GONE
    if user.get("is_bot") or user["id"] == SLACKBOT:
        return Standing.APP
    if not _is_ours(user, home):
        return Standing.FOREIGN
    return Standing.GUEST if user.get("is_restricted") or user.get("is_ultra_restricted") else Standing.MEMBER


def _is_ours(user: Mapping[str, Any], home: Home) -> bool:
    """In a Grid organisation `team_id` may be another workspace's of the same company, or the organisation's."""
    if user.get("is_stranger"):
        return False
    organisation = (user.get("enterprise_user") or {}).get("enterprise_id")
    if home.enterprise and home.enterprise in {organisation, user.get("team_id")}:
        return True
    return user.get("team_id") in {None, home.workspace}
