"""People who do not stop: they file, claim, answer, resolve and confirm, and remember what they were told."""

import asyncio
import itertools
import random
import re
from collections import defaultdict
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sandbox.server import Sandbox
from sandbox.workspace.channels import Channel
from sandbox.workspace.messages import Message
from tests.faults.control import Control, NotNow

KEY = re.compile(r"\*?(IT-\d+)\*?")
ASKERS = ("ann", "han", "mei", "gus", "eva", "sam")
DESK = {"it-desk": ("ben", "lin", "dirk"), "network": ("chen", "ida"), "facilities": ("fay",)}
SERVICES = ("wifi", "rooms", "printing")
RECENT = 15  # messages that are still on somebody's screen
PAUSE = (0.02, 0.2)  # seconds between two acts
ANNOYED = 0.15  # seconds before somebody tries anything again after an error


@dataclass
class Told:
    """What somebody typed and what they were told: `key` where a command named one; `about` tells a form."""

    words: str
    is_acknowledged: bool
    key: str | None = None
    about: str = ""


@dataclass
class Memory:
    """All that the crowd knows, to be compared with what the program kept."""

    filed: list[Told] = field(default_factory=list)
    sent: list[Told] = field(default_factory=list)  # forms: titles of tickets, answers, words at the end
    said: dict[tuple[str, str], str] = field(default_factory=dict)  # (channel, ts) of words -> ts of their thread
    clicks: int = 0
    failures: int = 0  # acts that met no program, or no answer in time


class Crowd:
    def __init__(self, sandbox: Sandbox, control: Control, rng: random.Random) -> None:
        self._workspace = sandbox.workspace
        self._control = control
        self._rng = rng
        self._numbers = itertools.count(1)
        self._hands: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)  # nobody does two things at once
        self._submitted: set[str] = set()
        self.answered = asyncio.Event()  # somebody's act was acknowledged
        self.memory = Memory()

    async def live(self, people: int) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as group:
            for _ in range(people):
                group.create_task(self._one())

    async def _one(self) -> None:
        acts: list[Callable[[], Coroutine[Any, Any, None]]] = [
            self.files, self.files_by_form, self.clicks_at_the_desk, self.clicks_at_the_desk,
            self.writes_at_the_desk, self.clicks_at_home, self.writes_at_home,
        ]  # fmt: skip
        while True:
            with suppress(NotNow):  # the card was redrawn or the form went meanwhile
                await self._rng.choice(acts)()
            await asyncio.sleep(self._rng.uniform(*PAUSE))

    async def files(self) -> None:
        words = f"printer {next(self._numbers)} is down"
        asker = self._rng.choice(ASKERS)
        async with self._hands[asker]:
            answer = await self._act(asker, "command", channel="general", text=f"/ticket {words}")
        # What a click was answered may come in between: that is whispered elsewhere.
        here = [one for one in answer["sees"]["ephemerals"] if one["channel"] == "C0GENERAL"]
        found = [KEY.search(str(one["text"])) for one in here]
        key = next((match[1] for match in found if match), None)
        self.memory.filed.append(Told(words, answer["delivery"]["error"] is None, key))

    async def files_by_form(self) -> None:
        asker = self._rng.choice(ASKERS)
        title = f"request {next(self._numbers)}"
        values = {"title": title, "service": self._rng.choice(SERVICES), "urgency": "2"}
        async with self._hands[asker]:
            opened = await self._act(asker, "command", channel="general", text="/ticket")
            await self._submit(asker, opened, title, values)

    async def clicks_at_the_desk(self) -> None:
        channel, person = self._desk()
        await self._click(person, channel, self._recent(channel))

    async def clicks_at_home(self) -> None:
        """Is it solved? How was it? Answers in the own DM."""
        person = self._rng.choice(ASKERS)
        dm = self._dm(person)
        if dm:
            await self._click(person, dm, self._recent(dm, replies=True))

    async def writes_at_the_desk(self) -> None:
        channel, person = self._desk()
        await self._write(person, channel)

    async def writes_at_home(self) -> None:
        person = self._rng.choice(ASKERS)
        dm = self._dm(person)
        if dm:
            await self._write(person, dm)

    async def _click(self, person: str, channel: Channel, shown: list[Message]) -> None:
        buttons = [
            (message.ts, element)
            for message in shown
            for block in message.blocks or []
            if block["type"] == "actions"
            for element in block["elements"]
            if element["type"] == "button"  # menus ask to be chosen from
        ]
        if not buttons:
            return
        ts, button = self._rng.choice(buttons)
        place = "@app" if channel.is_dm else channel.name
        async with self._hands[person]:
            answer = await self._act(person, "click", channel=place, ts=ts, action_id=button["action_id"])
            self.memory.clicks += 1
            words = f"answer {next(self._numbers)}"
            await self._submit(person, answer, words, {"text": words})

    async def _submit(self, person: str, opened: Any, words: str, values: dict[str, str]) -> None:
        view = opened["sees"]["view"]
        if not view or view["id"] in self._submitted:
            return  # no form opened; an older one may be open still, whose answer was lost
        if any(name not in {block.get("block_id") for block in view["blocks"]} for name in values):
            return
        self._submitted.add(view["id"])
        typed = {name: {name: value} for name, value in values.items()}
        answer = await self._act(person, "submit", view_id=view["id"], values=typed)
        taken = answer["delivery"]["error"] is None and not answer["sees"]["errors"]
        self.memory.sent.append(Told(words, taken, about=f"form:{view['id']}:{view['callback_id']}"))

    async def _write(self, person: str, channel: Channel) -> None:
        """In the thread of a message of the app, at once after it appeared if need be."""
        cards = [one for one in self._recent(channel) if one.bot_id and "IT-" in one.text]
        if not cards:
            return
        card, words = self._rng.choice(cards), f"words {next(self._numbers)}"
        place = "@app" if channel.is_dm else channel.name
        said = await self._control.act(person, "message", channel=place, text=words, thread_ts=card.ts)
        self.memory.said[said["channel"], said["ts"]] = card.ts

    async def _act(self, person: str, act: str, **body: object) -> Any:
        answer = await self._control.act(person, act, **body)
        if answer["delivery"]["error"] is None:
            self.answered.set()
        else:
            self.memory.failures += 1
            await asyncio.sleep(ANNOYED)
        return answer

    def _desk(self) -> tuple[Channel, str]:
        name = self._rng.choice(list(DESK))
        channel = self._workspace.find_channel(name)
        assert channel
        return channel, self._rng.choice(DESK[name])

    def _dm(self, name: str) -> Channel | None:
        person = next(one for one in self._workspace.people.values() if one.name == name)
        return self._workspace.find_dm(self._workspace.app.bot_user, person.id)

    def _recent(self, channel: Channel, *, replies: bool = False) -> list[Message]:
        found, _ = channel.timeline.newest_first(limit=RECENT)
        under = [reply for one in found for reply in channel.timeline.replies(one.ts)] if replies else []
        return [*found, *under]
