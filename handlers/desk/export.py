"""The live desk as a desk file: the way back from what is configured to what is written. Applied again, it changes
nothing. What is managed in Slack is not the file's, and is named in a comment only.

Each `_of_…` undoes its twin in `planning`; what is as a file that says nothing would have it is left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, TypeVar

import yaml

from domain.agreements import DAILY, STEPS, Step
from domain.alerts_setup import GravityBody
from domain.assessment import ChangeKind, ChangeRules, Level
from domain.attributes import Attributes
from domain.calendar_setup import CalendarBody
from domain.desk import CHANGES, Channel, Thread
from domain.emergencies import EmergencyRules
from domain.indicators import Thresholds
from domain.keeping import KEEPING
from domain.policies import Need, Policy, Quorum, StagePolicy
from domain.requests import Requests
from domain.risks import Appetite
from domain.setup import (
    AgreementBody,
    Configured,
    DeskBody,
    IndicatorBody,
    Manager,
    Part,
    ServiceBody,
    TeamBody,
)
from domain.surveys import SURVEYS
from domain.tickets import Waiting
from handlers.desk import naming
from handlers.desk.alerts_export import of_gravity, of_maintenance, of_rule, of_source
from handlers.desk.form import Weekday
from handlers.desk.people_export import of_attributes, of_people
from handlers.desk.written import Written, of_day, of_hours, of_span, of_time, told, unless

DAYS = list(Weekday)
T = TypeVar("T")


@dataclass(frozen=True)
class Live:
    """`people`: Slack ids by person id."""

    prefix: str
    objects: Sequence[Configured]
    people: Mapping[int, str]


class Plainly(yaml.SafeDumper):
    """Without aliases, which a desk file may not have."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - of nothing
        return True


def exported(live: Live) -> str:
    ours = [one for one in live.objects if one.retired_at is None and one.managed_by is Manager.FILE]
    others = [one for one in live.objects if one.retired_at is None and one.managed_by is not Manager.FILE]
    file = _Export(live, ours).file()
    text = yaml.dump(file, Dumper=Plainly, allow_unicode=True, sort_keys=False, width=110)
    head = "# The desk as it stands, written by `bot export`. Applying it changes nothing.\n"
    return head + "".join(f"# Managed in Slack: {one.part} {one.key}\n" for one in others) + text


class _Export:
    def __init__(self, live: Live, objects: Iterable[Configured]) -> None:
        self.live = live
        self.by_part: dict[Part, list[Configured]] = defaultdict(list)
        for one in objects:
            self.by_part[one.part].append(one)
        (self.desk,) = [one.body for one in self.by_part[Part.DESK] if isinstance(one.body, DeskBody)]

    def file(self) -> Written:
        desk = self.desk
        about = {"name": desk.name, "prefix": self.live.prefix, "language": desk.language, "zone": desk.zone}
        return {
            "desk": {**about, "intake": desk.intake},
            "channels": {str(one.key): self._of_channel(one.body) for one in self.by_part[Part.CHANNEL]},
            "people": of_people(self.by_part[Part.ROLE], self.by_part[Part.PERSON], self.live.people),
            "attributes": of_attributes(self._or(Part.ATTRIBUTES, Attributes())),
            "teams": [self._of_team(one) for one in self.by_part[Part.TEAM]],
            "services": [self._of_service(one) for one in self.by_part[Part.SERVICE]],
            "calendars": [self._of_calendar(one) for one in self.by_part[Part.CALENDAR]],
            "agreement": _of_agreement(_only(self.by_part[Part.AGREEMENT], AgreementBody)),
            "approval": self._of_approval(),
            "risks": self._of_risks(),
            "surveys": asdict(self._or(Part.SURVEYS, SURVEYS)),
            "alerts": self._of_alerts(),
            "requests": self._of_requests(),
            "keep": asdict(self._or(Part.KEEPING, KEEPING)),
        }

    def _who(self, person: int | None) -> str | None:
        return self.live.people[person] if person is not None else None

    def _of_channel(self, body: object) -> Written:
        assert isinstance(body, Channel)
        return told(slack=body.slack_id, language=unless(body.language, self.desk.language))

    def _of_team(self, one: Configured) -> Written:
        body = one.body
        assert isinstance(body, TeamBody)
        return {
            "key": one.key,
            "name": naming.written(body.name, body.names),
            "channel": self._of_channel(body.channel),
            "lead": self._who(body.lead),
            "members": [self._who(person) for person in body.members],
            **told(thread=unless(body.thread.value, Thread.INTERNAL.value)),
        }

    def _of_service(self, one: Configured) -> Written:
        body = one.body
        assert isinstance(body, ServiceBody)
        return {
            "key": one.key,
            "name": naming.written(body.name, body.names),
            "team": body.team,
            **told(owner=self._who(body.owner)),
        }

    def _of_calendar(self, one: Configured) -> Written:
        body = one.body
        assert isinstance(body, CalendarBody)
        place = body.holidays
        return {
            "key": one.key,
            **told(zone=unless(body.zone, self.desk.zone)),
            "hours": {DAYS[day].value: of_hours(hours) for day, hours in sorted(body.hours.items())},
            **told(holidays=told(country=place.country, subdivision=place.subdivision) if place else None),
            "closed": [of_day(day) for day in body.closed],
            "opened": {of_day(day): of_hours(hours) for day, hours in sorted(body.opened.items())},
        }

    def _of_approval(self) -> Written:
        """In the long form, which can say whatever the short one does."""
        rules = self._or(Part.CHANGE_RULES, ChangeRules())
        weights = {question.value: weight for question, weight in sorted(rules.weights.items())}
        of_kind = {kind: rules.use.get(kind, {}) for kind in ChangeKind}
        return {
            "score": {"weights": weights, "medium": rules.medium, "high": rules.high},
            "policies": [self._of_policy(one) for one in self.by_part[Part.POLICY]],
            "use": {
                kind.value: {level.value: use.get(level, CHANGES) for level in Level}
                for kind, use in of_kind.items()
            },
            "emergencies": asdict(self._or(Part.EMERGENCIES, EmergencyRules())),
        }

    def _of_policy(self, one: Configured) -> Written:
        assert isinstance(one.body, Policy)
        return {"key": one.key, "stages": [self._of_stage(stage) for stage in one.body.stages]}

    def _of_stage(self, stage: StagePolicy[int]) -> Written:
        return {
            **told(name=naming.written(stage.name, stage.names)),
            "roles": [role.value for role in stage.roles],
            "people": [self._who(person) for person in stage.people],
            **({"manager": True} if stage.manager else {}),
            "groups": list(stage.groups),
            "need": _of_quorum(stage.quorum),
            **told(remind=_of_span_if(stage.remind), escalate=_of_span_if(stage.escalate)),
            "escalate_to": stage.escalate_to.value,
        }

    def _of_requests(self) -> Written:
        body = self._or(Part.REQUESTS, Requests())
        return {
            "direct": body.direct.value,
            "channels": [
                {
                    **told(slack=one.slack_id, language=unless(one.language, self.desk.language)),
                    **told(words=one.words.value if one.words else None),
                    "emoji": one.emoji,
                }
                for one in body.channels
            ],
        }

    def _or(self, part: Part, default: T) -> T:
        """The only object of a part; the default where an older desk has none yet."""
        for one in self.by_part[part]:
            assert isinstance(one.body, type(default))
            return one.body
        return default

    def _of_risks(self) -> Written:
        appetite = _only(self.by_part[Part.APPETITE], Appetite)
        body = self._or(Part.INDICATOR, IndicatorBody[int](Thresholds()))
        bars = body.thresholds
        breaches = {"amber": bars.amber, "red": bars.red, "back": bars.back, "least": bars.least}
        return {
            "amber": appetite.amber,
            "red": appetite.red,
            "breaches": {**breaches, **told(owner=self._who(body.owner), risk=body.risk)},
        }

    def _of_alerts(self) -> Written:
        sources = self.by_part[Part.ALERT_SOURCE]
        rules = sorted(self.by_part[Part.ALERT_RULE], key=lambda one: getattr(one.body, "place", 0))
        quiet = self.by_part[Part.MAINTENANCE]
        return {
            **of_gravity(self._or(Part.GRAVITY, GravityBody())),
            "sources": [{"key": one.key, **of_source(one.body)} for one in sources],
            "rules": [{"key": one.key, **of_rule(one.body)} for one in rules],
            "maintenance": [{"key": one.key, **of_maintenance(one.body, self.desk.zone)} for one in quiet],
        }


def _only(objects: Sequence[Configured], kind: type[Any]) -> Any:  # noqa: ANN401 - of that type
    (found,) = [one.body for one in objects if isinstance(one.body, kind)]
    return found


def _of_agreement(body: AgreementBody) -> Written:
    targets = {
        priority: {"response": of_span(of.response), "resolution": of_span(of.resolution)}
        for priority, of in sorted(body.targets.items())
    }
    return {
        "calendar": body.calendar,
        "targets": targets,
        **({"warnings": [_of_step(step) for step in body.steps]} if body.steps != STEPS else {}),
        **({"digest": _of_digest(body)} if body.digest != DAILY else {}),
        **({"pauses": sorted(one.value for one in body.pauses)} if body.pauses != {Waiting.REQUESTER} else {}),
    }


def _of_step(step: Step) -> Written:
    return {"at": step.share, **told(after=_of_span_if(step.after)), "tell": sorted(one.value for one in step.tell)}


def _of_digest(body: AgreementBody) -> Written:
    digest = body.digest
    return {"priorities": sorted(digest.priorities), "at": of_time(digest.at), "quiet": of_span(digest.quiet)}


def _of_quorum(quorum: Quorum) -> int | str:
    match quorum:
        case Quorum(Need.COUNT, int(amount)):
            return amount
        case Quorum(Need.SHARE, amount):
            return f"{amount}%"
        case _:
            return quorum.need.value


def _of_span_if(span: timedelta | None) -> str | None:
    return of_span(span) if span else None
