"""Who may do what, as one table: each act, and everybody in the company who may do it. All others may not.

The record is a ticket, change or risk of the IT team that Ann asked for and Olga owns; where an act concerns no
record, whoever asks for it is Ann, the requester to be.
"""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.desk import Channel, Desk, Service, Team
from domain.people import Person, Role, Standing
from domain.permissions import ALLOWED, SEEING, may
from domain.records import Kind, Record
from domain.setup import NO_DESK

AGENT, COLLEAGUE, LEAD, OTHER_LEAD = "agent", "colleague", "lead", "other lead"
REQUESTER, OWNER, MEMBER = "requester", "owner", "member"
PEOPLE = [REQUESTER, OWNER, AGENT, LEAD, COLLEAGUE, OTHER_LEAD, MEMBER, *Role]
IDS = {who: number for number, who in enumerate(PEOPLE, 1)}

TEAM = {AGENT, LEAD, Role.ADMIN}
DESK = {AGENT, LEAD, COLLEAGUE, OTHER_LEAD}
EVERYBODY = set(PEOPLE)

MEMBERS = {  # act: the members of the company who may
    "ticket.file": EVERYBODY,
    "ticket.see": DESK | {REQUESTER, Role.ADMIN, Role.AUDITOR},
    "ticket.file_for": DESK | {Role.ADMIN},
    "ticket.withdraw": DESK | {REQUESTER, Role.ADMIN},
    "ticket.route": DESK | {REQUESTER, Role.ADMIN},
    "ticket.kind": DESK | {REQUESTER, Role.ADMIN},
    "ticket.join": EVERYBODY,
    "ticket.claim": TEAM,
    "ticket.reply": TEAM,
    "ticket.resolve": TEAM,
    "ticket.assign": TEAM,
    "ticket.hold": TEAM,
    "ticket.unhold": TEAM,
    "ticket.prioritise": TEAM,
    "ticket.transfer": TEAM,
    "ticket.queue": DESK,
    "ticket.note": DESK | {Role.ADMIN},
    "ticket.answer": {REQUESTER},
    "ticket.confirm": {REQUESTER},
    "ticket.reopen": {REQUESTER},
    "history.erase": {Role.ADMIN},
    "survey.answer": {REQUESTER},
    "survey.follow_up": {LEAD, Role.ADMIN},
    "change.submit": EVERYBODY,
    "change.see": EVERYBODY,
    "change.withdraw": {REQUESTER, Role.CHANGE_MANAGER, Role.ADMIN},
    "change.declare": DESK | {Role.CHANGE_MANAGER, Role.ADMIN},
    "change.keep": {Role.CHANGE_MANAGER, Role.ADMIN},
    "alert.see": DESK | {Role.ADMIN, Role.AUDITOR},
    "alert.maintain": DESK | {Role.ADMIN},
    "change.start": {OWNER, Role.CHANGE_MANAGER, Role.ADMIN},
    "change.implement": {OWNER, Role.CHANGE_MANAGER, Role.ADMIN},
    "change.back_out": {OWNER, Role.CHANGE_MANAGER, Role.ADMIN},
    "change.succeed": DESK | {REQUESTER, Role.CHANGE_APPROVER, Role.CHANGE_MANAGER, Role.ADMIN},
    "change.fail": DESK | {REQUESTER, Role.CHANGE_APPROVER, Role.CHANGE_MANAGER, Role.ADMIN},
    "risk.register": EVERYBODY,
    "risk.see": DESK | {REQUESTER, OWNER, Role.RISK_MANAGER, Role.ADMIN, Role.AUDITOR},
    "risk.review": {OWNER, Role.RISK_MANAGER, Role.ADMIN},
    "risk.treat": {OWNER, Role.RISK_MANAGER, Role.ADMIN},
    "risk.accept": {OWNER, Role.RISK_MANAGER, Role.ADMIN},
    "risk.accept_red": {Role.RISK_MANAGER, Role.ADMIN},
    "risk.close": {OWNER, Role.RISK_MANAGER, Role.ADMIN},
}
# Whoever is no member keeps what anybody may do and what is the requester's own; no team and no role helps them.
ANYBODY = {"ticket.file", "ticket.join"}
THEIR_OWN = {
    "ticket.see",
    "ticket.answer",
    "ticket.confirm",
    "ticket.reopen",
    "ticket.withdraw",
    "ticket.route",
    "ticket.kind",
    "survey.answer",
    "change.see",
    "change.withdraw",
    "change.succeed",
    "change.fail",
    "risk.see",
}


def team(number: int, key: str, lead: int, *members: int) -> Team:
    return Team(number, key, key, Channel(f"C0{number}", "en"), lead, frozenset(members))


COMPANY = replace(
    NO_DESK,
    version=1,
    teams={
        "it": team(1, "it", IDS[LEAD], IDS[AGENT]),
        "hr": team(2, "hr", IDS[OTHER_LEAD], IDS[COLLEAGUE]),
    },
    roles={role: frozenset({IDS[role]}) for role in Role},
)


def record(kind: Kind) -> Record:
    opened = datetime(2026, 11, 2, tzinfo=UTC)
    asked, owned = IDS[REQUESTER], IDS[OWNER]
    return Record(1, kind, "IT-1", "No Wi-Fi", "new", asked, owned, 1, None, 3, opened, 1, 1, "")


def about(act: str) -> Record | None:
    """The record that an act is asked of; None for one that begins something."""
    begins = {"ticket.file", "ticket.file_for", "ticket.join", "ticket.queue", "change.submit", "risk.register"}
    if act in {*begins, "alert.see", "alert.maintain"}:
        return None
    kind = act.partition(".")[0]
    return record(Kind(kind) if kind in {"ticket", "change", "risk"} else Kind.TICKET)


def person(who: str, standing: Standing) -> Person:
    return Person(IDS[who], f"U0{IDS[who]}", who, None, "en", "UTC", standing)


def allowed(act: str, standing: Standing) -> set[str]:
    return {who for who in PEOPLE if may(COMPANY, person(who, standing), act, about(act))}


def test_the_table_holds_every_act() -> None:
    assert MEMBERS.keys() == ALLOWED.keys()
    assert set(SEEING.values()) <= ALLOWED.keys()


@pytest.mark.parametrize("act", MEMBERS)
def test_members(act: str) -> None:
    assert allowed(act, Standing.MEMBER) == MEMBERS[act]


PRIVY = {  # act on a private ticket: the members of the company who may; all acts that are not here, nobody
    "ticket.see": {REQUESTER, LEAD, Role.QUALITY_SUPERVISOR},
    **{
        key: {REQUESTER, LEAD, Role.QUALITY_SUPERVISOR}
        for key in ("ticket.withdraw", "ticket.route", "ticket.kind")
    },
    **{key: {REQUESTER} for key in ("ticket.answer", "ticket.confirm", "ticket.reopen", "survey.answer")},
    "survey.follow_up": {LEAD, Role.QUALITY_SUPERVISOR},
}
WORK = {act for act, who in MEMBERS.items() if act.startswith("ticket.") and AGENT in who and REQUESTER not in who}
PRIVY |= {key: {LEAD, Role.QUALITY_SUPERVISOR} for key in WORK - {"ticket.queue"}}


@pytest.mark.parametrize("act", [act for act in MEMBERS if (on := about(act)) and on.kind is Kind.TICKET])
def test_members_and_a_private_ticket(act: str) -> None:
    private = replace(record(Kind.TICKET), is_private=True)
    found = {who for who in PEOPLE if may(COMPANY, person(who, Standing.MEMBER), act, private)}
    assert found == PRIVY.get(act, set())


@pytest.mark.parametrize("standing", [one for one in Standing if one is not Standing.MEMBER])
@pytest.mark.parametrize("act", sorted(PRIVY))
def test_whoever_is_no_member_and_a_private_ticket(act: str, standing: Standing) -> None:
    private = replace(record(Kind.TICKET), is_private=True)
    found = {who for who in PEOPLE if may(COMPANY, person(who, standing), act, private)}
    is_served = standing in {Standing.GUEST, Standing.UNKNOWN}
    assert found == ({REQUESTER} if is_served and act in THEIR_OWN else set())


@pytest.mark.parametrize("standing", [Standing.GUEST, Standing.UNKNOWN])
@pytest.mark.parametrize("act", MEMBERS)
def test_guests_and_people_of_whom_slack_does_not_tell(act: str, standing: Standing) -> None:
    """Though they be in a team, own it or have a role: rights may have outlived the membership."""
    expected = EVERYBODY if act in ANYBODY else {REQUESTER} if act in THEIR_OWN else set()
    assert allowed(act, standing) == expected


@pytest.mark.parametrize("standing", [Standing.FOREIGN, Standing.GONE, Standing.APP])
@pytest.mark.parametrize("act", MEMBERS)
def test_foreign_people_people_who_left_and_apps(act: str, standing: Standing) -> None:
    assert allowed(act, standing) == set()


@pytest.mark.parametrize("who", PEOPLE)
def test_an_act_that_the_table_does_not_know_is_allowed_to_nobody(who: str) -> None:
    assert not may(COMPANY, person(who, Standing.MEMBER), "ticket.fly", record(Kind.TICKET))
    assert not may(COMPANY, person(who, Standing.MEMBER), "")


def test_acts_on_a_record_need_one() -> None:
    """Without a record nobody is its requester, owner, agent or lead; roles and the desk's people stay."""
    for act in ("ticket.claim", "ticket.confirm", "risk.review", "change.withdraw"):
        for who in (REQUESTER, OWNER, AGENT, LEAD):
            assert not may(COMPANY, person(who, Standing.MEMBER), act)


def test_a_lead_may_be_no_member_of_the_team_and_a_record_may_have_no_team() -> None:
    teamless = replace(record(Kind.TICKET), team=None)
    assert not may(COMPANY, person(AGENT, Standing.MEMBER), "ticket.claim", teamless)
    assert not may(COMPANY, person(LEAD, Standing.MEMBER), "ticket.claim", teamless)
    assert may(COMPANY, person(Role.ADMIN, Standing.MEMBER), "ticket.claim", teamless)


def test_the_people_of_a_retired_team_keep_its_tickets() -> None:
    """A closed one may be reopened: somebody must see it, and be told of it."""
    retired = replace(COMPANY, teams={"hr": COMPANY.teams["hr"]}, former=(COMPANY.teams["it"],))
    for act in ("ticket.see", "ticket.reply"):
        assert may(retired, person(AGENT, Standing.MEMBER), act, record(Kind.TICKET))
        assert may(retired, person(LEAD, Standing.MEMBER), act, record(Kind.TICKET))


@pytest.mark.parametrize("desk", [COMPANY, replace(COMPANY, teams={}, former=tuple(COMPANY.teams.values()))])
def test_whoever_may_act_on_a_record_may_see_it(desk: Desk) -> None:
    for act in MEMBERS:
        if on := about(act):
            seeing = SEEING[on.kind]
            for who in PEOPLE:
                for standing in Standing:
                    somebody = person(who, standing)
                    assert not may(desk, somebody, act, on) or may(desk, somebody, seeing, on)


@pytest.mark.parametrize(("about", "is_private", "sees"), [(7, False, True), (8, False, False), (7, True, False)])
def test_who_owns_a_service_sees_the_tickets_about_it_but_private_ones(
    about: int, *, is_private: bool, sees: bool
) -> None:
    company = replace(COMPANY, services={"vpn": Service(7, "vpn", "VPN", "it", IDS[MEMBER])})
    ticket = replace(record(Kind.TICKET), service=about, is_private=is_private)
    owner = person(MEMBER, Standing.MEMBER)
    assert may(company, owner, "ticket.see", ticket) is sees
    assert not may(company, owner, "ticket.resolve", ticket)
