from aiohttp import BodyPartReader, web

from sandbox.workspace import Workspace


class FileTransfer:
    """Where the bytes of files go and come from."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def upload(self, request: web.Request) -> web.Response:
        """The address that files.getUploadURLExternal gave: the bytes as the body or as a form's file."""
        file = self._workspace.files.take_upload(request.match_info["token"])
        if file is None:
            return web.Response(status=404, text="not found")
        file.content = await _bytes(request)
        file.size = len(file.content)
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


async def _bytes(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader) and part.filename is not None:
            return bytes(await part.read(decode=True))
    return b""
