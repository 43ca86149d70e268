"""Slash commands as Slack delivers them, by a client that costs little beside the server that is measured."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from bench.places import ready
from sandbox.deliveries.signing import signed_headers

FORM = "application/x-www-form-urlencoded"
PEOPLE = ("U0ANN", "U0HAN", "U0MEI", "U0FAY")


@dataclass
class Line:
    """One connection that is kept open."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        """Status and body."""
        self.writer.write(request)
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        return int(head[9:12]), await self.reader.readexactly(int(length[15:]))


@dataclass
class Caller:
    """Types `/ticket …`. Latencies are in milliseconds; `failed` were answered that nothing was done."""

    port: int
    secret: str
    latencies: list[float] = field(default_factory=list)
    failed: int = 0
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _free: list[Line] = field(default_factory=list)

    def request(self) -> bytes:
        number = next(self._numbers)
        body = urlencode(
            {
                "command": "/ticket",
                "text": f"printer {number} is down",
                "user_id": PEOPLE[number % len(PEOPLE)],
                "team_id": "T0STEWARD",
                "channel_id": "C0GENERAL",
                "trigger_id": f"bench.{number}",
                "response_url": "http://127.0.0.1:9/none",
            }
        ).encode()
        headers = signed_headers(self.secret, int(time.time()), body, FORM)
        lines = [f"{name}: {value}" for name, value in {**headers, "Content-Length": str(len(body))}.items()]
        return "\r\n".join(["POST /slack/events HTTP/1.1", "Host: 127.0.0.1", *lines, "", ""]).encode() + body

    async def types(self, request: bytes) -> None:
        line = self._free.pop() if self._free else Line(*await asyncio.open_connection("127.0.0.1", self.port))
        begun = time.perf_counter()
        status, said = await line.ask(request)
        self.latencies.append((time.perf_counter() - begun) * 1000)
        self.failed += status != 200 or b"Please try again" in said
        self._free.append(line)

    async def as_fast_as_it_goes(self, count: int, at_once: int) -> float:
        """Answers a second, with so many callers at once."""
        requests = [self.request() for _ in range(count)]

        async def keep_typing() -> None:
            while requests:
                await self.types(requests.pop())

        begun = time.perf_counter()
        await asyncio.gather(*(keep_typing() for _ in range(at_once)))
        return count / (time.perf_counter() - begun)

    async def at_a_rate(self, rate: float, seconds: float) -> list[float]:
        """Latencies when deliveries come whether or not the last was answered."""
        self.latencies.clear()
        requests = [self.request() for _ in range(int(rate * seconds))]
        begun, calls = time.perf_counter(), []
        for number, request in enumerate(requests):
            await asyncio.sleep(max(0.0, begun + number / rate - time.perf_counter()))
            calls.append(asyncio.create_task(self.types(request)))
        await asyncio.gather(*calls)
        return list(self.latencies)

    def close(self) -> None:
        for line in self._free:
            line.writer.close()


@asynccontextmanager
async def caller(port: int, secret: str, warm: int = 300) -> AsyncIterator[Caller]:
    await ready(f"http://127.0.0.1:{port}/readyz")
    made = Caller(port, secret)
    await made.as_fast_as_it_goes(warm, 4)
    try:
        yield made
    finally:
        made.close()
