"""Slack user groups that policies name: who is in them, as Slack tells."""

from datetime import timedelta

from domain.outcomes import Nothing
from domain.people import Group
from services import people
from storage import groups
from storage.tx import Tx

FRESH = timedelta(hours=1)


def learn(tx: Tx, group: Group) -> Nothing:
    """Whoever is in it now; an approval that is under way keeps the electors that it opened with."""
    members = sorted(group.members, key=lambda profile: profile.slack_id)
    groups.learn(tx, group.slack_id, group.name, [people.learn(tx, profile).person for profile in members])
    return Nothing()


def is_kept(tx: Tx, slack_id: str) -> bool:
    return groups.is_kept(tx, slack_id)


def to_ask_after(tx: Tx) -> list[str]:
    """Slack ids of groups of which Slack has not told for an hour."""
    return groups.stale(tx, tx.now - FRESH)
