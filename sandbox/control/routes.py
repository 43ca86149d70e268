from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from sandbox.control import acting, admin, clicking, forms
from sandbox.control.control import Control, ControlError
from sandbox.control.sees import LATEST, sees
from sandbox.shapes import Json
from sandbox.workspace.people import Person

Act = Callable[[Control, Person, Json], Awaitable[Json]]
Change = Callable[[Control, Json], Json]

ACTS: Mapping[str, Act] = {
    "command": acting.command,
    "message": acting.message,
    "edit": acting.edit,
    "delete": acting.delete,
    "react": acting.react,
    "upload": acting.upload,
    "home": acting.home,
    "dm": acting.dm,
    "shortcut": acting.shortcut,
    "join": acting.join,
    "leave": acting.leave,
    "invite": acting.invite,
    "click": clicking.click,
    "options": clicking.options,
    "submit": forms.submit,
    "close": forms.close,
}
CHANGES: Mapping[tuple[str, str], Change] = {
    ("POST", "faults"): admin.add_fault,
    ("PUT", "app"): admin.set_app,
    ("POST", "token"): admin.set_token,
    ("POST", "people"): admin.add_person,
    ("POST", "channels"): admin.add_channel,
    ("POST", "groups"): admin.set_group,
    ("POST", "scale"): admin.set_scale,
}
IDLE_SECONDS, IDLE_MOST = 10.0, 120.0


class ControlApi:
    """`/control/…`: acting as people and changing the weather. See README.md."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def add_to(self, app: web.Application) -> None:
        router = app.router
        router.add_post("/control/as/{person}/{act}", _spoken(self._act))
        router.add_get("/control/as/{person}/sees", _spoken(self._sees))
        router.add_route("PATCH", "/control/people/{ref}", _spoken(self._person))
        router.add_post("/control/channels/{ref}", _spoken(self._channel))
        router.add_get("/control/faults", _spoken(self._faults))
        router.add_delete("/control/faults", _spoken(self._clear_faults))
        router.add_get("/control/traffic", _spoken(self._traffic))
        router.add_get("/control/posts", _spoken(self._posts))
        router.add_get("/control/idle", _spoken(self._idle))
        router.add_post("/control/clock", _spoken(self._clock))
        router.add_post("/control/probe", _spoken(self._probe))
        router.add_post("/control/socket", _spoken(self._socket))
        router.add_get("/control", _spoken(self._about))
        for method, name in CHANGES:
            router.add_route(method, f"/control/{name}", _spoken(self._change))

    async def _act(self, request: web.Request) -> Json:
        act = ACTS.get(request.match_info["act"])
        if act is None:
            raise ControlError(404, f"nobody can {request.match_info['act']}; there are {', '.join(ACTS)}")
        person = self._control.actor(request.match_info["person"])
        return await act(self._control, person, await _body(request))

    async def _sees(self, request: web.Request) -> Json:
        person = self._control.person(request.match_info["person"])
        ref = request.query.get("channel")
        channel = self._control.channel(ref, person) if ref else None
        limit = _number(request, "limit", LATEST)
        focus = request.query.get("focus")
        return {"ok": True} | sees(self._control.workspace, person, channel, limit, focus)

    async def _change(self, request: web.Request) -> Json:
        change = CHANGES[request.method, request.path.removeprefix("/control/")]
        return change(self._control, await _body(request))

    async def _person(self, request: web.Request) -> Json:
        return admin.change_person(self._control, request.match_info["ref"], await _body(request))

    async def _channel(self, request: web.Request) -> Json:
        return admin.change_channel(self._control, request.match_info["ref"], await _body(request))

    async def _faults(self, _request: web.Request) -> Json:
        return admin.faults(self._control)

    async def _clear_faults(self, _request: web.Request) -> Json:
        self._control.faults.clear()
        return {"ok": True}

    async def _traffic(self, request: web.Request) -> Json:
        log = self._control.traffic.since(_number(request, "since", 0))
        return {"ok": True, "last": self._control.traffic.last, "traffic": log}

    async def _posts(self, request: web.Request) -> Json:
        posts = self._control.workspace.posts
        return {"ok": True, "last": len(posts), "posts": posts[_number(request, "since", 0) :]}

    async def _idle(self, request: web.Request) -> Json:
        seconds = min(float(request.query.get("seconds", IDLE_SECONDS)), IDLE_MOST)
        idle = await self._control.flights.idle(seconds)
        return {"ok": True, "idle": idle, "left": self._control.flights.left}

    async def _clock(self, request: web.Request) -> Json:
        return await admin.turn_clock(self._control, await _body(request))

    async def _probe(self, request: web.Request) -> Json:
        return await admin.probe(self._control, await _body(request))

    async def _socket(self, request: web.Request) -> Json:
        return await admin.trouble_sockets(self._control, await _body(request))

    async def _about(self, _request: web.Request) -> Json:
        return admin.about(self._control)


def _spoken(
    handler: Callable[[web.Request], Awaitable[Json]],
) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Answers as JSON, refusals too."""

    async def handle(request: web.Request) -> web.Response:
        try:
            return web.json_response(await handler(request))
        except ControlError as error:
            return web.json_response({"ok": False, "error": error.sentence}, status=error.status)

    return handle


async def _body(request: web.Request) -> Json:
    if not await request.read():
        return {}
    try:
        value = await request.json()
    except ValueError as error:
        raise ControlError(400, "the body is no JSON") from error
    if not isinstance(value, dict):
        raise ControlError(400, "the body is a JSON object")
    return value


def _number(request: web.Request, name: str, default: int) -> int:
    raw = request.query.get(name)
    if raw is None:
        return default
    if not raw.isdigit():
        raise ControlError(400, f"{name} is a number")
    return int(raw)
