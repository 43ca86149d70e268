"""Follow-ups to bad scores, as the team lead sees them. Pure."""

from domain.follow_ups import FollowUpState
from domain.surveys import BEST
from handlers.blocks import Block, View, actions, button, context, message, pack, quote, section
from handlers.surveys import actions as act
from handlers.tickets.names import headline, who
from services.follow_ups import FollowUpSight
from texts import Mrkdwn, Texts, lines


def card(sight: FollowUpSight, texts: Texts) -> View:
    """Who is unhappy, with which words, until when somebody talks to them; then what came of it."""
    said = lines(_said(sight, texts), headline(sight.record, texts))
    standing = _standing(sight, texts)
    blocks: list[Block] = [
        section(said),
        *([quote(sight.comment)] if sight.comment else []),
        context(standing),
        *([quote(sight.follow_up.note)] if sight.follow_up.note else []),
        *([_done(sight, texts)] if sight.follow_up.is_open else []),
    ]
    words = [texts.mrkdwn("{text}", text=text) for text in (sight.comment, sight.follow_up.note) if text]
    return message(lines(said, standing, *words), blocks)


def overdue(sight: FollowUpSight, texts: Texts) -> View:
    """Under the card, once its day has passed."""
    text = texts.mrkdwn(
        "⏰ The follow-up to *{key}* was due. Please talk to {requester} and press *Done* on the card above.",
        key=sight.record.key,
        requester=_requester(sight, texts),
    )
    return message(text, [section(text)])


def _said(sight: FollowUpSight, texts: Texts) -> Mrkdwn:
    return texts.mrkdwn(
        "{requester} is not happy: {score} of {best}.",
        requester=_requester(sight, texts),
        score=sight.score,
        best=BEST,
    )


def _requester(sight: FollowUpSight, texts: Texts) -> Mrkdwn | str:
    if sight.requester is None:
        return texts.mrkdwn("The requester")
    return who(sight.requester.slack_id, sight.requester.name)


def _standing(sight: FollowUpSight, texts: Texts) -> Mrkdwn:
    found = sight.follow_up
    if found.state is FollowUpState.WITHDRAWN:
        return texts.mrkdwn("The score was raised since, so nothing need be done.")
    if found.state is FollowUpState.DONE and sight.done_by and found.done_at:
        return texts.mrkdwn(
            "✅ Followed up by {person} on {day}.",
            person=who(sight.done_by.slack_id, sight.done_by.name),
            day=texts.date(found.done_at),
        )
    due = texts.datetime(found.due_at)
    if sight.is_overdue:
        return texts.mrkdwn("⏰ Please talk to them. This was due by {due}.", due=due)
    return texts.mrkdwn("Please talk to them by {due} and note what came of it.", due=due)


def _done(sight: FollowUpSight, texts: Texts) -> Block:
    value = pack(ticket=sight.record.id, round=sight.follow_up.round)
    return actions(button(texts.say("Done"), act.FOLLOW_UP, value, style="primary"))
