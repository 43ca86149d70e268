"""The yardstick: a Bolt app, served by Bolt itself, that acknowledges a slash command and does nothing else."""

import os
from typing import Any

from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult


def main() -> None:
    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T0STEWARD", bot_token="xoxb-1")

    app = AsyncApp(
        signing_secret=os.environ["SLACK_SIGNING_SECRET"], authorize=authorize, process_before_response=True
    )

    @app.command("/ticket")
    async def listen(ack: Any) -> None:  # noqa: ANN401 - Bolt's own
        await ack("ok")

    async def alive(_: web.Request) -> web.Response:
        return web.Response()

    served = app.web_app()
    served.router.add_get("/readyz", alive)
    web.run_app(served, host="127.0.0.1", port=int(os.environ["PORT"]), print=None, access_log=None)


if __name__ == "__main__":
    main()
