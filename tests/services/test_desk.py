"""Applying plans to a database."""

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from random import Random
from threading import Barrier
from typing import Protocol

import pytest
from sqlalchemy import Engine, func, select, update

from domain.agreements import Step, Targets
from domain.applying import Act, Applied, ManagedElsewhere, OtherWorkspace, PrefixIsFixed, StillInUse
from domain.assessment import ChangeRules
from domain.calendar_setup import CalendarBody
from domain.desk import Channel, Desk
from domain.outcomes import Refused
from domain.people import Profile, Role, Standing
from domain.policies import Need, Policy, Quorum, StagePolicy
from domain.records import Kind
from domain.risks import Appetite
from domain.setup import (
    NO_DESK,
    THE_AGREEMENT,
    THE_APPETITE,
    THE_CHANGE_POLICY,
    THE_CHANGE_RULES,
    THE_DESK,
    AgreementBody,
    AskedBody,
    DeskBody,
    Name,
    Part,
    Plan,
    RoleBody,
    ServiceBody,
    TeamBody,
)
from services import desk, records
from storage import history
from storage.desk import load_desk, object_versions, objects, the_desk
from storage.engine import transaction
from storage.tx import Tx

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)


def profile(slack_id: str) -> Profile:
    return Profile(slack_id, slack_id.title(), f"{slack_id}@example.com", "en", "UTC", Standing.MEMBER)


def team(name: str, lead: str = "U0DIRK", *members: str) -> TeamBody[str]:
    return TeamBody(name, Channel("C0ITDESK", "en"), lead, members)


BODIES: dict[Name, AskedBody] = {
    THE_DESK: DeskBody("Example Works", "en", "Europe/Berlin", "it"),
    (Part.CHANNEL, "changes"): Channel("C0CHANGES", "en"),
    (Part.CHANNEL, "risks"): Channel("C0RISKS", "zh_TW"),
    (Part.CALENDAR, "office"): CalendarBody("Europe/Berlin", {0: ((time(9), time(0)),)}),
    THE_AGREEMENT: AgreementBody(
        "office",
        {priority: Targets(timedelta(minutes=15), timedelta(hours=4)) for priority in range(1, 6)},
        (Step(75), Step(100)),
    ),
    (Part.ROLE, "change_approver"): RoleBody(("U0EVA", "U0DIRK")),
    THE_CHANGE_POLICY: Policy((StagePolicy(Quorum(Need.ANY), roles=(Role.CHANGE_APPROVER,), people=("U0ANN",)),)),
    THE_CHANGE_RULES: ChangeRules(),
    THE_APPETITE: Appetite(8, 15),
    (Part.TEAM, "it"): team("IT desk", "U0DIRK", "U0ANN", "U0EVA"),
    (Part.TEAM, "network"): team("Network"),
    (Part.SERVICE, "vpn"): ServiceBody("VPN", "network"),
}
PLAN = Plan("T0STEWARD", None, "IT", tuple(map(profile, ("U0DIRK", "U0EVA", "U0ANN"))), BODIES)


def changed(bodies: Mapping[Name, AskedBody] | None = None, *without: Name) -> Plan:
    kept = {name: body for name, body in BODIES.items() if name not in without}
    return replace(PLAN, bodies={**kept, **(bodies or {})})


class Transactions(Protocol):
    """Each call is a transaction of its own, on the desk as it then is."""

    def __call__(self, now: datetime = MONDAY) -> AbstractContextManager[Tx]: ...


@pytest.fixture
def begin(db: Engine) -> Transactions:
    @contextmanager
    def transact(now: datetime = MONDAY) -> Iterator[Tx]:
        with transaction(db, writes=True) as connection:
            founding = the_desk(connection)
            found = load_desk(connection, founding) if founding else NO_DESK
            yield Tx(connection, now, now, found, Random(1))

    return transact


def applied(begin: Transactions, plan: Plan, now: datetime = MONDAY) -> Applied:
    with begin(now) as tx:
        return desk.apply(tx, plan)


def loaded(begin: Transactions) -> Desk:
    with begin() as tx:
        return tx.desk


def versions(begin: Transactions, name: Name) -> list[tuple[int, datetime, object]]:
    with begin() as tx:
        rows = tx.connection.execute(
            select(object_versions.c.version, object_versions.c.effective_at, object_versions.c.body)
            .join(objects)
            .where(objects.c.kind == name[0], objects.c.key == name[1])
            .order_by(object_versions.c.version)
        )
        return [(row.version, row.effective_at, row.body) for row in rows]


def facts(begin: Transactions) -> list[tuple[str, str]]:
    """(verb, key of the object) of every fact of DESK-1, in order."""
    with begin() as tx:
        rows = history.of(tx, records.desk_record(tx).id)
        return [(row.verb, json.loads(row.body)["after"]["key"]) for row in rows]


def test_the_first_apply_founds_the_desk(begin: Transactions) -> None:
    assert applied(begin, PLAN) == Applied(version=1, added=12, changed=0, retired=0)
    found = loaded(begin)
    assert (found.version, found.prefix, found.name, found.intake) == (1, "IT", "Example Works", "it")
    assert found.team_for("vpn").key == "network"
    assert found.risk_channel == Channel("C0RISKS", "zh_TW")
    assert found.audit_channel is None
    assert found.agreement.calendar.hours == {0: ((time(9), time(0)),)}
    assert found.agreement.targets[5].resolution == timedelta(hours=4)
    approvers = found.roles[Role.CHANGE_APPROVER]
    assert len(approvers) == 2
    assert found.teams["it"].lead in approvers
    assert len(found.teams["it"].members & approvers) == 1


def test_each_addition_is_a_version_and_a_fact(begin: Transactions) -> None:
    applied(begin, PLAN)
    assert [key for _, key in facts(begin)] == [key for _, key in BODIES]
    assert {verb for verb, _ in facts(begin)} == {"desk.add"}
    assert versions(begin, (Part.SERVICE, "vpn")) == [
        (1, MONDAY, {"name": "VPN", "names": {}, "team": "network", "owner": None})
    ]


def test_applied_twice_nothing_changes(begin: Transactions) -> None:
    applied(begin, PLAN)
    before = loaded(begin)
    again = replace(PLAN, bodies={**BODIES, (Part.TEAM, "it"): team("IT desk", "U0DIRK", "U0EVA", "U0ANN")})
    assert applied(begin, again, TUESDAY) == Applied(version=1, added=0, changed=0, retired=0)
    assert loaded(begin) == before
    assert len(facts(begin)) == len(BODIES)


def test_a_change_is_a_new_version_that_takes_effect_now(begin: Transactions) -> None:
    applied(begin, PLAN)
    number = loaded(begin).teams["it"].id
    plan = changed({(Part.TEAM, "it"): team("IT Desk", "U0EVA")})
    assert applied(begin, plan, TUESDAY) == Applied(version=2, added=0, changed=1, retired=0)
    now = loaded(begin).teams["it"]
    assert (now.id, now.name, now.members) == (number, "IT Desk", frozenset())
    assert [(version, at) for version, at, _ in versions(begin, (Part.TEAM, "it"))] == [(1, MONDAY), (2, TUESDAY)]
    assert facts(begin)[-1] == ("desk.change", "it")


def test_what_the_file_no_longer_names_is_retired_and_may_return_as_itself(begin: Transactions) -> None:
    applied(begin, PLAN)
    number = loaded(begin).teams["network"].id
    without = changed(None, (Part.TEAM, "network"), (Part.SERVICE, "vpn"))
    assert applied(begin, without, TUESDAY) == Applied(version=2, added=0, changed=0, retired=2)
    retired = loaded(begin)
    assert set(retired.teams) == {"it"}
    assert retired.services == {}
    assert retired.team_by_id(number).name == "Network"
    assert versions(begin, (Part.TEAM, "network"))[-1] == (2, TUESDAY, None)
    assert applied(begin, PLAN, TUESDAY) == Applied(version=3, added=2, changed=0, retired=0)
    assert loaded(begin).teams["network"].id == number
    assert loaded(begin).former == ()
    assert facts(begin)[-4:] == [
        ("desk.retire", "network"),
        ("desk.retire", "vpn"),
        ("desk.return", "network"),
        ("desk.return", "vpn"),
    ]


@pytest.mark.parametrize("name", [(Part.TEAM, "network"), (Part.SERVICE, "vpn")])
def test_what_has_open_work_is_not_retired_and_nothing_else_happens(begin: Transactions, name: Name) -> None:
    applied(begin, PLAN)
    with begin() as tx:
        on_team = tx.desk.teams["network"].id if name[0] is Part.TEAM else None
        on_service = tx.desk.services["vpn"].id if name[0] is Part.SERVICE else None
        record = records.open_record(
            tx, Kind.RISK, "risk.register", "Old cable", "open", team=on_team, service=on_service
        )
    plan = changed({(Part.TEAM, "it"): team("IT Desk")}, name)
    with pytest.raises(Refused) as refused:
        applied(begin, plan)
    assert refused.value.refusal == StillInUse(*name, open=1)
    assert loaded(begin).teams["it"].name == "IT desk"
    with begin() as tx:
        foreseen = desk.difference(tx, plan)
    assert [(change.act, change.key, change.open) for change in foreseen] == [
        (Act.CHANGE, "it", 0),
        (Act.RETIRE, name[1], 1),
    ]
    with begin() as tx:
        records.close(tx, record, "risk.close", "closed")
    assert applied(begin, plan).retired == 1


def test_what_slack_manages_is_left_alone_and_not_taken_over(begin: Transactions) -> None:
    applied(begin, PLAN)
    with begin() as tx:
        mine = (objects.c.kind == Part.SERVICE) & (objects.c.key == "vpn")
        tx.connection.execute(update(objects).where(mine).values(managed_by="slack"))
    with begin() as tx:
        assert desk.difference(tx, changed(None, (Part.SERVICE, "vpn"))) == []
    with pytest.raises(Refused) as refused:
        applied(begin, PLAN)
    assert refused.value.refusal == ManagedElsewhere("service", "vpn")


def test_a_prefix_is_for_good_and_a_database_for_one_workspace(begin: Transactions) -> None:
    applied(begin, PLAN)
    with pytest.raises(Refused) as refused:
        applied(begin, replace(PLAN, prefix="OPS"))
    assert refused.value.refusal == PrefixIsFixed("IT", "OPS")
    with pytest.raises(Refused) as refused:
        applied(begin, replace(PLAN, workspace="T0OTHER"))
    assert refused.value.refusal == OtherWorkspace("T0STEWARD", "T0OTHER")


def test_a_dry_run_before_the_first_apply_writes_nothing(begin: Transactions) -> None:
    with begin() as tx:
        foreseen = desk.difference(tx, PLAN)
        assert the_desk(tx.connection) is None
        assert tx.connection.execute(select(func.count()).select_from(objects)).scalar_one() == 0
    assert [(change.act, change.part, change.key) for change in foreseen] == [(Act.ADD, *name) for name in BODIES]


def test_a_newcomer_shows_in_a_dry_run(begin: Transactions) -> None:
    applied(begin, PLAN)
    joined = changed({(Part.TEAM, "network"): team("Network", "U0DIRK", "U0NEW")})
    plan = replace(joined, profiles=(*PLAN.profiles, profile("U0NEW")))
    with begin() as tx:
        assert [change.key for change in desk.difference(tx, plan)] == ["network"]
    assert applied(begin, plan).changed == 1
    assert len(loaded(begin).teams["network"].members) == 1


def test_a_desk_that_lacks_a_part_is_refused_rather_than_guessed(begin: Transactions) -> None:
    applied(begin, PLAN)
    with begin() as tx:
        tx.connection.execute(update(objects).where(objects.c.key == "standard").values(retired_at=MONDAY))
        founding = the_desk(tx.connection)
        assert founding is not None
        with pytest.raises(KeyError):
            load_desk(tx.connection, founding)
        tx.connection.rollback()


def test_two_first_applies_at_once_make_one_desk(begin: Transactions) -> None:
    together = Barrier(2)

    def apply(_: int) -> Applied:
        together.wait()
        return applied(begin, PLAN)

    with ThreadPoolExecutor(2) as threads:
        outcomes = sorted(threads.map(apply, range(2)), key=lambda outcome: outcome.added)
    assert outcomes == [Applied(1, 0, 0, 0), Applied(1, len(BODIES), 0, 0)]
    assert len(facts(begin)) == len(BODIES)
