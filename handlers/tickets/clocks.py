"""A clock in one line."""

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
            return texts.mrkdwn("{clock}: too late", clock=name)
        case ClockState.PAUSED:
            return texts.mrkdwn("{clock}: waiting", clock=name)
        case _:
            assert clock.due_at is not None
            return texts.mrkdwn("{clock}: by {due}", clock=name, due=texts.when(clock.due_at))
