import random
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.shapes import Clock, Json
from sandbox.workspace.app import App
from sandbox.workspace.channels import Channel, Kind
from sandbox.workspace.files import Files
from sandbox.workspace.messages import Message
from sandbox.workspace.mint import Mint
from sandbox.workspace.passes import Passes
from sandbox.workspace.people import Group, Person, ProfileField
from sandbox.workspace.scale import Scale
from sandbox.workspace.views import View, Views

MICROS = 1_000_000


@dataclass(frozen=True)
class Happening:
    """Something of which Slack would tell an app that subscribed to it."""

    event: Json
    subscription: str
    channel: str | None = None
    """Only an app in this conversation hears of it; None: every app of the workspace."""


@dataclass
class Ephemeral:
    """A message that one person sees and no history keeps."""

    channel: str
    message: Message

    def shown(self) -> Json:
        return self.message.shown() | {"channel": self.channel, "id": self.message.ts, "is_ephemeral": True}


@dataclass
class Scheduled:
    """A message for later."""

    id: str
    channel: str
    at: int
    said: Json
    thread_ts: str | None = None
    never: bool = False


class Workspace:
    """Everything that Slack would remember. What happens in it is in `sandbox.workspace.acts`."""

    def __init__(
        self,
        *,
        team_id: str,
        name: str,
        domain: str,
        app: App,
        now: Clock,
        rng: random.Random,
        stamps: Clock | None = None,
        enterprise_id: str | None = None,
    ) -> None:
        """`stamps` dates messages where that is another clock than the machine's."""
        self.id, self.name, self.domain, self.enterprise_id = team_id, name, domain, enterprise_id
        self.app, self.now, self.rng = app, now, rng
        self.stamps = stamps or now
        self.scale = Scale()
        self.mint = Mint(rng)
        self.passes = Passes(now, self.mint, lambda: self.scale.limits)
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.groups: dict[str, Group] = {}
        self.fields: dict[str, ProfileField] = {}
        self.views = Views()
        self.files = Files()
        self.ephemerals: dict[str, dict[str, Ephemeral]] = {}
        self.posts: list[Json] = []
        self.scheduled: dict[str, Scheduled] = {}
        self.message_state: dict[tuple[str, str], dict[str, Json]] = {}
        """What each person has chosen in a message's menus: (person, ts) → block_id → action_id → value."""
        self.suggestions: dict[str, list[Json]] = {}
        """The options that the app suggested last, by action_id: those an external select offers."""
        self.guide: list[Json] = []
        """A tour for whoever opens the page: given with the seed, shown as it is."""
        self.listeners: list[Callable[[Happening], None]] = []
        self._people_by_name: dict[str, str] = {}
        self._channels_by_name: dict[str, str] = {}
        self._dms: dict[frozenset[str], str] = {}
        self._last_ts = 0

    def ts(self) -> str:
        """Unique and ever larger in the workspace, whatever the clock does."""
        self._last_ts = max(self._last_ts + 1, int(self.stamps() * MICROS))
        return f"{self._last_ts // MICROS:010d}.{self._last_ts % MICROS:06d}"

    def tell(self, event: Json, subscription: str, channel: str | None = None) -> None:
        event.setdefault("event_ts", event.get("ts") or self.ts())
        happening = Happening(event, subscription, channel)
        for listener in self.listeners:
            listener(happening)

    def add_person(self, person: Person) -> Person:
        before = self.people.get(person.id)
        if before is not None:
            self._people_by_name.pop(before.name, None)
        self.people[person.id] = person
        self._people_by_name[person.name] = person.id
        return person

    def add_channel(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        if channel.name:
            self._channels_by_name[channel.name] = channel.id
        if channel.is_dm:
            self._dms[frozenset(channel.members)] = channel.id
        return channel

    def rename_channel(self, channel: Channel, name: str) -> None:
        self._channels_by_name.pop(channel.name, None)
        channel.name = name
        self._channels_by_name[name] = channel.id

    def find_person(self, ref: str) -> Person | None:
        """By id or by name."""
        return self.people.get(ref) or self.people.get(self._people_by_name.get(ref.removeprefix("@"), ""))

    def find_channel(self, ref: str) -> Channel | None:
        """By id or by name, with or without its #."""
        return self.channels.get(ref) or self.channels.get(self._channels_by_name.get(ref.removeprefix("#"), ""))

    def find_group(self, ref: str) -> Group | None:
        handle = ref.removeprefix("@")
        return self.groups.get(ref) or next((g for g in self.groups.values() if g.handle == handle), None)

    def find_dm(self, *members: str) -> Channel | None:
        return self.channels.get(self._dms.get(frozenset(members), ""))

    def dm(self, *members: str) -> Channel:
        """The direct message of these people, opened if there is none yet."""
        found = self.find_dm(*members)
        if found is not None:
            return found
        kind: Kind = "im" if len(members) == 2 else "mpim"  # noqa: PLR2004 - a pair is a pair
        name = "" if kind == "im" else "mpdm-" + "--".join(self.people[one].name for one in members) + "-1"
        opened = Channel(self.mint.id("D" if kind == "im" else "G"), kind, name, created=int(self.now()))
        opened.members = dict.fromkeys(members)
        return self.add_channel(opened)

    def bot_sees(self, channel: Channel) -> bool:
        return self.app.bot_user in channel.members

    def new_view(self, person: str, body: Json, root: str | None = None) -> View:
        view_id = self.mint.id("V")
        app = self.app
        return View(view_id, self.id, person, body, self.view_hash(), app.id, app.bot_id, root or view_id)

    def view_hash(self) -> str:
        return f"{int(self.now())}.{self.mint.token(8)}"

    def keep_ephemeral(self, person: str, ephemeral: Ephemeral) -> None:
        self.ephemerals.setdefault(person, {})[ephemeral.message.ts] = ephemeral
