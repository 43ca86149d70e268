import re

from sandbox.methods.call import Call, Method, SlackError
from sandbox.shapes import Json
from sandbox.workspace import acts
from sandbox.workspace.channels import Channel
from sandbox.workspace.messages import Message

KINDS_LIMIT = 23
"""Different emoji on one message."""
_NAME = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?")


def add(call: Call) -> Json:
    channel, message = _item(call)
    name = _name(call)
    if name not in message.reactions and len(message.reactions) >= KINDS_LIMIT:
        raise SlackError("too_many_emoji")
    if not acts.react(call.workspace, channel, message, call.workspace.app.bot_user, name):
        raise SlackError("already_reacted")
    return {"ok": True}


def remove(call: Call) -> Json:
    channel, message = _item(call)
    if not acts.unreact(call.workspace, channel, message, call.workspace.app.bot_user, _name(call)):
        raise SlackError("no_reaction")
    return {"ok": True}


def get(call: Call) -> Json:
    channel, message = _item(call)
    shown = channel.timeline.shown(message)
    return {"ok": True, "type": "message", "channel": channel.id, "message": shown}


def _item(call: Call) -> tuple[Channel, Message]:
    if not call.text("timestamp"):
        raise SlackError("no_item_specified")
    channel = call.joined_channel()
    if channel.archived and call.method != "reactions.get":
        raise SlackError("is_archived")
    call.moment("timestamp", "bad_timestamp")
    return channel, call.message(channel, "timestamp")


def _name(call: Call) -> str:
    name = call.text("name").strip(":")
    if not _NAME.fullmatch(name):
        raise SlackError("invalid_name")
    return name


METHODS = {
    "reactions.add": Method(add, "tier3", ("reactions:write",)),
    "reactions.remove": Method(remove, "tier2", ("reactions:write",)),
    "reactions.get": Method(get, "tier3", ("reactions:read",)),
}
