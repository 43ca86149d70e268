"""The risk register's rules: probability times impact, and the level that the desk's appetite gives it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from domain.calendars import zone_of
from domain.moves import Moves, follow
from domain.outcomes import FieldFault, Outcome, Refusal, Refused

SCALE = 5
"""Probability and impact run from 1 to 5."""

REVIEW_TIME = time(9)
"""A review falls due at this time of the desk's day."""

REVIEW_EVERY = timedelta(days=91)
"""Suggested until the next review: a quarter, and the same weekday again."""


class Level(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Category(StrEnum):
    """Where a risk comes from."""

    TECHNOLOGY = "technology"
    PROCESS = "process"
    PEOPLE = "people"
    EXTERNAL = "external"
    CUSTOMER = "customer"
    SUPPLIER = "supplier"
    SECURITY = "security"
    OTHER = "other"


class Found(StrEnum):
    """How a risk was found."""

    WORK = "work"  # noticed in daily work
    INTERVIEW = "interview"
    HISTORY = "history"  # it has happened before
    SCENARIO = "scenario"  # thought through: what if
    AUDIT = "audit"
    MONITORING = "monitoring"


class Strategy(StrEnum):
    """What is done about a risk."""

    AVOID = "avoid"
    MITIGATE = "mitigate"
    TRANSFER = "transfer"
    ACCEPT = "accept"


@dataclass(frozen=True)
class Nature:
    """What is known of a risk beside its rating; `cause` and `consequence` are people's words."""

    category: Category = Category.OTHER
    found: Found = Found.WORK
    cause: str = ""
    consequence: str = ""


class RiskState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class RiskVerb(StrEnum):
    """`rate` gives it another probability or impact; `review` confirms it until the next review date."""

    REGISTER = "register"
    RATE = "rate"
    REVIEW = "review"
    TREAT = "treat"
    ACCEPT = "accept"
    CLOSE = "close"


MOVES: Moves[RiskVerb, RiskState] = {
    RiskVerb.REGISTER: {None: RiskState.OPEN},
    RiskVerb.RATE: {RiskState.OPEN: RiskState.OPEN},
    RiskVerb.REVIEW: {RiskState.OPEN: RiskState.OPEN},
    RiskVerb.TREAT: {RiskState.OPEN: RiskState.OPEN},
    RiskVerb.ACCEPT: {RiskState.OPEN: RiskState.OPEN},
    RiskVerb.CLOSE: {RiskState.OPEN: RiskState.CLOSED},
}


@dataclass(frozen=True)
class Appetite:
    """Scores (1 to 25) from which a risk is amber and from which it is red."""

    amber: int = 8
    red: int = 15

    def __post_init__(self) -> None:
        if not 1 <= self.amber < self.red:
            raise ValueError("amber begins at 1 or above and below red")


@dataclass(frozen=True)
class RiskRegistered(Outcome):
    key: str
    level: str


@dataclass(frozen=True)
class RiskReviewed(Outcome):
    key: str


@dataclass(frozen=True)
class RiskAccepted(Outcome):
    key: str


@dataclass(frozen=True)
class AboveAppetite(Refusal):
    """Its owner alone cannot accept a red risk: it is more than the desk wants to bear."""

    key: str


@dataclass(frozen=True)
class RiskClosed(Outcome):
    key: str


def move(key: str, verb: RiskVerb, state: RiskState | None) -> RiskState:
    return follow(MOVES, key, verb, state)


def score(probability: int, impact: int) -> int:
    for field, value in (("probability", probability), ("impact", impact)):
        if not 1 <= value <= SCALE:
            raise Refused(FieldFault(field, "out_of_range", SCALE))
    return probability * impact


def level(probability: int, impact: int, appetite: Appetite) -> Level:
    points = score(probability, impact)
    if points >= appetite.red:
        return Level.RED
    return Level.AMBER if points >= appetite.amber else Level.GREEN


def becomes_red(before: Level | None, after: Level) -> bool:
    """Whether to alert: once for each crossing. A risk new to the register comes from None."""
    return after is Level.RED and before is not Level.RED


def review_on(day: date, today: date) -> date:
    """`today` is the desk's, by its own zone."""
    if day <= today:
        raise Refused(FieldFault("review", "not_in_future"))
    return day


def review_at(day: date, zone: str) -> datetime:
    """The instant (UTC) at which a review falls due; the desk's clock says nine in summer and in winter."""
    return datetime.combine(day, REVIEW_TIME, zone_of(zone)).astimezone(UTC)


def is_due(day: date, zone: str, now: datetime) -> bool:
    return review_at(day, zone) <= now
