"""Surveys as the one who is asked sees them. Pure."""

from domain.follow_ups import FollowUpState
from domain.surveys import BEST, SurveyState
from handlers.blocks import Block, View, actions, button, context, message, pack, quote, section
from handlers.surveys import actions as act
from handlers.tickets.names import who
from services.surveys import SurveySight
from texts import Mrkdwn, Texts, lines, mark

STAR = "★"
READ_OUT = {
    1: mark("1 of 5: very unhappy"),
    2: mark("2 of 5: rather unhappy"),
    3: mark("3 of 5: it was all right"),
    4: mark("4 of 5: happy"),
    5: mark("5 of 5: very happy"),
}


def card(sight: SurveySight, texts: Texts) -> View:
    """The question with its five answers; what became of it takes their place."""
    return _card(_said(sight, texts), sight, texts)


def reminder(sight: SurveySight, texts: Texts) -> View:
    """The same once more, for who has not answered."""
    said = _said(sight, texts)
    if sight.is_open and sight.score is None:
        said = lines(texts.mrkdwn("A short reminder, the only one:"), said)
    return _card(said, sight, texts)


def _card(said: Mrkdwn, sight: SurveySight, texts: Texts) -> View:
    small = _small_print(sight, texts)
    blocks: list[Block] = [
        section(said),
        *([quote(sight.comment)] if sight.comment else []),
        *([_buttons(sight, texts)] if sight.is_open else []),
        *([_comment(sight, texts)] if sight.is_open and sight.score is not None else []),
        *([context(small)] if small else []),
    ]
    words = [texts.mrkdwn("{text}", text=sight.comment)] if sight.comment else []
    return message(lines(said, *words, small), blocks)


def _said(sight: SurveySight, texts: Texts) -> Mrkdwn:
    key = sight.record.key
    headline = texts.mrkdwn("*{key}* {title}", key=key, title=sight.record.title)
    if sight.score is not None:
        thanks = texts.mrkdwn("Thank you: {score} of {best}", score=sight.score, best=BEST)
        return lines(thanks, _followed_up(sight, texts), headline)
    if sight.state is SurveyState.WITHDRAWN:
        return texts.mrkdwn(
            "*{key}* is open again, so there is nothing to rate yet. We will ask you again.", key=key
        )
    if not sight.is_open:
        return texts.mrkdwn("The survey about *{key}* is over. No answer is needed any more.", key=key)
    return lines(headline, texts.mrkdwn("This is closed. How happy are you with our help?"))


def _followed_up(sight: SurveySight, texts: Texts) -> Mrkdwn:
    """Who is unhappy reads what comes of it; nothing where nobody has been told of it."""
    found, lead = sight.follow_up, sight.lead
    if found is None or lead is None or found.state is FollowUpState.WITHDRAWN:
        return Mrkdwn()
    person, day = who(lead.slack_id, lead.name), texts.date(found.due_at)
    if found.state is FollowUpState.DONE:
        return texts.mrkdwn("Your answer was looked into.")
    if sight.is_late:
        return texts.mrkdwn(
            "{person} was to look into it by {day} and is late. They have been reminded.", person=person, day=day
        )
    return texts.mrkdwn(
        "We are sorry. {person} will look into it and talk to you by {day}.", person=person, day=day
    )


def _small_print(sight: SurveySight, texts: Texts) -> Mrkdwn:
    if not sight.is_open:
        return Mrkdwn()
    day = texts.date(sight.until)
    if sight.score is not None:
        return texts.mrkdwn("You can change your answer until {day}.", day=day)
    return texts.mrkdwn("One star is very unhappy, five are very happy. You can answer until {day}.", day=day)


def _buttons(sight: SurveySight, texts: Texts) -> Block:
    return actions(
        *(
            button(
                STAR * score,
                name,
                pack(ticket=sight.record.id, round=sight.round, score=score),
                style="primary" if score == sight.score else None,
                read_out=texts.say(READ_OUT[score]),
            )
            for score, name in act.ANSWERS.items()
        )
    )


def _comment(sight: SurveySight, texts: Texts) -> Block:
    label = texts.say("Change your comment") if sight.comment else texts.say("Add a comment")
    return actions(button(label, act.COMMENT, pack(ticket=sight.record.id, round=sight.round)))
