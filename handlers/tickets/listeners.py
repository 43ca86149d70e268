"""What may be asked of tickets in Slack: payload, verb, view."""

from domain.outcomes import FieldFault, Refused
from handlers.answers import Answer, Done, Form, Say
from handlers.events import Message
from handlers.payloads import Click, Submission
from handlers.surface import Desk
from handlers.tickets import conversation, views
from services import resolutions, talk, tickets


async def file(desk: Desk, form: Submission) -> Answer:
    answers = form.answers
    urgency = answers.get("urgency", "2")
    if urgency not in {"1", "2", "3"}:
        raise Refused(FieldFault("urgency", "out_of_range", 3))
    await desk.ledger.hear(
        desk.heard(form),
        tickets.file,
        answers.get("title", ""),
        source="form",
        service=answers.get("service"),
        urgency=int(urgency),
        description=answers.get("description", ""),
    )
    return Done()


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
    """Words in a ticket's thread. What stands in no thread of ours is dropped before anything is stored; in
    direct messages, where somebody may think that they have filed it, they are told how.
    """
    if not said.thread or said.thread == said.ts:
        if not said.channel.startswith("D"):
            return Done()
        return Say(views.help_page(await desk.greeter.texts_for(said.actor)))
    return await conversation.said(desk, said)
