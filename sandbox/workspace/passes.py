from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from sandbox.shapes import Clock, Json
from sandbox.workspace.mint import Mint

TRIGGER_SECONDS = 3.0
"""A trigger_id can be used once within 3 s (docs.slack.dev/interactivity/handling-user-interaction)."""
HOOK_SECONDS = 30 * 60.0
HOOK_USES = 5
"""A response_url takes 5 messages within 30 minutes (same page)."""


@dataclass
class Trigger:
    id: str
    person: str
    until: float
    view: str | None = None
    """The form in which the interaction happened, if it happened in one."""
    used: bool = False


@dataclass
class Hook:
    """A response_url: a short-lived right to answer one interaction."""

    id: str
    person: str
    channel: str
    until: float
    source: Json | None = None
    """The message that was clicked: {"ts": …} or {"ephemeral": …}."""
    thread_ts: str | None = None
    uses: int = HOOK_USES


PassT = TypeVar("PassT", Trigger, Hook)


@dataclass
class Passes:
    """What an app may show once: triggers and response urls."""

    now: Clock
    mint: Mint
    stretch: Callable[[], float]
    """Factor on the life of a pass, for slow test machines."""
    triggers: dict[str, Trigger] = field(default_factory=dict)
    hooks: dict[str, Hook] = field(default_factory=dict)
    tickets: set[str] = field(default_factory=set)
    """For Socket Mode connections not yet made."""

    def trigger(self, person: str, view: str | None = None) -> str:
        self._sweep()
        trigger_id = f"{int(self.now() * 1000)}.{self.mint.token(10)}.{self.mint.token()}"
        until = self.now() + TRIGGER_SECONDS * self.stretch()
        self.triggers[trigger_id] = Trigger(trigger_id, person, until, view)
        return trigger_id

    def hook(self, person: str, channel: str, source: Json | None = None, thread_ts: str | None = None) -> Hook:
        until = self.now() + HOOK_SECONDS * self.stretch()
        hook = Hook(self.mint.token(24), person, channel, until, source, thread_ts)
        self.hooks[hook.id] = hook
        return hook

    def _sweep(self) -> None:
        """Expired passes are kept long enough to be refused as expired, then forgotten."""
        horizon = self.now() - HOOK_SECONDS * self.stretch()
        _drop_older(self.triggers, horizon)
        _drop_older(self.hooks, horizon)


def _drop_older(passes: dict[str, PassT], horizon: float) -> None:
    while passes:
        first = next(iter(passes))
        if passes[first].until > horizon:
            break
        del passes[first]
