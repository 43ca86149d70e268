from dataclasses import dataclass, field

from sandbox.shapes import Json


@dataclass
class Message:
    ts: str
    user: str
    text: str = ""
    blocks: list[Json] | None = None
    attachments: list[Json] | None = None
    thread_ts: str | None = None
    metadata: Json | None = None
    files: list[Json] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    edited: Json | None = None
    subtype: str | None = None
    bot_id: str | None = None
    app_id: str | None = None
    bot_profile: Json | None = None
    client_msg_id: str | None = None
    team: str = ""
    broadcast: bool = False
    extra: Json = field(default_factory=dict)
    """What only some messages carry: a bot's other name, the one who joined."""

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts

    def shown(self, *, with_metadata: bool = False) -> Json:
        """The message as Slack's APIs show it, without what its thread adds."""
        shown: Json = {"type": "message", "user": self.user, "text": self.text, "ts": self.ts}
        optional: Json = {
            "subtype": self.subtype,
            "client_msg_id": self.client_msg_id,
            "team": self.team or None,
            "bot_id": self.bot_id,
            "app_id": self.app_id,
            "bot_profile": self.bot_profile,
            "blocks": self.blocks,
            "attachments": self.attachments,
            "thread_ts": self.thread_ts,
            "edited": self.edited,
            "files": self.files or None,
            "metadata": self.metadata if with_metadata else None,
        }
        shown |= {key: value for key, value in optional.items() if value is not None}
        if self.reactions:
            shown["reactions"] = reactions_shown(self.reactions)
        return shown | self.extra


def reactions_shown(reactions: dict[str, list[str]]) -> list[Json]:
    return [{"name": name, "users": list(who), "count": len(who)} for name, who in reactions.items()]
