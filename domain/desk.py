"""A desk as configured: teams, services, channels, agreement, policies. Built from the desk file by `apply`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from domain.agreements import Agreement
from domain.alerts_setup import AlertSetup
from domain.assessment import ChangeKind, ChangeRules, Level
from domain.attributes import Attributes, PersonBody
from domain.emergencies import EmergencyRules
from domain.indicators import Indicator
from domain.keeping import KEEPING, Keeping
from domain.people import Role
from domain.policies import Policy
from domain.promises import EVER, Promises
from domain.requests import Requests
from domain.risks import Appetite
from domain.surveys import SURVEYS, SurveyPolicy

CHANGES = "changes"
"""Key of the policy of a desk file that names one role and one need."""


@dataclass(frozen=True)
class Channel:
    """A Slack channel that Steward posts in, and the language it is written to in."""

    slack_id: str
    language: str


class Thread(StrEnum):
    """Whom the words under a ticket's card reach: the team alone, or the requester too."""

    INTERNAL = "internal"
    SHARED = "shared"


@dataclass(frozen=True)
class Team:
    """People are person ids."""

    id: int
    key: str
    name: str  # a SpokenName, where it has one for each language
    channel: Channel
    lead: int
    members: frozenset[int]
    thread: Thread = Thread.INTERNAL


@dataclass(frozen=True)
class Service:
    """Something people ask for; `team` is the key of the team that supports it, `owner` a person id."""

    id: int
    key: str
    name: str
    team: str
    owner: int | None = None


@dataclass(frozen=True)
class Desk:
    """One company's service desk. `version` rises with every applied change of it."""

    id: int
    version: int
    workspace: str
    prefix: str
    name: str
    language: str
    zone: str
    intake: str  # key of the team that gets what nobody else is asked for
    teams: Mapping[str, Team]
    services: Mapping[str, Service]
    agreement: Agreement
    policies: Mapping[str, Policy[int]]
    change_rules: ChangeRules
    appetite: Appetite
    change_channel: Channel
    risk_channel: Channel
    audit_channel: Channel | None = None
    indicator: Indicator | None = None
    roles: Mapping[Role, frozenset[int]] = field(default_factory=dict)
    enterprise: str | None = None
    url: str = ""  # of the workspace, with a slash at its end; "" where it is not known
    alerts: AlertSetup = field(default_factory=AlertSetup)
    requests: Requests = field(default_factory=Requests)
    former: tuple[Team, ...] = ()  # retired ones, which closed records still name
    surveys: SurveyPolicy = SURVEYS
    keeping: Keeping = KEEPING
    emergencies: EmergencyRules = field(default_factory=EmergencyRules)
    attributes: Attributes = field(default_factory=Attributes)
    known: Mapping[int, PersonBody[int]] = field(default_factory=dict)  # what the file says of people, by person id
    past: tuple[tuple[datetime, Agreement], ...] = ()  # agreements of before, and until when each held

    @cached_property
    def promises(self) -> Promises:
        """What was agreed at each time, by which clocks are reckoned."""
        since = [EVER, *(until for until, _ in self.past)]
        agreed = [*(agreement for _, agreement in self.past), self.agreement]
        return Promises(tuple(zip(since, agreed, strict=True)))

    def team_for(self, service: str | None) -> Team:
        """The team that a ticket about `service` goes to; the intake team where nothing says otherwise."""
        found = self.services.get(service or "")
        return self.teams[found.team if found else self.intake]

    def policy_for(self, kind: ChangeKind, level: Level) -> tuple[str, Policy[int]]:
        """The policy that such a change must pass, and its key; a file of the short form has one for all."""
        key = self.change_rules.use.get(kind, {}).get(level, CHANGES)
        return key, self.policies[key]

    def owner_of(self, service_id: int | None) -> int | None:
        """The person who answers for a service, if there is one."""
        return next((one.owner for one in self.services.values() if one.id == service_id), None)

    def team_by_id(self, team_id: int) -> Team:
        return next(team for team in (*self.teams.values(), *self.former) if team.id == team_id)

    def roles_of(self, person_id: int) -> frozenset[Role]:
        return frozenset(role for role, people in self.roles.items() if person_id in people)
