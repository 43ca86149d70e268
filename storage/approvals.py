"""Rounds of votes on a record: whom a round asks, written down when it opens, and how they voted."""

from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from domain.approvals import Need, Policy, Stage, Verdict, Vote
from domain.people import Role
from domain.records import Record
from storage.records import COLUMNS, record_of, records
from storage.tables import Id, Instant, metadata
from storage.tx import Tx

# One row a round. A record's latest generation is the one that people vote in.
approvals = Table(
    "approvals",
    metadata,
    Column("record_id", Id, ForeignKey("records.id"), primary_key=True),
    Column("generation", Integer, primary_key=True),
    Column("role", String(32), nullable=False),
    Column("need", String(16), nullable=False),
    Column("how_many", Integer),  # for Need.COUNT only
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("verdict", String(16)),
)

ELECTOR, BARRED = "elector", "barred"

# Somebody who would be asked but raised the change is in it twice: as an elector, and as barred.
electors = Table(
    "approval_electors",
    metadata,
    Column("record_id", Id, primary_key=True),
    Column("generation", Integer, primary_key=True),
    Column("person", Id, ForeignKey("people.id"), primary_key=True),
    Column("part", String(16), primary_key=True),
    ForeignKeyConstraint(["record_id", "generation"], ["approvals.record_id", "approvals.generation"]),
)

votes = Table(
    "approval_votes",
    metadata,
    Column("id", Id, primary_key=True),  # in the order of voting
    Column("record_id", Id, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("person", Id, ForeignKey("people.id"), nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    Column("comment", Text),
    ForeignKeyConstraint(["record_id", "generation"], ["approvals.record_id", "approvals.generation"]),
    UniqueConstraint("record_id", "generation", "person"),
)


def add(tx: Tx, record_id: int, stage: Stage) -> None:
    """A round that opens now."""
    values = {"record_id": record_id, "generation": stage.generation}
    policy = {"role": stage.policy.role, "need": stage.policy.need, "how_many": stage.policy.count}
    tx.connection.execute(insert(approvals).values(**values, **policy, opened_at=tx.now))
    parts = [(person, ELECTOR) for person in sorted(stage.electors)]
    parts += [(person, BARRED) for person in sorted(stage.barred)]
    tx.connection.execute(insert(electors), [{**values, "person": person, "part": part} for person, part in parts])


def current(tx: Tx, record_id: int) -> Stage:
    """The latest round. The record's lock guards it: whoever votes holds that."""
    statement = select(approvals).where(approvals.c.record_id == record_id)
    row = tx.connection.execute(statement.order_by(approvals.c.generation.desc()).limit(1)).one()
    people = _people(tx, record_id, row.generation)
    return Stage(
        electors=frozenset(person for person, part in people if part == ELECTOR),
        policy=Policy(Role(row.role), Need(row.need), row.how_many),
        barred=frozenset(person for person, part in people if part == BARRED),
        votes=_votes(tx, record_id, row.generation),
        generation=row.generation,
        closed=Verdict(row.verdict) if row.verdict else None,
    )


def _people(tx: Tx, record_id: int, generation: int) -> list[tuple[int, str]]:
    mine = (electors.c.record_id == record_id) & (electors.c.generation == generation)
    rows = tx.connection.execute(select(electors.c.person, electors.c.part).where(mine))
    return [(int(person), str(part)) for person, part in rows]


def _votes(tx: Tx, record_id: int, generation: int) -> tuple[Vote, ...]:
    mine = (votes.c.record_id == record_id) & (votes.c.generation == generation)
    rows = tx.connection.execute(select(votes).where(mine).order_by(votes.c.id))
    return tuple(Vote(row.person, Verdict(row.verdict), row.at, row.comment) for row in rows)


def cast(tx: Tx, record_id: int, generation: int, vote: Vote) -> None:
    """One vote each: an earlier one of this person gives way, and what they said last stands last."""
    mine = (votes.c.record_id == record_id) & (votes.c.generation == generation) & (votes.c.person == vote.by)
    tx.connection.execute(delete(votes).where(mine))
    values = {"person": vote.by, "verdict": vote.verdict, "at": vote.at, "comment": vote.comment}
    tx.connection.execute(insert(votes).values(record_id=record_id, generation=generation, **values))


def close(tx: Tx, record_id: int, generation: int, verdict: Verdict, at: datetime) -> None:
    mine = (approvals.c.record_id == record_id) & (approvals.c.generation == generation)
    tx.connection.execute(update(approvals).where(mine).values(verdict=verdict, closed_at=at))


def waiting_for(tx: Tx, person: int, most: int) -> list[Record]:
    """Open records in whose latest round, while it is open, this person may vote and has not."""
    here = (electors.c.record_id == approvals.c.record_id) & (electors.c.generation == approvals.c.generation)
    mine = here & (electors.c.person == person)
    voted = (votes.c.record_id == approvals.c.record_id) & (votes.c.generation == approvals.c.generation)
    later = approvals.alias("later")
    statement = (
        select(*COLUMNS)
        .join(approvals, approvals.c.record_id == records.c.id)
        .where(
            records.c.closed_at.is_(None),
            approvals.c.closed_at.is_(None),
            approvals.c.generation
            == select(func.max(later.c.generation)).where(later.c.record_id == records.c.id).scalar_subquery(),
            exists().where(mine, electors.c.part == ELECTOR),
            ~exists().where(mine, electors.c.part == BARRED),
            ~exists().where(voted, votes.c.person == person),
        )
        .order_by(approvals.c.opened_at, records.c.id)
        .limit(most)
    )
    return [record_of(tuple(row)) for row in tx.connection.execute(statement)]
