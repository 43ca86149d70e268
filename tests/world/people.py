"""How a test speaks of people, places, cards and forms."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.world.world import World


def words_of(block: Any) -> Iterator[str]:
    """Every text in a block, as people read it."""
    if isinstance(block, dict):
        if isinstance(block.get("text"), str):
            yield block["text"]
        for name, part in block.items():
            if name not in {"text", "value"} or not isinstance(part, str):
                yield from words_of(part)
    elif isinstance(block, list):
        for part in block:
            yield from words_of(part)


@dataclass(frozen=True)
class Card:
    """A message as it stands now."""

    world: "World"
    channel: str
    ts: str

    @property
    def now(self) -> dict[str, Any]:
        return self.world.message(self.channel, self.ts)

    @property
    def text(self) -> str:
        return str(self.now["text"])

    @property
    def words(self) -> str:
        """Its text and all that its blocks say."""
        return "\n".join([self.text, *words_of(self.now.get("blocks") or [])])

    @property
    def buttons(self) -> list[str]:
        return [element["text"]["text"] for element in self._elements()]

    def _elements(self) -> list[dict[str, Any]]:
        blocks = self.now.get("blocks") or []
        return [one for block in blocks if block["type"] == "actions" for one in block["elements"]]

    def click(self, label: str, *, by: "Someone", old: dict[str, Any] | None = None) -> "Said":
        """`old` is the message as somebody still sees it."""
        shown = old or self.now
        found = [
            one
            for block in shown.get("blocks") or []
            if block["type"] == "actions"
            for one in block["elements"]
            if one["text"]["text"] == label
        ]
        assert found, f"no button {label!r}, only {self.buttons}"
        stale = {"message": old} if old else {}
        channel = "@app" if self.channel.startswith("D") else self.channel
        answer = self.world.control.act(
            by.name, "click", channel=channel, ts=self.ts, action_id=found[0]["action_id"], **stale
        )
        return by.said(answer)

    def reply(self, text: str, *, by: "Someone") -> None:
        channel = "@app" if self.channel.startswith("D") else self.channel
        self.world.control.act(by.name, "message", channel=channel, text=text, thread_ts=self.ts)
        self.world.settle()

    def thread(self) -> "Place":
        return Place(self.world, self.channel, self.ts)


@dataclass(frozen=True)
class Place:
    """A channel or a DM, or the thread under a message there."""

    world: "World"
    channel: str
    thread: str | None = None

    def expect(self, *parts: str) -> Card:
        """The next message here that nobody expected yet; it must say all the parts."""
        post = self.world.next_post(self.channel, self.thread)
        card = Card(self.world, self.channel, post["ts"])
        said = card.words
        for part in parts:
            assert part in said, f"{part!r} is not in {said!r}"
        return card

    def expect_nothing(self) -> None:
        waiting = self.world.waiting(self.channel)
        assert not waiting, f"unexpected: {[post['text'] for post in waiting]}"


@dataclass(frozen=True)
class Form:
    """The modal somebody has open."""

    someone: "Someone"
    view: dict[str, Any]

    @property
    def words(self) -> str:
        return "\n".join(words_of([self.view["title"], self.view["blocks"]]))

    def submit(self, **values: object) -> "Said":
        """Values by the inputs' names."""
        typed = {name: {name: value} for name, value in values.items()}
        answer = self.someone.world.control.act(self.someone.name, "submit", view_id=self.view["id"], values=typed)
        return self.someone.said(answer)


@dataclass(frozen=True)
class Said:
    """What somebody saw at once after an act."""

    someone: "Someone"
    answer: dict[str, Any]

    @property
    def status(self) -> int | None:
        status: int | None = self.answer["delivery"]["status"]
        return status

    @property
    def errors(self) -> dict[str, str]:
        return dict(self.answer["sees"]["errors"] or {})

    @property
    def form(self) -> Form:
        view = self.answer["sees"]["view"]
        assert view, f"no form opened: {self.answer}"
        return Form(self.someone, view)

    @property
    def whispers(self) -> list[str]:
        """Ephemeral messages, those too that came a moment after the acknowledgement."""
        self.someone.world.settle()
        return self.someone.new_whispers()

    @property
    def whisper(self) -> str:
        found = self.whispers
        assert len(found) == 1, f"one ephemeral expected, not {found}"
        return found[0]


@dataclass
class Someone:
    """A person of the workspace, by name."""

    world: "World"
    name: str
    _heard: int = field(default=0, init=False)

    def types(self, line: str, *, channel: str = "general") -> Said:
        """A slash command."""
        return self.said(self.world.control.act(self.name, "command", channel=channel, text=line))

    def writes(self, text: str, *, channel: str = "@app") -> None:
        self.world.control.act(self.name, "message", channel=channel, text=text)
        self.world.settle()

    @property
    def dm(self) -> Place:
        return Place(self.world, self.world.dm_of(self.name))

    def new_whispers(self) -> list[str]:
        sees = self.world.control.get(f"/control/as/{self.name}/sees?limit=1")
        found = sees["ephemerals"][self._heard :]
        self._heard = len(sees["ephemerals"])
        return ["\n".join([one["text"], *words_of(one.get("blocks") or [])]) for one in found]

    def said(self, answer: dict[str, Any]) -> Said:
        self.world.settle()
        return Said(self, answer)
