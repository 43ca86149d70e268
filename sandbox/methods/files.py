"""The external-upload flow: ask for an address, send the bytes there, complete.

docs.slack.dev/messaging/working-with-files
"""

import mimetypes

from sandbox.methods.call import Call, Method, SlackError
from sandbox.methods.chat import authored, post_target, thread_of
from sandbox.methods.content import checked
from sandbox.shapes import Json
from sandbox.workspace import acts
from sandbox.workspace.channels import Channel
from sandbox.workspace.files import File

SCANNING = 0.3
"""Seconds that Slack looks a file through after it was completed; of its own accord it takes about a second."""


def get_upload_url(call: Call) -> Json:
    name = call.required("filename")
    length = call.required("length")
    if not length.isdigit() or int(length) < 1:
        raise SlackError("invalid_arguments", response_metadata={"messages": ["[ERROR] invalid length"]})
    workspace = call.workspace
    at = int(workspace.now())
    file = File(workspace.mint.id("F"), name, workspace.app.bot_user, int(length), at)
    file.mimetype = mimetypes.guess_type(name)[0] or file.mimetype
    token = workspace.mint.token()
    workspace.files.add(file, token)
    return {"ok": True, "upload_url": f"{call.base_url}/upload/v1/{token}", "file_id": file.id}


def complete_upload(call: Call) -> Json:
    files = _uploaded(call)
    for file in files:
        file.completed = True
        file.ready_at = call.workspace.now() + SCANNING * call.workspace.scale.time
    for channel in _targets(call):
        _share(call, channel, files)
    return {"ok": True, "files": [_shown(call, file) for file in files]}


def info(call: Call) -> Json:
    file = _file(call, call.required("file", "file_not_found"))
    if not file.completed:
        raise SlackError("file_not_found")
    return {"ok": True, "file": _shown(call, file), "comments": [], "response_metadata": {"next_cursor": ""}}


def delete(call: Call) -> Json:
    file = _file(call, call.required("file", "file_not_found"))
    if file.owner != call.workspace.app.bot_user:
        raise SlackError("cant_delete_file")
    call.workspace.files.remove(file)
    return {"ok": True}


def _uploaded(call: Call) -> list[File]:
    given = call.parsed("files", "invalid_arguments")
    if not isinstance(given, list) or not given:
        raise SlackError(
            "invalid_arguments", response_metadata={"messages": ["[ERROR] missing required field: files"]}
        )
    files = []
    for one in given:
        file = _file(call, str(one.get("id")) if isinstance(one, dict) else "")
        if file.content is None or file.completed:  # "This method can only be called once."
            raise SlackError("file_not_found")
        file.title = str(one.get("title") or file.name)
        files.append(file)
    return files


def _file(call: Call, file_id: str) -> File:
    file = call.workspace.files.find(file_id)
    if file is None:
        raise SlackError("file_not_found")
    return file


def _targets(call: Call) -> list[Channel]:
    ids = call.listed("channels") or call.listed("channel_id")
    return [post_target(Call(call.workspace, call.method, {"channel": one}, call.base_url)) for one in ids]


def _share(call: Call, channel: Channel, files: list[File]) -> None:
    said: Json = {"text": call.text("initial_comment"), "blocks": call.parsed("blocks", "invalid_blocks_format")}
    nothing: Json = {"text": "", "blocks": None, "attachments": None}
    message = authored(call.workspace, checked(call.workspace, said) if any(said.values()) else nothing)
    message.subtype, message.thread_ts = "file_share", thread_of(call, channel)
    for file in files:
        file.shared = True
        file.channels.append(channel.id)
        message.files.append(_shown(call, file))
    acts.post(call.workspace, channel, message)


def _shown(call: Call, file: File) -> Json:
    shown = file.shown(call.workspace.id, call.base_url) | {"channels": list(file.channels)}
    unknown = {"mimetype": "", "filetype": "", "pretty_type": ""}
    return shown | (unknown if call.workspace.now() < file.ready_at else {})


METHODS = {
    "files.getUploadURLExternal": Method(get_upload_url, "tier4", ("files:write",)),
    "files.completeUploadExternal": Method(complete_upload, "tier4", ("files:write",)),
    "files.delete": Method(delete, "tier3", ("files:write",)),
    "files.info": Method(info, "tier4", ("files:read",)),
}
