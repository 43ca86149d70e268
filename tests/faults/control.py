"""The sandbox's control API from within a running loop."""

from typing import Any

import aiohttp


class NotNow(Exception):  # noqa: N818 - what the person is told
    """The person could not do that now (409): the card changed, the form went."""


class Control:
    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self._url = url
        self._session = session

    async def get(self, path: str) -> Any:
        return await self._call("GET", path, None)

    async def post(self, path: str, **body: object) -> Any:
        return await self._call("POST", path, body)

    async def delete(self, path: str) -> Any:
        return await self._call("DELETE", path, None)

    async def act(self, person: str, act: str, **body: object) -> Any:
        return await self.post(f"/control/as/{person}/{act}", **body)

    async def _call(self, method: str, path: str, body: object) -> Any:
        async with self._session.request(method, self._url + path, json=body) as answer:
            said = await answer.json()
            if answer.status == 409:
                raise NotNow(said["error"])
            assert answer.status == 200, f"{method} {path}: {said}"
            return said
