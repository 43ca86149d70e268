from dataclasses import dataclass


@dataclass
class Scale:
    """How far tests bend Slack's numbers; 1 is Slack."""

    budgets: float = 1.0
    """Calls allowed per time, as a multiple of Slack's; 0 lifts the budgets."""
    limits: float = 1.0
    """Deadlines and lives (3 s to acknowledge, 3 s for a trigger, 30 minutes for a response_url)."""
    time: float = 1.0
    """Waiting times: delivery retries, the notice before a socket is closed."""
