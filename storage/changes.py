"""What only changes have: what was proposed, and how the work went."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, func, insert, or_, select, update

from domain.assessment import Assessment, ChangeKind, Level, Question
from domain.changes import Window
from storage.records import records
from storage.tables import Id, Instant, Json, metadata
from storage.tx import Tx

changes = Table(
    "changes",
    metadata,
    Column("record_id", Id, ForeignKey("records.id"), primary_key=True, autoincrement=False),
    Column("reason", Text, nullable=False),
    Column("plan", Text, nullable=False),
    Column("test", Text),
    Column("back_out", Text),
    Column("window_start", Instant, nullable=False),
    Column("window_end", Instant, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("answers", Json, nullable=False),  # 0 to 3 by question
    Column("score", Integer, nullable=False),
    Column("level", String(16), nullable=False),
    Column("policy", String(40), nullable=False),  # its key when the change was submitted
)

# The first of them stands in the record too: it says which team the change is of.
services = Table(
    "change_services",
    metadata,
    Column("record_id", Id, ForeignKey("records.id"), primary_key=True, autoincrement=False),
    Column("service", Id, primary_key=True, autoincrement=False),
    Index("ix_change_services_service", "service"),
)

work = Table(
    "change_work",
    metadata,
    Column("record_id", Id, ForeignKey("records.id"), primary_key=True, autoincrement=False),
    Column("started_at", Instant, nullable=False),
    Column("started_by", Id, ForeignKey("people.id"), nullable=False),
    Column("implemented_at", Instant),
    Column("implemented_by", Id, ForeignKey("people.id")),
    Column("judged_at", Instant),  # verified, found failed or backed out
    Column("judged_by", Id, ForeignKey("people.id")),
    Column("words", Text),  # what was said of that
)


@dataclass(frozen=True)
class Proposal:
    """What the approvers decide on, in the requester's words. `test` and `back_out` may be left out.

    `services` are ids, `policy` the key of the one that it must pass.
    """

    reason: str
    plan: str
    test: str | None
    back_out: str | None
    window: Window
    kind: ChangeKind = ChangeKind.NORMAL
    assessment: Assessment = field(default_factory=lambda: Assessment({}, 0, Level.LOW))
    services: tuple[int, ...] = ()
    policy: str = "changes"


@dataclass(frozen=True)
class Work:
    """People are person ids."""

    started_at: datetime
    started_by: int
    implemented_at: datetime | None = None
    implemented_by: int | None = None
    judged_at: datetime | None = None
    judged_by: int | None = None
    words: str | None = None

    @property
    def hands(self) -> frozenset[int]:
        """Who laid hands on it."""
        return frozenset(one for one in (self.started_by, self.implemented_by) if one)


def add(tx: Tx, record_id: int, proposal: Proposal) -> None:
    values = {
        "reason": proposal.reason,
        "plan": proposal.plan,
        "test": proposal.test,
        "back_out": proposal.back_out,
        "window_start": proposal.window.start,
        "window_end": proposal.window.end,
        "kind": proposal.kind,
        "answers": dict(proposal.assessment.answers),
        "score": proposal.assessment.score,
        "level": proposal.assessment.level,
        "policy": proposal.policy,
    }
    tx.connection.execute(insert(changes).values(record_id=record_id, **values))
    if proposal.services:
        concerned = [{"record_id": record_id, "service": service} for service in sorted(set(proposal.services))]
        tx.connection.execute(insert(services), concerned)


def get(tx: Tx, record_id: int) -> Proposal:
    row = tx.connection.execute(select(changes).where(changes.c.record_id == record_id)).one()
    concerned = select(services.c.service).where(services.c.record_id == record_id).order_by(services.c.service)
    answers = {Question(name): int(answer) for name, answer in row.answers.items()}
    return Proposal(
        row.reason,
        row.plan,
        row.test,
        row.back_out,
        Window(row.window_start, row.window_end),
        ChangeKind(row.kind),
        Assessment(answers, row.score, Level(row.level)),
        tuple(tx.connection.execute(concerned).scalars()),
        row.policy,
    )


def open_beside(tx: Tx, service: int) -> int:
    """How many open changes concern a service without naming it first, in their record."""
    mine = (services.c.service == service) & or_(records.c.service.is_(None), records.c.service != service)
    statement = select(func.count()).select_from(services.join(records, records.c.id == services.c.record_id))
    return int(tx.connection.execute(statement.where(mine, records.c.closed_at.is_(None))).scalar_one())


def is_an_emergency(tx: Tx, record_id: int) -> None:
    """It is of that kind from now on, whatever it was asked for as."""
    statement = update(changes).where(changes.c.record_id == record_id)
    tx.connection.execute(statement.values(kind=ChangeKind.EMERGENCY))


def start(tx: Tx, record_id: int, by: int) -> None:
    tx.connection.execute(insert(work).values(record_id=record_id, started_at=tx.now, started_by=by))


def save_work(tx: Tx, record_id: int, **values: object) -> None:
    tx.connection.execute(update(work).where(work.c.record_id == record_id).values(**values))


def work_on(tx: Tx, record_id: int) -> Work | None:
    """None before it was started."""
    row = tx.connection.execute(select(work).where(work.c.record_id == record_id)).one_or_none()
    return Work(*row[1:]) if row else None
