"""The forms of risks. Pure."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from domain.risks import SCALE, Strategy
from domain.titles import TITLE_LIMIT
from handlers.blocks import Block, View, context, modal, pack
from handlers.inputs import datepicker, select, text_input, users_select
from handlers.risks import actions as act
from handlers.risks.names import CATEGORIES, FOUND, IMPACT, PROBABILITY, STRATEGIES
from handlers.risks.views import headline
from services.risks import Blank
from texts import Texts, Word

Choice = TypeVar("Choice", bound=StrEnum)

# A new risk is not accepted in passing: that wants a reason and a day, and has a button.
CHOSEN = {one: words for one, words in STRATEGIES.items() if one is not Strategy.ACCEPT}
TYPED = 3000  # Slack's limit of what is typed into one field


def registration(review: date, owner: str, texts: Texts, title: str = "") -> View:
    """The form that registers a risk; `review` and `owner` (a Slack id) are suggestions."""
    return modal(
        texts.say("New risk"),
        act.REGISTER,
        [
            text_input("title", texts.say("What could go wrong?"), initial=title, longest=TITLE_LIMIT),
            select("category", texts.say("What kind of risk is it?"), worded(CATEGORIES, texts)),
            *_rating(texts),
            users_select(
                "owner",
                texts.say("Who looks after it?"),
                initial=owner,
                hint=texts.say("They are reminded when a review is due."),
            ),
            datepicker("review", texts.say("Next review on"), initial=review),
            select("strategy", texts.say("What shall be done about it?"), said(CHOSEN, texts), initial="mitigate"),
            text_input("cause", texts.say("What would cause it?"), multiline=True, longest=TYPED, optional=True),
            text_input(
                "consequence", texts.say("What would follow?"), multiline=True, longest=TYPED, optional=True
            ),
            select("found", texts.say("How was it found?"), said(FOUND, texts), initial="work"),
        ],
        submit=texts.say("Register"),
        close=texts.say("Cancel"),
    )


def review(blank: Blank, texts: Texts) -> View:
    """The rating as it stands, to confirm or to change."""
    record, risk = blank.sight.record, blank.sight.risk
    return modal(
        texts.say("Review"),
        act.REVIEW,
        [
            context(headline(record, texts)),
            *_rating(texts, risk.probability, risk.impact),
            datepicker("review", texts.say("Next review on"), initial=blank.review),
        ],
        submit=texts.say("Save"),
        close=texts.say("Cancel"),
        private_metadata=pack(risk=record.id, reviews=risk.reviews),
    )


def worded(names: Mapping[Choice, Word], texts: Texts) -> dict[str, str]:
    return {one.value: texts.word(*word) for one, word in names.items()}


def said(names: Mapping[Choice, str], texts: Texts) -> dict[str, str]:
    return {one.value: texts.say(words) for one, words in names.items()}


def _rating(texts: Texts, probability: int | None = None, impact: int | None = None) -> list[Block]:
    scale = range(1, SCALE + 1)
    probabilities = {str(n): texts.say(PROBABILITY[n]) for n in scale}
    impacts = {str(n): texts.say(IMPACT[n]) for n in scale}
    return [
        select("probability", texts.say("How likely is it?"), probabilities, initial=str(probability or "")),
        select("impact", texts.say("How bad would it be?"), impacts, initial=str(impact or "")),
    ]
