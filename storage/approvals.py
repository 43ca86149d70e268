"""Rounds of votes on a record: whom a round asks, written down when it opens, and how they voted."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Select,
    String,
    Table,
    Text,
    UniqueConstraint,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from domain.approvals import Stage, Verdict, Vote
from domain.policies import Need, Policy, Quorum
from domain.records import Record
from storage.people import people
from storage.records import COLUMNS, record_of, records
from storage.tables import Id, Instant, Json, metadata
from storage.tx import Tx

# One row a round. A record's latest generation is the one that people vote in. `policy` is the whole of it as it
# was when the first stage opened: who changes the desk's policies changes no approval that is under way.
approvals = Table(
    "approvals",
    metadata,
    Column("record_id", Id, ForeignKey("records.id"), primary_key=True),
    Column("generation", Integer, primary_key=True),
    Column("place", Integer, nullable=False, server_default="1"),
    Column("need", String(16), nullable=False),
    Column("how_many", Integer),  # votes, or percent
    Column("policy", Json, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("verdict", String(16)),
)

ELECTOR, BARRED, LEFT = "elector", "barred", "left"

# Somebody who would be asked but raised the change is in it twice: as an elector, and as barred. So is who left.
electors = Table(
    "approval_electors",
    metadata,
    Column("record_id", Id, primary_key=True),
    Column("generation", Integer, primary_key=True),
    Column("person", Id, ForeignKey("people.id"), primary_key=True),
    Column("part", String(16), primary_key=True),
    ForeignKeyConstraint(["record_id", "generation"], ["approvals.record_id", "approvals.generation"]),
    Index("ix_approval_electors_person", "person"),
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


POLICY: TypeAdapter[Policy[int]] = TypeAdapter(Policy[int])


def add(tx: Tx, record_id: int, stage: Stage, policy: Policy[int]) -> None:
    """A round that opens now."""
    values = {"record_id": record_id, "generation": stage.generation}
    about = {"place": stage.place, "need": stage.rule.need, "how_many": stage.rule.amount}
    kept = POLICY.dump_python(policy, mode="json")
    tx.connection.execute(insert(approvals).values(**values, **about, policy=kept, opened_at=tx.now))
    _add_people(tx, record_id, stage.generation, {ELECTOR: stage.electors, BARRED: stage.barred, LEFT: stage.left})


def _add_people(tx: Tx, record_id: int, generation: int, parts: dict[str, frozenset[int]]) -> None:
    values = {"record_id": record_id, "generation": generation}
    rows = [{**values, "person": person, "part": part} for part, who in parts.items() for person in sorted(who)]
    if rows:
        tx.connection.execute(insert(electors), rows)


def leave(tx: Tx, record_id: int, generation: int, gone: frozenset[int]) -> None:
    """These electors are none any more."""
    _add_people(tx, record_id, generation, {LEFT: gone})


def bar(tx: Tx, record_id: int, generation: int, person: int) -> None:
    """This person has a hand in it from now on."""
    _add_people(tx, record_id, generation, {BARRED: frozenset({person})})


def rounds(tx: Tx, record_id: int) -> list[Stage]:
    """All rounds, the latest last. The record's lock guards them: whoever votes holds that."""
    mine = approvals.c.record_id == record_id
    rows = tx.connection.execute(select(approvals).where(mine).order_by(approvals.c.generation)).all()
    asked, cast = _people(tx, record_id), _votes(tx, record_id)
    return [
        Stage(
            electors=frozenset(asked[row.generation, ELECTOR]),
            rule=Quorum(Need(row.need), row.how_many),
            barred=frozenset(asked[row.generation, BARRED]),
            left=frozenset(asked[row.generation, LEFT]),
            votes=tuple(cast[row.generation]),
            generation=row.generation,
            closed=Verdict(row.verdict) if row.verdict else None,
            place=row.place,
        )
        for row in rows
    ]


def policy_of(tx: Tx, record_id: int) -> Policy[int]:
    """As it was when the approval began; one without stages where nobody was asked."""
    statement = select(approvals.c.policy).where(approvals.c.record_id == record_id)
    kept = tx.connection.execute(statement.order_by(approvals.c.generation.desc()).limit(1)).scalar_one_or_none()
    return POLICY.validate_python(kept) if kept else Policy()


def _people(tx: Tx, record_id: int) -> dict[tuple[int, str], list[int]]:
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    for row in tx.connection.execute(select(electors).where(electors.c.record_id == record_id)):
        found[row.generation, row.part].append(row.person)
    return found


def _votes(tx: Tx, record_id: int) -> dict[int, list[Vote]]:
    found: dict[int, list[Vote]] = defaultdict(list)
    for row in tx.connection.execute(select(votes).where(votes.c.record_id == record_id).order_by(votes.c.id)):
        found[row.generation].append(Vote(row.person, Verdict(row.verdict), row.at, row.comment))
    return found


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
    rounds = select(electors.c.record_id).where(electors.c.person == person)  # where a plan had best begin
    statement = (
        select(*COLUMNS)
        .join(approvals, approvals.c.record_id == records.c.id)
        .where(
            approvals.c.record_id.in_(rounds),
            records.c.closed_at.is_(None),
            approvals.c.closed_at.is_(None),
            approvals.c.generation
            == select(func.max(later.c.generation)).where(later.c.record_id == records.c.id).scalar_subquery(),
            exists().where(mine, electors.c.part == ELECTOR),
            ~exists().where(mine, electors.c.part.in_([BARRED, LEFT])),
            ~exists().where(voted, votes.c.person == person),
        )
        .order_by(approvals.c.opened_at, records.c.id)
        .limit(most)
    )
    return [record_of(tuple(row)) for row in tx.connection.execute(statement)]


def _asked() -> Select[tuple[Any, ...]]:
    """Electors who have not left, in open rounds of open records."""
    here = (electors.c.record_id == approvals.c.record_id) & (electors.c.generation == approvals.c.generation)
    left = electors.alias("gone")
    gone = (
        (left.c.record_id == electors.c.record_id)
        & (left.c.generation == electors.c.generation)
        & (left.c.person == electors.c.person)
        & (left.c.part == LEFT)
    )
    return (
        select(records.c.id)
        .join(approvals, approvals.c.record_id == records.c.id)
        .join(electors, here)
        .where(
            records.c.closed_at.is_(None),
            approvals.c.closed_at.is_(None),
            electors.c.part == ELECTOR,
            ~exists().where(gone),
        )
    )


def electing(tx: Tx, person: int) -> list[int]:
    """Ids of the open records that ask this person to vote."""
    mine = _asked().where(electors.c.person == person).distinct().order_by(records.c.id)
    return [int(row[0]) for row in tx.connection.execute(mine)]


def unsure(tx: Tx, before: datetime) -> list[str]:
    """Slack ids of those who are asked to vote, and of whom Slack has not told since `before`."""
    stale = or_(people.c.known_at.is_(None), people.c.known_at < before)
    found = _asked().join(people, people.c.id == electors.c.person).where(stale, people.c.slack_id.is_not(None))
    who = found.with_only_columns(people.c.slack_id, maintain_column_froms=True).distinct()
    return sorted(str(row[0]) for row in tx.connection.execute(who))
