import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sandbox.limits import Fault
from sandbox.shapes import Json
from sandbox.workspace import Workspace
from sandbox.workspace.channels import Channel
from sandbox.workspace.messages import Message
from sandbox.workspace.people import Person
from sandbox.workspace.timeline import parse_ts

Tier = Literal["tier1", "tier2", "tier3", "tier4", "post"]
Bearer = Literal["bot", "app", "none"]


class SlackError(Exception):
    """A refusal in Slack's words: `{"ok": false, "error": code, …}` with HTTP status 200."""

    def __init__(self, code: str, **more: object) -> None:
        super().__init__(code)
        self.code, self.more = code, more

    def answer(self) -> Json:
        return {"ok": False, "error": self.code, **self.more}


def refuse(faults: Sequence[Fault]) -> None:
    """Raises the first fault's error, with all faults pointed to as Slack points to them."""
    if not faults:
        return
    code = faults[0].error
    told = [str(fault) for fault in faults if fault.error == code]
    if code in {"no_text", "msg_too_long", "too_many_attachments", "markdown_text_conflict"}:
        raise SlackError(code)
    more: Json = {"response_metadata": {"messages": [f"[ERROR] {one}" for one in told]}}
    raise SlackError(code, **(more | {"errors": told} if code == "invalid_blocks" else more))


@dataclass
class Call:
    """One call of a Web API method: whose workspace, and the arguments however they were sent."""

    workspace: Workspace
    method: str
    args: Json
    base_url: str

    def text(self, name: str, default: str = "") -> str:
        value = self.args.get(name)
        if value is None:
            return default
        if isinstance(value, bool):
            return "true" if value else "false"
        return value if isinstance(value, str) else str(value)

    def required(self, name: str, error: str = "") -> str:
        value = self.text(name)
        if not value:
            raise SlackError(error) if error else missing(name)
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.text(name).lower()
        return value in {"1", "true"} if value else default

    def number(self, name: str, default: int, most: int) -> int:
        raw = self.text(name)
        if not raw:
            return default
        try:
            value = int(raw)
        except ValueError:
            raise SlackError("invalid_limit") from None
        if value < 1:
            raise SlackError("invalid_limit")
        return min(value, most)

    def parsed(self, name: str, error: str) -> object:
        """An argument that is JSON: as itself in a JSON body, as text in a form."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise SlackError(error) from None

    def listed(self, name: str) -> list[str]:
        """Ids as a JSON list or separated by commas."""
        value = self.args.get(name)
        if isinstance(value, str) and value.startswith("["):
            value = self.parsed(name, "invalid_arguments")
        if isinstance(value, list):
            return [str(one) for one in value]
        return [one.strip() for one in self.text(name).split(",") if one.strip()]

    def moment(self, name: str, error: str) -> str:
        raw = self.text(name)
        if not raw:
            return ""
        try:
            return parse_ts(raw)
        except ValueError:
            raise SlackError(error) from None

    def channel(self, name: str = "channel") -> Channel:
        """A conversation that the app may know of: public, or one it is in."""
        found = self.workspace.channels.get(self.text(name))
        if found is None or not (found.kind == "channel" or self.workspace.bot_sees(found)):
            raise SlackError("channel_not_found")
        return found

    def joined_channel(self, name: str = "channel") -> Channel:
        channel = self.channel(name)
        if not self.workspace.bot_sees(channel):
            raise SlackError("not_in_channel")
        return channel

    def person(self, name: str = "user") -> Person:
        found = self.workspace.people.get(self.text(name))
        if found is None:
            raise SlackError("user_not_found")
        return found

    def message(self, channel: Channel, name: str, error: str = "message_not_found") -> Message:
        found = channel.timeline.find(self.text(name))
        if found is None:
            raise SlackError(error)
        return found

    def scope(self, needed: str) -> None:
        if not self.workspace.app.has_scope(needed):
            raise SlackError("missing_scope", needed=needed, provided=",".join(self.workspace.app.scopes))

    def scope_of(self, channel: Channel, what: str) -> None:
        """`what` is read, history, write …: the scope's name begins with the kind of conversation."""
        family = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}[channel.kind]
        self.scope(f"{family}:{what}")


Handler: TypeAlias = Callable[[Call], Json]


@dataclass(frozen=True)
class Method:
    handler: Handler
    tier: Tier = "tier3"
    scopes: tuple[str, ...] = ()
    """Any one of them will do."""
    bearer: Bearer = "bot"


def missing(name: str) -> SlackError:
    said = f"[ERROR] missing required field: {name}"
    return SlackError("invalid_arguments", response_metadata={"messages": [said]})
