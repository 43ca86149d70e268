"""The desk file's part about alerts."""

import re
from datetime import datetime, timedelta
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from domain.alerts import PRIORITIES
from domain.alerts_setup import Format, GravityBody, RuleBody, SourceBody
from handlers.desk.values import Key, Line, Span, text_of, wrong

A_RULE, GRAVITY = RuleBody(place=0), GravityBody()
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")


def _priority(value: object) -> int | None:
    said = text_of(value)
    if said == "none":
        return None
    if said not in {str(one) for one in PRIORITIES}:
        raise wrong(f"'{said}' is no priority: 1 (gravest) to 5, or none for what opens no ticket")
    return int(said)


def _moment(value: object) -> datetime:
    said = text_of(value)
    try:
        if MOMENT.fullmatch(said):
            return datetime.fromisoformat(said)
    except ValueError:
        pass
    raise wrong(f"'{said}' is no day and time; one is written like 2026-12-24 18:00, as the desk's clock shows it")


def _label(value: str) -> str:
    if not 1 <= len(value) <= 128 or value != value.strip():  # noqa: PLR2004 - as long as a label's name may be
        raise wrong(f"'{value}' is no name of a label")
    return value


Priority = Annotated[int | None, BeforeValidator(_priority)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
LabelName = Annotated[Line, AfterValidator(_label)]


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceEntry(Entry):
    key: Key
    format: Format
    rate: Annotated[int, Field(ge=1, le=60_000)] = SourceBody.rate
    signed: bool = SourceBody.signed


class RuleEntry(Entry):
    key: Key
    source: Key | None = None
    match: dict[LabelName, Line] = {}
    group_by: Annotated[list[LabelName], Field(max_length=8)] = list(A_RULE.group_by)
    service: Key | None = None
    window: Span = A_RULE.window
    reopen: Span = A_RULE.reopen
    storm: Annotated[int, Field(ge=1, le=50)] = A_RULE.storm


class MaintenanceEntry(Entry):
    key: Key
    begins: Annotated[Moment, Field(alias="from")]
    until: Moment
    source: Key | None = None
    service: Key | None = None
    match: dict[LabelName, Line] = {}

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not timedelta(0) < self.until - self.begins <= timedelta(days=366):
            raise wrong("must end after it begins, and within a year")
        return self


class AlertsEntry(Entry):
    """`severities` add to those that Steward knows by itself, or say otherwise."""

    sources: list[SourceEntry] = []
    severities: dict[Line, Priority] = {}
    otherwise: Priority = GRAVITY.otherwise
    severity_labels: list[LabelName] = list(GRAVITY.severity_labels)
    service_labels: list[LabelName] = list(GRAVITY.service_labels)
    rules: list[RuleEntry] = []
    maintenance: list[MaintenanceEntry] = []
