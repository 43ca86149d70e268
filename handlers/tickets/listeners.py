"""What may be asked of tickets in Slack: payload, verb, view."""

from handlers.answers import Answer, Done, Form
from handlers.events import Message
from handlers.payloads import Click, Submission
from handlers.surface import Desk
from handlers.tickets import conversation, views, words
from services import resolutions, talk, tickets


async def claim(desk: Desk, click: Click) -> Answer:
    await desk.ledger.hear(desk.heard(click), tickets.claim, click.number("ticket"), click.word("state"))
    return Done()


async def ask_reply(desk: Desk, click: Click) -> Answer:
    record = await desk.ledger.read(tickets.for_work, click.actor, click.number("ticket"), "ticket.reply")
    return Form(views.reply_form(record, desk.texts))


async def reply(desk: Desk, form: Submission) -> Answer:
    await desk.ledger.hear(desk.heard(form), talk.reply, form.number("ticket"), form.answers.get("text", ""))
    return Done()


async def ask_resolve(desk: Desk, click: Click) -> Answer:
    record = await desk.ledger.read(tickets.for_work, click.actor, click.number("ticket"), "ticket.resolve")
    return Form(views.resolve_form(record, desk.texts))


async def resolve(desk: Desk, form: Submission) -> Answer:
    await desk.ledger.hear(
        desk.heard(form), resolutions.resolve, form.number("ticket"), form.answers.get("text", "")
    )
    return Done()


async def confirm(desk: Desk, click: Click) -> Answer:
    asked = click.number("round")
    await desk.ledger.hear(desk.heard(click), resolutions.confirm, click.number("ticket"), asked)
    return Done()


async def reopen(desk: Desk, click: Click) -> Answer:
    asked = click.number("round")
    await desk.ledger.hear(desk.heard(click), resolutions.reopen, click.number("ticket"), asked)
    return Done()


async def message(desk: Desk, said: Message) -> Answer:
    """Words in a thread, or outside of all."""
    if said.thread and said.thread != said.ts:
        return await conversation.said(desk, said)
    return await words.said(desk, said)
