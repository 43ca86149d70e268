"""A clock in one line."""

from domain.agreements import UNSPOKEN
from domain.clocks import ClockKind, ClockState
from services.clocks import Kept
from texts import Mrkdwn, Texts, Word

KINDS = {ClockKind.RESPONSE: Word("clock", "Response"), ClockKind.RESOLUTION: Word("clock", "Resolution")}


def clock_line(kept: Kept, texts: Texts) -> Mrkdwn:
    """Until when something is promised, or how it ended."""
    clock, name = kept.clock, texts.word(*KINDS[kept.clock.kind])
    match clock.state:
        case ClockState.MET:
            return texts.mrkdwn("{clock}: in time", clock=name)
        case ClockState.MISSED:
            return texts.mrkdwn("{clock}: missed", clock=name)
        case ClockState.PAUSED:
            return texts.mrkdwn("{clock}: paused", clock=name)
        case _ if kept.spoken.is_breach:
            return texts.mrkdwn("{clock}: ⚠️ overdue", clock=name)
    assert clock.due_at is not None, "a running clock has its due time"
    due = texts.when(clock.due_at)
    if kept.spoken == UNSPOKEN:
        return texts.mrkdwn("{clock}: by {due}", clock=name, due=due)
    return texts.mrkdwn("{clock}: ⏳ by {due}", clock=name, due=due)
