"""Pins and bookmarks."""

from sandbox.methods.call import Call, Method, SlackError
from sandbox.shapes import Json
from sandbox.workspace.channels import Channel
from sandbox.workspace.messages import Message

MOST_BOOKMARKS = 100


def pin(call: Call) -> Json:
    channel, message = _pinnable(call)
    if not channel.timeline.pin(message):
        raise SlackError("already_pinned")
    return {"ok": True}


def unpin(call: Call) -> Json:
    channel, message = _pinnable(call)
    if not channel.timeline.unpin(message):
        raise SlackError("no_pin")
    return {"ok": True}


def pins(call: Call) -> Json:
    channel = call.joined_channel()
    items = [
        {"type": "message", "channel": channel.id, "message": channel.timeline.shown(one)}
        for one in channel.timeline.pinned
    ]
    return {"ok": True, "items": items}


def _pinnable(call: Call) -> tuple[Channel, Message]:
    channel = call.joined_channel()
    if not call.text("timestamp"):
        raise SlackError("no_item_specified")
    return channel, call.message(channel, "timestamp")


def add_bookmark(call: Call) -> Json:
    channel = call.joined_channel("channel_id")
    title, kind = call.required("title"), call.required("type")
    if kind != "link":
        raise SlackError("invalid_bookmark_type")
    if not call.text("link").startswith(("http://", "https://")):
        raise SlackError("invalid_link")
    if len(channel.bookmarks) >= MOST_BOOKMARKS:
        raise SlackError("too_many_bookmarks")
    at = int(call.workspace.now())
    bookmark: Json = {
        "id": call.workspace.mint.id("Bk"),
        "channel_id": channel.id,
        "title": title,
        "link": call.text("link"),
        "emoji": call.text("emoji"),
        "type": kind,
        "date_created": at,
        "date_updated": 0,
        "app_id": call.workspace.app.id,
    }
    channel.bookmarks.append(bookmark)
    return {"ok": True, "bookmark": bookmark}


def bookmarks(call: Call) -> Json:
    return {"ok": True, "bookmarks": call.joined_channel("channel_id").bookmarks}


def remove_bookmark(call: Call) -> Json:
    channel = call.joined_channel("channel_id")
    kept = [one for one in channel.bookmarks if one["id"] != call.text("bookmark_id")]
    if len(kept) == len(channel.bookmarks):
        raise SlackError("not_found")
    channel.bookmarks = kept
    return {"ok": True}


METHODS = {
    "pins.add": Method(pin, "tier2", ("pins:write",)),
    "pins.remove": Method(unpin, "tier2", ("pins:write",)),
    "pins.list": Method(pins, "tier2", ("pins:read",)),
    "bookmarks.add": Method(add_bookmark, "tier2", ("bookmarks:write",)),
    "bookmarks.list": Method(bookmarks, "tier3", ("bookmarks:read",)),
    "bookmarks.remove": Method(remove_bookmark, "tier2", ("bookmarks:write",)),
}
