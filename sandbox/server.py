import ipaddress
import socket

from aiohttp import web

from sandbox.budgets import Budgets
from sandbox.control.control import Control
from sandbox.control.routes import ControlApi
from sandbox.deliveries.dispatch import Dispatcher
from sandbox.deliveries.http import HttpTransport
from sandbox.faults import Faults
from sandbox.flights import Flights
from sandbox.methods.endpoint import WebApi
from sandbox.response_urls import ResponseUrls
from sandbox.traffic import Traffic
from sandbox.workspace import Workspace

BODY_LIMIT = 64 * 1024 * 1024
"""Files come through the same door."""


class Sandbox:
    """A Slack workspace on this machine, at `url`; an app's Web API is at `url` + "/api/"."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.url = ""
        self.faults = Faults()
        self.traffic = Traffic(workspace.now)
        self.flights = Flights()
        self._http = HttpTransport(workspace)
        self._dispatcher = Dispatcher(workspace, self._http.send, self.faults, self.traffic, self.flights)
        self._runner: web.AppRunner | None = None

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Port 0 takes a free one. Raises ValueError for an address that is not loopback."""
        if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            raise ValueError(f"the sandbox listens on loopback only, not on {host}")
        await self._http.start()
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        bound: tuple[str, int] = self._runner.addresses[0]
        shown = f"[{bound[0]}]" if socket.AF_INET6 and ":" in bound[0] else bound[0]
        self.url = f"http://{shown}:{bound[1]}"

    async def stop(self) -> None:
        await self.flights.cancel()
        if self._runner is not None:
            await self._runner.cleanup()
        await self._http.stop()

    def _application(self) -> web.Application:
        workspace = self.workspace
        app = web.Application(client_max_size=BODY_LIMIT)
        budgets = Budgets(workspace.now, workspace.scale)
        api = WebApi(workspace, budgets, self.faults, self.traffic, self.flights)
        app.router.add_route("*", "/api/{method}", api.handle)
        app.router.add_post("/hooks/{hook}", ResponseUrls(workspace, self.traffic).handle)
        control = Control(workspace, self._dispatcher, self.faults, self.traffic, self.flights, lambda: self.url)
        ControlApi(control).add_to(app)
        return app
