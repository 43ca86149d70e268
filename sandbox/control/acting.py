"""Acts of a person outside messages' buttons and forms."""

import base64
import mimetypes

from sandbox.control.control import Control, ControlError, wanted
from sandbox.control.sees import Glance
from sandbox.control.typed import command_text, message_text
from sandbox.deliveries import interactions
from sandbox.deliveries.parcel import Outcome
from sandbox.methods.call import SlackError
from sandbox.response_urls import answer
from sandbox.shapes import Json
from sandbox.workspace import acts
from sandbox.workspace.channels import Channel
from sandbox.workspace.files import File
from sandbox.workspace.messages import Message
from sandbox.workspace.passes import Hook
from sandbox.workspace.people import Person


async def command(control: Control, person: Person, args: Json) -> Json:
    workspace, glance = control.workspace, Glance(control, person)
    channel = control.channel(args.get("channel", "@app"), person)
    name, _, rest = wanted(args, "text").partition(" ")
    known = workspace.app.command(name)
    if known is None:
        raise ControlError(404, f"{name} is no command of the app")
    hook = workspace.passes.hook(person.id, channel.id)
    text = command_text(workspace, rest.strip(), escape=bool(known.get("escape")))
    url = control.response_url(hook)
    outcome = await control.dispatcher.deliver(interactions.command(workspace, person, channel, name, text, url))
    error = outcome.error or _answered(control, hook, outcome)
    return glance.answer(outcome, message=f'{name} failed with the error "{error}"' if error else None)


def _answered(control: Control, hook: Hook, outcome: Outcome) -> str | None:
    """Shows what the acknowledgement carried; an answer that Slack would not show is a failure."""
    said = outcome.parsed()
    if not any(said.get(name) for name in ("text", "blocks", "attachments")):
        return None
    try:
        answer(control.workspace, hook, said)
    except SlackError:
        return "dispatch_failed"
    return None


async def message(control: Control, person: Person, args: Json) -> Json:
    workspace = control.workspace
    channel = writable(control, person, args)
    text, blocks = message_text(workspace, str(args.get("text") or ""))
    files = [file_of(control, ref) for ref in args.get("files") or []]
    if not text and not files:
        raise ControlError(400, "a message says something or carries a file")
    said = Message(workspace.ts(), person.id, text, blocks or None, team=person.team_id)
    said.client_msg_id = _client_id(control)
    if person.team_id != workspace.id:
        said.extra = {"user_team": person.team_id, "source_team": person.team_id}
    said.thread_ts = _thread(channel, args)
    _attach(control, said, channel, files)
    acts.post(workspace, channel, said)
    return {"ok": True, "ts": said.ts, "channel": channel.id}


async def edit(control: Control, person: Person, args: Json) -> Json:
    channel = writable(control, person, args)
    said = own_message(channel, person, args)
    text, blocks = message_text(control.workspace, wanted(args, "text"))
    acts.edit(control.workspace, channel, said, person.id, {"text": text, "blocks": blocks})
    return {"ok": True, "ts": said.ts, "channel": channel.id}


async def delete(control: Control, person: Person, args: Json) -> Json:
    channel = writable(control, person, args)
    acts.delete(control.workspace, channel, own_message(channel, person, args))
    return {"ok": True}


async def react(control: Control, person: Person, args: Json) -> Json:
    channel = writable(control, person, args)
    name = wanted(args, "reaction").strip(":")
    found = any_message(channel, args)
    act = acts.unreact if args.get("remove") else acts.react
    return {"ok": True, "changed": act(control.workspace, channel, found, person.id, name)}


async def upload(control: Control, person: Person, args: Json) -> Json:
    """A file put into a conversation, with words or without; without `channel` only uploaded, for a form."""
    try:
        content = base64.b64decode(args.get("content_base64") or "", validate=True)
    except (ValueError, TypeError) as error:
        raise ControlError(400, "content_base64 is no base64") from error
    workspace, name = control.workspace, wanted(args, "filename")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    at = int(workspace.now())
    file = workspace.files.add(File(workspace.mint.id("F"), name, person.id, len(content), at, name, content, kind))
    file.completed = True
    if not args.get("channel"):
        return {"ok": True, "file": file.id}
    return await message(control, person, args | {"files": [file.id]}) | {"file": file.id}


async def home(control: Control, person: Person, _args: Json) -> Json:
    acts.open_home(control.workspace, person, "home")
    return {"ok": True}


async def dm(control: Control, person: Person, _args: Json) -> Json:
    acts.open_home(control.workspace, person, "messages")
    return {"ok": True, "channel": control.channel("@app", person).id}


async def shortcut(control: Control, person: Person, args: Json) -> Json:
    workspace, glance = control.workspace, Glance(control, person)
    known = workspace.app.shortcut(wanted(args, "callback_id"))
    if known is None:
        raise ControlError(404, f"the app has no shortcut {args['callback_id']!r}")
    if known.get("type") != "message":
        parcel = interactions.global_shortcut(workspace, person, known["callback_id"])
        return glance.answer(await control.dispatcher.deliver(parcel))
    channel = control.channel(args.get("channel"), person)
    found = any_message(channel, args)
    thread_ts = found.thread_ts if found.is_reply else None
    hook = workspace.passes.hook(person.id, channel.id, {"ts": found.ts}, thread_ts)
    shown = channel.timeline.shown(found)
    url = control.response_url(hook)
    parcel = interactions.message_shortcut(workspace, person, channel, known["callback_id"], shown, url)
    return glance.answer(await control.dispatcher.deliver(parcel))


async def join(control: Control, person: Person, args: Json) -> Json:
    channel = control.channel(args.get("channel"), person)
    if channel.kind != "channel" or channel.archived:
        raise ControlError(409, f"nobody can join {channel.name}")
    acts.join(control.workspace, channel, person)
    return {"ok": True}


async def leave(control: Control, person: Person, args: Json) -> Json:
    acts.leave(control.workspace, control.channel(args.get("channel"), person), person)
    return {"ok": True}


async def invite(control: Control, person: Person, args: Json) -> Json:
    """Somebody else, or the app ("@app" or its bot's id), into a channel."""
    channel = writable(control, person, args)
    who = wanted(args, "user")
    guest = control.person(control.workspace.app.bot_user if who == "@app" else who)
    acts.join(control.workspace, channel, guest, inviter=person.id)
    return {"ok": True}


def writable(control: Control, person: Person, args: Json) -> Channel:
    channel = control.channel(args.get("channel"), person)
    if person.id not in channel.members:
        raise ControlError(409, f"{person.name} is not in {channel.name}")
    if channel.archived:
        raise ControlError(409, f"{channel.name} is archived")
    return channel


def any_message(channel: Channel, args: Json) -> Message:
    found = channel.timeline.find(wanted(args, "ts"))
    if found is None:
        raise ControlError(404, f"no message {args['ts']} in {channel.name or channel.id}")
    return found


def own_message(channel: Channel, person: Person, args: Json) -> Message:
    found = any_message(channel, args)
    if found.user != person.id:
        raise ControlError(409, f"{person.name} did not write that message")
    return found


def file_of(control: Control, ref: str) -> File:
    file = control.workspace.files.find(ref)
    if file is None:
        raise ControlError(404, f"there is no file {ref!r}")
    return file


def _attach(control: Control, said: Message, channel: Channel, files: list[File]) -> None:
    for file in files:
        file.shared = True
        file.channels.append(channel.id)
        said.files.append(file.shown(control.workspace.id, control.base_url()))
        said.subtype = "file_share"


def _thread(channel: Channel, args: Json) -> str | None:
    if not args.get("thread_ts"):
        return None
    parent = any_message(channel, {"ts": args["thread_ts"]})
    return parent.thread_ts or parent.ts


def _client_id(control: Control) -> str:
    token = control.workspace.mint.token()
    return "-".join((token[:8], token[8:12], token[12:16], token[16:20], token[20:]))
