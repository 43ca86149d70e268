"""Surveys as the one who is asked sees them. Pure."""

from domain.surveys import BEST, SurveyState
from handlers.blocks import Block, View, actions, button, context, message, pack, section
from handlers.surveys import actions as act
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
    said, small = _said(sight, texts), _small_print(sight, texts)
    blocks: list[Block] = [
        section(said),
        *([_buttons(sight, texts)] if sight.is_open else []),
        *([context(small)] if small else []),
    ]
    return message(lines(said, small), blocks)


def _said(sight: SurveySight, texts: Texts) -> Mrkdwn:
    key = sight.record.key
    headline = texts.mrkdwn("*{key}* {title}", key=key, title=sight.record.title)
    if sight.score is not None:
        thanks = texts.mrkdwn("Thank you: {score} of {best}", score=sight.score, best=BEST)
        return lines(thanks, headline)
    if sight.state is SurveyState.WITHDRAWN:
        return texts.mrkdwn(
            "*{key}* is open again, so there is nothing to rate yet. We will ask you again.", key=key
        )
    if not sight.is_open:
        return texts.mrkdwn("The survey about *{key}* is over. No answer is needed any more.", key=key)
    return lines(headline, texts.mrkdwn("This is closed. How happy are you with our help?"))


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
