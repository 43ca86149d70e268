"""What an operator wants to know of the ledger: is anything stuck, and what does the desk rely on?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from services import delivery, housekeeping, timers
from services.calendars import DaysMissing, days_missing
from services.housekeeping import Overdue
from storage import inbox
from storage.tx import Tx


@dataclass(frozen=True)
class Checkup:
    """`channels` are where the desk posts or hears: what for, by Slack id. `ahead`: desk time of machine time."""

    is_applied: bool
    ahead: timedelta
    channels: Mapping[str, str]
    messages: delivery.Backlog
    timers: timers.Backlog
    parked_events: int
    days_missing: list[DaysMissing]
    overdue: Mapping[str, Overdue]


def check_up(tx: Tx) -> Checkup:
    desk = tx.desk
    channels = {team.channel.slack_id: f"team {team.name}" for team in desk.teams.values()}
    purposes = {"changes": desk.change_channel, "risks": desk.risk_channel, "the audit": desk.audit_channel}
    for purpose, channel in purposes.items():
        if channel and channel.slack_id:
            channels.setdefault(channel.slack_id, purpose)
    for heard in desk.requests.channels:
        channels.setdefault(heard.slack_id, "requests")
    return Checkup(
        is_applied=desk.version > 0,
        ahead=tx.now - tx.machine,
        channels=channels,
        messages=delivery.backlog(tx),
        timers=timers.backlog(tx),
        parked_events=inbox.parked(tx),
        days_missing=days_missing(tx),
        overdue=housekeeping.overdue(tx),
    )
