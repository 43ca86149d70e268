"""What can happen in a workspace, whoever does it: the state changes and those who listen are told.

Nothing here asks whether it is allowed: the Web API and the control API do, each by its own rules.
"""

import copy

from sandbox.shapes import Json
from sandbox.workspace.channels import Channel, Kind
from sandbox.workspace.messages import Message
from sandbox.workspace.people import SLACKBOT, Person
from sandbox.workspace.workspace import Ephemeral, Workspace

MESSAGES: dict[Kind, str] = {
    "channel": "message.channels",
    "group": "message.groups",
    "im": "message.im",
    "mpim": "message.mpim",
}


def post(workspace: Workspace, channel: Channel, message: Message) -> Message:
    channel.timeline.add(message)
    _note(workspace, "post", channel, message)
    event = channel.timeline.shown(message) | _where(channel) | {"event_ts": message.ts}
    _tell_message(workspace, channel, event)
    bot = workspace.app.bot_user
    if f"<@{bot}>" in message.text and message.user != bot and not channel.is_dm:
        mention = {key: value for key, value in event.items() if key != "channel_type"}
        workspace.tell(mention | {"type": "app_mention"}, "app_mention", channel.id)
    if message.metadata:
        _tell_metadata(workspace, channel, message)
    return message


def edit(workspace: Workspace, channel: Channel, message: Message, by: str, changes: Json) -> None:
    previous = channel.timeline.shown(message)
    for name, value in changes.items():
        setattr(message, name, value)
    message.edited = {"user": by, "ts": workspace.ts()}
    _note(workspace, "update", channel, message)
    _tell_message(workspace, channel, {
        "type": "message", "subtype": "message_changed", "hidden": True, "ts": workspace.ts(),
        "message": channel.timeline.shown(message), "previous_message": previous,
    } | _where(channel))  # fmt: skip


def delete(workspace: Workspace, channel: Channel, message: Message) -> None:
    """A thread keeps its place: a parent with replies becomes a tombstone."""
    previous = channel.timeline.shown(message)
    _note(workspace, "delete", channel, message)
    if channel.timeline.replies(message.ts):
        message.subtype, message.text, message.user = "tombstone", "This message was deleted.", SLACKBOT
        message.blocks = message.attachments = message.metadata = message.bot_id = message.app_id = None
        message.files, message.reactions = [], {}
    else:
        channel.timeline.remove(message)
    _tell_message(workspace, channel, {
        "type": "message", "subtype": "message_deleted", "hidden": True, "ts": workspace.ts(),
        "deleted_ts": message.ts, "previous_message": previous,
    } | _where(channel))  # fmt: skip


def whisper(workspace: Workspace, person: Person, channel: Channel, message: Message) -> Ephemeral:
    ephemeral = Ephemeral(channel.id, message)
    workspace.keep_ephemeral(person.id, ephemeral)
    _note(workspace, "ephemeral", channel, message, person=person.id)
    return ephemeral


def react(workspace: Workspace, channel: Channel, message: Message, by: str, name: str) -> bool:
    """Whether it is new."""
    who = message.reactions.setdefault(name, [])
    if by in who:
        return False
    who.append(by)
    _tell_reaction(workspace, "reaction_added", channel, message, by, name)
    return True


def unreact(workspace: Workspace, channel: Channel, message: Message, by: str, name: str) -> bool:
    """Whether it was there."""
    who = message.reactions.get(name, [])
    if by not in who:
        return False
    who.remove(by)
    if not who:
        del message.reactions[name]
    _tell_reaction(workspace, "reaction_removed", channel, message, by, name)
    return True


def join(workspace: Workspace, channel: Channel, person: Person, inviter: str | None = None) -> None:
    if person.id in channel.members:
        return
    channel.members[person.id] = None
    text = f"<@{person.id}> has joined the channel"
    extra = {"inviter": inviter} if inviter else {}
    subtype = "channel_join" if channel.kind == "channel" else "group_join"
    post(workspace, channel, Message(workspace.ts(), person.id, text, subtype=subtype, extra=extra))
    workspace.tell(
        {"type": "member_joined_channel", "user": person.id, **_member_of(workspace, channel), **extra},
        "member_joined_channel",
        channel.id,
    )


def leave(workspace: Workspace, channel: Channel, person: Person) -> None:
    if person.id not in channel.members:
        return
    text = f"<@{person.id}> has left the channel"
    subtype = "channel_leave" if channel.kind == "channel" else "group_leave"
    post(workspace, channel, Message(workspace.ts(), person.id, text, subtype=subtype))
    event = {"type": "member_left_channel", "user": person.id, **_member_of(workspace, channel)}
    workspace.tell(event, "member_left_channel", channel.id)
    del channel.members[person.id]


def set_archived(workspace: Workspace, channel: Channel, by: str, *, archived: bool) -> None:
    if channel.archived == archived:
        return
    channel.archived = archived
    kind = ("channel" if channel.kind == "channel" else "group") + ("_archive" if archived else "_unarchive")
    workspace.tell({"type": kind, "channel": channel.id, "user": by}, kind, channel.id)


def change_person(workspace: Workspace, person: Person) -> None:
    """Called after the change; the event carries the whole person."""
    person.updated = int(workspace.now())
    user = person.user(workspace.now(), with_locale=True)
    event = {"type": "user_change", "user": user, "cache_ts": person.updated}
    workspace.tell(event, "user_change")


def open_home(workspace: Workspace, person: Person, tab: str) -> None:
    """`tab` is home or messages."""
    channel = workspace.dm(workspace.app.bot_user, person.id)
    event: Json = {"type": "app_home_opened", "user": person.id, "channel": channel.id, "tab": tab}
    home = workspace.views.home(person.id)
    if home is not None and tab == "home":
        event["view"] = home.shown()
    workspace.tell(event, "app_home_opened")


def _where(channel: Channel) -> Json:
    return {"channel": channel.id, "channel_type": channel.kind}


def _member_of(workspace: Workspace, channel: Channel) -> Json:
    kind = {"channel": "C", "group": "G", "im": "D", "mpim": "G"}[channel.kind]
    return {"channel": channel.id, "channel_type": kind, "team": workspace.id}


def _tell_message(workspace: Workspace, channel: Channel, event: Json) -> None:
    workspace.tell(copy.deepcopy(event), MESSAGES[channel.kind], channel.id)


def _tell_metadata(workspace: Workspace, channel: Channel, message: Message) -> None:
    event = {
        "type": "message_metadata_posted",
        "app_id": message.app_id,
        "bot_id": message.bot_id,
        "user_id": message.user,
        "team_id": workspace.id,
        "channel_id": channel.id,
        "metadata": copy.deepcopy(message.metadata),
        "message_ts": message.ts,
    }
    workspace.tell(event, "message_metadata_posted", channel.id)


def _tell_reaction(workspace: Workspace, kind: str, channel: Channel, message: Message, by: str, name: str) -> None:
    event = {
        "type": kind,
        "user": by,
        "reaction": name,
        "item": {"type": "message", "channel": channel.id, "ts": message.ts},
        "item_user": message.user,
    }
    workspace.tell(event, kind, channel.id)


def _note(workspace: Workspace, kind: str, channel: Channel, message: Message, **more: str) -> None:
    """The app's own messages, numbered in order, for whoever must account for each of them."""
    if message.bot_id is None:
        return
    workspace.posts.append({
        "n": len(workspace.posts) + 1, "at": workspace.stamps(), "kind": kind, "channel": channel.id,
        "ts": message.ts, "thread_ts": message.thread_ts, "text": message.text, "metadata": message.metadata,
        **more,
    })  # fmt: skip
