"""Whom the configured objects of a desk name."""

from domain.policies import Policy
from domain.setup import Body, IndicatorBody, RoleBody, ServiceBody, TeamBody


def people_in(body: Body) -> set[int]:
    """Ids of the people whom a body names."""
    match body:
        case RoleBody(people):
            return set(people)
        case TeamBody(lead=lead, members=members):
            return {lead, *members}
        case ServiceBody(owner=owner) | IndicatorBody(owner=owner) if owner is not None:
            return {owner}
        case Policy(stages):
            return {who for stage in stages for who in stage.people}
        case _:
            return set()
