from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sandbox.shapes import Json

SLACKBOT = "USLACKBOT"


@dataclass
class Person:
    id: str
    name: str
    team_id: str
    real_name: str = ""
    email: str = ""
    locale: str = "en-US"
    tz: str = "UTC"
    title: str = ""
    guest: str = "none"
    """none, single (one channel) or multi (several channels)."""
    is_admin: bool = False
    is_owner: bool = False
    is_bot: bool = False
    deleted: bool = False
    updated: int = 0
    fields: dict[str, str] = field(default_factory=dict)
    """Values of custom profile fields, by the field's id; of a field of type `user` the value is that user's id."""

    @property
    def takes_messages(self) -> bool:
        """Apps cannot write to bots, nor to Slackbot."""
        return not self.is_bot and self.id != SLACKBOT

    @property
    def shown_name(self) -> str:
        return self.real_name or self.name

    def profile(self, *, with_email: bool) -> Json:
        first, _, last = self.shown_name.partition(" ")
        profile: Json = {
            "title": self.title,
            "phone": "",
            "real_name": self.shown_name,
            "real_name_normalized": self.shown_name,
            "display_name": "",  # who has chosen none is shown by their full name
            "display_name_normalized": "",
            "first_name": first,
            "last_name": last,
            "status_text": "",
            "status_emoji": "",
            "team": self.team_id,
        }
        return profile | {"email": self.email} if with_email and self.email else profile

    def custom(self, labels: Mapping[str, str]) -> Json | list[Json]:
        """Custom fields as `users.profile.get` alone shows them, with `labels` where they were asked for. Slack
        writes an empty list where there is none.
        """
        shown = {
            field_id: {"value": value, "alt": ""} | ({"label": labels[field_id]} if field_id in labels else {})
            for field_id, value in self.fields.items()
            if value
        }
        return shown or []

    def user(self, at: float, *, with_email: bool = True, with_locale: bool = False) -> Json:
        """Slack's user object; `at` decides whether summer time holds."""
        if self.deleted:
            return self._core(with_email=with_email) | {"deleted": True}
        here = datetime.fromtimestamp(at, ZoneInfo(self.tz))
        offset = here.utcoffset()
        user = self._core(with_email=with_email) | {
            "tz": self.tz,
            "tz_label": here.tzname() or self.tz,
            "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
            "is_admin": self.is_admin,
            "is_owner": self.is_owner,
            "is_primary_owner": False,
            "is_restricted": self.guest in {"single", "multi"},
            "is_ultra_restricted": self.guest == "single",
        }
        return user | {"locale": self.locale} if with_locale else user

    def _core(self, *, with_email: bool) -> Json:
        return {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "real_name": self.shown_name,
            "deleted": False,
            "profile": self.profile(with_email=with_email),
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": self.updated,
        }


@dataclass
class ProfileField:
    """A custom field of everybody's profile, as an administrator of the workspace defines it."""

    id: str
    label: str
    type: str = "text"
    hint: str = ""
    ordering: int = 0
    possible_values: list[str] | None = None
    is_hidden: bool = False

    def shown(self) -> Json:
        return {**vars(self), "options": None}


@dataclass
class Group:
    """A user group, such as @cab."""

    id: str
    handle: str
    name: str
    members: list[str] = field(default_factory=list)
    description: str = ""
    disabled: bool = False
    updated: int = 0

    def usergroup(self, team_id: str, *, with_users: bool) -> Json:
        group: Json = {
            "id": self.id,
            "team_id": team_id,
            "is_usergroup": True,
            "name": self.name,
            "description": self.description,
            "handle": self.handle,
            "is_external": False,
            "date_update": self.updated,
            "date_delete": self.updated if self.disabled else 0,
            "user_count": len(self.members),
        }
        return group | {"users": list(self.members)} if with_users else group
