"""The workspace in a browser: one page, plain modules, no build step, nothing fetched from elsewhere."""

from pathlib import Path

from aiohttp import web

HERE = Path(__file__).parent
KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
HEADERS = {
    # Whatever a message holds, nothing but these files runs, and nothing leaves this machine.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def page_files() -> dict[str, Path]:
    return {path.name: path for path in HERE.iterdir() if path.suffix in KINDS}


def add_page(app: web.Application) -> None:
    """The page at `/`, its modules and styles below `/page/`."""
    app.router.add_get("/", _index)
    app.router.add_get("/page/{name}", _file)


async def _index(_request: web.Request) -> web.Response:
    return _served(HERE / "index.html")


async def _file(request: web.Request) -> web.Response:
    path = page_files().get(request.match_info["name"])
    if path is None:
        raise web.HTTPNotFound
    return _served(path)


def _served(path: Path) -> web.Response:
    return web.Response(
        text=path.read_text("utf-8"), content_type=KINDS[path.suffix], charset="utf-8", headers=HEADERS
    )
