"""Whom the configured objects of a desk name."""

from collections.abc import Mapping

from domain.attributes import PersonBody
from domain.policies import Policy, stage_numbered
from domain.setup import AskedBody, Body, IndicatorBody, RoleBody, ServiceBody, TeamBody


def people_in(body: Body) -> set[int]:
    """Ids of the people whom a body names."""
    match body:
        case RoleBody(people):
            return set(people)
        case TeamBody(lead=lead, members=members):
            return {lead, *members}
        case ServiceBody(owner=owner) | IndicatorBody(owner=owner) if owner is not None:
            return {owner}
        case PersonBody(person, manager):
            return {person} if manager is None else {person, manager}
        case Policy(stages):
            return {who for stage in stages for who in stage.people}
        case _:
            return set()


def numbered(body: AskedBody, ids: Mapping[str, int]) -> Body:
    """The body with person ids in place of Slack ids, in an order of their own: a list told anew is no change."""
    match body:
        case RoleBody(people):
            return RoleBody(tuple(sorted(ids[who] for who in people)))
        case TeamBody(name, channel, lead, members, thread, names):
            return TeamBody(name, channel, ids[lead], tuple(sorted(ids[who] for who in members)), thread, names)
        case ServiceBody(name, team, owner, names):
            return ServiceBody(name, team, ids[owner] if owner is not None else None, names)
        case IndicatorBody(thresholds, owner, risk):
            return IndicatorBody(thresholds, ids[owner] if owner is not None else None, risk)
        case PersonBody(person, manager, department, region, skills):
            return PersonBody(
                ids[person], ids[manager] if manager is not None else None, department, region, skills
            )
        case Policy(stages):
            return Policy(tuple(stage_numbered(stage, ids) for stage in stages))
        case _:
            return body
