"""The composition root: every part made once and handed to those who need it. No module holds state."""

import asyncio
import logging
import random
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import structlog
from aiohttp.web import Application, AppRunner, TCPSite
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.alerts_endpoint import AlertsEndpoint
from bot.clockwork import Clockwork
from bot.courier import Courier
from bot.deliveries import Deliveries
from bot.freshness import Freshness
from bot.health import Health
from bot.ledger import Ledger
from bot.metrics import Metrics
from bot.metrics_page import MetricsPage
from bot.movable_clock import MovableClock, Turn
from bot.settings import Settings
from bot.slack_errors import Fate, verdict
from bot.sockets import Patience, Sockets
from bot.web import SlackEndpoint, application
from handlers.commands import Commands
from handlers.payloads import Unreadable
from handlers.people.greeting import Greeter
from handlers.routes import ROUTES
from handlers.surface import Routes, Surface
from services import audit, housekeeping, inbox, indicators
from services.agenda import ACTS
from services.delivery import Pace
from services.inbox import NotNow
from services.timers import Act
from services.transactions import Tx
from storage.engine import open_database
from texts import preload

log = structlog.get_logger("bot")

ANY = re.compile(".*", re.DOTALL)
THREADS = 4  # that read; on PostgreSQL as many more that write
GREETED = 30.0  # seconds for which somebody's language is remembered
ASKED = 1.0  # seconds between two questions that nobody waits for: Slack allows a hundred a minute
WHOLE = 2  # seconds that a stop waits for ephemerals
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds between two questions who we are


@dataclass
class Steward:
    """The running program. `start` answers the port; `stop` drains."""

    settings: Settings
    ledger: Ledger
    surface: Surface
    courier: Courier
    clockwork: Clockwork
    freshness: Freshness
    sockets: Sockets | None
    web: Application
    monitoring: Application
    session: aiohttp.ClientSession
    metrics_port: int = 0

    _runners: list[AppRunner] = field(default_factory=list)
    _tasks: tuple[asyncio.Task[None], ...] = ()

    async def start(self) -> int:
        """Works and serves."""
        loops = [self.courier.run(), self.clockwork.run(), self.freshness.run()]
        loops += [self.sockets.run()] if self.sockets else []
        self._tasks = tuple(asyncio.create_task(loop) for loop in loops)
        return await self.serve()

    async def serve(self) -> int:
        """Only answers what is delivered: what is due or to be said is left to whoever moves the clock."""
        self.metrics_port = await self._serve(
            self.monitoring, self.settings.metrics_host, self.settings.metrics_port
        )
        return await self._serve(self.web, self.settings.host, self.settings.port)

    async def _serve(self, app: Application, host: str, port: int) -> int:
        """The port, which is free to choose where it is 0. Raises OSError where it is taken."""
        runner = AppRunner(app, access_log=None)
        self._runners.append(runner)
        await runner.setup()
        await TCPSite(runner, host, port).start()
        bound: int = runner.addresses[0][1]
        return bound

    async def stop(self) -> None:
        """Takes no more requests, finishes what is under way, closes the database."""
        for runner in reversed(self._runners):
            await runner.cleanup()
        with suppress(TimeoutError):
            async with asyncio.timeout(WHOLE):
                await self.surface.drain()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.session.close()
        self.ledger.close()


async def build(
    settings: Settings,
    clock: Callable[[], datetime],
    randomness: random.Random,
    *,
    movable_clock: bool = False,
    turn: Turn | None = None,
    routes: Routes = ROUTES,
    threads: int = THREADS,
) -> Steward:
    """Asks Slack who we are, once. Only `bot demo` and the tests may move the clock, by `turn` if it is given; what
    they write to SQLite need not outlive the machine. `threads` are the database's."""
    preload()
    session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=settings.courier_timeout))
    client = slack_client(settings, session)
    ledger = Ledger(
        open_database(settings.database_url, connections=10, lasting=not movable_clock),
        clock,
        randomness,
        threads=threads,
    )
    keeps = 0.0 if movable_clock else GREETED
    greeter = Greeter(ledger, client, Commands.parsed(settings.slack_commands), keeps)
    in_time = timedelta(seconds=settings.answer_within)
    surface = Surface(ledger, client, routes, greeter, clock, randomness, in_time)
    courier = Courier(ledger, client, greeter, pace(settings), clock, settings.courier_workers)
    clockwork = Clockwork(ledger, clock, *agenda(settings))
    freshness = Freshness(greeter, 0.0 if movable_clock else ASKED)
    loop = asyncio.get_running_loop()

    def wake(whom: set[str]) -> None:
        for name, sleeper in (("courier", courier), ("ticker", clockwork), ("freshness", freshness)):
            if name in whom:
                loop.call_soon_threadsafe(sleeper.poke)

    ledger.wake = wake
    bolt = bolt_app(client, surface, await identity(client, settings))

    async def park(body: Mapping[str, Any]) -> None:
        log.error("event parked", event_id=body.get("event_id"))
        await ledger.write(inbox.park, str(body.get("event_id")), "failed on the last delivery", body)

    metrics = Metrics()
    deliveries = Deliveries(bolt, park, clock, metrics)
    secret = settings.slack_signing_secret
    endpoint = SlackEndpoint(deliveries, secret.get_secret_value(), clock) if secret else None
    sockets = None
    if settings.slack_app_token:
        patience = Patience(pong=settings.socket_ping)
        sockets = Sockets(app_client(settings, session), session, deliveries, clock, patience)
    alerts_key = settings.alerts_key.get_secret_value() if settings.alerts_key else None
    alerts = AlertsEndpoint(ledger, clock, alerts_key)
    app = application(endpoint, alerts, Health(ledger, clockwork, courier, clock, sockets))
    if movable_clock:
        app.router.add_post("/clock", MovableClock(ledger, clockwork, courier, clock, turn).move)
    page = MetricsPage(metrics, ledger, clockwork, courier, sockets, clock)
    monitoring = page.application()
    return Steward(settings, ledger, surface, courier, clockwork, freshness, sockets, app, monitoring, session)


def agenda(settings: Settings) -> tuple[dict[str, Act], list[Callable[[Tx], object]]]:
    """What timers do, and what is done at every sweep. Only with a key is the history sealed."""
    key = audit.key_from(settings.audit_key.get_secret_value()) if settings.audit_key else None
    if key is None:
        log.warning("AUDIT_KEY is not set: the history is chained, but not sealed")
    chores = [*housekeeping.CHORES, indicators.arm, *([audit.arm] if key else [])]
    return {**ACTS, audit.SEAL: audit.act(key)}, chores


def app_client(settings: Settings, session: aiohttp.ClientSession) -> AsyncWebClient:
    """Speaks for the app itself, which opens sockets, rather than for its bot."""
    client = slack_client(settings, session)
    client.token = settings.slack_app_token.get_secret_value() if settings.slack_app_token else None
    return client


def slack_client(settings: Settings, session: aiohttp.ClientSession | None = None) -> AsyncWebClient:
    """No retry handlers: the SDK's posts twice when a reply is cut."""
    url = settings.slack_api_url.rstrip("/") + "/"
    return AsyncWebClient(
        token=settings.slack_bot_token.get_secret_value(), base_url=url, retry_handlers=[], session=session
    )


def pace(settings: Settings) -> Pace:
    return Pace(
        lease=timedelta(seconds=settings.courier_lease),
        rest=timedelta(seconds=settings.courier_pace),
        settle=timedelta(seconds=settings.courier_settle),
        look_again=timedelta(seconds=settings.courier_look_again),
        back_off=timedelta(seconds=settings.courier_back_off),
    )


async def identity(client: AsyncWebClient, settings: Settings) -> AuthorizeResult:
    """Who we are in Slack. Asked at start, until it answers: no failing `auth.test` can then lose an event.

    Raises SlackApiError where Slack does not know the token.
    """
    pause = FIRST_PAUSE
    while True:
        try:
            answer = await client.auth_test()
            break
        except Exception as error:
            found = verdict(error)
            if found.fate not in {Fate.NOT_SENT, Fate.UNKNOWN, Fate.RATE}:
                raise
            log.warning("Slack does not answer yet", error=found.error)
            await asyncio.sleep(max(pause, found.rest or 0.0))
            pause = min(pause * 2, LONGEST_PAUSE)
    return AuthorizeResult(
        enterprise_id=answer.get("enterprise_id"),
        team_id=answer["team_id"],
        bot_user_id=answer["user_id"],
        bot_id=answer["bot_id"],
        bot_token=settings.slack_bot_token.get_secret_value(),
    )


def bolt_app(client: AsyncWebClient, surface: Surface, who: AuthorizeResult) -> AsyncApp:
    """One listener a payload type: Bolt tries listeners one after another, so features must not add any."""

    async def authorize() -> AuthorizeResult:
        return who

    quiet = logging.getLogger("slack_bolt")
    quiet.setLevel(logging.ERROR)  # at WARNING it tells at each start that `authorize` is our own
    bolt = AsyncApp(
        logger=quiet,
        client=client,
        authorize=authorize,
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        url_verification_enabled=False,
    )
    bolt.command(ANY)(surface.on_command)
    bolt.action(ANY)(surface.on_click)
    bolt.view_submission(ANY)(surface.on_form)
    bolt.view_closed(ANY)(surface.on_other)
    bolt.shortcut(ANY)(surface.on_shortcut)
    bolt.options(ANY)(surface.on_other)
    bolt.event(ANY)(surface.on_event)

    @bolt.error
    async def failed(error: Exception) -> BoltResponse:
        if isinstance(error, NotNow):
            return BoltResponse(status=503, body="")
        if isinstance(error, Unreadable):
            log.warning("unreadable delivery", error=str(error))
            return BoltResponse(status=400, body="")
        log.error("event failed", exc_info=error)
        return BoltResponse(status=500, body="")

    return bolt
