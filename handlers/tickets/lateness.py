"""A promised answer that has not come: the requester reads that we know it, and what happens next. Pure."""

from domain.clocks import ClockKind, ClockState
from handlers.tickets.names import who
from services.tickets import TicketSight
from texts import Mrkdwn, Texts, lines


def late(sight: TicketSight, texts: Texts) -> Mrkdwn:
    """Nothing where the answer has come, or where none is late."""
    response = sight.clocks.get(ClockKind.RESPONSE)
    if response is None or response.clock.state is not ClockState.RUNNING or not response.spoken.is_breach:
        return Mrkdwn("")
    assert response.clock.due_at is not None, "a running clock has its due time"
    due = texts.when(response.clock.due_at)
    broken = texts.mrkdwn(
        "⚠️ You were to hear from {team} by {due}: we are late, and they know it.", team=sight.team, due=due
    )
    return lines(broken, _in_charge(sight, texts), _next(sight, texts))


def _in_charge(sight: TicketSight, texts: Texts) -> Mrkdwn:
    """The lead by name: they are warned in their own messages, and called no second time."""
    if sight.owner:
        return texts.mrkdwn("{owner} has it now.", owner=who(sight.owner.slack_id, sight.owner.name))
    if sight.lead:
        return texts.mrkdwn(
            "Nobody has taken it yet, so {lead} as the team's lead answers for it.", lead=sight.lead.name
        )
    return texts.mrkdwn("Nobody has taken it yet.")


def _next(sight: TicketSight, texts: Texts) -> Mrkdwn:
    """What was promised besides and still holds; no day is made up."""
    resolution = sight.clocks.get(ClockKind.RESOLUTION)
    is_held = resolution is not None and resolution.clock.is_running and not resolution.spoken.is_breach
    if resolution is None or not is_held or resolution.clock.due_at is None:
        return texts.mrkdwn("You hear in this thread as soon as they answer.")
    due = texts.when(resolution.clock.due_at)
    return texts.mrkdwn(
        "You hear in this thread as soon as they answer; it is still to be solved by {due}.", due=due
    )
