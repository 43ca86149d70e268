"""The forms of changes. Pure."""

from domain.records import Record
from domain.titles import TITLE_LIMIT
from handlers.blocks import Block, View, context, modal, pack
from handlers.changes import actions as act
from handlers.changes.views import headline
from handlers.inputs import datetimepicker, select, text_input
from texts import Texts


def submission(services: dict[str, str], texts: Texts, title: str = "") -> View:
    """The form that asks for a change to be approved. `services` are names by key."""
    blocks: list[Block] = [
        text_input("title", texts.say("What is to be changed?"), initial=title, longest=TITLE_LIMIT),
        *([select("service", texts.say("Which service does it concern?"), services)] if services else []),
        text_input("reason", texts.say("Why is it needed?"), multiline=True),
        text_input("plan", texts.say("How is it done?"), multiline=True),
        datetimepicker("start", texts.say("Start")),
        datetimepicker("end", texts.say("End")),
        text_input("test", texts.say("How is it tested?"), multiline=True, optional=True),
        text_input("back_out", texts.say("How do you back it out if it fails?"), multiline=True, optional=True),
    ]
    return modal(
        texts.say("New change"),
        act.SUBMIT,
        blocks,
        submit=texts.say("Ask for approval"),
        close=texts.say("Cancel"),
    )


def rejection(record: Record, generation: int, texts: Texts) -> View:
    hint = texts.say("The requester reads this, and so does everybody who sees the card.")
    return modal(
        texts.say("Reject"),
        act.REJECT,
        [text_input("reason", texts.say("Why not?"), multiline=True, hint=hint), context(headline(record, texts))],
        submit=texts.say("Reject"),
        close=texts.say("Cancel"),
        private_metadata=pack(change=record.id, generation=generation),
    )
