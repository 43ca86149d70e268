"""What may follow `/ticket`: each verb with its form and what it does, a row each. What matches no verb is the
title of a new ticket, and nothing opens the form.
"""

from collections.abc import Awaitable, Callable, Mapping

from handlers.answers import Answer, Form, Say
from handlers.grammar import KEY, MAYBE_WORDS, WORDS, Line, Slot, read
from handlers.payloads import Command
from handlers.surface import Desk
from handlers.tickets import conversation_views, views
from handlers.tickets.urgency import urgency_of
from services import resolutions, talk, tickets

Act = Callable[[Desk, Command, Line], Awaitable[Answer]]


async def command(desk: Desk, asked: Command) -> Answer:
    line = read(asked.text, VERBS, asked.name)
    _, act = ROWS.get(line.verb, ((), new))
    return await act(desk, asked, line)


async def new(desk: Desk, asked: Command, line: Line) -> Answer:
    if not line.words:
        return Form(views.form(await desk.ledger.read(tickets.offered, asked.actor), desk.texts))
    urgency, title = urgency_of(line.words)
    outcome = await desk.ledger.hear(desk.heard(asked), tickets.file, title, source="command", urgency=urgency)
    return Say(views.filed(outcome.key, desk.texts))


async def help_page(desk: Desk, asked: Command, line: Line) -> Answer:  # noqa: ARG001 - as every act
    return Say(views.help_page(desk.texts))


async def mine(desk: Desk, asked: Command, line: Line) -> Answer:  # noqa: ARG001
    return Say(views.mine(await desk.ledger.read(tickets.mine, asked.actor), desk.texts))


async def show(desk: Desk, asked: Command, line: Line) -> Answer:
    return Say(views.page(await desk.ledger.read(tickets.show, asked.actor, line.key), desk.texts))


async def reply(desk: Desk, asked: Command, line: Line) -> Answer:
    outcome = await desk.ledger.hear(desk.heard(asked), talk.reply_named, line.key, line.words)
    return Say(views.replied(outcome.key, desk.texts))


async def note(desk: Desk, asked: Command, line: Line) -> Answer:
    outcome = await desk.ledger.hear(desk.heard(asked), talk.note_named, line.key, line.words)
    return Say(conversation_views.noted(outcome.key, desk.texts))


async def resolve(desk: Desk, asked: Command, line: Line) -> Answer:
    outcome = await desk.ledger.hear(desk.heard(asked), resolutions.resolve_named, line.key, line.words)
    return Say(views.resolved(outcome.key, desk.texts))


ROWS: Mapping[str, tuple[tuple[Slot, ...], Act]] = {
    "mine": ((), mine),
    "help": ((), help_page),
    "show": ((KEY,), show),
    "reply": ((KEY, WORDS), reply),
    "note": ((KEY, WORDS), note),
    "resolve": ((KEY, MAYBE_WORDS), resolve),
}
VERBS = {verb: form for verb, (form, _) in ROWS.items()}
