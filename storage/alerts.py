"""Alerts, one row a fingerprint, and the groups that belong to one incident."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from domain.alerts import Alert, Group, Status, Tally
from storage.records import records
from storage.tables import Id, Instant, Json, metadata, spelt
from storage.tx import Tx

groups = Table(
    "alert_groups",
    metadata,
    Column("id", Id, primary_key=True),
    Column("desk_id", Id, ForeignKey("desks.id"), nullable=False),
    Column("source", String(40), nullable=False),
    Column("rule", String(40), nullable=False),
    Column("key", String(40), nullable=False),  # a hash of source, rule and the labels' values
    Column("title", Text, nullable=False),
    Column("service", String(40), nullable=False),
    Column("is_storm", Boolean, nullable=False),
    Column("ticket", Id, ForeignKey("records.id")),
    Column("firing", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("since", Instant),
    Column("opened_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("looked_at", Instant),
    Index("ix_alert_groups_key", "key", "id"),
    Index("ix_alert_groups_ticket", "ticket"),
    Index("ix_alert_groups_rule", "source", "rule", "opened_at"),
)

# `spoken_for` is the firing (its `fired_at`) that was told of; a firing that was not has yet to speak.
alerts = Table(
    "alerts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("desk_id", Id, ForeignKey("desks.id"), nullable=False),
    Column("workspace", String(32), nullable=False),
    Column("source", String(40), nullable=False),
    Column("fingerprint", String(255), nullable=False),
    Column("group_id", Id, ForeignKey("alert_groups.id"), nullable=False),
    Column("status", String(16), nullable=False),
    Column("title", Text, nullable=False),
    Column("severity", String(64), nullable=False),
    Column("priority", Integer),
    Column("summary", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("labels", Json, nullable=False),
    Column("count", Integer, nullable=False),
    Column("first_seen", Instant, nullable=False),
    Column("last_seen", Instant, nullable=False),
    Column("fired_at", Instant, nullable=False),
    Column("resolved_at", Instant),
    Column("quiet_until", Instant),
    Column("spoken_for", Instant),
    Column("started_at", Instant),  # by the sender's clock
    Column("digest", String(64), nullable=False, server_default=""),  # of what was last said of it
    UniqueConstraint("desk_id", "source", "fingerprint"),
    Index("ix_alerts_group", "group_id", "status", "priority"),
)

_fires = (alerts.c.status == spelt(Status.FIRING.value)) & alerts.c.priority.is_not(None)
_silent = _fires & alerts.c.quiet_until.is_not(None)
_identity = (alerts.c.desk_id, alerts.c.source, alerts.c.fingerprint)
Index("ix_alerts_silent", *_identity, sqlite_where=_silent, postgresql_where=_silent)
_settled = alerts.c.status == spelt(Status.RESOLVED.value)
Index("ix_alerts_settled", alerts.c.resolved_at, sqlite_where=_settled, postgresql_where=_settled)
_burns = groups.c.firing > spelt(0)
Index("ix_alert_groups_firing", groups.c.desk_id, groups.c.id, sqlite_where=_burns, postgresql_where=_burns)

ALERT = [alerts.c[name] for name in Alert.__dataclass_fields__]
GROUP = [groups.c[name] for name in Group.__dataclass_fields__]
IDENTITY = ("desk_id", "source", "fingerprint")
AT_ONCE = 500  # rows in one statement


def _keep(made: postgresql.Insert | sqlite.Insert) -> postgresql.Insert | sqlite.Insert:
    names = [name for name in Alert.__dataclass_fields__ if name not in IDENTITY]
    return made.on_conflict_do_update(
        index_elements=list(IDENTITY), set_={name: made.excluded[name] for name in names}
    )


KEEP = {"postgresql": _keep(postgresql.insert(alerts)), "sqlite": _keep(sqlite.insert(alerts))}


def known(tx: Tx, source: str, fingerprints: Collection[str]) -> dict[str, Alert]:
    """Those of the alerts that have a row, by fingerprint."""
    found: dict[str, Alert] = {}
    wanted = sorted(fingerprints)
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        mine = (alerts.c.desk_id == tx.desk.id) & (alerts.c.source == source) & alerts.c.fingerprint.in_(some)
        rows = tx.connection.execute(select(*ALERT).where(mine))
        found |= {row.fingerprint: _alert(row) for row in rows}
    return found


def keep(tx: Tx, found: Sequence[Alert]) -> None:
    """Write the rows as they are now, new or not, in bulk."""
    common = {"desk_id": tx.desk.id, "workspace": tx.desk.workspace}
    values = [{**common, **alert.__dict__, "status": alert.status.value} for alert in found]
    for start in range(0, len(values), AT_ONCE):
        tx.connection.execute(KEEP[tx.connection.dialect.name], values[start : start + AT_ONCE])


def _alert(row: Any) -> Alert:  # noqa: ANN401 - a row
    values = dict(zip(Alert.__dataclass_fields__, row, strict=True))
    return Alert(**{**values, "status": Status(values["status"])})


def _group(row: Any) -> Group:  # noqa: ANN401 - a row
    return Group(**dict(zip(Group.__dataclass_fields__, row, strict=True)))


def latest_groups(tx: Tx, keys: Collection[str]) -> dict[str, tuple[Group, str | None]]:
    """The newest group of each key, and the state of its incident."""
    found: dict[str, tuple[Group, str | None]] = {}
    wanted = sorted(keys)
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        newest = (
            select(func.max(groups.c.id))
            .where(groups.c.key.in_(some), groups.c.desk_id == tx.desk.id)
            .group_by(groups.c.key)
        )
        statement = (
            select(*GROUP, records.c.state)
            .outerjoin(records, records.c.id == groups.c.ticket)
            .where(groups.c.id.in_(newest))
        )
        found |= {row.key: (_group(row[:-1]), row[-1]) for row in tx.connection.execute(statement)}
    return found


def opened_since(tx: Tx, source: str, rule: str, since: datetime) -> int:
    """How many groups, storms apart, a rule has begun for this source since then."""
    mine = (groups.c.desk_id == tx.desk.id) & (groups.c.source == source) & (groups.c.rule == rule)
    mine &= groups.c.is_storm.is_(False) & (groups.c.opened_at >= since)
    return int(tx.connection.execute(select(func.count()).where(mine)).scalar_one())


def add_group(tx: Tx, *, source: str, rule: str, key: str, title: str, service: str, is_storm: bool) -> Group:
    values = {
        "desk_id": tx.desk.id,
        "source": source,
        "rule": rule,
        "key": key,
        "title": title,
        "service": service,
        "is_storm": is_storm,
        "firing": 0,
        "total": 0,
        "opened_at": tx.now,
        "last_at": tx.now,
    }
    return _group(tx.connection.execute(insert(groups).values(values).returning(*GROUP)).one())


def lock_group(tx: Tx, group_id: int) -> Group:
    return _group(tx.connection.execute(select(*GROUP).where(groups.c.id == group_id).with_for_update()).one())


def by_ids(tx: Tx, ids: Collection[int]) -> list[Group]:
    rows = tx.connection.execute(select(*GROUP).where(groups.c.id.in_(sorted(ids))).order_by(groups.c.id))
    return [_group(row) for row in rows]


def touch_groups(tx: Tx, ids: Collection[int]) -> None:
    """Something in them has begun or ceased to fire."""
    tx.connection.execute(update(groups).where(groups.c.id.in_(sorted(ids))).values(last_at=tx.now))


def looked_at(tx: Tx, group_id: int, tally: Tally, ticket: int | None) -> None:
    values = {"firing": tally.firing, "total": tally.total, "since": tally.since, "ticket": ticket}
    tx.connection.execute(update(groups).where(groups.c.id == group_id).values(**values, looked_at=tx.now))


_unspoken = or_(alerts.c.spoken_for.is_(None), alerts.c.spoken_for < alerts.c.fired_at)
SPEAK = (
    update(alerts)
    .where(alerts.c.group_id == bindparam("of"), _fires, _unspoken, alerts.c.quiet_until.is_(None))
    .values(spoken_for=alerts.c.fired_at)
)
_speaks = alerts.c.spoken_for == alerts.c.fired_at
_counts = case((_fires & _speaks, 1))
TALLY = select(
    func.count(_counts),
    func.count(case((_speaks, 1))),
    func.min(case((_fires & _speaks, alerts.c.priority))),
    func.min(case((_fires & _speaks, alerts.c.fired_at))),
    func.min(case((_fires & ~func.coalesce(_speaks, False), alerts.c.quiet_until))),
).where(alerts.c.group_id == bindparam("of"))


def speak(tx: Tx, group_id: int) -> int:
    """What fires, was not told of and is not kept silent speaks now; answers how many those are."""
    return int(tx.connection.execute(SPEAK, {"of": group_id}).rowcount)


def tally(tx: Tx, group_id: int) -> Tally:
    row = tx.connection.execute(TALLY, {"of": group_id}).one()
    return Tally(row[0], row[1], row[2], row[3], row[4])


def silent(tx: Tx, *, group_id: int | None = None, until: datetime | None = None) -> list[Alert]:
    """What fires and is kept silent, in the order in which rows are written; `until`: until then at most."""
    mine = _silent & _unspoken & (alerts.c.desk_id == tx.desk.id)
    if group_id is not None:
        mine &= alerts.c.group_id == group_id
    if until is not None:
        mine &= alerts.c.quiet_until <= until
    return [_alert(row) for row in tx.connection.execute(select(*ALERT).where(mine).order_by(*_as_written(tx)))]


def hold(tx: Tx, group_id: int) -> None:
    """What fires and was not told of, in the order in which requests write the rows: so neither has the other's."""
    mine = (alerts.c.group_id == group_id) & _fires & _unspoken
    tx.connection.execute(
        select(alerts.c.id).where(mine).order_by(*_as_written(tx)).with_for_update(key_share=True)
    )


def _as_written(tx: Tx) -> list[ColumnElement[str]]:
    """The order of `keep`: letter by letter, whatever the database's language."""
    binary = "C" if tx.is_postgresql else "BINARY"
    return [alerts.c.source.collate(binary), alerts.c.fingerprint.collate(binary)]


def keep_quiet(tx: Tx, alert: Alert, until: datetime | None) -> None:
    mine = (alerts.c.desk_id == tx.desk.id) & (alerts.c.source == alert.source)
    mine &= alerts.c.fingerprint == alert.fingerprint
    tx.connection.execute(update(alerts).where(mine).values(quiet_until=until))


def group_of_ticket(tx: Tx, record_id: int) -> Group | None:
    statement = select(*GROUP).where(groups.c.ticket == record_id).order_by(groups.c.id.desc()).limit(1)
    row = tx.connection.execute(statement).one_or_none()
    return _group(row) if row else None


def gravest(tx: Tx, group_id: int, most: int) -> list[Alert]:
    """Those of a group that fire and have spoken, the gravest first."""
    statement = (
        select(*ALERT)
        .where(alerts.c.group_id == group_id, _fires, _speaks)
        .order_by(alerts.c.priority, alerts.c.id)
        .limit(most)
    )
    return [_alert(row) for row in tx.connection.execute(statement)]


def firing_groups(tx: Tx, most: int) -> list[tuple[Group, str | None]]:
    """Groups of which something fires, the newest first, and the keys of their incidents."""
    statement = (
        select(*GROUP, records.c.key)
        .outerjoin(records, records.c.id == groups.c.ticket)
        .where(groups.c.desk_id == tx.desk.id, _burns)
        .order_by(groups.c.id.desc())
        .limit(most)
    )
    return [(_group(row[:-1]), row[-1]) for row in tx.connection.execute(statement)]


def _over(before: datetime) -> ColumnElement[bool]:
    """Resolved before then, and nothing of its group fires: while something does, the incident counts them all."""
    still = select(groups.c.id).where(groups.c.id == alerts.c.group_id, groups.c.firing > 0)
    return _settled & (alerts.c.resolved_at < before) & ~still.exists()


def forget(tx: Tx, before: datetime, most: int) -> int:
    """The oldest that are over since then (desk time). What a report renews at this moment stays."""
    oldest = select(alerts.c.id).where(_over(before)).order_by(alerts.c.resolved_at).limit(most)
    found = tx.connection.execute(oldest.with_for_update(skip_locked=True, of=alerts)).scalars().all()
    return tx.connection.execute(delete(alerts).where(alerts.c.id.in_(found))).rowcount


def kept_beyond(tx: Tx, before: datetime) -> int:
    return int(tx.connection.execute(select(func.count()).select_from(alerts).where(_over(before))).scalar_one())
