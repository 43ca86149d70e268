"""`GET /metrics`: Prometheus' text format, on a port of its own that only this machine reaches by default."""

from collections.abc import Callable
from datetime import datetime

from aiohttp import web
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_1_0_0

from bot.clockwork import Clockwork
from bot.courier import Courier
from bot.metrics import Metrics
from bot.sockets import Sockets
from handlers.ledger import Ledger
from services import delivery, timers


class MetricsPage:
    """`clock` is machine time."""

    def __init__(
        self,
        metrics: Metrics,
        ledger: Ledger,
        clockwork: Clockwork,
        courier: Courier,
        sockets: Sockets | None,
        clock: Callable[[], datetime],
    ) -> None:
        self._metrics = metrics
        self._ledger = ledger
        self._clockwork = clockwork
        self._courier = courier
        self._sockets = sockets
        self._clock = clock

    def application(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/metrics", self._show)
        return app

    async def _show(self, _: web.Request) -> web.Response:
        messages = await self._ledger.read(delivery.backlog)
        waiting = await self._ledger.read(timers.backlog)
        self._metrics.set("messages_open", messages.open)
        self._metrics.set("messages_parked", messages.parked)
        self._metrics.set("timers_late_seconds", waiting.late.total_seconds())
        self._metrics.set("timers_parked", waiting.parked)
        self._metrics.set("tick_age_seconds", self._age(self._clockwork.last_tick))
        self._metrics.set("courier_age_seconds", self._age(self._courier.last_round))
        self._metrics.set("sockets", self._sockets.connected if self._sockets else 0)
        body = generate_latest(self._metrics.registry)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_PLAIN_1_0_0})

    def _age(self, last: datetime | None) -> float:
        return (self._clock() - last).total_seconds() if last else float("inf")
