"""Making conversations and changing who is in them."""

import re

from sandbox.methods.call import Call, Method, SlackError
from sandbox.shapes import Json
from sandbox.workspace import acts
from sandbox.workspace.channels import Channel
from sandbox.workspace.messages import Message
from sandbox.workspace.people import Person

NAME_LIMIT, TOPIC_LIMIT = 80, 250
_NAME = re.compile(r"[^\sA-Z!-,./:-@\[-^`{-~]+")
"""No capitals, spaces or punctuation but - and _; letters of any script."""


def create(call: Call) -> Json:
    name = _new_name(call)
    bot = call.workspace.app.bot_user
    channel = Channel(
        call.workspace.mint.id("C"),
        "group" if call.flag("is_private") else "channel",
        name,
        creator=bot,
        created=int(call.workspace.now()),
        members={bot: None},
    )
    call.workspace.add_channel(channel)
    if channel.kind == "channel":
        about = {"id": channel.id, "name": name, "created": channel.created, "creator": bot}
        call.workspace.tell({"type": "channel_created", "channel": about}, "channel_created", channel.id)
    return _channel_answer(call, channel)


def rename(call: Call) -> Json:
    channel = _changeable(call)
    call.workspace.rename_channel(channel, _new_name(call))
    return _channel_answer(call, channel)


def _new_name(call: Call) -> str:
    name = call.required("name", "invalid_name_required")
    if len(name) > NAME_LIMIT:
        raise SlackError("invalid_name_maxlength")
    if not _NAME.fullmatch(name):
        raise SlackError("invalid_name_specials")
    if call.workspace.find_channel("#" + name):
        raise SlackError("name_taken")
    return name


def join(call: Call) -> Json:
    channel = call.channel()
    if channel.kind != "channel":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("is_archived")
    already = call.workspace.bot_sees(channel)
    acts.join(call.workspace, channel, _bot(call))
    warned = {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
    return _channel_answer(call, channel) | (warned if already else {})


def leave(call: Call) -> Json:
    channel = call.channel()
    if channel.is_dm:
        raise SlackError("method_not_supported_for_channel_type")
    if not call.workspace.bot_sees(channel):
        return {"ok": True, "not_in_channel": True}
    acts.leave(call.workspace, channel, _bot(call))
    return {"ok": True}


def invite(call: Call) -> Json:
    channel = _changeable(call)
    ids = call.listed("users")
    if not ids:
        raise SlackError("no_user")
    guests = {one: _may_be_invited(call, channel, one) for one in ids}
    errors = [{"user": one, "ok": False, "error": why} for one, why in guests.items() if why]
    if errors and not (call.flag("force") and len(errors) < len(ids)):
        raise SlackError(str(errors[0]["error"]), errors=errors)
    for one, why in guests.items():
        if not why:
            guest = call.workspace.people[one]
            acts.join(call.workspace, channel, guest, inviter=call.workspace.app.bot_user)
    return _channel_answer(call, channel)


def _may_be_invited(call: Call, channel: Channel, one: str) -> str | None:
    if one == call.workspace.app.bot_user:
        return "cant_invite_self"
    person = call.workspace.people.get(one)
    if person is None:
        return "user_not_found"
    if person.deleted:
        return "cant_invite"
    return "already_in_channel" if one in channel.members else None


def kick(call: Call) -> Json:
    channel = _changeable(call)
    person = call.person()
    if person.id == call.workspace.app.bot_user:
        raise SlackError("cant_kick_self")
    if person.id not in channel.members:
        raise SlackError("not_in_channel")
    acts.leave(call.workspace, channel, person)
    return {"ok": True, "errors": {}}


def archive(call: Call) -> Json:
    channel = call.joined_channel()
    if channel.is_dm:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("already_archived")
    acts.set_archived(call.workspace, channel, call.workspace.app.bot_user, archived=True)
    return {"ok": True}


def unarchive(call: Call) -> Json:
    channel = call.channel()
    if not channel.archived:
        raise SlackError("not_archived")
    acts.set_archived(call.workspace, channel, call.workspace.app.bot_user, archived=False)
    return {"ok": True}


def set_topic(call: Call) -> Json:
    return _set(call, "topic")


def set_purpose(call: Call) -> Json:
    return _set(call, "purpose")


def _set(call: Call, what: str) -> Json:
    channel = _changeable(call)
    words = call.text(what)
    if len(words) > TOPIC_LIMIT:
        raise SlackError("too_long")
    setattr(channel, what, words)
    bot = call.workspace.app
    subtype = f"{'channel' if channel.kind == 'channel' else 'group'}_{what}"
    text = f"set the channel {what}: {words}"
    said = Message(call.workspace.ts(), bot.bot_user, text, subtype=subtype, extra={what: words})
    acts.post(call.workspace, channel, said)
    return _channel_answer(call, channel) | {what: words}


def _changeable(call: Call) -> Channel:
    channel = call.joined_channel()
    if channel.is_dm:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("is_archived")
    return channel


def _bot(call: Call) -> Person:
    return call.workspace.people[call.workspace.app.bot_user]


def _channel_answer(call: Call, channel: Channel) -> Json:
    return {"ok": True, "channel": channel.shown(call.workspace.id, call.workspace.app.bot_user)}


WRITE = ("channels:manage", "groups:write", "channels:write")
METHODS = {
    "conversations.create": Method(create, "tier2", WRITE),
    "conversations.rename": Method(rename, "tier2", WRITE),
    "conversations.join": Method(join, "tier3", ("channels:join",)),
    "conversations.leave": Method(leave, "tier3", WRITE),
    "conversations.invite": Method(invite, "tier3", (*WRITE, "channels:write.invites", "groups:write.invites")),
    "conversations.kick": Method(kick, "tier3", WRITE),
    "conversations.archive": Method(archive, "tier2", WRITE),
    "conversations.unarchive": Method(unarchive, "tier2", WRITE),
    "conversations.setTopic": Method(set_topic, "tier2", (*WRITE, "channels:write.topic", "groups:write.topic")),
    "conversations.setPurpose": Method(set_purpose, "tier2", (*WRITE, "channels:write.topic")),
}
