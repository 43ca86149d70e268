"""The part of the desk file that says who agrees to changes: one role for all, or policies by kind and risk."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from domain.assessment import GRAVEST, ChangeKind, ChangeRules, Level, Question
from domain.desk import CHANGES
from domain.emergencies import EmergencyRules
from domain.people import Role
from domain.policies import Need, Policy, Quorum, StagePolicy
from handlers.desk import naming
from handlers.desk.naming import NameText
from handlers.desk.source import Path
from handlers.desk.values import GroupRef, Key, PersonRef, Span, wrong

HIGHEST_WEIGHT = 10
MOST_DAYS = 60
MOST_SCORE = HIGHEST_WEIGHT * GRAVEST * len(Question)


def _quorum(value: object) -> Quorum:
    text = str(value).strip() if isinstance(value, str | int) else ""
    if text in {Need.ANY, Need.ALL}:
        return Quorum(Need(text))
    if re.fullmatch(r"[1-9]\d?", text):
        return Quorum(Need.COUNT, int(text))
    if (share := re.fullmatch(r"([1-9]\d?|100) ?%", text)) is not None:
        return Quorum(Need.SHARE, int(share[1]))
    raise wrong(f"'{text}' is no quorum: any, all, a number such as 2, or a share such as 60%")


QuorumText = Annotated[Quorum, BeforeValidator(_quorum)]


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StageEntry(Entry):
    """`remind` and `escalate`: working time since the stage began."""

    name: NameText | None = None
    roles: list[Role] = []
    people: list[PersonRef] = []
    groups: list[GroupRef] = []
    manager: bool = False
    need: QuorumText
    remind: Span | None = None
    escalate: Span | None = None
    escalate_to: Role = Role.CHANGE_MANAGER

    @model_validator(mode="after")
    def _asks_somebody(self) -> Self:
        if not (self.roles or self.people or self.groups or self.manager):
            raise wrong("asks nobody: name roles, people or groups, or write manager: true")
        if self.remind and self.escalate and self.escalate <= self.remind:
            raise wrong("escalates before it reminds")
        return self


class PolicyEntry(Entry):
    key: Key
    stages: list[StageEntry]


def _for_all_levels(value: object) -> object:
    return dict.fromkeys(Level, value) if isinstance(value, str) else value


class LevelsEntry(Entry):
    low: Key
    medium: Key
    high: Key


ByLevel = Annotated[LevelsEntry, BeforeValidator(_for_all_levels)]


class UseEntry(Entry):
    """A policy's key for each kind of change, or one for each level of it."""

    standard: ByLevel
    normal: ByLevel
    emergency: ByLevel


class ScoreEntry(Entry):
    """Each answer, 0 to 3, times its weight; the sums from which a change is of medium and of high risk."""

    weights: Mapping[Question, Annotated[int, Field(ge=0, le=HIGHEST_WEIGHT)]] = {}
    medium: Annotated[int, Field(ge=1, le=MOST_SCORE)] = ChangeRules.medium
    high: Annotated[int, Field(ge=1, le=MOST_SCORE)] = ChangeRules.high

    @model_validator(mode="after")
    def _medium_first(self) -> Self:
        if self.high <= self.medium:
            raise wrong("high must begin above medium")
        return self


class EmergenciesEntry(Entry):
    """Changes that are declared emergencies begin at once; in working days, when they are decided on after that."""

    within: Annotated[int, Field(ge=1, le=MOST_DAYS)] = EmergencyRules.within
    remind: Annotated[int, Field(ge=1, le=MOST_DAYS)] = EmergencyRules.remind


class ApprovalEntry(Entry):
    """`role` and `need` alone: one stage for every change. Else `policies`, and `use` says which for what."""

    role: Role | None = None
    need: QuorumText | None = None
    policies: list[PolicyEntry] = []
    use: UseEntry | None = None
    score: ScoreEntry = ScoreEntry()
    emergencies: EmergenciesEntry = EmergenciesEntry()

    @model_validator(mode="after")
    def _short_or_long(self) -> Self:
        short, long = [self.role, self.need], [self.policies or None, self.use]
        is_short = None not in short and long == [None, None]
        is_long = None not in long and short == [None, None]
        if not (is_short or is_long):
            raise wrong("needs 'role' and 'need', or 'policies' and 'use'")
        return self

    def people(self) -> Iterator[tuple[Path, str]]:
        """Each place where a person is named, and how."""
        for at, policy in enumerate(self.policies):
            for place, stage in enumerate(policy.stages):
                for number, ref in enumerate(stage.people):
                    yield ("approval", "policies", at, "stages", place, "people", number), ref

    def groups(self) -> Iterator[tuple[Path, str]]:
        for at, policy in enumerate(self.policies):
            for place, stage in enumerate(policy.stages):
                for number, ref in enumerate(stage.groups):
                    yield ("approval", "policies", at, "stages", place, "groups", number), ref

    def rules(self) -> ChangeRules:
        weights = {question: self.score.weights.get(question, 1) for question in Question}
        use = {kind: dict.fromkeys(Level, CHANGES) for kind in ChangeKind}
        if self.use:
            use = {kind: _levels(getattr(self.use, kind)) for kind in ChangeKind}
        return ChangeRules(weights, self.score.medium, self.score.high, use)

    def bodies(self, people: Mapping[str, str], groups: Mapping[str, str], language: str) -> dict[str, Policy[str]]:
        """Policies by key; `people` and `groups` are Slack ids by reference, `language` the desk's."""
        if self.role and self.need:
            return {CHANGES: Policy((StagePolicy(self.need, roles=(self.role,)),))}
        return {
            entry.key: Policy(tuple(_stage(one, people, groups, language) for one in entry.stages))
            for entry in self.policies
        }


def _levels(entry: LevelsEntry) -> dict[Level, str]:
    return {level: str(getattr(entry, level)) for level in Level}


def _stage(
    entry: StageEntry, people: Mapping[str, str], groups: Mapping[str, str], language: str
) -> StagePolicy[str]:
    name, names = naming.read(entry.name or "", language)
    return StagePolicy(
        entry.need,
        name=name,
        names=names,
        roles=tuple(sorted(set(entry.roles))),
        people=tuple(sorted({people[ref] for ref in entry.people})),
        groups=tuple(sorted({groups[ref] for ref in entry.groups})),
        remind=entry.remind,
        escalate=entry.escalate,
        escalate_to=entry.escalate_to,
        manager=entry.manager,
    )
