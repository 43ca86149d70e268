"""Slack user groups that policies name: who is in them, as Slack tells."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from domain import people as rules
from domain.outcomes import Nothing
from storage import groups, people
from storage.tx import Tx

FRESH = timedelta(hours=1)
MOMENT = timedelta(microseconds=1)


def learn(tx: Tx, slack_id: str, name: str, members: Iterable[str], told: datetime | None) -> Nothing:
    """Whoever is in it now; an approval that is under way keeps the electors that it opened with.

    `told`: when Slack had last told as it was asked. Where that is another now, the group changed meanwhile, and is
    asked after again.
    """
    changed = groups.known_at(tx, slack_id) != told
    groups.learn(tx, slack_id, name, [people.ensure(tx, one).id for one in sorted(set(members))])
    if changed:
        doubt(tx, slack_id)
    return Nothing()


def told(tx: Tx, slack_id: str) -> datetime | None:
    """When Slack last told of this group."""
    return groups.known_at(tx, slack_id)


def doubt(tx: Tx, slack_id: str) -> Nothing:
    """The group changed: it is asked after soon. One that no policy names is none of our business."""
    groups.doubt(tx, slack_id, tx.now - FRESH - MOMENT)
    return Nothing()


def to_ask_after(tx: Tx) -> list[str]:
    """Slack ids of groups of which Slack has not told for an hour."""
    return groups.stale(tx, tx.now - FRESH)


def members_to_ask_after(tx: Tx) -> list[str]:
    """Slack ids of people in groups of whom Slack has not told for a day, or never."""
    return groups.unsure(tx, tx.now - rules.FRESH)
