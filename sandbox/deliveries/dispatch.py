import asyncio
from collections.abc import Awaitable, Callable

from sandbox.deliveries.events import event_parcel, is_heard
from sandbox.deliveries.parcel import Outcome, Parcel
from sandbox.faults import Faults, Rule
from sandbox.flights import Flights
from sandbox.shapes import Json
from sandbox.traffic import Traffic
from sandbox.workspace import Happening, Workspace

RETRY_DELAYS = (0.0, 60.0, 300.0)
"""An event that was not acknowledged comes again at once, after a minute and after five
(docs.slack.dev/apis/events-api)."""

Send = Callable[[Parcel], Awaitable[Outcome]]


class Dispatcher:
    """Brings parcels to the app: events with retries, interactions once."""

    def __init__(
        self, workspace: Workspace, send: Send, faults: Faults, traffic: Traffic, flights: Flights
    ) -> None:
        self._workspace, self._send = workspace, send
        self._faults, self._traffic, self._flights = faults, traffic, flights
        self._overtaken = asyncio.Event()
        workspace.listeners.append(self.hear)

    def hear(self, happening: Happening) -> None:
        if is_heard(self._workspace, happening):
            parcel = event_parcel(self._workspace, happening)
            self._flights.start(f"event {parcel.kind}", self._event(parcel))

    async def deliver(self, parcel: Parcel) -> Outcome:
        """One interaction; the person waits for its outcome."""
        return await self._flights.start(parcel.kind, self._attempt(parcel, "delivery", parcel.kind))

    async def _event(self, parcel: Parcel) -> None:
        for retry, delay in enumerate((None, *RETRY_DELAYS)):
            if delay is not None:
                await asyncio.sleep(delay * self._workspace.scale.time)
            parcel.retry = retry
            outcome = await self._attempt(parcel, "delivery", "event", parcel.kind)
            if outcome.is_acknowledged or outcome.headers.get("x-slack-no-retry") == "1":
                return
            parcel.reason = outcome.reason

    async def _attempt(self, parcel: Parcel, *names: str) -> Outcome:
        rule = self._faults.strike(*names)
        entry = self._traffic.note(
            "delivery", family=parcel.family, of=parcel.kind, payload=parcel.payload, retry=parcel.retry,
            reason=parcel.reason, status=None, seconds=None, error=None, fault=rule.fault if rule else None,
        )  # fmt: skip
        if rule is None:
            outcome = await self._go(parcel)
        else:
            outcome = await self._faulty(rule, parcel)
        entry |= {"status": outcome.status, "seconds": round(outcome.seconds, 4), "error": outcome.reason}
        return outcome

    async def _go(self, parcel: Parcel) -> Outcome:
        self._overtaken.set()
        return await self._send(parcel)

    async def _faulty(self, rule: Rule, parcel: Parcel) -> Outcome:
        match rule.fault:
            case "drop":
                return Outcome(reason=None if parcel.family == "events_api" else "http_timeout")
            case "delay":
                await asyncio.sleep(rule.seconds)
            case "reorder":
                await self._let_pass(rule.seconds)
            case "duplicate":
                first, _ = await asyncio.gather(self._go(parcel), self._go(parcel))
                return first
            case "cut_after":
                outcome = await self._go(parcel)
                return Outcome(None, outcome.seconds, "http_timeout")
        return await self._go(parcel)

    async def _let_pass(self, seconds: float) -> None:
        """Waits until another parcel has left, at most so long."""
        self._overtaken.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._overtaken.wait()
        except TimeoutError:
            return


def told(outcome: Outcome) -> Json:
    """An outcome as the control API tells it."""
    return {"status": outcome.status, "seconds": round(outcome.seconds, 4), "error": outcome.error}
