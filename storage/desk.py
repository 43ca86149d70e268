"""A desk's configuration: objects by kind and key, and every version each of them ever had."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKey,
    Integer,
    Row,
    Table,
    Text,
    UniqueConstraint,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from domain.agreements import Agreement
from domain.alerts_setup import GravityBody, MaintenanceBody, RuleBody, SourceBody
from domain.assessment import ChangeRules
from domain.attributes import Attributes, PersonBody
from domain.calendar_setup import CalendarBody
from domain.desk import Channel, Desk
from domain.emergencies import EmergencyRules
from domain.keeping import Keeping
from domain.policies import Policy
from domain.requests import Requests
from domain.risks import Appetite
from domain.setup import (
    AgreementBody,
    Body,
    Configured,
    DeskBody,
    Founding,
    IndicatorBody,
    Manager,
    Name,
    Part,
    RoleBody,
    ServiceBody,
    TeamBody,
    desk_of,
)
from domain.surveys import SurveyPolicy
from domain.versions import Version, past_agreements
from storage.tables import MICROSECOND, Id, Instant, Json, metadata
from storage.tx import Tx

# One row for now. `version` rises with every apply that changed something; `clock_offset` (microseconds) is
# what desk time runs ahead of machine time, kept here so that it survives kills and replicas share it.
desks = Table(
    "desks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("enterprise", Text),
    Column("version", Integer, nullable=False),
    Column("clock_offset", BigInteger, nullable=False, server_default="0"),
    Column("prefix", Text, nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("url", Text, nullable=False, server_default=""),
)

# `body` is the newest version; a retired object keeps its id, for closed records still name it.
objects = Table(
    "objects",
    metadata,
    Column("id", Id, primary_key=True),
    Column("desk_id", Id, ForeignKey("desks.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("managed_by", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("effective_at", Instant, nullable=False),
    Column("retired_at", Instant),
    Column("body", Json, nullable=False),
    UniqueConstraint("desk_id", "kind", "key"),
)

# Append-only. A version without a body says: retired from `effective_at` on.
object_versions = Table(
    "object_versions",
    metadata,
    Column("object_id", Id, ForeignKey("objects.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("effective_at", Instant, nullable=False),
    Column("body", Json),
)

BODIES: Mapping[Part, TypeAdapter[Any]] = {
    Part.DESK: TypeAdapter(DeskBody),
    Part.CHANNEL: TypeAdapter(Channel),
    Part.CALENDAR: TypeAdapter(CalendarBody),
    Part.AGREEMENT: TypeAdapter(AgreementBody),
    Part.POLICY: TypeAdapter(Policy[int]),
    Part.CHANGE_RULES: TypeAdapter(ChangeRules),
    Part.EMERGENCIES: TypeAdapter(EmergencyRules),
    Part.APPETITE: TypeAdapter(Appetite),
    Part.INDICATOR: TypeAdapter(IndicatorBody[int]),
    Part.SURVEYS: TypeAdapter(SurveyPolicy),
    Part.KEEPING: TypeAdapter(Keeping),
    Part.REQUESTS: TypeAdapter(Requests),
    Part.ROLE: TypeAdapter(RoleBody[int]),
    Part.ATTRIBUTES: TypeAdapter(Attributes),
    Part.PERSON: TypeAdapter(PersonBody[int]),
    Part.TEAM: TypeAdapter(TeamBody[int]),
    Part.SERVICE: TypeAdapter(ServiceBody[int]),
    Part.GRAVITY: TypeAdapter(GravityBody),
    Part.ALERT_SOURCE: TypeAdapter(SourceBody),
    Part.ALERT_RULE: TypeAdapter(RuleBody),
    Part.MAINTENANCE: TypeAdapter(MaintenanceBody),
}


def written(part: Part, body: Body) -> dict[str, Any]:
    """The body as it is kept, and as facts quote it: durations in ISO 8601, days and times too."""
    return dict(BODIES[part].dump_python(body, mode="json"))


def the_desk(connection: Connection) -> Founding | None:
    """The desk's row; None before the first apply. One deployment serves one desk for now."""
    row = connection.execute(select(desks).order_by(desks.c.id).limit(1)).one_or_none()
    return _founding(row) if row else None


def load_desk(connection: Connection, founding: Founding) -> Desk:
    return desk_of(founding, configured(connection, founding.id), _past(connection, founding.id))


def _past(connection: Connection, desk_id: int) -> tuple[tuple[datetime, Agreement], ...]:
    """Agreements of before: clocks are reckoned by what held at the time."""
    mine = (objects.c.desk_id == desk_id) & objects.c.kind.in_([Part.AGREEMENT, Part.CALENDAR])
    statement = (
        select(objects.c.kind, objects.c.key, object_versions.c.effective_at, object_versions.c.body)
        .join_from(object_versions, objects)
        .where(mine)
        .order_by(object_versions.c.effective_at, objects.c.id, object_versions.c.version)
    )
    versions = [
        Version((Part(kind), key), at, BODIES[Part(kind)].validate_python(body) if body else None)
        for kind, key, at, body in connection.execute(statement)
    ]
    return tuple(past_agreements(versions))


def lock_desk(connection: Connection) -> Founding | None:
    """The desk's row, held until the transaction ends: one apply at a time. Its key is free, for each new person
    and record refers to it, and filing a ticket need not wait for an apply.
    """
    row = connection.execute(
        select(desks).order_by(desks.c.id).limit(1).with_for_update(key_share=True)
    ).one_or_none()
    return _founding(row) if row else None


def found(connection: Connection, workspace: str, enterprise: str | None, prefix: str, now: datetime) -> Founding:
    """A desk's first row, held as `lock_desk` holds it; the one that another process wrote a moment before."""
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    values = {"workspace": workspace, "enterprise": enterprise, "prefix": prefix, "version": 0, "created_at": now}
    connection.execute(make(desks).values(**values).on_conflict_do_nothing(index_elements=["prefix"]))
    founding = lock_desk(connection)
    assert founding is not None
    return founding


def raise_version(connection: Connection, desk_id: int) -> Founding:
    """Every process drops the desk that it holds in memory when it sees the new number."""
    row = connection.execute(
        update(desks).where(desks.c.id == desk_id).values(version=desks.c.version + 1).returning(*desks.c)
    ).one()
    return _founding(row)


def configured(connection: Connection, desk_id: int) -> list[Configured]:
    """All objects, the retired ones too, in the order they were first added."""
    rows = connection.execute(select(objects).where(objects.c.desk_id == desk_id).order_by(objects.c.id))
    return [_configured(row) for row in rows]


def add(tx: Tx, name: Name, managed_by: Manager, body: Body) -> Configured:
    part, key = name
    row = tx.connection.execute(
        insert(objects)
        .values(
            desk_id=tx.desk.id,
            kind=part,
            key=key,
            managed_by=managed_by,
            version=1,
            effective_at=tx.now,
            body=written(part, body),
        )
        .returning(*objects.c)
    ).one()
    return _kept(tx, row, row.body)


def amend(tx: Tx, old: Configured, body: Body) -> Configured:
    """A new version with this body; one that was retired is in force again."""
    return _revised(tx, old, body=written(old.part, body), retired_at=None)


def retire(tx: Tx, old: Configured) -> Configured:
    return _revised(tx, old, retired_at=tx.now)


def _revised(tx: Tx, old: Configured, **values: object) -> Configured:
    row = tx.connection.execute(
        update(objects)
        .where(objects.c.id == old.id, objects.c.version == old.version)
        .values(version=old.version + 1, effective_at=tx.now, **values)
        .returning(*objects.c)
    ).one()
    return _kept(tx, row, values.get("body"))


def _kept(tx: Tx, row: Row[Any], body: object) -> Configured:
    version = {
        "object_id": row.id,
        "version": row.version,
        "effective_at": row.effective_at,
        "body": body,
    }
    tx.connection.execute(insert(object_versions).values(version))
    return _configured(row)


def _configured(row: Row[Any]) -> Configured:
    part = Part(row.kind)
    body: Body = BODIES[part].validate_python(row.body)
    manager = Manager(row.managed_by)
    return Configured(row.id, part, row.key, manager, row.version, row.effective_at, row.retired_at, body)


def _founding(row: Row[Any]) -> Founding:
    ahead = row.clock_offset * MICROSECOND
    return Founding(row.id, row.workspace, row.enterprise, row.version, ahead, row.prefix, row.created_at, row.url)


def know_url(connection: Connection, desk_id: int, url: str) -> None:
    connection.execute(update(desks).where(desks.c.id == desk_id).values(url=url))


def run_ahead(connection: Connection, desk_id: int, ahead: timedelta) -> None:
    """Let desk time run `ahead` of machine time."""
    connection.execute(update(desks).where(desks.c.id == desk_id).values(clock_offset=ahead // MICROSECOND))
