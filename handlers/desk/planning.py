"""From the desk file, and what Slack says of its people and channels, to the plan that is applied."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import timedelta

from domain.agreements import STEPS, Digest, Step, Targets
from domain.calendar_setup import CalendarBody, Holidays
from domain.desk import Channel
from domain.emergencies import EmergencyRules
from domain.indicators import Thresholds
from domain.keeping import Keeping
from domain.people import Group, Profile, Role, Standing
from domain.requests import RequestChannel, Requests
from domain.risks import Appetite
from domain.setup import (
    THE_AGREEMENT,
    THE_APPETITE,
    THE_BREACHES,
    THE_CHANGE_RULES,
    THE_DESK,
    THE_EMERGENCIES,
    THE_KEEPING,
    THE_REQUESTS,
    THE_SURVEYS,
    AgreementBody,
    AskedBody,
    DeskBody,
    IndicatorBody,
    Name,
    Part,
    Plan,
    RoleBody,
    ServiceBody,
    TeamBody,
)
from domain.surveys import SurveyPolicy
from handlers.desk import naming
from handlers.desk.alerts_plan import bodies_of_alerts
from handlers.desk.file import DeskFile
from handlers.desk.form import (
    AgreementEntry,
    BreachesEntry,
    CalendarEntry,
    ChannelEntry,
    DeskForm,
    ServiceEntry,
    TeamEntry,
    WarningEntry,
    Weekday,
)
from handlers.desk.people_plan import bodies_of_people, faults_of_people
from handlers.desk.profile_fields import NO_FIELDS, ProfileFields, field_faults
from handlers.desk.source import Fault, FileFaults

WEEKDAYS = {day: number for number, day in enumerate(Weekday)}

SERVED = {Standing.MEMBER, Standing.GUEST, Standing.UNKNOWN}


def plan(
    file: DeskFile,
    people: Mapping[str, Profile],
    channels: Mapping[str, str],
    workspace: str,
    enterprise: str | None = None,
    reasons: Mapping[str, str] | None = None,
    groups: Mapping[str, Group] | None = None,
    fields: ProfileFields = NO_FIELDS,
) -> Plan:
    """`people`, `channels` (ids) and `groups` are by the file's references, `fields` all those of Slack profiles;
    `reasons` say why one is not there.

    Raises FileFaults.
    """
    asked = groups or {}
    faults = [
        *_people_faults(file, people, reasons or {}),
        *_channel_faults(file, channels, reasons or {}),
        *_group_faults(file, asked),
        *field_faults(file, fields),
        *faults_of_people(file, {ref: profile.slack_id for ref, profile in people.items()}),
    ]
    if faults:
        raise FileFaults(faults)
    in_groups = (profile for group in asked.values() for profile in group.members)
    profiles = {profile.slack_id: profile for profile in (*in_groups, *people.values())}
    bodies = _Bodies(file.form, people, channels, asked, fields).all()
    kept = tuple({group.slack_id: group for group in asked.values()}.values())
    return Plan(workspace, enterprise, file.form.desk.prefix, tuple(profiles.values()), bodies, kept)


def _people_faults(file: DeskFile, people: Mapping[str, Profile], reasons: Mapping[str, str]) -> Iterator[Fault]:
    for path, ref in file.people():
        found = people.get(ref)
        if found is None:
            yield file.source.fault(path, reasons.get(ref) or f"Slack knows nobody called '{ref}'")
        elif found.standing not in SERVED:
            yield file.source.fault(path, f"'{ref}' is {_SAID_OF[found.standing]}")


_SAID_OF = {
    Standing.GONE: "deactivated in Slack",
    Standing.APP: "an app, not a person",
    Standing.FOREIGN: "a member of another company's workspace",
}


def _channel_faults(file: DeskFile, channels: Mapping[str, str], reasons: Mapping[str, str]) -> Iterator[Fault]:
    for path, ref in file.channels():
        if ref not in channels:
            said = f"Slack shows Steward no channel '{ref}'; a private one only once Steward is its member"
            yield file.source.fault(path, reasons.get(ref) or said)


def _group_faults(file: DeskFile, groups: Mapping[str, Group]) -> Iterator[Fault]:
    for path, ref in file.groups():
        if ref not in groups:
            yield file.source.fault(path, f"Slack has no user group '{ref}' that is in use")


class _Bodies:
    def __init__(
        self,
        form: DeskForm,
        people: Mapping[str, Profile],
        channels: Mapping[str, str],
        groups: Mapping[str, Group],
        fields: ProfileFields,
    ) -> None:
        self.fields = fields.ids(ref for _, ref in form.attributes.fields())
        self.groups = {ref: group.slack_id for ref, group in groups.items()}
        self.form = form
        self.ids = {ref: profile.slack_id for ref, profile in people.items()}
        self.channels = channels

    def all(self) -> dict[Name, AskedBody]:
        """In the order in which they are added: what others name comes first."""
        desk, approval, risks = self.form.desk, self.form.approval, self.form.risks
        return {
            THE_DESK: DeskBody(desk.name, desk.language, desk.zone, desk.intake),
            **{
                (Part.CHANNEL, name): self._channel(entry)
                for name, entry in self.form.channels
                if isinstance(entry, ChannelEntry)
            },
            **{(Part.CALENDAR, entry.key): _calendar(entry, desk.zone) for entry in self.form.calendars},
            THE_AGREEMENT: _agreement(self.form.agreement),
            **{(Part.ROLE, role): RoleBody(tuple(sorted(who))) for role, who in self._roles().items()},
            **bodies_of_people(self.form, self.ids, self.fields),
            **{
                (Part.POLICY, key): body
                for key, body in approval.bodies(self.ids, self.groups, desk.language).items()
            },
            THE_CHANGE_RULES: approval.rules(),
            THE_EMERGENCIES: EmergencyRules(**approval.emergencies.model_dump()),
            THE_APPETITE: Appetite(risks.amber, risks.red),
            THE_BREACHES: self._breaches(risks.breaches),
            THE_SURVEYS: SurveyPolicy(**self.form.surveys.model_dump()),
            THE_REQUESTS: self._requests(),
            THE_KEEPING: Keeping(**self.form.keep.model_dump()),
            **{(Part.TEAM, entry.key): self._team(entry) for entry in self.form.teams},
            **{(Part.SERVICE, entry.key): self._service(entry) for entry in self.form.services},
            **bodies_of_alerts(self.form.alerts, desk.zone),
        }

    def _channel(self, entry: ChannelEntry) -> Channel:
        return Channel(self.channels[entry.slack], entry.language or self.form.desk.language)

    def _requests(self) -> Requests:
        language = self.form.desk.language
        return Requests(
            self.form.requests.direct,
            tuple(
                RequestChannel(self.channels[one.slack], one.language or language, one.words, one.emoji)
                for one in self.form.requests.channels
            ),
        )

    def _roles(self) -> Mapping[Role, set[str]]:
        """Two entries may turn out to be one person; their roles add up."""
        held: dict[Role, set[str]] = defaultdict(set)
        for person in self.form.people:
            for role in person.roles:
                held[role].add(self.ids[person.ref])
        return held

    def _breaches(self, entry: BreachesEntry) -> IndicatorBody[str]:
        thresholds = Thresholds(entry.amber, entry.red, entry.back, entry.least)
        return IndicatorBody(thresholds, self.ids[entry.owner] if entry.owner else None, entry.risk)

    def _team(self, entry: TeamEntry) -> TeamBody[str]:
        members = sorted({self.ids[ref] for ref in entry.members})
        channel, lead = self._channel(entry.channel), self.ids[entry.lead]
        name, names = naming.read(entry.name, self.form.desk.language)
        return TeamBody(name, channel, lead, tuple(members), entry.thread, names)

    def _service(self, entry: ServiceEntry) -> ServiceBody[str]:
        name, names = naming.read(entry.name, self.form.desk.language)
        return ServiceBody(name, entry.team, self.ids[entry.owner] if entry.owner else None, names)


def _calendar(entry: CalendarEntry, desk_zone: str) -> CalendarBody:
    place = entry.holidays
    return CalendarBody(
        zone=entry.zone or desk_zone,
        hours={WEEKDAYS[day]: hours for day, hours in entry.hours.items()},
        closed=tuple(sorted(set(entry.closed))),
        opened=dict(entry.opened),
        holidays=Holidays(place.country, place.subdivision) if place else None,
    )


def _agreement(entry: AgreementEntry) -> AgreementBody:
    targets = {priority: Targets(of.response, of.resolution) for priority, of in sorted(entry.targets.items())}
    digest = Digest(frozenset(entry.digest.priorities), entry.digest.at, entry.digest.quiet)
    return AgreementBody(entry.calendar, targets, _steps(entry.warnings), digest, frozenset(entry.pauses))


def _steps(entries: list[WarningEntry] | None) -> tuple[Step, ...]:
    if entries is None:
        return STEPS
    return tuple(sorted(Step(one.at, one.after or timedelta(0), frozenset(one.tell)) for one in entries))
