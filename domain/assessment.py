"""How risky a change is: what the requester answers about its effects gives a score, the score a level, and kind
and level together the policy that it must pass.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.outcomes import FieldFault, Refused

GRAVEST = 3
"""Answers run from 0 (none) to 3 (severe)."""


class ChangeKind(StrEnum):
    STANDARD = "standard"  # done often, known well, agreed to beforehand
    NORMAL = "normal"
    EMERGENCY = "emergency"


class Question(StrEnum):
    """What a change may do harm to."""

    PERFORMANCE = "performance"
    RELIABILITY = "reliability"
    SECURITY = "security"
    USERS = "users"
    COST = "cost"


class Level(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


Answers = Mapping[Question, int]


@dataclass(frozen=True)
class Assessment:
    """`answers` as given, and what they came to by the rules then in force."""

    answers: Answers
    score: int
    level: Level


def _once_each() -> dict[Question, int]:
    return dict.fromkeys(Question, 1)


@dataclass(frozen=True)
class ChangeRules:
    """`medium` and `high` are the scores from which a level begins; `use` names a policy by kind and level."""

    weights: Mapping[Question, int] = field(default_factory=_once_each)
    medium: int = 4
    high: int = 9
    use: Mapping[ChangeKind, Mapping[Level, str]] = field(default_factory=dict)

    def assess(self, answers: Answers) -> Assessment:
        """Raises Refused(FieldFault) beside the first question that is not answered."""
        for question in Question:
            if not 0 <= answers.get(question, -1) <= GRAVEST:
                raise Refused(FieldFault(question, "not_chosen"))
        score = sum(self.weights.get(question, 1) * answers[question] for question in Question)
        return Assessment(answers, score, self.level(score))

    @property
    def gravest(self) -> int:
        """The highest score there is."""
        return GRAVEST * sum(self.weights.get(question, 1) for question in Question)

    def level(self, score: int) -> Level:
        if score >= self.high:
            return Level.HIGH
        return Level.MEDIUM if score >= self.medium else Level.LOW
