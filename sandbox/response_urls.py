import json

from aiohttp import web

from sandbox.methods.call import SlackError
from sandbox.methods.chat import authored
from sandbox.methods.content import checked
from sandbox.shapes import Json
from sandbox.traffic import Traffic
from sandbox.workspace import Workspace, acts
from sandbox.workspace.channels import Channel
from sandbox.workspace.passes import Hook


class ResponseUrls:
    """`/hooks/{id}`: answers to one interaction, whatever the app may post elsewhere.

    docs.slack.dev/interactivity/handling-user-interaction: five uses, 30 minutes, ephemeral by default.
    """

    def __init__(self, workspace: Workspace, traffic: Traffic) -> None:
        self._workspace, self._traffic = workspace, traffic

    async def handle(self, request: web.Request) -> web.Response:
        entry = self._traffic.note("response_url", args=None, status=200, answer="ok")
        try:
            entry["args"] = args = await _body(request)
            hook = self._take(request.match_info["hook"])
            answer(self._workspace, hook, args)
        except SlackError as error:
            entry |= {"status": 404 if error.code.endswith("_url") else 400, "answer": error.answer()}
            return web.json_response(error.answer(), status=entry["status"])
        return web.Response(text="ok")

    def _take(self, hook_id: str) -> Hook:
        hook = self._workspace.passes.hooks.get(hook_id)
        if hook is None or self._workspace.now() > hook.until:
            raise SlackError("expired_url")
        if hook.uses <= 0:
            raise SlackError("used_url")
        hook.uses -= 1
        return hook


def answer(workspace: Workspace, hook: Hook, args: Json) -> None:
    """What a response_url, or the body of an acknowledged command, makes the person or the channel see."""
    channel = workspace.channels[hook.channel]
    if args.get("delete_original"):
        _delete(workspace, channel, hook)
    elif args.get("replace_original") and hook.source is not None:
        _replace(workspace, channel, hook, checked(workspace, args))
    else:
        _say(workspace, channel, hook, args)


def _say(workspace: Workspace, channel: Channel, hook: Hook, args: Json) -> None:
    message = authored(workspace, checked(workspace, args))
    message.thread_ts = str(args["thread_ts"]) if args.get("thread_ts") else None
    if args.get("response_type") == "in_channel":
        acts.post(workspace, channel, message)
    else:
        acts.whisper(workspace, workspace.people[hook.person], channel, message)


def _replace(workspace: Workspace, channel: Channel, hook: Hook, said: Json) -> None:
    source = hook.source or {}
    ephemeral = workspace.ephemerals.get(hook.person, {}).get(source.get("ephemeral", ""))
    if ephemeral is not None:
        message = authored(workspace, said)
        message.ts = ephemeral.message.ts
        acts.whisper(workspace, workspace.people[hook.person], channel, message)
        return
    kept = channel.timeline.find(source.get("ts", ""))
    if kept is None:
        raise SlackError("message_not_found")
    acts.edit(workspace, channel, kept, workspace.app.bot_user, said)


def _delete(workspace: Workspace, channel: Channel, hook: Hook) -> None:
    source = hook.source or {}
    if workspace.ephemerals.get(hook.person, {}).pop(source.get("ephemeral", ""), None) is not None:
        return
    kept = channel.timeline.find(source.get("ts", ""))
    if kept is None:
        raise SlackError("message_not_found")
    acts.delete(workspace, channel, kept)


async def _body(request: web.Request) -> Json:
    """JSON, or a form whose `payload` is JSON."""
    raw: str | bytes = await request.read()
    if request.content_type == "application/x-www-form-urlencoded":
        raw = str((await request.post()).get("payload", ""))
    try:
        value = json.loads(raw)
    except ValueError:
        raise SlackError("invalid_payload") from None
    if not isinstance(value, dict):
        raise SlackError("invalid_payload")
    return value
