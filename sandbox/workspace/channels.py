from dataclasses import dataclass, field
from typing import Literal

from sandbox.shapes import Json
from sandbox.workspace.timeline import Timeline

Kind = Literal["channel", "group", "im", "mpim"]
"""Slack's `channel_type`: a public channel, a private one, a direct message, one of several people."""


@dataclass
class Channel:
    id: str
    kind: Kind
    name: str = ""
    archived: bool = False
    creator: str = ""
    created: int = 0
    topic: str = ""
    purpose: str = ""
    members: dict[str, None] = field(default_factory=dict)
    """In the order they came."""
    timeline: Timeline = field(default_factory=Timeline)
    bookmarks: list[Json] = field(default_factory=list)

    @property
    def is_dm(self) -> bool:
        return self.kind in {"im", "mpim"}

    def other(self, one: str) -> str:
        """The one whom a direct message is with, seen from `one`."""
        return next((member for member in self.members if member != one), one)

    def shown(self, team_id: str, seen_by: str) -> Json:
        """Slack's conversation object as the app sees it."""
        if self.kind == "im":
            return {
                "id": self.id,
                "created": self.created,
                "is_archived": self.archived,
                "is_im": True,
                "is_org_shared": False,
                "context_team_id": team_id,
                "user": self.other(seen_by),
                "is_user_deleted": False,
                "is_open": True,
                "priority": 0,
            }
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": self.kind == "channel",
            "is_group": self.kind == "group",
            "is_im": False,
            "is_mpim": self.kind == "mpim",
            "is_private": self.kind != "channel",
            "created": self.created,
            "is_archived": self.archived,
            "is_general": False,
            "unlinked": 0,
            "is_shared": False,
            "is_org_shared": False,
            "is_pending_ext_shared": False,
            "is_ext_shared": False,
            "context_team_id": team_id,
            "creator": self.creator,
            "is_member": seen_by in self.members,
            "topic": {"value": self.topic, "creator": self.creator if self.topic else "", "last_set": 0},
            "purpose": {"value": self.purpose, "creator": self.creator if self.purpose else "", "last_set": 0},
            "previous_names": [],
        }
