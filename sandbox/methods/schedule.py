"""Messages for later. The sandbox posts them from `Timetable`, by the workspace's clock."""

from sandbox.methods.call import Call, Method, SlackError
from sandbox.methods.chat import post_target, thread_of
from sandbox.methods.content import content
from sandbox.methods.pages import page
from sandbox.shapes import Json
from sandbox.workspace.workspace import Scheduled

FARTHEST = 120 * 24 * 3600
WINDOW, WINDOW_MOST = 5 * 60, 30
"""At most 120 days ahead, and 30 messages per 5 minutes and channel
(docs.slack.dev/reference/methods/chat.scheduleMessage)."""


def schedule(call: Call) -> Json:
    channel = post_target(call)
    at = _post_at(call)
    near = [one for one in call.workspace.scheduled.values() if one.channel == channel.id]
    if sum(abs(one.at - at) < WINDOW for one in near) >= WINDOW_MOST:
        raise SlackError("restricted_too_many")
    said = content(call)
    one = Scheduled(call.workspace.mint.id("Q"), channel.id, at, said, thread_of(call, channel))
    # Slack takes metadata here and then never posts the message; so does the sandbox.
    one.never = bool(call.args.get("metadata"))
    call.workspace.scheduled[one.id] = one
    message = {"text": said["text"], "bot_id": call.workspace.app.bot_id, "type": "delayed_message"}
    told = {"channel": channel.id, "scheduled_message_id": one.id, "post_at": at, "message": message}
    return {"ok": True, **told}


def listed(call: Call) -> Json:
    wanted = call.text("channel")
    known = [one for one in call.workspace.scheduled.values() if wanted in {"", one.channel}]
    found, cursor = page(call, known, 100)
    shown = [
        {
            "id": one.id,
            "channel_id": one.channel,
            "post_at": one.at,
            "date_created": one.at,
            "text": one.said["text"],
        }
        for one in found
    ]
    return {"ok": True, "scheduled_messages": shown, "response_metadata": {"next_cursor": cursor}}


def delete(call: Call) -> Json:
    one = call.workspace.scheduled.get(call.text("scheduled_message_id"))
    if one is None or one.channel != call.channel().id:
        raise SlackError("invalid_scheduled_message_id")
    del call.workspace.scheduled[one.id]
    return {"ok": True}


def _post_at(call: Call) -> int:
    raw = call.required("post_at", "invalid_time")
    if not raw.isdigit():
        raise SlackError("invalid_time")
    ahead = int(raw) - call.workspace.now()
    if ahead <= 0:
        raise SlackError("time_in_past")
    if ahead > FARTHEST:
        raise SlackError("time_too_far")
    return int(raw)


METHODS = {
    "chat.scheduleMessage": Method(schedule, "tier3", ("chat:write",)),
    "chat.scheduledMessages.list": Method(listed, "tier3"),
    "chat.deleteScheduledMessage": Method(delete, "tier3", ("chat:write",)),
}
