from aiohttp import web
from aiohttp.typedefs import Handler

from sandbox.budgets import Budgets
from sandbox.control.control import Control
from sandbox.control.live import Live
from sandbox.control.routes import ControlApi
from sandbox.deliveries.dispatch import Dispatcher
from sandbox.deliveries.http import HttpTransport
from sandbox.deliveries.parcel import Outcome, Parcel
from sandbox.deliveries.sockets import Sockets
from sandbox.faults import Faults
from sandbox.file_transfer import FileTransfer
from sandbox.flights import Flights
from sandbox.methods.endpoint import WebApi
from sandbox.page import add_page
from sandbox.pulse import Pulse
from sandbox.response_urls import ResponseUrls
from sandbox.timetable import keep_timetable
from sandbox.traffic import Traffic
from sandbox.workspace import Workspace

HOSTS = {"127.0.0.1", "localhost", "::1"}
BODY_LIMIT = 64 * 1024 * 1024
"""Files come through the same door."""


class Sandbox:
    """A Slack workspace on this machine at `url`; an app's Web API is at `api_url`."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.url = ""
        self.faults = Faults()
        self.pulse = Pulse()
        self.traffic = Traffic(workspace.now, self.pulse.beat)
        self.flights = Flights(self.pulse.beat)
        self._background = Flights()
        self._http = HttpTransport(workspace)
        self.sockets = Sockets(workspace, self._background)
        self._dispatcher = Dispatcher(workspace, self._send, self.faults, self.traffic, self.flights)
        self._runner: web.AppRunner | None = None

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Port 0 takes a free one. Raises ValueError for an address that is not loopback."""
        if host not in HOSTS:
            raise ValueError(f"the sandbox listens on loopback only, not on {host}")
        await self._http.start()
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        bound = self._runner.addresses[0]
        self.url = f"http://[{bound[0]}]:{bound[1]}" if ":" in bound[0] else f"http://{bound[0]}:{bound[1]}"
        self._background.start("timetable", keep_timetable(self.workspace))

    async def stop(self) -> None:
        await self.flights.cancel()
        await self._background.cancel()
        await self.sockets.stop()
        if self._runner is not None:
            await self._runner.cleanup()
        await self._http.stop()

    async def _send(self, parcel: Parcel) -> Outcome:
        transport = self.sockets if self.workspace.app.mode == "socket" else self._http
        return await transport.send(parcel)

    def _application(self) -> web.Application:
        workspace, files = self.workspace, FileTransfer(self.workspace, self.faults)
        app = web.Application(client_max_size=BODY_LIMIT, middlewares=[only_from_here, self._felt])
        budgets = Budgets(workspace.now, workspace.scale)
        api = WebApi(workspace, budgets, self.faults, self.traffic, self.flights)
        app.router.add_route("*", "/api/{method}", api.handle)
        app.router.add_get("/link/", self.sockets.handle)
        app.router.add_post("/hooks/{hook}", ResponseUrls(workspace, self.traffic).handle)
        app.router.add_post("/upload/v1/{token}", files.upload)
        app.router.add_get("/files-pri/{file}/{name}", files.download)
        self._control().add_to(app)
        Live(workspace, self.pulse, self.traffic).add_to(app)
        add_page(app)
        return app

    @web.middleware
    async def _felt(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Whatever is asked of the sandbox may change what people see; looking does not."""
        try:
            return await handler(request)
        finally:
            if request.method != "GET" or request.path.startswith("/api/"):
                self.pulse.beat()

    def _control(self) -> ControlApi:
        return ControlApi(
            Control(
                self.workspace, self._dispatcher, self.faults, self.traffic, self.flights, self.sockets,
                lambda: self.url,
            )
        )  # fmt: skip


@web.middleware
async def only_from_here(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Web pages of other places, open in a browser on this machine, may not reach in, nor by another name."""
    if request.url.host not in HOSTS:
        return web.Response(status=403, text="the sandbox answers to loopback names only")
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"{request.scheme}://{request.host}":
        return web.Response(status=403, text="only pages of the sandbox itself may call it")
    return await handler(request)
