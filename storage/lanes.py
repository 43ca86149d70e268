"""Lanes: a place in Slack is served by one courier at a time, so order holds across replicas.

A lease carries a fence: a courier that slept past its lease finds another fence and its result is dropped.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Integer,
    Select,
    String,
    Table,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    type_coerce,
    union,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from storage.copies import copies, is_behind
from storage.outbox import TRYING, WAITING, is_open, outbox
from storage.prepared import Prepared
from storage.tables import Instant, metadata, microseconds
from storage.tx import Tx

lanes = Table(
    "lanes",
    metadata,
    Column("place", String(32), primary_key=True),
    Column("channel", String(32)),  # where it is said: the place itself, or the DM opened with that person
    Column("fence", Integer, nullable=False, server_default="0"),
    Column("leased_until", Instant),  # machine time, like all here
    Column("not_before", Instant),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("said_at", Instant),
    Column("last_ts", String(32)),  # the last message known there: what is looked up lies after it
)

# One row a method: the theoretical arrival time of the generic cell rate algorithm.
budgets = Table(
    "budgets",
    metadata,
    Column("workspace", String(32), primary_key=True),
    Column("method", String(64), primary_key=True),
    Column("arrival", BigInteger, nullable=False),
)


@dataclass(frozen=True)
class Lane:
    place: str
    fence: int
    channel: str | None
    failures: int
    last_ts: str | None


def _places(table: Table, is_wanted: ColumnElement[bool]) -> Select[Any]:
    """Each place once, by leaps along the index of what is wanted: a lane costs one look, however deep it is."""
    place = table.c.place
    found = select(func.min(place).label("place")).where(is_wanted).cte(f"{table.name}_places", recursive=True)
    following = select(func.min(place)).where(is_wanted, place > found.c.place).scalar_subquery()
    found = found.union_all(select(following).where(found.c.place.is_not(None)))
    return select(found.c.place).where(found.c.place.is_not(None))


busy = union(_places(outbox, is_open), _places(copies, is_behind)).subquery()
is_free = and_(
    or_(lanes.c.leased_until.is_(None), lanes.c.leased_until <= bindparam("machine")),
    or_(lanes.c.not_before.is_(None), lanes.c.not_before <= bindparam("machine")),
)
ANYTHING_OPEN = Prepared(select(busy.c.place).limit(1))
WITH_WORK = Prepared(
    select(busy.c.place)
    .outerjoin(lanes, lanes.c.place == busy.c.place)
    .where(is_free)
    .order_by(lanes.c.said_at.nulls_first())
    .limit(bindparam("most"))
)
LEASED = {"fence": lanes.c.fence + 1, "leased_until": bindparam("until", type_=Instant)}
LEASE = Prepared(
    {
        name: make(lanes)
        .on_conflict_do_update(index_elements=["place"], set_=LEASED, where=is_free)
        .returning(lanes.c.place, lanes.c.fence, lanes.c.channel, lanes.c.failures, lanes.c.last_ts)
        for name, make in (("postgresql", postgresql.insert), ("sqlite", sqlite.insert))
    }
)
FENCE = Prepared(select(lanes.c.fence).where(lanes.c.place == bindparam("at")).with_for_update())
_held = update(lanes).where(lanes.c.place == bindparam("at"), lanes.c.fence == bindparam("held"))
SET = Prepared(_held)
BACK_OFF = Prepared(_held.values(failures=lanes.c.failures + 1))


def anything_open(tx: Tx) -> bool:
    return bool(ANYTHING_OPEN.rows(tx.connection))


def with_work(tx: Tx, most: int) -> list[str]:
    """Places where something is to be said or drawn, and nobody is at it."""
    found = WITH_WORK.rows(tx.connection, {"machine": tx.machine, "most": most})
    return [str(place) for (place,) in found]


def lease(tx: Tx, place: str, span: timedelta) -> Lane | None:
    """Take the lane for `span` of machine time; None when somebody else has it or it must rest."""
    until = tx.machine + span
    values = {"place": place, "fence": 1, "leased_until": until, "until": until, "machine": tx.machine}
    found = LEASE.rows(tx.connection, values)
    return Lane(*found[0]) if found else None


def holds(tx: Tx, lane: Lane) -> bool:
    """Is the lane still ours? Holds its row until the transaction ends."""
    return FENCE.rows(tx.connection, {"at": lane.place}) == [(lane.fence,)]


def release(tx: Tx, lane: Lane) -> None:
    _set(tx, lane, leased_until=None)


def opened(tx: Tx, lane: Lane, channel: str) -> None:
    _set(tx, lane, channel=channel)


def channel_of(tx: Tx, place: str) -> str | None:
    """Where this lane is said; None before anything was."""
    return tx.connection.execute(select(lanes.c.channel).where(lanes.c.place == place)).scalar_one_or_none()


def spoke(tx: Tx, lane: Lane, rest: timedelta, ts: str | None) -> None:
    """Done: the lane is free after a rest, Slack's pace of a channel; failures are forgotten."""
    last = {"last_ts": ts} if ts else {}
    _set(tx, lane, not_before=tx.machine + rest, said_at=tx.machine, failures=0, leased_until=None, **last)


def rest(tx: Tx, lane: Lane, until: datetime) -> None:
    """Free again at `until`; nothing failed."""
    _set(tx, lane, not_before=until, leased_until=None)


def back_off(tx: Tx, lane: Lane, until: datetime) -> None:
    values = {"at": lane.place, "held": lane.fence, "not_before": until, "leased_until": None}
    BACK_OFF.do(tx.connection, values)


def _set(tx: Tx, lane: Lane, **values: object) -> None:
    SET.do(tx.connection, {**values, "at": lane.place, "held": lane.fence})


def may_have_said(tx: Tx, channel: str, ts: str) -> bool:
    """Could the message `ts` be one that is under way to this channel, or whose outcome is unknown?"""
    statement = (
        select(lanes.c.place)
        .join(outbox, outbox.c.place == lanes.c.place)
        .where(is_open, outbox.c.state == TRYING, lanes.c.channel == channel)
        .where(or_(lanes.c.last_ts.is_(None), lanes.c.last_ts < ts))
        .limit(1)
    )
    return tx.connection.execute(statement).one_or_none() is not None


def spend(tx: Tx, method: str, interval: timedelta, burst: timedelta) -> timedelta:
    """Take one call of `method` from the workspace's budget; answers how long to wait, zero when it was taken."""
    now = microseconds(tx.machine)
    step, slack = interval // timedelta(microseconds=1), burst // timedelta(microseconds=1)
    make = postgresql.insert if tx.is_postgresql else sqlite.insert
    mine = {"workspace": tx.desk.workspace, "method": method}
    tx.connection.execute(make(budgets).values(**mine, arrival=now).on_conflict_do_nothing())
    row = select(budgets.c.arrival).filter_by(**mine).with_for_update()
    arrival = max(int(tx.connection.execute(row).scalar_one()), now)
    if arrival - now > slack:
        return timedelta(microseconds=arrival - now - slack)
    tx.connection.execute(update(budgets).filter_by(**mine).values(arrival=arrival + step))
    return timedelta(0)


def block(tx: Tx, method: str, until: datetime, burst: timedelta) -> None:
    """Slack refused this method until then: nobody in the workspace calls it before."""
    arrival = microseconds(until + burst)
    mine = (budgets.c.workspace == tx.desk.workspace) & (budgets.c.method == method)
    tx.connection.execute(update(budgets).where(mine).values(arrival=arrival))


def forget(tx: Tx) -> None:
    """All leases, rests and spent budgets."""
    tx.connection.execute(update(lanes).values(leased_until=None, not_before=None, failures=0))
    tx.connection.execute(delete(budgets))


def doubt_waiting(tx: Tx) -> None:
    """What still waited in any lane may have been sent by now, at any time since it was written."""
    ahead = microseconds(tx.now) - microseconds(tx.machine)
    since = type_coerce(type_coerce(outbox.c.created_at, BigInteger) - ahead, Instant)
    values = {
        "state": TRYING,
        "attempts": outbox.c.attempts + 1,
        "first_attempt_at": func.coalesce(outbox.c.first_attempt_at, since),
        "last_attempt_at": func.coalesce(outbox.c.last_attempt_at, since),
    }
    tx.connection.execute(update(outbox).where(is_open, outbox.c.state == WAITING).values(**values))
