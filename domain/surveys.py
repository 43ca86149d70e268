"""Satisfaction surveys: one question, five answers, and how long an answer may still change."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.moves import Moves, follow
from domain.outcomes import FieldFault, Outcome, Refusal, Refused

BEST = 5


@dataclass(frozen=True)
class SurveyPolicy:
    """`share` in percent of what is closed is asked about. Days of `rest` (nobody is asked more often) and how long
    a survey is `open` are days of the calendar; a reminder comes `remind_after` working days (None: never), and who
    scores `low` or less is followed up within working days, too.
    """

    share: int = 100
    rest: int = 7
    remind_after: int | None = 3
    open: int = 14
    low: int = 2
    follow_up_within: int = 2

    def until(self, asked_at: datetime) -> datetime:
        return asked_at + timedelta(days=self.open)

    def rests(self, last_asked: datetime | None, now: datetime) -> bool:
        return last_asked is not None and now - last_asked < timedelta(days=self.rest)

    def chooses(self, chance: float) -> bool:
        """`chance` is from 0 up to, but not, 1."""
        return chance * 100 < self.share


SURVEYS = SurveyPolicy()
"""What a desk file that says nothing of surveys gets."""


class SurveyState(StrEnum):
    """`waiting` is not sent yet; `withdrawn` because its ticket was reopened."""

    WAITING = "waiting"
    ASKED = "asked"
    ANSWERED = "answered"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class SurveyVerb(StrEnum):
    PLAN = "plan"
    ASK = "ask"
    ANSWER = "answer"
    COMMENT = "comment"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"


MOVES: Moves[SurveyVerb, SurveyState] = {
    SurveyVerb.PLAN: {None: SurveyState.WAITING},
    SurveyVerb.ASK: {SurveyState.WAITING: SurveyState.ASKED},
    SurveyVerb.ANSWER: {
        SurveyState.ASKED: SurveyState.ANSWERED,
        SurveyState.ANSWERED: SurveyState.ANSWERED,
    },
    SurveyVerb.COMMENT: {SurveyState.ANSWERED: SurveyState.ANSWERED},
    SurveyVerb.EXPIRE: {SurveyState.ASKED: SurveyState.EXPIRED},
    SurveyVerb.WITHDRAW: {
        SurveyState.WAITING: SurveyState.WITHDRAWN,
        SurveyState.ASKED: SurveyState.WITHDRAWN,
    },
}


@dataclass(frozen=True)
class Scored(Outcome):
    """`key` is the ticket's."""

    key: str
    score: int


@dataclass(frozen=True)
class Commented(Outcome):
    key: str


@dataclass(frozen=True)
class SurveyOver(Refusal):
    """It can no longer be answered; `state` is expired or withdrawn."""

    key: str
    state: str


def move(key: str, verb: SurveyVerb, state: SurveyState | None) -> SurveyState:
    return follow(MOVES, key, verb, state)


def answer(key: str, state: SurveyState, until: datetime, score: int, at: datetime) -> SurveyState:
    """The state after an answer, the first or another; late by the clock is late, timer or no timer."""
    if not 1 <= score <= BEST:
        raise Refused(FieldFault("score", "out_of_range", BEST))
    _refuse_over(key, state, until, at)
    return move(key, SurveyVerb.ANSWER, state)


def comment(key: str, state: SurveyState, until: datetime, at: datetime) -> SurveyState:
    """Words follow a score."""
    _refuse_over(key, state, until, at)
    return move(key, SurveyVerb.COMMENT, state)


def _refuse_over(key: str, state: SurveyState, until: datetime, at: datetime) -> None:
    if state in {SurveyState.EXPIRED, SurveyState.WITHDRAWN}:
        raise Refused(SurveyOver(key, state.value))
    if at >= until:
        raise Refused(SurveyOver(key, SurveyState.EXPIRED.value))
