"""Satisfaction surveys: one for each time a record was closed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    bindparam,
    func,
    insert,
    select,
    update,
)

from domain.surveys import SurveyState
from storage.tables import Id, Instant, metadata
from storage.tx import Tx

surveys = Table(
    "surveys",
    metadata,
    Column("record_id", Id, ForeignKey("records.id"), primary_key=True),
    Column("round", Integer, primary_key=True),  # seq of the fact that closed the record
    Column("person", Id, ForeignKey("people.id"), nullable=False),
    Column("state", String(16), nullable=False),
    Column("asked_at", Instant),
    Column("answered_at", Instant),
    Column("score", Integer),
    Column("until", Instant, nullable=False, server_default="0"),  # as the desk had it when it was asked
    Column("comment", Text),
    Index("ix_surveys_person", "person", "asked_at"),
)


@dataclass(frozen=True)
class Survey:
    """`person` is asked; `score` runs from 1 to 5."""

    record_id: int
    round: int
    person: int
    state: SurveyState
    asked_at: datetime | None
    answered_at: datetime | None
    score: int | None
    until: datetime
    comment: str | None = None


COLUMNS = [surveys.c[name] for name in Survey.__dataclass_fields__]
ANSWERED = (
    select(*COLUMNS)
    .where(surveys.c.record_id == bindparam("record"), surveys.c.score.is_not(None))
    .order_by(surveys.c.round.desc())
    .limit(1)
)


def _survey(row: tuple[object, ...]) -> Survey:
    values = dict(zip(Survey.__dataclass_fields__, row, strict=True))
    return Survey(**{**values, "state": SurveyState(str(values["state"]))})  # type: ignore[arg-type]


def add(tx: Tx, survey: Survey) -> None:
    tx.connection.execute(insert(surveys).values(**survey.__dict__))


def of(tx: Tx, record_id: int) -> list[Survey]:
    statement = select(*COLUMNS).where(surveys.c.record_id == record_id).order_by(surveys.c.round)
    return [_survey(tuple(row)) for row in tx.connection.execute(statement)]


def get(tx: Tx, record_id: int, closing: int) -> Survey | None:
    """The survey that followed the fact `closing`."""
    mine = (surveys.c.record_id == record_id) & (surveys.c.round == closing)
    row = tx.connection.execute(select(*COLUMNS).where(mine)).one_or_none()
    return _survey(tuple(row)) if row else None


def save(tx: Tx, survey: Survey) -> None:
    mine = (surveys.c.record_id == survey.record_id) & (surveys.c.round == survey.round)
    tx.connection.execute(update(surveys).where(mine).values(**survey.__dict__))


def answered(tx: Tx, record_id: int) -> Survey | None:
    """The one with the latest score, if any."""
    row = tx.connection.execute(ANSWERED, {"record": record_id}).one_or_none()
    return _survey(tuple(row)) if row else None


def last_asked(tx: Tx, person: int) -> datetime | None:
    """When this person was asked last, of whatever record; what was withdrawn was no bother."""
    mine = (surveys.c.person == person) & (surveys.c.state != SurveyState.WITHDRAWN.value)
    last: datetime | None = tx.connection.execute(select(func.max(surveys.c.asked_at)).where(mine)).scalar_one()
    return last
