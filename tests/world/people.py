"""How a test speaks of people, places, cards and forms."""

import base64
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
        return [element["text"]["text"] for element in self._elements() if element["type"] == "button"]

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
            if one["type"] == "button" and one["text"]["text"] == label
        ]
        assert found, f"no button {label!r}, only {self.buttons}"
        stale = {"message": old} if old else {}
        channel = "@app" if self.channel.startswith("D") else self.channel
        answer = self.world.control.act(
            by.name, "click", channel=channel, ts=self.ts, action_id=found[0]["action_id"], **stale
        )
        return by.said(answer)

    def reply(self, text: str, *, by: "Someone") -> "Card":
        channel = "@app" if self.channel.startswith("D") else self.channel
        return by.writes(text, channel=channel, thread_ts=self.ts)

    def choose(self, action_id: str, value: str, *, by: "Someone") -> "Said":
        """From a menu of the message, an option by the words that it shows."""
        menus = [one for one in self._elements() if one["action_id"] == action_id]
        assert menus, f"no menu {action_id!r}"
        offered = {one["text"]["text"]: one["value"] for one in menus[0]["options"]}
        return by.said(self._act(by, "click", action_id=action_id, value=offered[value]))

    def thread(self) -> "Place":
        return Place(self.world, self.channel, self.ts)

    def edit(self, text: str, *, by: "Someone") -> None:
        self._act(by, "edit", text=text)

    def delete(self, *, by: "Someone") -> None:
        self._act(by, "delete")

    def react(self, emoji: str, *, by: "Someone") -> None:
        self._act(by, "react", reaction=emoji)

    def shortcut(self, name: str, *, by: "Someone") -> "Said":
        """From the message's menu, by its callback_id."""
        return by.said(self._act(by, "shortcut", callback_id=name))

    def _act(self, by: "Someone", act: str, **about: object) -> Any:
        channel = "@app" if self.channel.startswith("D") else self.channel
        answer = self.world.control.act(by.name, act, channel=channel, ts=self.ts, **about)
        self.world.settle()
        return answer


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

    def click(self, action_id: str, **about: object) -> "Said":
        """A button in the form, by its action_id."""
        someone, view = self.someone, self.view["id"]
        return someone.said(
            someone.world.control.act(someone.name, "click", view_id=view, action_id=action_id, **about)
        )

    def submit(self, **values: object) -> "Said":
        """Values by the inputs' names."""
        typed = {name: {name: value} for name, value in values.items()}
        answer = self.someone.world.control.act(self.someone.name, "submit", view_id=self.view["id"], values=typed)
        return self.someone.said(answer)


@dataclass(frozen=True)
class Home:
    """What somebody's Home tab shows now."""

    someone: "Someone"

    @property
    def view(self) -> dict[str, Any]:
        view = self.someone.world.control.get(f"/control/as/{self.someone.name}/sees?limit=1")["home"]
        assert view, f"no Home was published for {self.someone.name}"
        return dict(view)

    @property
    def words(self) -> str:
        return "\n".join(words_of(self.view["blocks"]))

    def click(self, action_id: str, **about: object) -> "Said":
        """A button or menu by its action_id; `value` chooses from a menu."""
        answer = self.someone.world.control.act(self.someone.name, "click", home=True, action_id=action_id, **about)
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

    def writes(self, text: str, *, channel: str = "@app", **about: object) -> Card:
        return self._said("message", channel=channel, text=text, **about)

    def uploads(self, name: str, content: bytes, text: str = "", *, channel: str = "@app", **about: object) -> Card:
        """A file, put into a conversation with a few words or none."""
        data = base64.b64encode(content).decode()
        return self._said("upload", channel=channel, text=text, filename=name, content_base64=data, **about)

    def _said(self, act: str, **about: object) -> Card:
        answer = self.world.control.act(self.name, act, **about)
        self.world.settle()
        return Card(self.world, answer["channel"], answer["ts"])

    def shortcut(self, name: str) -> Said:
        """From the lightning menu, by its callback_id."""
        return self.said(self.world.control.act(self.name, "shortcut", callback_id=name))

    def opens_home(self) -> "Home":
        self.world.control.act(self.name, "home")
        self.world.settle()
        return Home(self)

    @property
    def dm(self) -> Place:
        return Place(self.world, self.world.dm_of(self.name))

    def new_whispers(self) -> list[str]:
        sees = self.world.control.get(f"/control/as/{self.name}/sees?limit=1")
        found = sees["ephemerals"][self._heard :]
        self._heard = len(sees["ephemerals"])
        return ["\n".join([one["text"], *words_of(one.get("blocks") or [])]) for one in found]

    def clicks_whisper(self, label: str) -> "Said":
        """A button of the latest ephemeral message."""
        newest = self.world.control.get(f"/control/as/{self.name}/sees?limit=1")["ephemerals"][-1]
        elements = [one for block in newest["blocks"] if block["type"] == "actions" for one in block["elements"]]
        (found,) = [one for one in elements if one["text"]["text"] == label]
        about = {"ephemeral": newest["ts"], "action_id": found["action_id"]}
        return self.said(self.world.control.act(self.name, "click", **about))

    def said(self, answer: dict[str, Any]) -> Said:
        self.world.settle()
        return Said(self, answer)
