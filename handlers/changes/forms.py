"""The forms of changes. Pure.

The form for a new one has three pages, each laid on the one before: what, when and by whom, and its effects.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from domain.assessment import ChangeKind, Question
from domain.outcomes import Refused
from domain.records import Record
from domain.titles import TITLE_LIMIT
from handlers.blocks import Block, View, context, modal, pack, section
from handlers.changes import actions as act
from handlers.changes import request
from handlers.changes.words import ANSWERS, KINDS, QUESTIONS, headline
from handlers.inputs import datetimepicker, multi_select, select, text_input, users_select
from services.changes_pages import Page
from texts import Texts

MOST_SERVICES = 20


def wording(texts: Texts, typed: Mapping[str, str]) -> View:
    """The first page: what is to be changed, why, and how."""
    blocks: list[Block] = [
        text_input(
            "title", texts.say("What is to be changed?"), initial=typed.get("title", ""), longest=TITLE_LIMIT
        ),
        _words("reason", texts.say("Why is it needed?"), typed),
        _words("plan", texts.say("How is it done?"), typed),
        _words("test", texts.say("How is it tested?"), typed, optional=True),
        _words("back_out", texts.say("How do you back it out if it fails?"), typed, optional=True),
    ]
    return _page(texts, act.WORDING, blocks, texts.say("Next"))


def _words(name: str, label: str, typed: Mapping[str, str], *, optional: bool = False) -> Block:
    return text_input(name, label, multiline=True, initial=typed.get(name, ""), optional=optional)


def frame(page: Page, texts: Texts) -> View:
    """The second page: which kind, which services, who, and when."""
    typed = page.typed
    kinds = {kind.value: texts.say(KINDS[kind]) for kind in ChangeKind}
    chosen = request.several(typed, "services")
    services = texts.say("Which services does it concern?")
    blocks: list[Block] = [
        select("kind", texts.say("Which kind of change?"), kinds, initial=typed.get("kind", ChangeKind.NORMAL)),
        *(
            [multi_select("services", services, texts.names(page.services), initial=chosen, most=MOST_SERVICES)]
            if page.services
            else []
        ),
        users_select(
            "implementer",
            texts.say("Who carries it out?"),
            initial=typed.get("implementer", page.author),
            hint=texts.say("Who carries it out does not decide on it, and does not verify it."),
        ),
        datetimepicker("start", texts.say("Starts at"), initial=_moment(typed, "start")),
        datetimepicker("end", texts.say("Ends at"), initial=_moment(typed, "end")),
    ]
    return _page(texts, act.FRAME, blocks, texts.say("Next"))


def _moment(typed: Mapping[str, str], name: str) -> datetime | None:
    with suppress(Refused):
        return request.instant(typed, name)
    return None


def impact(page: Page, texts: Texts) -> View:
    """The third page: the questions whose answers give the risk."""
    scale = {str(answer): texts.word(*word) for answer, word in enumerate(ANSWERS)}
    intro = texts.mrkdwn("Your answers give the risk of the change, and with it who is asked to approve it.")
    questions = [
        select(question, texts.say(QUESTIONS[question]), scale, initial=page.typed.get(question))
        for question in Question
    ]
    return _page(texts, act.SUBMIT, [section(intro), *questions], texts.say("Ask for approval"))


def _page(texts: Texts, callback: str, blocks: list[Block], submit: str) -> View:
    return modal(texts.say("New change"), callback, blocks, submit=submit, close=texts.say("Cancel"))


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


def approval(record: Record, generation: int, texts: Texts) -> View:
    hint = texts.say("Everybody who sees the card reads this.")
    field = text_input("comment", texts.say("What do you want to say with it?"), multiline=True, hint=hint)
    return modal(
        texts.say("Approve"),
        act.APPROVE_WITH_NOTE,
        [field, context(headline(record, texts))],
        submit=texts.say("Approve"),
        close=texts.say("Cancel"),
        private_metadata=pack(change=record.id, generation=generation),
    )


def declaring(record: Record, texts: Texts) -> View:
    label = texts.say("Why can it not wait for its approval?")
    return _reason(record, act.DECLARE, texts.say("Declare an emergency"), label, texts)


def keeping(record: Record, texts: Texts) -> View:
    label = texts.say("It was refused. Why does it stay all the same?")
    return _reason(record, act.KEEP, texts.say("Let it stay"), label, texts)


def backing_out(record: Record, texts: Texts) -> View:
    label = texts.say("Why was it backed out?")
    return _reason(record, act.BACK_OUT, texts.say("Back out"), label, texts)


def failure(record: Record, texts: Texts) -> View:
    return _reason(record, act.FAIL, texts.say("It failed"), texts.say("What does not work?"), texts)


def _reason(record: Record, callback: str, title: str, label: str, texts: Texts) -> View:
    hint = texts.say("The requester reads this, and so does everybody who sees the card.")
    return modal(
        title,
        callback,
        [text_input("reason", label, multiline=True, hint=hint), context(headline(record, texts))],
        submit=title,
        close=texts.say("Cancel"),
        private_metadata=pack(change=record.id, state=record.state),
    )
