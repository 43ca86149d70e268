"""Rounds of votes as they are kept, on both databases."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import Engine, select

from domain.approvals import NoApprover, OldCard, Stage, Verdict
from domain.desk import Channel, Team
from domain.outcomes import Refused
from domain.people import Person, Profile, Role, Standing
from domain.policies import Need, Policy, Quorum, of_role
from domain.records import Kind, Record
from domain.setup import NO_DESK
from services import approvals, records
from storage import approvals as rows
from storage import history, people
from storage.desk import found
from storage.engine import transaction
from storage.tx import Tx

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
ALL = of_role(Role.CHANGE_APPROVER, Quorum(Need.ALL))
TWO = of_role(Role.CHANGE_APPROVER, Quorum(Need.COUNT, 2))
STANDINGS = {
    "ANN": Standing.MEMBER,
    "EVA": Standing.MEMBER,
    "DIRK": Standing.MEMBER,
    "LEFT": Standing.GONE,
    "GUS": Standing.GUEST,
}


class Company:
    """Everybody but Ben approves changes; who left or is a guest is asked nothing."""

    def __init__(self, tx: Tx) -> None:
        desk = found(tx.connection, "T0STEWARD", None, "IT", MONDAY)
        tx = replace(tx, desk=replace(NO_DESK, id=desk.id, version=1, workspace="T0STEWARD"))
        self.people = {name: learnt(tx, name, standing) for name, standing in STANDINGS.items()}
        self.ben = learnt(tx, "BEN", Standing.MEMBER)
        team = Team(1, "it", "IT desk", Channel("C0ITDESK", "en"), self.ben.id, frozenset())
        holders = frozenset(person.id for person in self.people.values())
        roles = {Role.CHANGE_APPROVER: holders}
        self.tx = replace(tx, desk=replace(tx.desk, intake="it", teams={"it": team}, roles=roles))
        self.ann, self.eva, self.dirk = (self.people[name] for name in ("ANN", "EVA", "DIRK"))

    def record(self) -> Record:
        return records.open_record(
            self.tx, Kind.CHANGE, "change.submit", "A change", "awaiting_approval", requester=self.ann.id
        )

    def asked(self, policy: Policy[int]) -> tuple[Record, Stage]:
        poll = approvals.ask(self.tx, self.record(), policy, frozenset({self.ann.id}))
        assert poll.opened is not None
        return poll.record, poll.opened

    def facts(self, record: Record, verb: str) -> list[dict[str, object]]:
        return [json.loads(fact.body)["after"] for fact in history.of(self.tx, record.id) if fact.verb == verb]


def learnt(tx: Tx, name: str, standing: Standing) -> Person:
    return people.learn(tx, Profile(f"U0{name}", name, None, "en", "UTC", standing))


@pytest.fixture
def company(db: Engine) -> Iterator[Company]:
    with transaction(db, writes=True) as connection:
        yield Company(Tx(connection, MONDAY, MONDAY, NO_DESK, Random(1), "U0EVA"))


def test_a_round_is_kept_as_it_was_opened(company: Company) -> None:
    record, stage = company.asked(TWO)
    assert approvals.current(company.tx, record) == stage
    assert stage.eligible == {company.eva.id, company.dirk.id}
    assert stage.barred == {company.ann.id}
    assert [one.name for one in approvals.approvers(company.tx, stage)] == ["EVA", "DIRK"]
    told = company.facts(record, "approval.ask")
    assert told[0]["electors"] == sorted(one.id for one in (company.ann, company.eva, company.dirk))


def test_votes_stand_in_the_order_in_which_they_were_last_cast(company: Company) -> None:
    record, _ = company.asked(of_role(Role.CHANGE_APPROVER, Quorum(Need.ANY)))
    tx, eva, dirk = company.tx, company.eva, company.dirk
    record = approvals.vote(tx, record, eva, Verdict.REJECT, 1, "Why?").record
    later = replace(tx, now=MONDAY + timedelta(hours=1))
    record = approvals.vote(later, record, eva, Verdict.REJECT, 1, "Why now?").record
    stage = approvals.current(tx, record)
    assert [(vote.by, vote.comment, vote.at) for vote in stage.votes] == [(eva.id, "Why now?", later.now)]
    poll = approvals.vote(later, record, dirk, Verdict.APPROVE, 1)
    assert poll.verdict is Verdict.APPROVE
    record, kept = poll.record, approvals.current(tx, poll.record)
    assert kept.closed is Verdict.APPROVE
    assert [vote.by for vote in kept.votes] == [eva.id, dirk.id]
    told = company.facts(record, "approval.vote")
    assert [(one["by"], one["vote"], one["instead_of"], one["closed"]) for one in told] == [
        (eva.id, "reject", None, None),
        (eva.id, "reject", "reject", None),
        (dirk.id, "approve", None, "approve"),
    ]


def test_what_was_said_of_a_vote_stays_out_of_the_chain(company: Company) -> None:
    record, _ = company.asked(ALL)
    record = approvals.vote(company.tx, record, company.eva, Verdict.REJECT, 1, "My mother is ill that day.").record
    fact = history.of(company.tx, record.id)[-1]
    assert "mother" not in fact.body
    mine = (history.words.c.record_id == record.id) & (history.words.c.seq == fact.seq)
    beside = company.tx.connection.execute(select(history.words.c.name, history.words.c.text).where(mine)).all()
    assert [tuple(row) for row in beside] == [("comment", "My mother is ill that day.")]


def test_the_latest_round_is_the_one_that_counts(company: Company) -> None:
    record, stage = company.asked(ALL)
    record = approvals.vote(company.tx, record, company.eva, Verdict.APPROVE, 1).record
    rows.add(company.tx, record.id, replace(stage, generation=2), ALL)
    assert approvals.current(company.tx, record) == replace(stage, generation=2)
    with pytest.raises(Refused) as refused:
        approvals.vote(company.tx, record, company.dirk, Verdict.APPROVE, 1)
    assert refused.value.refusal == OldCard()


def test_to_check_a_vote_casts_none(company: Company) -> None:
    record, stage = company.asked(ALL)
    approvals.check(company.tx, record, company.eva, Verdict.REJECT, 1)
    assert approvals.current(company.tx, record) == stage
    with pytest.raises(Refused):
        approvals.check(company.tx, record, company.ben, Verdict.REJECT, 1)


def test_a_round_that_nobody_could_pass_is_not_opened(company: Company) -> None:
    with pytest.raises(Refused) as refused:
        company.asked(of_role(Role.CHANGE_APPROVER, Quorum(Need.COUNT, 3)))
    assert refused.value.refusal == NoApprover(3, 2)


def waiting(company: Company, person: Person) -> list[str]:
    return [one.key for one in approvals.waiting_for(company.tx, person)]


def test_what_waits_for_somebody_s_vote(company: Company) -> None:
    first, _ = company.asked(ALL)
    second, _ = company.asked(ALL)
    assert waiting(company, company.eva) == [first.key, second.key]
    assert waiting(company, company.ann) == []  # she raised both
    assert waiting(company, company.ben) == []
    assert waiting(company, replace(company.eva, standing=Standing.GUEST)) == []
    first = approvals.vote(company.tx, first, company.eva, Verdict.APPROVE, 1).record
    assert waiting(company, company.eva) == [second.key]
    assert waiting(company, company.dirk) == [first.key, second.key]
    records.close(company.tx, second, "change.withdraw", "withdrawn")
    assert waiting(company, company.dirk) == [first.key]
    approvals.vote(company.tx, first, company.dirk, Verdict.REJECT, 1, "No.")
    assert waiting(company, company.dirk) == []
