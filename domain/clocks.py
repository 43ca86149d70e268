"""SLA clocks. A clock is what its facts say under its target and calendar: computed anew, never adjusted.

A target is broken at the instant at which its working time has run out, neither sooner nor later: the breach
is spoken then, and whatever stops the clock then or afterwards has missed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from operator import itemgetter
from typing import Protocol

from domain.agreements import UNSPOKEN, Mark, Step


class WorkingTime(Protocol):
    """A calendar, or several that followed each other."""

    def working(self, start: datetime, end: datetime) -> timedelta: ...

    def add(self, start: datetime, span: timedelta) -> datetime: ...


class ClockKind(StrEnum):
    """The two promises. Response is met by the first human answer: nothing pauses it or takes it up again."""

    RESPONSE = "response"
    RESOLUTION = "resolution"


class ClockState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"


class ClockEvent(StrEnum):
    """`resume` follows a pause, and also a stop: a reopened ticket goes on with the time it has used."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"


@dataclass(frozen=True)
class ClockFact:
    at: datetime
    event: ClockEvent


@dataclass(frozen=True)
class Told:
    """At that instant a mark of the clock was told of."""

    at: datetime
    mark: Mark


@dataclass(frozen=True)
class Clock:
    """`spent` is working time until the last fact; `since` is when it last began to run, None at rest.

    `due_at` is the instant at which the target is (or was) broken; None while that is not known: at rest with
    time left.
    """

    kind: ClockKind
    target: timedelta
    state: ClockState
    started_at: datetime
    spent: timedelta
    since: datetime | None
    due_at: datetime | None
    stopped_at: datetime | None = None

    @property
    def is_running(self) -> bool:
        return self.state is ClockState.RUNNING


def recompute(kind: ClockKind, target: timedelta, hours: WorkingTime, facts: Iterable[ClockFact]) -> Clock:
    """The clock that `facts`, in the order of history, leave behind.

    A fact that changes nothing (a second pause) is passed over. ValueError unless the first is a start.
    """
    first, *rest = facts
    if first.event is not ClockEvent.START:
        raise ValueError("a clock begins with its start")
    due_at = hours.add(first.at, target)
    clock = Clock(kind, target, ClockState.RUNNING, first.at, timedelta(0), first.at, due_at)
    for fact in rest:
        clock = _apply(clock, hours, fact)
    return clock


def _apply(clock: Clock, hours: WorkingTime, fact: ClockFact) -> Clock:
    match fact.event:
        case ClockEvent.PAUSE | ClockEvent.RESUME if clock.kind is ClockKind.RESPONSE:
            return clock
        case ClockEvent.PAUSE if clock.is_running:
            return _rest(clock, hours, fact.at, ClockState.PAUSED)
        case ClockEvent.STOP if clock.is_running or clock.state is ClockState.PAUSED:
            missed = has_breached(clock, fact.at)
            stopped = _rest(clock, hours, fact.at, ClockState.MISSED if missed else ClockState.MET)
            return replace(stopped, stopped_at=fact.at)
        case ClockEvent.RESUME if not clock.is_running:
            return _run(clock, hours, fact.at)
        case _:
            return clock


def _rest(clock: Clock, hours: WorkingTime, at: datetime, state: ClockState) -> Clock:
    due_at = clock.due_at if has_breached(clock, at) else None
    return replace(clock, state=state, spent=elapsed(clock, hours, at), since=None, due_at=due_at)


def _run(clock: Clock, hours: WorkingTime, at: datetime) -> Clock:
    due_at = clock.due_at or hours.add(at, clock.target - clock.spent)
    return replace(clock, state=ClockState.RUNNING, since=at, due_at=due_at, stopped_at=None)


def elapsed(clock: Clock, hours: WorkingTime, at: datetime) -> timedelta:
    """Working time used by `at`, which lies after the last fact."""
    return clock.spent + (hours.working(clock.since, at) if clock.since else timedelta(0))


def has_breached(clock: Clock, at: datetime) -> bool:
    return clock.due_at is not None and at >= clock.due_at


def reached_at(clock: Clock, hours: WorkingTime, mark: Mark) -> datetime:
    """When a running clock reaches `mark`; if it did so before it last rested, when it ran again."""
    if clock.since is None:
        raise ValueError("a clock at rest reaches no step")
    return hours.add(clock.since, max(mark.spent(clock.target) - clock.spent, timedelta(0)))


def next_step(
    clock: Clock, hours: WorkingTime, steps: Iterable[Step], spoken: Mark
) -> tuple[Step, datetime] | None:
    """The first step beyond what was `spoken`, and its instant, which may lie in the past."""
    ahead = min(_ahead(clock, steps, spoken), key=itemgetter(1), default=None) if clock.is_running else None
    return (ahead[0], reached_at(clock, hours, ahead[0])) if ahead else None


def gravest(clock: Clock, hours: WorkingTime, steps: Iterable[Step], spoken: Mark, at: datetime) -> Step | None:
    """Of the steps that are due and unspoken the last: when late, only that one speaks."""
    if not clock.is_running:
        return None
    due = (one for one in _ahead(clock, steps, spoken) if reached_at(clock, hours, one[0]) <= at)
    last = max(due, key=itemgetter(1), default=None)
    return last[0] if last else None


def _ahead(clock: Clock, steps: Iterable[Step], spoken: Mark) -> Iterator[tuple[Step, timedelta]]:
    """With the working time used by then, for whether `an hour after` comes before `150 %` hangs on the target."""
    told = spoken.spent(clock.target)
    return ((step, spent) for step in steps if (spent := step.spent(clock.target)) > told)


def spoken_mark(clock: Clock, hours: WorkingTime, facts: Sequence[ClockFact], told: Iterable[Told]) -> Mark:
    """The gravest mark of this clock that was told of in earnest.

    What was said under a tighter target, before that share of the present one was used, does not count: it is
    said again when it becomes true.
    """
    held = (one.mark for one in told if _holds(clock, hours, facts, one))
    return max(held, key=lambda mark: mark.spent(clock.target), default=UNSPOKEN)


def _holds(clock: Clock, hours: WorkingTime, facts: Sequence[ClockFact], told: Told) -> bool:
    then = recompute(clock.kind, clock.target, hours, [fact for fact in facts if fact.at <= told.at])
    return elapsed(then, hours, told.at) >= told.mark.spent(clock.target)
