"""A risk indicator: the share of agreed times that were broken, and the light that it shows.

Lights go up at a threshold and down a little below it, so that a share that wavers about a threshold alerts once.
"""

from dataclasses import dataclass
from datetime import timedelta

from domain.risks import Level

BREACHES = "sla_breaches"
"""Of the targets, of response and resolution, that were decided within the window: those that were broken."""

WINDOW = timedelta(days=7)
GATHER = timedelta(minutes=1)
"""After a target has run out: others of the same minute are counted with it."""

PAUSE = timedelta(minutes=5)
"""Between two counts at least: a thousand targets that run out in an hour are counted twelve times."""

ORDER = (Level.GREEN, Level.AMBER, Level.RED)


@dataclass(frozen=True)
class Thresholds:
    """Percent. `back`: points below a threshold at which a light goes down; fewer than `least` decided targets
    alert nobody.
    """

    amber: int = 10
    red: int = 20
    back: int = 2
    least: int = 5

    def __post_init__(self) -> None:
        if not 0 <= self.back < self.amber < self.red <= 100:  # noqa: PLR2004 - percent
            raise ValueError("back lies below amber, amber below red, red at 100 at most")
        if self.least < 1:
            raise ValueError("at least one target must be decided")


@dataclass(frozen=True)
class Indicator:
    """As the desk has it. `owner` is a person id; without one, the risk managers are told. `risk`: the key of the
    risk that it watches.
    """

    thresholds: Thresholds
    owner: int | None = None
    risk: str | None = None


@dataclass(frozen=True)
class Reading:
    """How many targets were decided within the window, and how many of them broken."""

    broken: int = 0
    decided: int = 0

    @property
    def share(self) -> float:
        """Of 1."""
        return self.broken / self.decided if self.decided else 0.0


def light(thresholds: Thresholds, reading: Reading, before: Level) -> Level:
    up = _at(thresholds.amber, thresholds.red, reading)
    if reading.decided >= thresholds.least and ORDER.index(up) >= ORDER.index(before):
        return up
    down = _at(thresholds.amber - thresholds.back, thresholds.red - thresholds.back, reading)
    return min(before, down, key=ORDER.index)


def _at(amber: int, red: int, reading: Reading) -> Level:
    """In whole numbers: a share of exactly a threshold has reached it."""
    if not reading.decided:
        return Level.GREEN
    hundredfold = reading.broken * 100
    if hundredfold >= red * reading.decided:
        return Level.RED
    return Level.AMBER if hundredfold >= amber * reading.decided else Level.GREEN


def is_alert(before: Level, after: Level) -> bool:
    """A crossing upwards."""
    return ORDER.index(after) > ORDER.index(before)


def is_recovery(before: Level, after: Level) -> bool:
    """Red to amber is no news: it is told of when all is well."""
    return after is Level.GREEN and before is not Level.GREEN
