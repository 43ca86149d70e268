"""What a browser needs beside the acts: a stream that says when to look again, and the bytes of files."""

import asyncio
import json
from contextlib import suppress

from aiohttp import web

from sandbox.pulse import Pulse
from sandbox.traffic import Traffic
from sandbox.workspace import Workspace

REST = 0.05
"""Seconds between two messages of the stream: a screen needs no more."""
KEEP_ALIVE = 15.0
PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
"""Shown in place; anything else is only downloaded, so that no file can pass for a page."""


class Live:
    """`GET /control/live`: server-sent events. `GET /control/files/{file}`: a file as its readers get it."""

    def __init__(self, workspace: Workspace, pulse: Pulse, traffic: Traffic) -> None:
        self._workspace, self._pulse, self._traffic = workspace, pulse, traffic

    def add_to(self, app: web.Application) -> None:
        app.router.add_get("/control/live", self._stream)
        app.router.add_get("/control/files/{file}", self._file)
        app.on_shutdown.append(self._end)

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"},
        )
        await response.prepare(request)
        with self._pulse.watched() as beat, suppress(ConnectionError):
            while not self._pulse.is_over:
                try:
                    async with asyncio.timeout(KEEP_ALIVE):
                        await beat.wait()
                except TimeoutError:
                    await response.write(b": still here\n\n")
                    continue
                beat.clear()
                told = json.dumps({"n": self._pulse.count, "traffic": self._traffic.last})
                await response.write(f"data: {told}\n\n".encode())
                await asyncio.sleep(REST)
        return response

    async def _file(self, request: web.Request) -> web.Response:
        file = self._workspace.files.find(request.match_info["file"])
        if file is None or file.content is None:
            raise web.HTTPNotFound
        is_picture = file.mimetype in PICTURES
        headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}
        if not is_picture:
            headers["Content-Disposition"] = "attachment"
        kind = file.mimetype if is_picture else "application/octet-stream"
        return web.Response(body=file.content, content_type=kind, headers=headers)

    async def _end(self, _app: web.Application) -> None:
        self._pulse.end()
