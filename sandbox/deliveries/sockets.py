import asyncio
import itertools
import json

from aiohttp import WSMsgType, web

from sandbox.deliveries.parcel import ACK_SECONDS, JSON, Outcome, Parcel
from sandbox.flights import Flights
from sandbox.shapes import Json
from sandbox.workspace import Workspace

MOST = 10
"""Sockets an app may hold (docs.slack.dev/apis/events-api/using-socket-mode)."""
NOTICE_SECONDS = 10.0
"""From the warning to the end of a connection (same page: about 10 s)."""
CONNECTION_SECONDS = 18_060


class Connection:
    def __init__(self, number: int, ws: web.WebSocketResponse, request: web.Request) -> None:
        self.number, self.ws, self._request = number, ws, request
        self.half_open = False
        self._pending: dict[str, asyncio.Future[Json]] = {}

    async def send(self, envelope: Json, seconds: float) -> Json:
        """The acknowledgement. Raises TimeoutError, ConnectionError."""
        answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._pending[envelope["envelope_id"]] = answer
        try:
            async with asyncio.timeout(seconds):
                if not self.half_open:
                    await self.ws.send_json(envelope)
                return await answer
        finally:
            del self._pending[envelope["envelope_id"]]

    async def listen(self) -> None:
        """Until the connection ends: answers pings, takes acknowledgements."""
        async for frame in self.ws:
            if self.half_open:
                continue
            if frame.type is WSMsgType.PING:
                await self.ws.pong(frame.data)
            elif frame.type is WSMsgType.TEXT:
                self._take(frame.data)
        for answer in self._pending.values():
            if not answer.done():
                answer.set_exception(ConnectionError("the socket closed"))

    def _take(self, text: str) -> None:
        try:
            said = json.loads(text)
        except ValueError:
            return
        answer = self._pending.get(said.get("envelope_id", "")) if isinstance(said, dict) else None
        if answer is not None and not answer.done():
            answer.set_result(said)

    def drop(self) -> None:
        if self._request.transport is not None:
            self._request.transport.abort()


class Sockets:
    """Socket Mode: every delivery goes down one of the app's connections, in turn."""

    def __init__(self, workspace: Workspace, background: Flights) -> None:
        self._workspace, self._background = workspace, background
        self._connections: dict[int, Connection] = {}
        self._numbers = itertools.count(1)
        self._turn = itertools.count()

    @property
    def count(self) -> int:
        return len(self._connections)

    @property
    def numbers(self) -> list[int]:
        """Of the connections held, in the order in which they were opened."""
        return list(self._connections)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        tickets = self._workspace.passes.tickets
        if request.query.get("ticket") not in tickets:
            return web.Response(status=403, text="invalid ticket")
        tickets.discard(request.query["ticket"])
        ws = web.WebSocketResponse(autoping=False)
        await ws.prepare(request)
        if self.count >= MOST:
            await ws.send_json(_farewell("too_many_websockets"))
            await ws.close()
            return ws
        connection = Connection(next(self._numbers), ws, request)
        self._connections[connection.number] = connection
        try:
            await ws.send_json(self._hello())
            await connection.listen()
        finally:
            del self._connections[connection.number]
        return ws

    async def send(self, parcel: Parcel) -> Outcome:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        outcome = await self._send(parcel)
        outcome.seconds = loop.time() - begun
        return outcome

    async def _send(self, parcel: Parcel) -> Outcome:
        if not self._connections:
            return Outcome(reason="connection_failed")
        connection = list(self._connections.values())[next(self._turn) % self.count]
        envelope = parcel.envelope(self._workspace.mint.token())
        try:
            ack = await connection.send(envelope, ACK_SECONDS * self._workspace.scale.limits)
        except TimeoutError:
            return Outcome(reason="http_timeout")
        except ConnectionError:
            return Outcome(reason="connection_failed")
        said = ack.get("payload")
        return Outcome(200, answer=json.dumps(said).encode() if said else b"", content_type=JSON)

    async def disconnect(self, how: str) -> int:
        """disconnect (a warning, then the end), refresh, half_open (silence), drop; how many it concerned."""
        held = list(self._connections.values())
        for connection in held:
            match how:
                case "disconnect":
                    await self._farewell(connection, "warning", NOTICE_SECONDS)
                case "refresh":
                    await self._farewell(connection, "refresh_requested", 1.0)
                case "half_open":
                    connection.half_open = True
                case "drop":
                    connection.drop()
        return len(held)

    async def stop(self) -> None:
        for connection in list(self._connections.values()):
            await connection.ws.close()

    async def _farewell(self, connection: Connection, reason: str, seconds: float) -> None:
        await connection.ws.send_json(_farewell(reason))
        self._background.start("socket's end", self._end(connection, seconds))

    async def _end(self, connection: Connection, seconds: float) -> None:
        await asyncio.sleep(seconds * self._workspace.scale.time)
        await connection.ws.close()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": self.count,
            "debug_info": {"host": "sandbox", "approximate_connection_time": CONNECTION_SECONDS},
            "connection_info": {"app_id": self._workspace.app.id},
        }


def _farewell(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}
