import copy
from dataclasses import dataclass, field

from sandbox.shapes import Json

STACK_LIMIT = 3
"""One view opened and two pushed (docs.slack.dev/surfaces/modals)."""


@dataclass
class View:
    id: str
    team_id: str
    person: str
    body: Json
    """What the app sent: type, blocks, title, private_metadata, callback_id …"""
    hash: str
    app_id: str
    bot_id: str
    root: str
    previous: str | None = None
    state: dict[str, Json] = field(default_factory=dict)

    @property
    def is_modal(self) -> bool:
        return bool(self.body.get("type") == "modal")

    @property
    def external_id(self) -> str:
        return str(self.body.get("external_id") or "")

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.body.get("blocks") or []
        return blocks

    def shown(self) -> Json:
        """Slack's view object, a copy: what was told once must not change when the form does."""
        body = self.body
        shown = {
            "id": self.id,
            "team_id": self.team_id,
            "type": body.get("type"),
            "blocks": self.blocks,
            "private_metadata": body.get("private_metadata") or "",
            "callback_id": body.get("callback_id") or "",
            "state": {"values": self.state},
            "hash": self.hash,
            "title": body.get("title"),
            "clear_on_close": bool(body.get("clear_on_close")),
            "notify_on_close": bool(body.get("notify_on_close")),
            "close": body.get("close"),
            "submit": body.get("submit"),
            "previous_view_id": self.previous,
            "root_view_id": self.root,
            "app_id": self.app_id,
            "external_id": self.external_id,
            "app_installed_team_id": self.team_id,
            "bot_id": self.bot_id,
        }
        return copy.deepcopy(shown)


class Views:
    """Every person's stack of forms and their Home."""

    def __init__(self) -> None:
        self._by_id: dict[str, View] = {}
        self._external: dict[str, str] = {}
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}

    def find(self, view_id: str) -> View | None:
        return self._by_id.get(view_id)

    def by_external_id(self, external_id: str) -> View | None:
        return self._by_id.get(self._external.get(external_id, ""))

    def stack(self, person: str) -> list[View]:
        return self._stacks.setdefault(person, [])

    def top(self, person: str) -> View | None:
        stack = self.stack(person)
        return stack[-1] if stack else None

    def home(self, person: str) -> View | None:
        return self._homes.get(person)

    def open(self, view: View) -> None:
        """A form opened anew takes the place of whatever the person had open."""
        self.clear(view.person)
        self._push(view)

    def push(self, view: View) -> None:
        below = self.top(view.person)
        view.previous = below.id if below else None
        self._push(view)

    def publish(self, view: View) -> None:
        before = self._homes.get(view.person)
        if before is not None:
            self._forget(before)
        self._homes[view.person] = view
        self._remember(view)

    def replace(self, view: View, body: Json, stamp: str) -> None:
        """The same view with other contents; what was typed stays where block_id and action_id stay."""
        self._external.pop(view.external_id, None)
        view.body, view.hash = body, stamp
        kept = {block.get("block_id") for block in view.blocks}
        view.state = {block_id: values for block_id, values in view.state.items() if block_id in kept}
        self._remember(view)

    def close(self, view: View) -> None:
        self._stacks[view.person] = [other for other in self.stack(view.person) if other is not view]
        self._forget(view)

    def clear(self, person: str) -> list[View]:
        closed = self._stacks.pop(person, [])
        for view in closed:
            self._forget(view)
        return closed

    def _push(self, view: View) -> None:
        self.stack(view.person).append(view)
        self._remember(view)

    def _remember(self, view: View) -> None:
        self._by_id[view.id] = view
        if view.external_id:
            self._external[view.external_id] = view.id

    def _forget(self, view: View) -> None:
        self._by_id.pop(view.id, None)
        if view.external_id:
            self._external.pop(view.external_id, None)
