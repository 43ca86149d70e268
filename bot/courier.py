"""The courier: what the ledger wants said or redrawn, Slack gets; order holds, nothing is lost, nothing doubled.

All retries live here (the SDK's post twice when a reply is cut) and all state in the database: a courier may be
killed anywhere, and whoever leases the lane next finds out what became of a message before sending it again.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack_errors import Fate, Verdict, verdict
from bot.slack_lookup import find_all
from handlers.blocks import View, plain_only
from handlers.ledger import Ledger
from handlers.notices import COPIES, NOTICES, Speech
from handlers.people.greeting import Greeter
from services import delivery, people
from services.delivery import Budget, Composed, Edit, Item, LookUp, Pace, Post
from texts import Texts

log = structlog.get_logger("courier")

POLL = 1.0  # seconds without a hint
ACCOUNT_REST = 30.0  # seconds, while Slack does not know our token
METADATA = "steward_message"

# Slack: several hundred posts a minute and workspace; chat.update is tier 3, fifty a minute and some bursts.
BUDGETS = {
    "chat.postMessage": Budget(timedelta(seconds=0.2), timedelta(seconds=20)),
    "chat.update": Budget(timedelta(seconds=1), timedelta(seconds=50)),
}


class Courier:
    """`clock` is machine time; `workers` lanes are served at once."""

    def __init__(
        self,
        ledger: Ledger,
        client: AsyncWebClient,
        greeter: Greeter,
        pace: Pace,
        clock: Callable[[], datetime],
        workers: int,
    ) -> None:
        self._ledger = ledger
        self.client = client
        self._greeter = greeter
        self._pace = pace
        self._clock = clock
        self._budgets = BUDGETS if pace.rest else {}
        self._slots = asyncio.Semaphore(workers)
        self._serving: dict[str, asyncio.Task[None]] = {}
        self._poked = asyncio.Event()
        self.last_round: datetime | None = None
        self.account_error: str | None = None

    def poke(self) -> None:
        """There may be work."""
        self._poked.set()

    async def run(self) -> None:
        """Until cancelled; then what is under way is finished."""
        try:
            while True:
                await self._round()
                with suppress(TimeoutError):
                    async with asyncio.timeout(POLL):
                        await self._poked.wait()
                self._poked.clear()
        finally:
            await asyncio.shield(asyncio.gather(*self._serving.values(), return_exceptions=True))

    async def _round(self) -> None:
        try:
            for place in await self._ledger.read(delivery.places, 50):
                if place not in self._serving:
                    task = asyncio.create_task(self._serve(place))
                    self._serving[place] = task
                    task.add_done_callback(partial(self._served, place))
            await self._look_again()
            self.last_round = self._clock()
        except Exception as error:  # noqa: BLE001 - the database may be away for a while: readiness turns red
            log.warning("courier's round failed", error=str(error))

    def _served(self, place: str, _: asyncio.Task[None]) -> None:
        self._serving.pop(place, None)

    async def _serve(self, place: str) -> None:
        async with self._slots:
            try:
                while await self._step(place):
                    pass
            except Exception as error:
                log.exception("lane failed", place=place, exc_info=error)
        if self._pace.rest:
            asyncio.get_running_loop().call_later(self._pace.rest.total_seconds(), self.poke)

    async def _step(self, place: str) -> bool:
        item = await self._ledger.write(delivery.take, place, self._pace, self._budgets)
        match item:
            case Post():
                await self._post(item)
            case LookUp():
                await self._look_up(item)
            case Edit():
                await self._edit(item)
            case None:
                return False
        return True

    async def _post(self, post: Post) -> None:
        view = await self._ledger.read(delivery.view_of, post.intent)
        speech = COPIES[view] if view else NOTICES[post.intent.notice]
        composed = await self._compose(post.lane.place, speech, post.intent.record_id, post)
        if composed.sight is None:
            await self._ledger.write(delivery.withdraw, post)
            return
        message = self._words(composed, speech)
        try:
            channel = await self._channel(post)
            ts = await self._say(post, channel, message)
        except Exception as error:  # noqa: BLE001 - every error of Slack and the wire has a fate
            await self._failed(post, verdict(error))
            return
        self.account_error = None
        await self._ledger.write(delivery.sent, post, channel, ts, composed.wanted, self._pace)

    async def _compose(self, place: str, speech: Speech, record_id: int, item: Post | Edit) -> Composed:
        if place.startswith(("U", "W")) and not await self._ledger.read(people.is_known, place):
            await self._greeter.refresh(place)
        copy_id = item.intent.posts if isinstance(item, Post) else item.copy.id
        args = item.intent.args if isinstance(item, Post) else {}
        return await self._ledger.read(delivery.compose, place, speech.sight, record_id, args, copy_id)

    @staticmethod
    def _words(composed: Composed, speech: Speech) -> View:
        return speech.view(composed.sight, Texts.of(composed.reader.language, composed.reader.zone))

    async def _channel(self, post: Post | LookUp) -> str:
        """The channel itself, or the DM with that person, opened before the first message there."""
        if post.lane.channel:
            return post.lane.channel
        channel = post.lane.place
        if channel.startswith(("U", "W")):
            channel = str((await self.client.conversations_open(users=channel))["channel"]["id"])
        await self._ledger.write(delivery.opened, post.lane, channel)
        return channel

    async def _say(self, post: Post, channel: str, message: View) -> str:
        answer = await self.client.chat_postMessage(
            channel=channel,
            thread_ts=post.thread,
            metadata={"event_type": METADATA, "event_payload": {"token": post.intent.token}},
            unfurl_links=False,
            unfurl_media=False,
            **(plain_only(message) if post.lane.failures else message),
        )
        return str(answer["ts"])

    async def _failed(self, item: Post | Edit, found: Verdict) -> None:
        log.warning("not said", place=item.lane.place, fate=found.fate, error=found.error)
        match found.fate:
            case Fate.RATE:
                await self._later(item, found, found.rest)
            case Fate.ACCOUNT:
                self.account_error = found.error
                log.error("Slack does not accept our token", error=found.error)
                await self._later(item, found, ACCOUNT_REST)
            case Fate.UNKNOWN if isinstance(item, Post):
                await self._later(item, found, self._pace.settle.total_seconds())
            case Fate.NOT_SENT | Fate.UNKNOWN:
                await self._later(item, found, None)
            case Fate.CARD if isinstance(item, Edit):
                await self._ledger.write(delivery.card_gone, item, found.error)
            case Fate.OURS if isinstance(item, Post) and not item.lane.failures:
                log.error("Slack refused our message; trying it as plain text", error=found.error)
                await self._later(item, found, 0.0)
            case _:
                log.error("parked", place=item.lane.place, error=found.error)
                await self._ledger.write(delivery.park, item, found.error)

    async def _later(self, item: Item, found: Verdict, rest: float | None) -> None:
        taken = found.fate is Fate.UNKNOWN
        await self._ledger.write(delivery.later, item, found.error, self._pace, rest, taken=taken)
        pause = rest if rest is not None else self._pace.back_off.total_seconds() * 2 ** min(item.lane.failures, 8)
        asyncio.get_running_loop().call_later(pause, self.poke)

    async def _edit(self, edit: Edit) -> None:
        speech = COPIES[edit.copy.view]
        composed = await self._compose(edit.lane.place, speech, edit.copy.record_id, edit)
        try:
            if composed.sight is not None:
                message = self._words(composed, speech)
                await self.client.chat_update(channel=edit.copy.channel or "", ts=edit.copy.ts or "", **message)
        except Exception as error:  # noqa: BLE001 - every error of Slack and the wire has a fate
            await self._failed(edit, verdict(error))
            return
        self.account_error = None
        await self._ledger.write(delivery.drawn, edit, composed.wanted)

    async def _look_up(self, item: LookUp) -> None:
        """A request was under way when a courier fell silent: does Slack have the message?"""
        try:
            channel = await self._channel(item)
            found = await find_all(self.client, channel, item.thread, item.intent.token, item.lane.last_ts)
        except Exception as error:  # noqa: BLE001 - looking up changes nothing: it is tried again
            await self._later(item, verdict(error), None)
            return
        if not found:
            await self._ledger.write(delivery.not_found, item)
            return
        wanted = 0  # whatever the copy shows is drawn again
        await self._ledger.write(delivery.sent, item, channel, found[0], wanted, self._pace)

    async def _look_again(self) -> None:
        """A minute after a message of unknown outcome was sent again: a late twin is deleted."""
        for intent, thread in await self._ledger.read(delivery.doubted, 10):
            try:
                twins = await find_all(self.client, intent.channel or "", thread, intent.token, None)
                for ts in twins:
                    if ts != intent.ts:
                        await self.client.chat_delete(channel=intent.channel or "", ts=ts)
                        log.info("twin deleted", intent=intent.id)
            except Exception as error:  # noqa: BLE001 - looked for again next round
                log.warning("twins not looked for", intent=intent.id, error=str(error))
                return
            await self._ledger.write(delivery.looked_again, intent)
