import asyncio

from aiohttp import web

from sandbox.budgets import Budgets
from sandbox.faults import Faults, Rule
from sandbox.flights import Flights
from sandbox.methods import METHODS
from sandbox.methods.arguments import arguments, token_of
from sandbox.methods.call import Call, Method, SlackError
from sandbox.shapes import Json
from sandbox.traffic import Traffic
from sandbox.workspace import Workspace

HTML = "<html><body><h1>Service unavailable</h1></body></html>"


class WebApi:
    """`/api/{method}`: from the wire to a method and back, through whatever fault was wished for."""

    def __init__(
        self, workspace: Workspace, budgets: Budgets, faults: Faults, traffic: Traffic, flights: Flights
    ) -> None:
        self._workspace, self._budgets, self._faults = workspace, budgets, faults
        self._traffic, self._flights = traffic, flights

    async def handle(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        entry = self._traffic.note("call", method=name, args={}, status=None, answer=None, fault=None)
        try:
            args = await arguments(request)
        except SlackError as error:
            return self._respond(entry, error.answer())
        entry["args"] = {key: value for key, value in args.items() if key != "token"}
        call = Call(self._workspace, name, args, f"{request.scheme}://{request.host}")
        token = token_of(request, args)
        rule = self._faults.strike(name, "*")
        if rule is None:
            return self._respond(entry, self._answer(call, token))
        entry["fault"] = rule.fault
        return await self._faulty(rule, request, entry, call, token)

    def _answer(self, call: Call, token: str) -> Json:
        try:
            method = _method(call.method)
            self._authorize(method, token)
            self._charge(method, call)
            return method.handler(call)
        except SlackError as error:
            return error.answer()

    def _authorize(self, method: Method, token: str) -> None:
        app = self._workspace.app
        if method.bearer == "none":
            return
        if not token:
            raise SlackError("not_authed")
        if token not in {app.bot_token, app.app_token}:
            raise SlackError("invalid_auth")
        if app.revoked:
            raise SlackError("token_revoked")
        if (token == app.app_token) != (method.bearer == "app"):
            raise SlackError("not_allowed_token_type")
        if method.scopes and not any(app.has_scope(scope) for scope in method.scopes):
            raise SlackError("missing_scope", needed=",".join(method.scopes), provided=",".join(app.scopes))

    def _charge(self, method: Method, call: Call) -> None:
        wait = self._budgets.spend(call.method, method.tier, self._conversation(call))
        if wait is not None:
            raise SlackError("ratelimited", retry_after=wait)

    def _conversation(self, call: Call) -> str:
        """One budget per conversation, whether it is called by its id, its name or the person in it."""
        ref, workspace = call.text("channel"), self._workspace
        found = workspace.find_dm(workspace.app.bot_user, ref) or workspace.find_channel(ref)
        return found.id if found else ref

    def _respond(self, entry: Json, answer: Json) -> web.Response:
        retry_after = answer.pop("retry_after", None) if answer.get("error") == "ratelimited" else None
        headers = {"X-Slack-Req-Id": self._workspace.mint.token()}
        if self._workspace.app.scopes:
            headers["X-OAuth-Scopes"] = ",".join(self._workspace.app.scopes)
        if retry_after is not None:
            headers["Retry-After"] = str(retry_after)
        entry["status"] = 200 if retry_after is None else 429
        entry["answer"] = answer
        return web.json_response(answer, status=entry["status"], headers=headers)

    async def _faulty(
        self, rule: Rule, request: web.Request, entry: Json, call: Call, token: str
    ) -> web.StreamResponse:
        match rule.fault:
            case "delay":
                await asyncio.sleep(rule.seconds)
                return self._respond(entry, self._answer(call, token))
            case "429":
                return self._storm(rule, entry)
            case "cut_before":
                await asyncio.sleep(rule.seconds)
                return _cut(request)
            case "late_accept":
                self._flights.start(f"late {call.method}", self._late(rule, entry, call, token))
                return _cut(request)
        if rule.acts if rule.acts is not None else rule.fault != "5xx":
            entry["answer"] = self._answer(call, token)
        await asyncio.sleep(rule.seconds)
        return self._spoilt(rule, request, entry)

    def _spoilt(self, rule: Rule, request: web.Request, entry: Json) -> web.Response:
        match rule.fault:
            case "cut_after":
                return _cut(request)
            case "fatal_after":
                entry["status"] = 200
                return web.json_response({"ok": False, "error": "fatal_error"})
            case "garbage":
                entry["status"] = 200
                return web.Response(text=HTML, content_type="text/html")
        entry["status"] = rule.status
        return web.Response(status=rule.status, text=HTML, content_type="text/html")

    def _storm(self, rule: Rule, entry: Json) -> web.Response:
        entry["status"] = 429
        headers = {} if rule.retry_after is None else {"Retry-After": str(rule.retry_after)}
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)

    async def _late(self, rule: Rule, entry: Json, call: Call, token: str) -> None:
        await asyncio.sleep(rule.seconds)
        entry["answer"] = self._answer(call, token)


def _method(name: str) -> Method:
    if name not in METHODS:
        raise SlackError("unknown_method", req_method=name)
    return METHODS[name]


def _cut(request: web.Request) -> web.Response:
    """Breaks the connection: the answer given to aiohttp after this goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
