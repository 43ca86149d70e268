"""What a desk is configured with, object by object: the bodies that are versioned, and the plan that changes them.

`Who` is how a body names people: by Slack id (str) in a plan, by person id (int) once applied, because a Slack
id changes when a workspace joins a Grid organisation.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Generic, TypeVar

from domain.agreements import DAILY, STEPS, Agreement, Digest, Step, Targets
from domain.alerts_setup import AlertSetup, GravityBody, MaintenanceBody, Rule, RuleBody, SourceBody
from domain.assessment import ChangeRules
from domain.attributes import Attributes, PersonBody
from domain.calendar_setup import CalendarBody
from domain.calendars import Calendar
from domain.desk import Channel, Desk, Service, Team, Thread
from domain.emergencies import EmergencyRules
from domain.indicators import BREACHES, Indicator, Thresholds
from domain.keeping import KEEPING, Keeping
from domain.names import SpokenName
from domain.people import Group, Profile, Role
from domain.policies import Need, Policy, Quorum, Who, of_role
from domain.requests import Requests
from domain.risks import Appetite
from domain.surveys import SURVEYS, SurveyPolicy
from domain.tickets import Waiting


class Part(StrEnum):
    """Kinds of configured objects."""

    DESK = "desk"
    CHANNEL = "channel"
    CALENDAR = "calendar"
    AGREEMENT = "agreement"
    POLICY = "policy"
    CHANGE_RULES = "change_rules"
    EMERGENCIES = "emergencies"
    APPETITE = "appetite"
    INDICATOR = "indicator"
    SURVEYS = "surveys"
    REQUESTS = "requests"
    KEEPING = "keeping"
    ROLE = "role"
    ATTRIBUTES = "attributes"
    PERSON = "person"
    TEAM = "team"
    SERVICE = "service"
    GRAVITY = "gravity"
    ALERT_SOURCE = "alert_source"
    ALERT_RULE = "alert_rule"
    MAINTENANCE = "maintenance"


class Manager(StrEnum):
    """Who owns the truth about an object; it is read-only to the other."""

    FILE = "file"
    SLACK = "slack"


@dataclass(frozen=True)
class DeskBody:
    name: str
    language: str
    zone: str
    intake: str


@dataclass(frozen=True)
class AgreementBody:
    """`calendar` is a calendar's key."""

    calendar: str
    targets: Mapping[int, Targets]
    steps: tuple[Step, ...] = STEPS
    digest: Digest = DAILY
    pauses: frozenset[Waiting] = frozenset({Waiting.REQUESTER})


@dataclass(frozen=True)
class RoleBody(Generic[Who]):
    people: tuple[Who, ...]


@dataclass(frozen=True)
class TeamBody(Generic[Who]):
    name: str
    channel: Channel
    lead: Who
    members: tuple[Who, ...]
    thread: Thread = Thread.INTERNAL
    names: Mapping[str, str] = field(default_factory=dict)  # by language, where it has more than one


@dataclass(frozen=True)
class ServiceBody(Generic[Who]):
    name: str
    team: str
    owner: Who | None = None
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class IndicatorBody(Generic[Who]):
    """`risk`: the key of the risk that it watches."""

    thresholds: Thresholds
    owner: Who | None = None
    risk: str | None = None


OfAlerts = GravityBody | SourceBody | RuleBody | MaintenanceBody
Fixed = (
    DeskBody
    | Channel
    | CalendarBody
    | AgreementBody
    | ChangeRules
    | EmergencyRules
    | Appetite
    | SurveyPolicy
    | Requests
    | Keeping
    | Attributes
    | OfAlerts
)
Body = Fixed | RoleBody[int] | TeamBody[int] | ServiceBody[int] | IndicatorBody[int] | Policy[int] | PersonBody[int]
AskedBody = (
    Fixed | RoleBody[str] | TeamBody[str] | ServiceBody[str] | IndicatorBody[str] | Policy[str] | PersonBody[str]
)
Name = tuple[Part, str]

THE_DESK: Name = (Part.DESK, "desk")
THE_AGREEMENT: Name = (Part.AGREEMENT, "standard")
THE_CHANGE_POLICY: Name = (Part.POLICY, "changes")  # what a file of the short form asks for
THE_CHANGE_RULES: Name = (Part.CHANGE_RULES, "changes")
THE_EMERGENCIES: Name = (Part.EMERGENCIES, "changes")
THE_APPETITE: Name = (Part.APPETITE, "risks")
THE_BREACHES: Name = (Part.INDICATOR, BREACHES)
THE_SURVEYS: Name = (Part.SURVEYS, "surveys")
THE_REQUESTS: Name = (Part.REQUESTS, "requests")
THE_KEEPING: Name = (Part.KEEPING, "keeping")
THE_ATTRIBUTES: Name = (Part.ATTRIBUTES, "attributes")
THE_GRAVITY: Name = (Part.GRAVITY, "alerts")
CHANGES, RISKS, AUDIT = "changes", "risks", "audit"


@dataclass(frozen=True)
class Plan:
    """What the desk file asks for. `profiles` are all the people that its bodies name, and those in `groups`; `url`
    is where the workspace is found, for links to messages.
    """

    workspace: str
    enterprise: str | None
    prefix: str
    profiles: tuple[Profile, ...]
    bodies: Mapping[Name, AskedBody]
    groups: tuple[Group, ...] = ()
    url: str = ""


@dataclass(frozen=True)
class Configured:
    """An object as it stands. A retired one keeps its id and its last body."""

    id: int
    part: Part
    key: str
    managed_by: Manager
    version: int
    effective_at: datetime
    retired_at: datetime | None
    body: Body

    @property
    def name(self) -> Name:
        return self.part, self.key


@dataclass(frozen=True)
class Founding:
    """The row of a desk: what does not come from its configured objects. `ahead`: of machine time."""

    id: int
    workspace: str
    enterprise: str | None
    version: int
    ahead: timedelta
    prefix: str
    created_at: datetime
    url: str = ""


def desk_of(
    founding: Founding, configured: Sequence[Configured], past: tuple[tuple[datetime, Agreement], ...] = ()
) -> Desk:
    """`past` as of a desk. Raises KeyError where an object that no desk can be without is missing."""
    now = {one.name: one for one in configured if one.retired_at is None}
    about = _body(now, THE_DESK, DeskBody)
    channels = {key: _body(now, (part, key), Channel) for part, key in now if part is Part.CHANNEL}
    teams = [_team(one) for one in configured if isinstance(one.body, TeamBody)]
    services = [_service(one) for one in now.values() if isinstance(one.body, ServiceBody)]
    return Desk(
        id=founding.id,
        version=founding.version,
        workspace=founding.workspace,
        enterprise=founding.enterprise,
        url=founding.url,
        prefix=founding.prefix,
        name=about.name,
        language=about.language,
        zone=about.zone,
        intake=about.intake,
        teams={team.key: team for team in teams if (Part.TEAM, team.key) in now},
        former=tuple(team for team in teams if (Part.TEAM, team.key) not in now),
        services={service.key: service for service in services},
        agreement=_agreement(now),
        past=past,
        policies={one.key: one.body for one in now.values() if isinstance(one.body, Policy)},
        change_rules=_body(now, THE_CHANGE_RULES, ChangeRules) if THE_CHANGE_RULES in now else ChangeRules(),
        emergencies=_body(now, THE_EMERGENCIES, EmergencyRules) if THE_EMERGENCIES in now else EmergencyRules(),
        appetite=_body(now, THE_APPETITE, Appetite),
        surveys=_body(now, THE_SURVEYS, SurveyPolicy) if THE_SURVEYS in now else SURVEYS,
        keeping=_body(now, THE_KEEPING, Keeping) if THE_KEEPING in now else KEEPING,
        change_channel=channels[CHANGES],
        risk_channel=channels[RISKS],
        audit_channel=channels.get(AUDIT),
        alerts=_alerts(now),
        indicator=_indicator(now),
        requests=_body(now, THE_REQUESTS, Requests) if THE_REQUESTS in now else Requests(),
        attributes=_body(now, THE_ATTRIBUTES, Attributes) if THE_ATTRIBUTES in now else Attributes(),
        known={one.body.person: one.body for one in now.values() if isinstance(one.body, PersonBody)},
        roles={Role(one.key): frozenset(one.body.people) for one in now.values() if isinstance(one.body, RoleBody)},
    )


T = TypeVar("T")


def _body(now: Mapping[Name, Configured], name: Name, kind: type[T]) -> T:
    body = now[name].body
    assert isinstance(body, kind)
    return body


def _team(one: Configured) -> Team:
    assert isinstance(one.body, TeamBody)
    body = one.body
    name = SpokenName(body.name, body.names)
    return Team(one.id, one.key, name, body.channel, body.lead, frozenset(body.members), body.thread)


def _service(one: Configured) -> Service:
    assert isinstance(one.body, ServiceBody)
    return Service(one.id, one.key, SpokenName(one.body.name, one.body.names), one.body.team, one.body.owner)


def _indicator(now: Mapping[Name, Configured]) -> Indicator | None:
    body = now[THE_BREACHES].body if THE_BREACHES in now else None
    return Indicator(body.thresholds, body.owner, body.risk) if isinstance(body, IndicatorBody) else None


def _alerts(now: Mapping[Name, Configured]) -> AlertSetup:
    rules = (Rule(one.key, one.body) for one in now.values() if isinstance(one.body, RuleBody))
    return AlertSetup(
        sources={one.key: one.body for one in now.values() if isinstance(one.body, SourceBody)},
        gravity=_body(now, THE_GRAVITY, GravityBody) if THE_GRAVITY in now else GravityBody(),
        rules=tuple(sorted(rules, key=lambda rule: rule.body.place)),
        maintenance={one.key: one.body for one in now.values() if isinstance(one.body, MaintenanceBody)},
    )


def _agreement(now: Mapping[Name, Configured]) -> Agreement:
    body = _body(now, THE_AGREEMENT, AgreementBody)
    kept = now[Part.CALENDAR, body.calendar]
    assert isinstance(kept.body, CalendarBody)
    return agreed(body, kept.body, kept.effective_at)


def agreed(body: AgreementBody, calendar: CalendarBody, since: datetime) -> Agreement:
    """`since`: when this version of the calendar took effect."""
    return Agreement(calendar.calendar(since), body.targets, body.steps, body.digest, body.pauses)


NO_DESK = Desk(
    id=0,
    version=0,
    workspace="",
    prefix="",
    name="",
    language="en",
    zone="UTC",
    intake="",
    teams={},
    services={},
    agreement=Agreement(Calendar("UTC", {}), {}),
    policies={THE_CHANGE_POLICY[1]: of_role(Role.CHANGE_APPROVER, Quorum(Need.ANY))},
    change_rules=ChangeRules(),
    appetite=Appetite(),
    change_channel=Channel("", "en"),
    risk_channel=Channel("", "en"),
)
"""What a transaction holds before the first apply; `services.desk.apply` is the only verb that may run on it."""
