"""Who may do what: parts that a person plays towards a record, and the acts that each part allows.

One table, so that it can be read, printed and tested whole. Which approver may decide a change is not here but
in `domain.approvals`: electors are fixed when a stage opens.
"""

from collections.abc import Mapping
from enum import StrEnum

from domain.desk import Desk
from domain.people import Person, Role, Standing
from domain.records import Record


class Part(StrEnum):
    """What somebody is to a record, or to the desk."""

    ANYONE = "anyone"  # members and guests of this workspace
    MEMBER = "member"  # no guest
    COLLEAGUE = "colleague"  # works in one of the desk's teams
    REQUESTER = "requester"
    OWNER = "owner"
    AGENT = "agent"  # works in the team that has the record
    LEAD = "lead"  # leads that team
    SERVICE_OWNER = "service_owner"  # owns the service that it is about
    SUPERVISOR = "supervisor"  # the quality supervisor, towards a private record


Parts = frozenset[Part | Role]

TEAM: Parts = frozenset({Part.AGENT, Part.LEAD, Part.SUPERVISOR, Role.ADMIN})

# Towards a private record nobody is anything else: to be an agent of the team or an administrator opens nothing.
PRIVY: Parts = frozenset({Part.ANYONE, Part.MEMBER, Part.REQUESTER, Part.LEAD, Part.SUPERVISOR})

IMPLEMENTERS: Parts = frozenset({Part.OWNER, Role.CHANGE_MANAGER, Role.ADMIN})
VERIFIERS: Parts = frozenset(
    {Part.REQUESTER, Part.COLLEAGUE, Role.CHANGE_APPROVER, Role.CHANGE_MANAGER, Role.ADMIN}
)
"""A change belongs to whoever carries it out. Of those who may verify one, who had a hand in it is refused."""

ALLOWED: Mapping[str, Parts] = {
    "ticket.file": frozenset({Part.ANYONE}),
    "ticket.file_for": frozenset({Part.COLLEAGUE, Role.ADMIN}),
    "ticket.withdraw": TEAM | {Part.REQUESTER, Part.COLLEAGUE},
    "ticket.route": TEAM | {Part.REQUESTER, Part.COLLEAGUE},
    "ticket.kind": TEAM | {Part.REQUESTER, Part.COLLEAGUE},
    "ticket.join": frozenset({Part.ANYONE}),  # about no record: words in a thread that everybody reads
    "ticket.see": TEAM | {Part.REQUESTER, Part.COLLEAGUE, Part.SERVICE_OWNER, Role.AUDITOR},
    "ticket.claim": TEAM,
    "ticket.reply": TEAM,
    "ticket.resolve": TEAM,
    "ticket.assign": TEAM,
    "ticket.hold": TEAM,
    "ticket.unhold": TEAM,
    "ticket.prioritise": TEAM,
    "ticket.transfer": TEAM,
    "ticket.queue": frozenset({Part.COLLEAGUE}),
    "ticket.note": TEAM | {Part.COLLEAGUE},
    "ticket.answer": frozenset({Part.REQUESTER}),
    "ticket.confirm": frozenset({Part.REQUESTER}),
    "ticket.reopen": frozenset({Part.REQUESTER}),
    "history.erase": frozenset({Role.ADMIN}),
    "survey.answer": frozenset({Part.REQUESTER}),
    "survey.follow_up": frozenset({Part.LEAD, Part.SUPERVISOR, Role.ADMIN}),
    "change.submit": frozenset({Part.MEMBER}),
    "change.see": frozenset({Part.MEMBER, Part.REQUESTER}),
    "change.declare": frozenset({Part.COLLEAGUE, Role.CHANGE_MANAGER, Role.ADMIN}),  # an emergency
    "change.keep": frozenset({Role.CHANGE_MANAGER, Role.ADMIN}),  # what was refused after the fact
    "change.withdraw": frozenset({Part.REQUESTER, Role.CHANGE_MANAGER, Role.ADMIN}),
    "alert.see": frozenset({Part.COLLEAGUE, Role.ADMIN, Role.AUDITOR}),
    "alert.maintain": frozenset({Part.COLLEAGUE, Role.ADMIN}),
    "change.start": IMPLEMENTERS,
    "change.implement": IMPLEMENTERS,
    "change.back_out": IMPLEMENTERS,
    "change.succeed": VERIFIERS,
    "change.fail": VERIFIERS,
    "risk.register": frozenset({Part.MEMBER}),
    "risk.see": frozenset(
        {Part.REQUESTER, Part.OWNER, Part.COLLEAGUE, Role.RISK_MANAGER, Role.ADMIN, Role.AUDITOR}
    ),
    "risk.review": frozenset({Part.OWNER, Role.RISK_MANAGER, Role.ADMIN}),
    "risk.treat": frozenset({Part.OWNER, Role.RISK_MANAGER, Role.ADMIN}),
    "risk.accept": frozenset({Part.OWNER, Role.RISK_MANAGER, Role.ADMIN}),
    "risk.accept_red": frozenset({Role.RISK_MANAGER, Role.ADMIN}),
    "risk.close": frozenset({Part.OWNER, Role.RISK_MANAGER, Role.ADMIN}),
}

TREATING = {"risk": "risk.treat"}
"""The act that manages the tasks on a kind of record."""

SEEING = {"ticket": "ticket.see", "change": "change.see", "risk": "risk.see"}


def parts_of(desk: Desk, person: Person, record: Record | None) -> Parts:
    """Fails closed: of somebody whom Slack has not told us about, only their own records are known."""
    if not person.is_served:
        return frozenset()
    own: set[Part | Role] = {Part.ANYONE}
    if record and record.requester == person.id:
        own.add(Part.REQUESTER)
    if person.standing is Standing.UNKNOWN:
        return frozenset(own)
    parts = own | _of_the_desk(desk, person) | (_towards(desk, person, record) if record else set())
    return frozenset(parts & PRIVY if record and record.is_private else parts)


def _of_the_desk(desk: Desk, person: Person) -> set[Part | Role]:
    if person.standing is not Standing.MEMBER:
        return set()
    works_here = any(person.id in team.members or person.id == team.lead for team in desk.teams.values())
    return {Part.MEMBER, *desk.roles_of(person.id), *({Part.COLLEAGUE} if works_here else ())}


def _towards(desk: Desk, person: Person, record: Record) -> set[Part | Role]:
    if person.standing is not Standing.MEMBER:
        return set()
    team = desk.team_by_id(record.team) if record.team is not None else None
    return {
        *({Part.OWNER} if record.owner == person.id else ()),
        *({Part.AGENT} if team and person.id in team.members else ()),
        *({Part.LEAD} if team and team.lead == person.id else ()),
        *({Part.SERVICE_OWNER} if desk.owner_of(record.service) == person.id else ()),
        *({Part.SUPERVISOR} if record.is_private and _supervises(desk, person) else ()),
    }


def _supervises(desk: Desk, person: Person) -> bool:
    return Role.QUALITY_SUPERVISOR in desk.roles_of(person.id)


def may(desk: Desk, person: Person, act: str, record: Record | None = None) -> bool:
    """An act that the table does not know is allowed to nobody."""
    return bool(ALLOWED.get(act, frozenset()) & parts_of(desk, person, record))
