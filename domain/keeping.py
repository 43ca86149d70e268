"""How long the desk keeps what it needs for a while only."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Keeping:
    """Days. `messages`: that were sent or withdrawn; `timers`: that fired or were cancelled, after they were due;
    `alerts`: that are over, after they were resolved; `heard`: the keys of what Slack and others delivered.
    """

    messages: int = 180
    timers: int = 180
    alerts: int = 180
    heard: int = 7


KEEPING = Keeping()
"""What a desk file that says nothing of it gets."""


def before(days: int, now: datetime) -> datetime:
    """What is older than that has been kept for long enough."""
    return now - timedelta(days=days)
