"""The courier: what the ledger wants said or redrawn, Slack gets; order holds, nothing is lost, nothing doubled.

All retries live here (the SDK's post twice when a reply is cut) and all state in the database: a courier may be
killed anywhere, and whoever leases the lane next finds out what became of a message before sending it again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from sqlalchemy.exc import SQLAlchemyError

from bot.homes import publish
from bot.slack_errors import Fate, Verdict, verdict
from bot.slack_lookup import find_all, since
from bot.twins import Twins
from bot.uploads import Uploads
from handlers.blocks import View, digest_of, plain_only
from handlers.files import files_in
from handlers.ledger import Ledger
from handlers.notices import COPIES, NOTICES, Speech
from handlers.people.greeting import Greeter
from services import delivery, home, people
from services.delivery import Budget, Composed, Edit, Item, LookUp, Pace, Post
from storage.copies import Copy
from texts import Texts

log = structlog.get_logger("courier")

POLL = 1.0  # seconds without a hint
GATHER = 0.01  # seconds: what is written within them is looked for once
LONG = 30  # times the back-off: while Slack does not know our token, or does not say how long it wants none of us
METADATA = "steward_message"
PATIENCE = 6  # failures of a lane, about a minute: then a message is said without the files that hold it up

# Slack: several hundred posts a minute and workspace; chat.update is tier 3, fifty a minute and some bursts.
BUDGETS = {
    "chat.postMessage": Budget(timedelta(seconds=0.2), timedelta(seconds=20)),
    "chat.update": Budget(timedelta(seconds=1), timedelta(seconds=50)),
    "views.publish": Budget(timedelta(seconds=0.6), timedelta(seconds=60)),
}


class Courier:
    """`clock` is machine time; `workers` lanes are served at once; `notices` and `copies` say how all is worded."""

    def __init__(
        self,
        ledger: Ledger,
        client: AsyncWebClient,
        greeter: Greeter,
        pace: Pace,
        clock: Callable[[], datetime],
        workers: int,
        notices: Mapping[str, Speech] = NOTICES,
        copies: Mapping[str, Speech] = COPIES,
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
        self._twins = Twins(ledger, client)
        self._uploads = Uploads(ledger, client)
        self._notices, self._copies = notices, copies
        self._looking: asyncio.Task[None] | None = None
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
                await asyncio.sleep(GATHER)
                self._poked.clear()
        finally:
            under_way = [*self._serving.values(), *([self._looking] if self._looking else [])]
            await asyncio.shield(asyncio.gather(*under_way, return_exceptions=True))

    async def finish(self) -> None:
        """Until nothing is to be said or drawn any more, without waiting for the next round."""
        while not await self._ledger.read(delivery.is_idle):
            await self._take_up()
            await (asyncio.wait(self._serving.values()) if self._serving else asyncio.sleep(GATHER))

    async def _take_up(self) -> None:
        """Each lane with something to do that nobody is at is served from now on."""
        for place in await self._ledger.read(delivery.places, 50):
            if place not in self._serving:
                task = asyncio.create_task(self._serve(place))
                self._serving[place] = task
                task.add_done_callback(partial(self._served, place))

    async def _round(self) -> None:
        try:
            await self._take_up()
            if self._looking is None or self._looking.done():
                self._looking = asyncio.create_task(self._twins.look_again(self._pace))
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
        until = asyncio.get_running_loop().time() + (self._pace.lease - self._pace.settle).total_seconds()
        item = await self._ledger.write(delivery.take, place, self._pace, self._budgets)
        if item is None:
            return False
        try:
            match item:
                case Post():
                    await self._post(item, until)
                case LookUp():
                    await self._look_up(item, until)
                case Edit():
                    await self._edit(item, until)
        except SQLAlchemyError:  # the database's troubles are no fate of a message: it is looked up when they end
            raise
        except Exception as error:  # noqa: BLE001 - every other error has a fate: Slack's, the wire's and ours
            await self._failed(item, error)
        return True

    async def _post(self, post: Post, until: float) -> None:
        view = await self._ledger.read(delivery.view_of, post.intent)
        speech = self._copies[view] if view else self._notices[post.intent.notice]
        composed = await self._compose(post.lane.place, speech, post.intent.record_id, post)
        if composed.sight is None:
            await self._ledger.write(delivery.withdraw, post)
            return
        message = self._words(composed, speech)
        channel = await self._channel(post, until)
        answer, digest = await self._speak(
            post,
            until,
            message,
            partial(
                self.client.chat_postMessage,
                channel=channel,
                thread_ts=post.thread,
                metadata={"event_type": METADATA, "event_payload": {"token": post.intent.token}},
                unfurl_links=False,
                unfurl_media=False,
            ),
        )
        self.account_error = None
        await self._ledger.write(
            delivery.sent, post, channel, str(answer["ts"]), composed.wanted, self._pace, digest
        )

    async def _compose(self, place: str, speech: Speech, record_id: int, item: Post | Edit) -> Composed:
        if place.startswith(("U", "W")) and not await self._ledger.read(people.is_known, place):
            await self._greeter.refresh(place)
        copy_id = item.intent.posts if isinstance(item, Post) else item.copy.id
        args = item.intent.args if isinstance(item, Post) else {}
        return await self._ledger.read(delivery.compose, place, speech.sight, record_id, args, copy_id)

    def _words(self, composed: Composed, speech: Speech) -> View:
        reader = composed.reader
        return speech.view(composed.sight, Texts.of(reader.language, reader.zone, self._greeter.commands.spoken))

    async def _channel(self, item: Post | LookUp, until: float) -> str:
        """The channel itself, or the DM with that person, opened before the first message there."""
        if item.lane.channel:
            return item.lane.channel
        channel = item.lane.place
        if channel.startswith(("U", "W")):
            answer = await self._in_time(until, partial(self.client.conversations_open, users=channel))
            channel = str(answer["channel"]["id"])
        await self._ledger.write(delivery.opened, item.lane, channel)
        return channel

    async def _speak(
        self, item: Post | Edit, until: float, message: View, call: Callable[..., Awaitable[AsyncSlackResponse]]
    ) -> tuple[AsyncSlackResponse, str | None]:
        """Slack's answer, and the digest of what now stands there; None where that is not all that was to be said.

        Where Slack refuses the blocks, for a fault of ours, people at least get the text.
        """
        refused = ""
        for _ in range(2 if files_in(message) else 1):
            carried, whole = await self._uploads.carried(message, until, patient=item.lane.failures < PATIENCE)
            try:
                answer = await self._in_time(until, partial(call, **carried))
            except SlackApiError as error:
                if verdict(error).fate is not Fate.OURS:
                    raise
                refused = verdict(error).error
                await self._uploads.forget(message)  # somebody may have deleted a file that was brought earlier
            else:
                return answer, digest_of(message) if whole else None
        log.error("Slack refused our message; said as plain text", error=refused)
        return await self._in_time(until, partial(call, **plain_only(message))), None

    @staticmethod
    async def _in_time(until: float, call: Callable[[], Awaitable[AsyncSlackResponse]]) -> AsyncSlackResponse:
        """Nothing is sent when the lease is nearly over: another courier may be about to look whether it was."""
        async with asyncio.timeout_at(until):
            await asyncio.sleep(0)  # where that time is over already, it ends here
            return await call()

    async def _failed(self, item: Item, error: Exception) -> None:
        found = verdict(error)
        log.warning("not said", place=item.lane.place, fate=found.fate, error=found.error)
        match found.fate:
            case Fate.RATE:
                await self._later(item, found, self._long() if found.rest is None else found.rest)
            case Fate.ACCOUNT:
                self.account_error = found.error
                log.error("Slack does not accept our token", error=found.error)
                await self._later(item, found, self._long())
            case Fate.UNKNOWN if isinstance(item, Post):
                await self._later(item, found, self._pace.settle.total_seconds())
            case Fate.NOT_SENT | Fate.UNKNOWN:
                await self._later(item, found, None)
            case Fate.CARD if isinstance(item, Edit):
                await self._ledger.write(delivery.card_gone, item, found.error)
            case _:
                ours = error if found.fate is Fate.OURS and not isinstance(error, SlackApiError) else None
                log.error("parked", place=item.lane.place, error=found.error, exc_info=ours)
                await self._ledger.write(delivery.park, item, found.error)

    def _long(self) -> float:
        return self._pace.back_off.total_seconds() * LONG

    async def _later(self, item: Item, found: Verdict, rest: float | None) -> None:
        taken = found.fate is Fate.UNKNOWN
        pause = await self._ledger.write(delivery.later, item, found.error, self._pace, rest, taken=taken)
        asyncio.get_running_loop().call_later(pause.total_seconds(), self.poke)

    async def _edit(self, edit: Edit, until: float) -> None:
        speech = self._copies[edit.copy.view]
        composed = await self._compose(edit.lane.place, speech, edit.copy.record_id, edit)
        digest = edit.copy.digest
        message = self._words(composed, speech) if composed.sight is not None else None
        if message and (digest is None or digest != digest_of(message)):  # Slack shows what it took last
            _, digest = await self._speak(edit, until, message, self._drawing(edit.copy))
            self.account_error = None
        await self._ledger.write(delivery.drawn, edit, composed.wanted, digest)

    def _drawing(self, copy: Copy) -> Callable[..., Awaitable[AsyncSlackResponse]]:
        """A card is edited; a Home, which only we publish, is published anew."""
        if copy.view == home.HOME:
            return partial(publish, self.client, copy.place)
        return partial(self.client.chat_update, channel=copy.channel or "", ts=copy.ts or "")

    async def _look_up(self, item: LookUp, until: float) -> None:
        """A request was under way when a courier fell silent: does Slack have the message?"""
        channel = await self._channel(item, until)
        after = max(since(item.intent), item.lane.last_ts or "")
        async with asyncio.timeout_at(until):
            found = await find_all(self.client, channel, item.thread, item.intent.token, after)
        self.account_error = None
        if not found:
            await self._ledger.write(delivery.not_found, item, self._pace)
            return
        wanted = 0  # whatever the copy shows is drawn again
        await self._ledger.write(delivery.sent, item, channel, found[0], wanted, self._pace)
