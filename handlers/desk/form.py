"""The shape of the desk file."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from domain.agreements import BREACH, DAILY, Audience
from domain.calendars import holidays_of
from domain.desk import Thread
from domain.indicators import Thresholds
from domain.keeping import KEEPING
from domain.requests import Words
from domain.surveys import BEST, SURVEYS
from domain.tickets import Waiting
from handlers.desk.alerts_form import AlertsEntry
from handlers.desk.approval import ApprovalEntry
from handlers.desk.naming import NameText
from handlers.desk.people_form import AttributesEntry, PersonEntry
from handlers.desk.values import (
    ChannelRef,
    Day,
    DayHours,
    Key,
    Label,
    Language,
    Line,
    Percent,
    PersonRef,
    Prefix,
    RiskKey,
    Span,
    TimeOfDay,
    Zone,
    wrong,
)

HIGHEST_SCORE = 25

Priority = Annotated[int, Field(ge=1, le=5)]


class Weekday(StrEnum):
    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DeskEntry(Entry):
    name: Label
    prefix: Prefix
    language: Language
    zone: Zone
    intake: Key


class ChannelEntry(Entry):
    """`slack` is an id, or a name to be looked up; without a language it speaks the desk's."""

    slack: ChannelRef
    language: Language | None = None


ShortChannel = Annotated[
    ChannelEntry, BeforeValidator(lambda value: {"slack": value} if isinstance(value, str) else value)
]


class ChannelEntries(Entry):
    changes: ShortChannel
    risks: ShortChannel
    audit: ShortChannel | None = None


class TeamEntry(Entry):
    key: Key
    name: NameText
    channel: ShortChannel
    lead: PersonRef
    members: list[PersonRef] = []
    thread: Thread = Thread.INTERNAL


class ServiceEntry(Entry):
    key: Key
    name: NameText
    team: Key
    owner: PersonRef | None = None


class HolidaysEntry(Entry):
    country: Line
    subdivision: Line | None = None

    @model_validator(mode="after")
    def _known_place(self) -> Self:
        try:
            holidays_of(self.country, self.subdivision, [2026])
        except ValueError:
            place = f"{self.country} {self.subdivision or ''}".strip()
            raise wrong(f"no public holidays are known for '{place}'; use ISO 3166 codes such as DE, BE") from None
        return self


class CalendarEntry(Entry):
    """Without a zone it keeps the desk's."""

    key: Key
    zone: Zone | None = None
    hours: dict[Weekday, DayHours]
    holidays: HolidaysEntry | None = None
    closed: list[Day] = []
    opened: Mapping[Day, DayHours] = {}

    @model_validator(mode="after")
    def _ever_open(self) -> Self:
        if not any(self.hours.values()):
            raise wrong("is open on no day of the week")
        return self


class TargetsEntry(Entry):
    response: Span
    resolution: Span

    @model_validator(mode="after")
    def _response_first(self) -> Self:
        if self.resolution < self.response:
            raise wrong("promises a resolution sooner than a response")
        return self


class WarningEntry(Entry):
    """`at` percent of a target, and working time `after` that."""

    at: Percent
    after: Span | None = None
    tell: Annotated[list[Audience], Field(min_length=1)]


class DigestEntry(Entry):
    priorities: list[Priority] = sorted(DAILY.priorities)
    at: TimeOfDay = DAILY.at
    quiet: Span = DAILY.quiet


class AgreementEntry(Entry):
    calendar: Key
    targets: dict[Priority, TargetsEntry]
    warnings: list[WarningEntry] | None = None
    digest: DigestEntry = DigestEntry()
    pauses: list[Waiting] = [Waiting.REQUESTER]

    @model_validator(mode="after")
    def _warnings_in_order(self) -> Self:
        marks = [(one.at, one.after) for one in self.warnings or []]
        if len(marks) > len(set(marks)):
            raise wrong("has two warnings at the same time; one of them can tell everybody")
        if self.warnings is not None and (BREACH, None) not in marks:
            raise wrong(f"has no warning at {BREACH}, where the target is broken")
        return self


Share = Annotated[int, Field(ge=1, le=100)]


class BreachesEntry(Entry):
    """The live indicator: the share of agreed times that were broken in the last seven days."""

    amber: Share = Thresholds.amber
    red: Share = Thresholds.red
    back: Annotated[int, Field(ge=0, le=100)] = Thresholds.back
    least: Annotated[int, Field(ge=1)] = Thresholds.least
    owner: PersonRef | None = None
    risk: RiskKey | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.red <= self.amber:
            raise wrong("red must begin above amber")
        if self.back >= self.amber:
            raise wrong("back is how far below a threshold a light goes down, and must be less than amber")
        return self


class RisksEntry(Entry):
    """Scores from which a risk is amber, and red."""

    amber: Annotated[int, Field(ge=1, le=HIGHEST_SCORE)] = 8
    red: Annotated[int, Field(ge=1, le=HIGHEST_SCORE)] = 15
    breaches: BreachesEntry = BreachesEntry()

    @model_validator(mode="after")
    def _amber_first(self) -> Self:
        if self.red <= self.amber:
            raise wrong("red must begin above amber")
        return self


class SurveysEntry(Entry):
    """`share`: percent of closed tickets. `rest` and `open` are days, the other two spans working days."""

    share: Annotated[int, Field(ge=0, le=100)] = SURVEYS.share
    rest: Annotated[int, Field(ge=0, le=365)] = SURVEYS.rest
    remind_after: Annotated[int, Field(ge=1, le=60)] | None = SURVEYS.remind_after
    open: Annotated[int, Field(ge=1, le=180)] = SURVEYS.open
    low: Annotated[int, Field(ge=0, le=BEST - 1)] = SURVEYS.low
    follow_up_within: Annotated[int, Field(ge=1, le=60)] = SURVEYS.follow_up_within


def _long_enough(least: int, why: str) -> AfterValidator:
    def check(days: int) -> int:
        if days < least:
            raise wrong(f"must be {least} days at least: {why}")
        return days

    return AfterValidator(check)


Days = Annotated[int, Field(le=36500)]


class KeepEntry(Entry):
    """Days for which the desk keeps what it needs for a while only."""

    messages: Annotated[Days, _long_enough(30, "what was said lately tells Steward what it need not say again")] = (
        KEEPING.messages
    )
    timers: Annotated[Days, _long_enough(30, "what was done lately tells Steward what it must not do twice")] = (
        KEEPING.timers
    )
    alerts: Annotated[
        Days, _long_enough(30, "an alert that comes back soon is counted on, and its incident is opened again")
    ] = KEEPING.alerts
    heard: Annotated[
        Days, _long_enough(2, "Slack delivers again what it believes was lost, and it must not be done twice")
    ] = KEEPING.heard


class RequestChannelEntry(ChannelEntry):
    """`words`: what becomes of messages at its top level; without it people may talk there."""

    words: Words | None = None
    emoji: bool = False

    @model_validator(mode="after")
    def _listens(self) -> Self:
        if self.words is None and not self.emoji:
            raise wrong("says neither 'words: file', 'words: offer' nor 'emoji: true'")
        return self


class RequestsEntry(Entry):
    direct: Words = Words.OFFER
    channels: list[RequestChannelEntry] = []


class DeskForm(Entry):
    desk: DeskEntry
    channels: ChannelEntries
    people: list[PersonEntry]
    attributes: AttributesEntry = AttributesEntry()
    teams: Annotated[list[TeamEntry], Field(min_length=1)]
    services: list[ServiceEntry] = []
    calendars: Annotated[list[CalendarEntry], Field(min_length=1)]
    agreement: AgreementEntry
    approval: ApprovalEntry
    risks: RisksEntry = RisksEntry()
    surveys: SurveysEntry = SurveysEntry()
    alerts: AlertsEntry = AlertsEntry()
    requests: RequestsEntry = RequestsEntry()
    keep: KeepEntry = KeepEntry()
