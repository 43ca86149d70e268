"""The forms of surveys. Pure."""

from domain.records import Record
from handlers.blocks import View, context, modal, pack
from handlers.inputs import text_input
from handlers.surveys import actions as act
from handlers.tickets.names import headline
from services.surveys import SurveySight
from texts import Texts


def comment(sight: SurveySight, texts: Texts) -> View:
    hint = texts.say("Only those who may see the ticket read this.")
    label = texts.say("What was good, or what should be better?")
    return modal(
        texts.say("Your comment"),
        act.COMMENT,
        [
            text_input("text", label, initial=sight.comment or "", multiline=True, hint=hint),
            context(headline(sight.record, texts)),
        ],
        submit=texts.say("Send"),
        close=texts.say("Cancel"),
        private_metadata=pack(ticket=sight.record.id, round=sight.round),
    )


def follow_up(record: Record, closing: int, texts: Texts) -> View:
    hint = texts.say("Those who may see the ticket read this; the requester does not get it as a message.")
    return modal(
        texts.say("Followed up"),
        act.FOLLOW_UP,
        [
            text_input("text", texts.say("What came of it?"), multiline=True, hint=hint),
            context(headline(record, texts)),
        ],
        submit=texts.say("Done"),
        close=texts.say("Cancel"),
        private_metadata=pack(ticket=record.id, round=closing),
    )
