import json

from aiohttp import web

from sandbox.methods.call import SlackError
from sandbox.shapes import Json

BEARER = "bearer "


async def arguments(request: web.Request) -> Json:
    """The arguments of a call by GET, form, multipart or JSON. Raises SlackError as Slack refuses a body."""
    args: Json = dict(request.query)
    if request.method == "GET":
        return args
    if request.content_type == "application/json":
        return args | _json(await request.read())
    if request.content_type in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        form = await request.post()
        return args | {name: value for name, value in form.items() if isinstance(value, str)}
    if not await request.read():
        return args
    if "Content-Type" not in request.headers:
        raise SlackError("missing_post_type")
    raise SlackError("invalid_post_type")


def token_of(request: web.Request, args: Json) -> str:
    """From the header, else from the `token` argument. A JSON body's token counts for nothing."""
    header = request.headers.get("Authorization", "")
    if header.lower().startswith(BEARER):
        return header[len(BEARER) :].strip()
    if request.content_type == "application/json" and "token" not in request.query:
        return ""
    return str(args.get("token") or "")


def _json(body: bytes) -> Json:
    try:
        value = json.loads(body) if body else {}
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(value, dict):
        raise SlackError("json_not_object")
    return value
