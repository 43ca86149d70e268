import asyncio

import aiohttp

from sandbox.deliveries.parcel import ACK_SECONDS, Outcome, Parcel
from sandbox.deliveries.signing import signed_headers
from sandbox.workspace import Workspace

OK = range(200, 300)
REDIRECTS = 2


class HttpTransport:
    """Posts to the app's request url, signed, and waits 3 s for its answer."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        # Slack has as many connections as it needs; a pool's queue would eat from the app's three seconds.
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))

    async def stop(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def send(self, parcel: Parcel) -> Outcome:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        try:
            async with asyncio.timeout(ACK_SECONDS * self._workspace.scale.limits):
                outcome = await self._post(parcel)
        except TimeoutError:
            outcome = Outcome(reason="http_timeout")
        except aiohttp.TooManyRedirects:
            outcome = Outcome(reason="too_many_redirects")
        except (aiohttp.ClientError, OSError, ValueError):
            outcome = Outcome(reason="connection_failed")
        outcome.seconds = loop.time() - begun
        return outcome

    async def _post(self, parcel: Parcel) -> Outcome:
        assert self._session is not None
        app, body = self._workspace.app, parcel.body()
        headers = signed_headers(
            app.signing_secret, int(self._workspace.now()), body, parcel.content_type()
        ) | _retry_headers(parcel)
        async with self._session.post(
            app.request_url, data=body, headers=headers, max_redirects=REDIRECTS
        ) as response:
            answer = await response.read()
            reason = None if response.status in OK else "http_error"
            told = {name.lower(): value for name, value in response.headers.items()}
            return Outcome(response.status, 0.0, reason, answer, response.content_type, told)


def _retry_headers(parcel: Parcel) -> dict[str, str]:
    if not parcel.retry:
        return {}
    return {"X-Slack-Retry-Num": str(parcel.retry), "X-Slack-Retry-Reason": parcel.reason or "unknown_error"}
