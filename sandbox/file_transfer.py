import asyncio

from aiohttp import BodyPartReader, web

from sandbox.faults import Faults, Rule
from sandbox.workspace import Workspace

SENT = "files.upload.bytes"
"""By this name faults strike the sending of bytes, which is no method of Slack's."""


class FileTransfer:
    """Where the bytes of files go and come from."""

    def __init__(self, workspace: Workspace, faults: Faults) -> None:
        self._workspace = workspace
        self._faults = faults

    async def upload(self, request: web.Request) -> web.Response:
        """The address that files.getUploadURLExternal gave: the bytes as the body or as a form's file."""
        rule = self._faults.strike(SENT, "*")
        if rule is not None and rule.fault in {"429", "5xx", "cut_before", "late_accept"}:
            return _refused(rule, request)
        token, content = request.match_info["token"], await _bytes(request)
        answer = self._kept(token, content)
        if rule is None:
            return answer
        await asyncio.sleep(rule.seconds)
        return answer if rule.fault == "delay" else _cut(request)

    def _kept(self, token: str, content: bytes) -> web.Response:
        """An address works once, and for as many bytes as were announced."""
        file = self._workspace.files.take_upload(token)
        if file is None:
            return web.Response(status=404, text="not found")
        if len(content) != file.size:
            return web.Response(status=400, text="wrong length")
        file.content = content
        return web.Response(text=f"OK - {file.size}")

    async def download(self, request: web.Request) -> web.Response:
        """url_private: with a bot token that may read files; else a login page, as from Slack."""
        app = self._workspace.app
        held = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if held != app.bot_token or app.revoked or not app.has_scope("files:read"):
            return web.Response(text="<html><body>Sign in</body></html>", content_type="text/html")
        file = self._workspace.files.find(request.match_info["file"].partition("-")[2])
        if file is None or file.content is None:
            return web.Response(status=404, text="not found")
        return web.Response(body=file.content, content_type=file.mimetype)


def _refused(rule: Rule, request: web.Request) -> web.Response:
    if rule.fault in {"429", "5xx"}:
        return web.Response(status=429 if rule.fault == "429" else rule.status, text="not now")
    return _cut(request)


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _bytes(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader) and part.filename is not None:
            return bytes(await part.read(decode=True))
    return b""
