from sandbox.methods.call import Call, Method, SlackError
from sandbox.methods.content import content, metadata
from sandbox.shapes import Json
from sandbox.workspace import Workspace, acts
from sandbox.workspace.channels import Channel
from sandbox.workspace.messages import Message


def post_message(call: Call) -> Json:
    channel = post_target(call)
    message = authored(call.workspace, content(call))
    message.metadata = metadata(call)
    message.thread_ts, message.broadcast = thread_of(call, channel), call.flag("reply_broadcast")
    message.extra = _other_face(call)
    if message.broadcast and message.thread_ts:
        message.subtype = "thread_broadcast"
    acts.post(call.workspace, channel, message)
    return {"ok": True, "channel": channel.id, "ts": message.ts, "message": _told(channel, message)}


def update(call: Call) -> Json:
    channel = call.channel()
    message = call.message(channel, "ts")
    if message.bot_id != call.workspace.app.bot_id:
        raise SlackError("cant_update_message")
    if channel.archived:
        raise SlackError("is_inactive")
    acts.edit(call.workspace, channel, message, call.workspace.app.bot_user, _changes(call, message))
    told = _told(channel, message)
    return {"ok": True, "channel": channel.id, "ts": message.ts, "text": message.text, "message": told}


def delete(call: Call) -> Json:
    channel = call.channel()
    message = call.message(channel, "ts")
    if message.bot_id != call.workspace.app.bot_id:
        raise SlackError("cant_delete_message")
    acts.delete(call.workspace, channel, message)
    return {"ok": True, "channel": channel.id, "ts": message.ts}


def post_ephemeral(call: Call) -> Json:
    channel = post_target(call)
    person = call.person()
    if person.id not in channel.members:
        raise SlackError("user_not_in_channel")
    message = authored(call.workspace, content(call))
    message.thread_ts = thread_of(call, channel)
    acts.whisper(call.workspace, person, channel, message)
    return {"ok": True, "message_ts": message.ts}


def get_permalink(call: Call) -> Json:
    channel = call.channel()
    message = call.message(channel, "message_ts")
    link = permalink(call.workspace, channel, message)
    return {"ok": True, "channel": channel.id, "permalink": link}


def permalink(workspace: Workspace, channel: Channel, message: Message) -> str:
    link = f"https://{workspace.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    return f"{link}?thread_ts={message.thread_ts}&cid={channel.id}" if message.is_reply else link


def authored(workspace: Workspace, said: Json) -> Message:
    """A message of the app's bot."""
    app = workspace.app
    return Message(
        workspace.ts(),
        app.bot_user,
        said["text"],
        said["blocks"],
        said["attachments"],
        bot_id=app.bot_id,
        app_id=app.id,
        bot_profile=app.bot_profile(workspace.id, int(workspace.now())),
        team=workspace.id,
    )


def post_target(call: Call) -> Channel:
    """Where the app may post: a conversation by id or name, or a person, whose direct message is opened."""
    ref = call.required("channel", "channel_not_found")
    workspace = call.workspace
    person = workspace.people.get(ref)
    if person is not None:
        if not person.takes_messages:
            raise SlackError("cannot_dm_bot")
        if person.deleted:
            raise SlackError("user_disabled")
        return _open_to(workspace.dm(workspace.app.bot_user, person.id), workspace)
    channel = workspace.find_channel(ref)
    if channel is None or (channel.kind != "channel" and not workspace.bot_sees(channel)):
        raise SlackError("channel_not_found")
    if not workspace.bot_sees(channel) and "chat:write.public" not in workspace.app.scopes:
        raise SlackError("not_in_channel")
    return _open_to(channel, workspace)


def thread_of(call: Call, channel: Channel) -> str | None:
    """The thread that is meant: a reply's own ts leads to its parent."""
    given = call.moment("thread_ts", "invalid_thread_ts")
    if not given:
        return None
    parent = channel.timeline.find(given)
    return parent.thread_ts if parent is not None and parent.is_reply else given


def _open_to(channel: Channel, workspace: Workspace) -> Channel:
    if channel.archived:
        raise SlackError("is_archived")
    if channel.kind == "im" and workspace.people[channel.other(workspace.app.bot_user)].deleted:
        raise SlackError("is_inactive")
    return channel


def _changes(call: Call, message: Message) -> Json:
    """What an update changes: a text alone takes the old blocks away; metadata stays unless it is given."""
    changes: Json = {}
    speaks = ("text", "blocks", "attachments", "markdown_text")
    if any(name in call.args for name in speaks) or "metadata" not in call.args:
        changes = content(call, update=True)
        if "attachments" not in call.args:
            changes["attachments"] = None if "text" in call.args else message.attachments
    if "metadata" in call.args:
        changes["metadata"] = metadata(call)
    return changes


def _other_face(call: Call) -> Json:
    """chat:write.customize: another name or icon for this message."""
    face: Json = {name: call.text(name) for name in ("username", "icon_emoji", "icon_url") if call.text(name)}
    if face:
        call.scope("chat:write.customize")
    return face


def _told(channel: Channel, message: Message) -> Json:
    return channel.timeline.shown(message, with_metadata=True)


METHODS = {
    "chat.postMessage": Method(post_message, "post", ("chat:write",)),
    "chat.update": Method(update, "tier3", ("chat:write",)),
    "chat.delete": Method(delete, "tier3", ("chat:write",)),
    "chat.postEphemeral": Method(post_ephemeral, "tier4", ("chat:write",)),
    "chat.getPermalink": Method(get_permalink, "tier4"),
}
