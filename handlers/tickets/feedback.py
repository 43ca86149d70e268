"""What the requester thought of it, as it stands on the ticket. Pure."""

from collections.abc import Iterator

from domain.follow_ups import FollowUp, FollowUpState
from handlers.blocks import Block, context, quote
from services.tickets import TicketSight
from texts import Mrkdwn, Texts


def feedback_lines(sight: TicketSight, texts: Texts) -> list[Mrkdwn]:
    """The score, and that there are words to it: they are read where one is known who reads."""
    score = sight.score or 0
    said = texts.mrkdwn("Satisfaction: {stars} ({score} of 5)", stars="★" * score, score=score)
    words = [texts.mrkdwn("💬 With a comment: `/ticket show {key}`", key=sight.record.key)] if sight.comment else []
    return [said, *words, *([_follow_up(sight.follow_up, texts)] if sight.follow_up else [])]


def feedback_words(sight: TicketSight, texts: Texts) -> Iterator[Block]:
    """For whoever may see the ticket, and asks."""
    if sight.comment:
        yield context(texts.mrkdwn("Comment:"))
        yield quote(sight.comment)
    if sight.follow_up and sight.follow_up.note:
        yield context(texts.mrkdwn("What came of the follow-up:"))
        yield quote(sight.follow_up.note)


def _follow_up(found: FollowUp, texts: Texts) -> Mrkdwn:
    match found.state:
        case FollowUpState.OPEN:
            return texts.mrkdwn("Follow-up: due {due}", due=texts.when(found.due_at))
        case FollowUpState.DONE:
            return texts.mrkdwn("Follow-up: done")
    return texts.mrkdwn("Follow-up: not needed any more")
