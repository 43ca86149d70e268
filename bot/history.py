"""A few weeks of history for the demo: made-up people act in the sandbox, as anybody does, at times that are past.

Nothing is written to the database but by what they type, click and submit.
"""

import heapq
import itertools
import re
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp

from bot.made_up_time import MadeUpTime
from bot.movable_clock import MovableClock
from handlers.changes import actions as change
from handlers.surveys import actions as survey
from handlers.tickets import actions as ticket
from sandbox.server import Sandbox
from sandbox.workspace.messages import Message

Json = dict[str, Any]
Story = Mapping[str, Any]
Act = Callable[[], Awaitable[None]]
PAGES = 5
SWEEP = timedelta(hours=3)
ZONE = ZoneInfo("Europe/Berlin")
SPAN = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?")


class StoryFault(RuntimeError):  # noqa: N818 - a story that the program no longer plays
    """What somebody was to do is not there to be done."""


def span(text: str) -> timedelta:
    """`2h30m`, `1d`."""
    found = SPAN.fullmatch(text)
    if not text or not found:
        raise StoryFault(f"no span of time: {text!r}")
    days, hours, minutes = (int(part or 0) for part in found.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)


def working_day(back: int, today: date) -> date:
    """So many working days before `today`."""
    day = today
    while back:
        day -= timedelta(days=1)
        back -= day.weekday() < 5  # noqa: PLR2004 - Saturday
    return day


@dataclass
class Stage:
    """The workspace in which history is played, by hand of its people."""

    sandbox: Sandbox
    session: aiohttp.ClientSession

    async def act(self, person: str, verb: str, **body: object) -> Json:
        url = f"{self.sandbox.url}/control/as/{person}/{verb}"
        async with self.session.post(url, json=body) as response:
            answer: Json = await response.json()
            if not answer["ok"]:
                raise StoryFault(f"{person} cannot {verb} {body}: {answer['error']}")
            seen = answer.get("sees") or {}
            if seen.get("message") or seen.get("errors"):
                raise StoryFault(f"{person}: {verb} {body}: {seen['message'] or seen['errors']}")
            return answer

    def find(self, person: str, words: str, action: str = "") -> tuple[str, Message]:
        """The newest message that this person can see, that says the words and offers the action."""
        workspace = self.sandbox.workspace
        member, said = workspace.find_person(person), re.compile(rf"{re.escape(words)}(?!\d)")
        for channel in workspace.channels.values():
            if member is None or member.id not in channel.members:
                continue
            for message in channel.timeline.newest_of_all():
                if message.bot_id and said.search(message.text) and action in str(message.blocks):
                    return channel.id, message
        raise StoryFault(f"{person} sees nothing that says {words!r} and offers {action!r}")

    async def press(self, person: str, words: str, action: str) -> Json:
        channel, message = self.find(person, words, action)
        return await self.act(person, "click", channel=channel, ts=message.ts, action_id=action)

    async def fill(self, person: str, answer: Json, values: Mapping[str, object]) -> None:
        """Submits the form that the act before opened, and the pages that follow it. Where they ask for more than
        the story tells, or offer something else, the first that is offered is taken."""
        if answer["sees"]["view"] is None:
            raise StoryFault(f"{person} has no form to fill with {values}")
        for _ in range(PAGES):
            view = answer["sees"]["view"]
            if view is None:
                return
            answer = await self._submit(person, view, values)
        raise StoryFault(f"the form for {values} does not end")

    async def _submit(self, person: str, view: Json, values: Mapping[str, object]) -> Json:
        typed: dict[str, Json] = {}
        for block in view["blocks"]:
            name, asked = block["block_id"], block.get("element", {})
            value = chosen(asked, values.get(name), required=not block.get("optional"))
            if block["type"] == "input" and value is not None:
                typed[name] = {asked["action_id"]: value}
        return await self.act(person, "submit", view_id=view["id"], values=typed)


def chosen(asked: Json, told: object, *, required: bool) -> object:
    """What is put into an input; None: what stands there already, or nothing."""
    offered = [option["value"] for option in asked.get("options", [])]
    has_start = any(name.startswith("initial_") for name in asked)
    if told is not None and (not offered or isinstance(told, list) or told in offered):
        return told
    if offered and (told is not None or (required and not has_start)):
        return [offered[0]] if asked["type"] in {"checkboxes", "multi_static_select"} else offered[0]
    return "…" if asked.get("type") == "plain_text_input" and required and not has_start else None


@dataclass
class History:
    """Plays stories side by side, each act at its time, and lives through whatever falls due between them."""

    stage: Stage
    made_up: MadeUpTime
    clock: MovableClock
    today: datetime
    """The real time, at which history ends."""
    _swept: datetime | None = None
    _queue: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def at(self, when: datetime, act: Act) -> None:
        """What lies ahead of the present is not told."""
        if when < self.today:
            heapq.heappush(self._queue, (when, next(self._numbers), act))

    def moment(self, story: Story) -> datetime:
        day = working_day(story["day"], self.today.astimezone(ZONE).date())
        return datetime.combine(day, time.fromisoformat(story["time"]), ZONE).astimezone(UTC)

    async def play(self, stories: Mapping[str, list[Story]]) -> None:
        for told in stories.get("tickets", []):
            self.at(self.moment(told), Ticket(self, told).file)
        for told in stories.get("changes", []):
            self.at(self.moment(told), Change(self, told).ask)
        for told in stories.get("risks", []):
            self.at(self.moment(told), Risk(self, told).register)
        while self._queue:
            when, _, act = heapq.heappop(self._queue)
            await self._live_to(when)
            await act()
            await self.stage.sandbox.flights.idle(5)
        await self.clock.advance(self.today - self.made_up.now())

    async def _live_to(self, when: datetime) -> None:
        """What the program sweeps every few minutes is swept every few hours."""
        now = self.made_up.now()
        if self._swept is None or now - self._swept >= SWEEP:
            self._swept = now
            await self.clock.advance(when - now)
        else:
            await self.clock.live(when - now)


@dataclass
class Ticket:
    """Filed by the line or by the form, then what the story says comes of it."""

    history: History
    story: Story

    async def file(self) -> None:
        history, stage, story = self.history, self.history.stage, self.story
        if "form" in story:
            opened = await stage.act(story["by"], "command", channel="general", text="/ticket")
            await stage.fill(story["by"], opened, {"title": story["title"], **story["form"]})
        else:
            await stage.act(story["by"], "command", channel="general", text=f"/ticket {story['title']}")
        filed = history.moment(story)
        for name, step in (("claim", self.claim), ("reply", self.reply), ("resolve", self.resolve)):
            if name in story:
                history.at(filed + span(story[name]["after"]), step)

    async def claim(self) -> None:
        told = self.story["claim"]
        await self.history.stage.press(told["by"], self.story["title"], ticket.CLAIM)

    async def reply(self) -> None:
        await self._write("reply", ticket.REPLY)

    async def resolve(self) -> None:
        told = await self._write("resolve", ticket.RESOLVE)
        self.key = re.findall(r"IT-\d+", self.history.stage.find(told["by"], self.story["title"])[1].text)[0]
        if "solved" in self.story:
            resolved = self.history.moment(self.story) + span(told["after"])
            self.history.at(resolved + span(self.story["solved"]), self.confirm)

    async def _write(self, name: str, action: str) -> Story:
        told: Story = self.story[name]
        opened = await self.history.stage.press(told["by"], self.story["title"], action)
        await self.history.stage.fill(told["by"], opened, {"text": told["says"]})
        return told

    async def confirm(self) -> None:
        stage, story = self.history.stage, self.story
        await stage.press(story["by"], self.key, ticket.CONFIRM)
        if "score" in story:
            self.history.at(self.history.made_up.now() + timedelta(minutes=3), self.rate)

    async def rate(self) -> None:
        """If they are asked: who was asked lately is left in peace."""
        with suppress(StoryFault):
            await self.history.stage.press(self.story["by"], self.key, survey.ANSWERS[self.story["score"]])


@dataclass
class Change:
    history: History
    story: Story

    async def ask(self) -> None:
        stage, story = self.history.stage, self.story
        opened = await stage.act(story["by"], "command", channel="changes", text=f"/change {story['title']}")
        start = self.history.moment(story) + span(story["starts"])
        window = {"start": int(start.timestamp()), "end": int((start + timedelta(hours=1)).timestamp())}
        await stage.fill(story["by"], opened, {**story["form"], **window})
        for name, step in (("approve", self.approve), ("reject", self.reject)):
            if name in story:
                self.history.at(self.history.moment(story) + span(story[name]["after"]), step)
        if "verify" in story:
            self.history.at(start + timedelta(minutes=5), self.start)
            self.history.at(start + timedelta(minutes=50), self.implement)
            self.history.at(start + timedelta(minutes=90), self.verify)

    async def start(self) -> None:
        await self.history.stage.press(self.story["by"], self.story["title"], change.START)

    async def implement(self) -> None:
        await self.history.stage.press(self.story["by"], self.story["title"], change.IMPLEMENT)

    async def verify(self) -> None:
        await self.history.stage.press(self.story["verify"], self.story["title"], change.SUCCEED)

    async def approve(self) -> None:
        await self.history.stage.press(self.story["approve"]["by"], self.story["title"], change.APPROVE)

    async def reject(self) -> None:
        told = self.story["reject"]
        opened = await self.history.stage.press(told["by"], self.story["title"], change.REJECT)
        await self.history.stage.fill(told["by"], opened, {"reason": told["says"]})


@dataclass
class Risk:
    history: History
    story: Story

    async def register(self) -> None:
        stage, story = self.history.stage, self.story
        opened = await stage.act(story["by"], "command", channel="general", text=f"/risk {story['title']}")
        review = (self.history.today + timedelta(days=story["review"])).date().isoformat()
        await stage.fill(story["by"], opened, {**story["form"], "review": review})
