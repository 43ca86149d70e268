"""The forms of what is done about a risk. Pure."""

from datetime import date

from domain.titles import TITLE_LIMIT
from handlers.blocks import View, context, modal, pack
from handlers.inputs import datepicker, select, text_input, users_select
from handlers.risks import actions as act
from handlers.risks.forms import TYPED
from handlers.risks.views import headline
from services.risks import Blank
from texts import Texts


def measure(blank: Blank, owner: str, texts: Texts) -> View:
    """`owner` (a Slack id) is a suggestion."""
    record = blank.sight.record
    return modal(
        texts.say("Add a measure"),
        act.MEASURE,
        [
            context(headline(record, texts)),
            text_input("task", texts.say("What shall be done?"), longest=TITLE_LIMIT),
            users_select(
                "owner",
                texts.say("Who does it?"),
                initial=owner,
                hint=texts.say("They are told, and reminded when it is overdue."),
            ),
            datepicker("due", texts.say("By when?")),
        ],
        submit=texts.say("Add"),
        close=texts.say("Cancel"),
        private_metadata=pack(risk=record.id),
    )


def done(blank: Blank, texts: Texts) -> View:
    record = blank.sight.record
    open_ones = [one.task for one in blank.sight.measures if one.task.is_open]
    if not open_ones:
        nothing = texts.mrkdwn("Every measure of {key} is done already.", key=record.key)
        return modal(texts.say("Measure done"), act.DONE, [context(nothing)], submit=None, close=texts.say("Close"))
    chosen = str(open_ones[0].id) if len(open_ones) == 1 else None
    return modal(
        texts.say("Measure done"),
        act.DONE,
        [
            context(headline(record, texts)),
            select(
                "task",
                texts.say("Which one is done?"),
                {str(one.id): one.title for one in open_ones},
                initial=chosen,
            ),
        ],
        submit=texts.say("Done"),
        close=texts.say("Cancel"),
        private_metadata=pack(risk=record.id),
    )


def accept(blank: Blank, texts: Texts) -> View:
    record, risk = blank.sight.record, blank.sight.risk
    until: date = blank.review
    return modal(
        texts.say("Accept"),
        act.ACCEPT,
        [
            context(headline(record, texts)),
            text_input("why", texts.say("Why can it be borne?"), multiline=True, longest=TYPED),
            datepicker(
                "until",
                texts.say("Accepted until"),
                initial=until,
                hint=texts.say("On that day it is reviewed."),
            ),
        ],
        submit=texts.say("Accept"),
        close=texts.say("Cancel"),
        private_metadata=pack(risk=record.id, reviews=risk.reviews),
    )
