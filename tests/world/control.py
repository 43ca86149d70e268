"""The sandbox's control API, plainly called."""

import json
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen


class Control:
    """`url` is the sandbox's. Answers are JSON; what the control API refuses raises AssertionError."""

    def __init__(self, url: str) -> None:
        self.url = url

    def get(self, path: str) -> Any:
        return self._call("GET", path, None)

    def post(self, path: str, **body: object) -> Any:
        return self._call("POST", path, body)

    def patch(self, path: str, **body: object) -> Any:
        return self._call("PATCH", path, body)

    def delete(self, path: str) -> Any:
        return self._call("DELETE", path, None)

    def act(self, person: str, act: str, **body: object) -> Any:
        return self.post(f"/control/as/{quote(person)}/{act}", **body)

    def _call(self, method: str, path: str, body: object) -> Any:
        data = None if body is None else json.dumps(body).encode()
        asked = Request(self.url + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urlopen(asked, timeout=90) as answer:
                return json.loads(answer.read())
        except HTTPError as refused:
            raise AssertionError(f"{method} {path}: {refused.read().decode()}") from refused
