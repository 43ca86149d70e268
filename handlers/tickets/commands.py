"""What may follow `/ticket`: each verb with its form and what it does, a row each. What matches no verb is the
title of a new ticket, and nothing opens the form.
"""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from domain.tickets import Source
from handlers.agreements import clock_views
from handlers.answers import Answer, Form, Say
from handlers.grammar import KEY, MAYBE_WORDS, PERSON, REASON, WORDS, Line, Slot, read
from handlers.payloads import Command
from handlers.surface import Desk
from handlers.tickets import (
    conversation_views,
    help_views,
    intake_views,
    queue_views,
    views,
    work_forms,
    work_views,
)
from handlers.tickets import intake_forms as forms
from handlers.tickets.intake import blank
from handlers.tickets.urgency import kind_of, urgency_of
from services import (
    assignments,
    clock_pages,
    corrections,
    holds,
    intake,
    permissions,
    queues,
    resolutions,
    talk,
    tickets,
)

Act = Callable[[Desk, Command, Line], Awaitable[Answer]]


async def command(desk: Desk, asked: Command) -> Answer:
    line = read(asked.text, VERBS, asked.name)
    _, act = ROWS.get(line.verb, ((), new))
    return await act(desk, asked, line)


async def new(desk: Desk, asked: Command, line: Line) -> Answer:
    if not line.words:
        return Form(forms.form(await blank(desk, asked.actor), desk.texts))
    kind, words = kind_of(line.words)
    urgency, title = urgency_of(words)
    file = partial(intake.file, text=title, source=Source.COMMAND, kind=kind, urgency=urgency)
    outcome, mending = await desk.ledger.hear_and_read(desk.heard(asked), file, corrections.after_filing)
    return Say(intake_views.filed(outcome.key, mending, desk.texts))


async def help_page(desk: Desk, asked: Command, line: Line) -> Answer:  # noqa: ARG001 - as every act
    may = await desk.ledger.read(permissions.allowed, asked.actor, "ticket.queue")
    return Say(help_views.help_page(desk.texts, for_agents=bool(may)))


async def mine(desk: Desk, asked: Command, line: Line) -> Answer:  # noqa: ARG001
    return Say(views.mine(await desk.ledger.read(tickets.mine, asked.actor), desk.texts))


async def show(desk: Desk, asked: Command, line: Line) -> Answer:
    return Say(views.page(await desk.ledger.read(tickets.show, asked.actor, line.key), desk.texts))


async def clock(desk: Desk, asked: Command, line: Line) -> Answer:
    return Say(clock_views.pages(await desk.ledger.read(clock_pages.show, asked.actor, line.key), desk.texts))


async def reply(desk: Desk, asked: Command, line: Line) -> Answer:
    outcome = await desk.ledger.hear(desk.heard(asked), talk.reply_named, line.key, line.words)
    return Say(views.replied(outcome.key, desk.texts))


async def note(desk: Desk, asked: Command, line: Line) -> Answer:
    outcome = await desk.ledger.hear(desk.heard(asked), talk.note_named, line.key, line.words)
    return Say(conversation_views.noted(outcome.key, desk.texts))


async def resolve(desk: Desk, asked: Command, line: Line) -> Answer:
    outcome = await desk.ledger.hear(desk.heard(asked), resolutions.resolve_named, line.key, line.words)
    return Say(views.resolved(outcome.key, desk.texts))


async def queue(desk: Desk, asked: Command, line: Line) -> Answer:  # noqa: ARG001
    return Say(queue_views.queue(await desk.ledger.read(queues.queue, asked.actor), desk.texts))


async def assign(desk: Desk, asked: Command, line: Line) -> Answer:
    await desk.greeter.meet(line.person)
    outcome = await desk.ledger.hear(desk.heard(asked), assignments.assign_named, line.key, line.person)
    return Say(work_views.given(outcome.key, line.person, desk.texts))


async def hold(desk: Desk, asked: Command, line: Line) -> Answer:
    reason, words = work_forms.reason_of(line.words)
    outcome = await desk.ledger.hear(desk.heard(asked), holds.hold_named, line.key, reason, words)
    return Say(work_views.put_on_hold(outcome.key, desk.texts))


ROWS: Mapping[str, tuple[tuple[Slot, ...], Act]] = {
    "mine": ((), mine),
    "queue": ((), queue),
    "help": ((), help_page),
    "show": ((KEY,), show),
    "clock": ((KEY,), clock),
    "reply": ((KEY, WORDS), reply),
    "note": ((KEY, WORDS), note),
    "resolve": ((KEY, MAYBE_WORDS), resolve),
    "assign": ((KEY, PERSON), assign),
    "hold": ((KEY, REASON), hold),
}
VERBS = {verb: form for verb, (form, _) in ROWS.items()}
