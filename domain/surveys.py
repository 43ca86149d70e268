"""Satisfaction surveys: one question, five answers, and how long an answer may still change."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.moves import Moves, follow
from domain.outcomes import FieldFault, Outcome, Refusal, Refused

BEST = 5
VALIDITY = timedelta(days=14)
"""From the asking; ServiceNow's default too."""


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
    EXPIRE = "expire"
    WITHDRAW = "withdraw"


MOVES: Moves[SurveyVerb, SurveyState] = {
    SurveyVerb.PLAN: {None: SurveyState.WAITING},
    SurveyVerb.ASK: {SurveyState.WAITING: SurveyState.ASKED},
    SurveyVerb.ANSWER: {
        SurveyState.ASKED: SurveyState.ANSWERED,
        SurveyState.ANSWERED: SurveyState.ANSWERED,
    },
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
class SurveyOver(Refusal):
    """It can no longer be answered; `state` is expired or withdrawn."""

    key: str
    state: str


def move(key: str, verb: SurveyVerb, state: SurveyState | None) -> SurveyState:
    return follow(MOVES, key, verb, state)


def answer(key: str, state: SurveyState, asked_at: datetime, score: int, at: datetime) -> SurveyState:
    """The state after an answer, the first or another; late by the clock is late, timer or no timer."""
    if not 1 <= score <= BEST:
        raise Refused(FieldFault("score", "out_of_range", BEST))
    if state in {SurveyState.EXPIRED, SurveyState.WITHDRAWN}:
        raise Refused(SurveyOver(key, state.value))
    after = move(key, SurveyVerb.ANSWER, state)
    if at >= expires_at(asked_at):
        raise Refused(SurveyOver(key, SurveyState.EXPIRED.value))
    return after


def expires_at(asked_at: datetime) -> datetime:
    return asked_at + VALIDITY
