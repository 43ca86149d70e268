"""The yardstick: a Bolt app as Bolt's documentation begins one, which acknowledges a slash command and does nothing
else. Bolt checks the signature, authorises and serves; so nothing here is quicker or slower than for anybody.
"""

import os

from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient


def main() -> None:
    client = AsyncWebClient(os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
    app = AsyncApp(client=client, signing_secret=os.environ["SLACK_SIGNING_SECRET"])

    @app.command("/ticket")
    async def listen(ack: AsyncAck) -> None:
        await ack("ok")

    async def alive(_: web.Request) -> web.Response:
        return web.Response()

    served = app.web_app()
    served.router.add_get("/readyz", alive)
    web.run_app(served, host="127.0.0.1", port=int(os.environ["PORT"]), print=None, access_log=None)


if __name__ == "__main__":
    main()
