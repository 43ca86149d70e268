"""Reading conversations, and opening direct messages."""

from sandbox.methods.call import Call, Method, SlackError
from sandbox.methods.pages import cursor_at, cursor_place, page
from sandbox.methods.users import type_of
from sandbox.shapes import Json
from sandbox.workspace.channels import Channel
from sandbox.workspace.timeline import parse_ts

MPIM_MOST = 8
HISTORY_DEFAULT, REPLIES_DEFAULT, PAGE_MOST = 100, 1000, 999


def open_dm(call: Call) -> Json:
    workspace, bot = call.workspace, call.workspace.app.bot_user
    if call.text("channel"):
        channel = call.channel()
        if not channel.is_dm:
            raise SlackError("method_not_supported_for_channel_type")
        return {"ok": True, "no_op": True, "already_open": True, "channel": _opened(call, channel)}
    members = _invited(call)
    existed = workspace.find_dm(bot, *members) is not None
    channel = workspace.dm(bot, *members)
    again = {"no_op": True, "already_open": True} if existed else {}
    return {"ok": True, **again, "channel": _opened(call, channel)}


def _invited(call: Call) -> list[str]:
    ids = call.listed("users")
    if not ids:
        raise SlackError("users_list_not_supplied")
    if len(ids) > MPIM_MOST:
        raise SlackError("too_many_users")
    for one in ids:
        person = call.workspace.people.get(one)
        if person is None:
            raise SlackError("user_not_found")
        if not person.takes_messages:
            raise SlackError("cannot_dm_bot")
        if person.deleted:
            raise SlackError("user_disabled")
    return ids


def _opened(call: Call, channel: Channel) -> Json:
    return _shown(call, channel) if call.flag("return_im") else {"id": channel.id}


def info(call: Call) -> Json:
    channel = call.channel()
    call.scope_of(channel, "read")
    shown = _shown(call, channel)
    if call.flag("include_num_members"):
        shown["num_members"] = len(channel.members)
    if call.flag("include_locale"):
        shown["locale"] = "en-US"
    latest = channel.timeline.latest
    if channel.is_dm:
        shown |= {"last_read": "0000000000.000000", "latest": latest.shown() if latest else None}
    return {"ok": True, "channel": shown}


def listed(call: Call) -> Json:
    kinds = set(call.listed("types") or ["public_channel"])
    if kinds - {"public_channel", "private_channel", "im", "mpim"}:
        raise SlackError("invalid_types")
    known = [
        channel
        for channel in call.workspace.channels.values()
        if type_of(channel) in kinds
        and (channel.kind == "channel" or call.workspace.bot_sees(channel))
        and not (channel.archived and call.flag("exclude_archived"))
    ]
    channels, cursor = page(call, known, 100)
    shown = [_shown(call, one) | {"num_members": len(one.members)} for one in channels]
    return {"ok": True, "channels": shown, "response_metadata": {"next_cursor": cursor}}


def members(call: Call) -> Json:
    channel = call.channel()
    call.scope_of(channel, "read")
    ids, cursor = page(call, list(channel.members), 100)
    return {"ok": True, "members": ids, "response_metadata": {"next_cursor": cursor}}


def history(call: Call) -> Json:
    channel = call.joined_channel()
    call.scope_of(channel, "history")
    oldest, latest = _span(call)
    limit = call.number("limit", HISTORY_DEFAULT, PAGE_MOST)
    inclusive = call.flag("inclusive")
    if call.text("cursor"):
        latest, inclusive = cursor_place(call.text("cursor"), "next_ts"), False
    found, more = channel.timeline.newest_first(oldest, latest, inclusive=inclusive, limit=limit)
    with_metadata = call.flag("include_all_metadata")
    answer: Json = {
        "ok": True,
        "messages": channel.timeline.all_shown(found, with_metadata=with_metadata),
        "has_more": more,
        "pin_count": len(channel.timeline.pinned),
        "channel_actions_ts": None,
        "channel_actions_count": 0,
    }
    return answer | _next(found[-1].ts if more else None)


def replies(call: Call) -> Json:
    channel = call.joined_channel()
    call.scope_of(channel, "history")
    parent = call.message(channel, "ts", "thread_not_found")
    if parent.is_reply:
        # Asked with a reply's ts, Slack answers with that reply alone.
        alone = channel.timeline.shown(parent, with_metadata=call.flag("include_all_metadata"))
        return {"ok": True, "messages": [alone], "has_more": False}
    oldest, latest = _span(call)
    limit = call.number("limit", REPLIES_DEFAULT, PAGE_MOST + 1)
    inclusive = call.flag("inclusive")
    if call.text("cursor"):
        oldest, inclusive = cursor_place(call.text("cursor"), "next_ts"), False
    found, more = channel.timeline.thread(parent, oldest, latest, inclusive=inclusive, limit=limit)
    with_metadata = call.flag("include_all_metadata")
    shown = channel.timeline.all_shown(found, with_metadata=with_metadata)
    return {"ok": True, "messages": shown, "has_more": more} | _next(found[-1].ts if more else None)


def _span(call: Call) -> tuple[str, str]:
    return call.moment("oldest", "invalid_ts_oldest"), call.moment("latest", "invalid_ts_latest")


def _next(ts: str | None) -> Json:
    if ts is None:
        return {}
    return {"response_metadata": {"next_cursor": cursor_at(f"next_ts:{parse_ts(ts)}")}}


def _shown(call: Call, channel: Channel) -> Json:
    return channel.shown(call.workspace.id, call.workspace.app.bot_user)


READ = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
METHODS = {
    "conversations.open": Method(open_dm, "tier3", ("im:write", "mpim:write")),
    "conversations.info": Method(info, "tier3", READ),
    "conversations.list": Method(listed, "tier2", READ),
    "conversations.members": Method(members, "tier4", READ),
    "conversations.history": Method(history, "tier3", HISTORY),
    "conversations.replies": Method(replies, "tier3", HISTORY),
}
