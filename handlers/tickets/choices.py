"""What a ticket's buttons do, inside a thread, where they are not at hand and slash commands cannot be used: the
shortcut "Ticket actions" on a message, and words to the app itself.

What is said to the app changes nothing: it is answered with a button that does.
"""

from collections.abc import Mapping
from dataclasses import replace

from domain.outcomes import FieldFault, NotAllowed, Refused
from handlers.answers import Answer, Done, Form, Say
from handlers.blocks import BUTTON_VALUE, pack
from handlers.events import Mention
from handlers.grammar import MAYBE_WORDS, WORDS, Verbs, read
from handlers.payloads import Click, MessageShortcut, Submission
from handlers.people.mentions import labelled
from handlers.surface import Desk, Listener
from handlers.tickets import actions as act
from handlers.tickets import choice_views as views
from handlers.tickets import listeners, work
from services import choices, conversations, intake, resolutions, talk, tickets

VERBS: Verbs = {"claim": (), "reply": (WORDS,), "note": (WORDS,), "resolve": (MAYBE_WORDS,)}


async def ask(desk: Desk, asked: MessageShortcut) -> Answer:
    """The shortcut, on a card or on a message in its thread."""
    found = await desk.ledger.read(choices.at, asked.actor, asked.channel, asked.thread or asked.ts)
    if found is None:
        return Say(views.no_ticket(desk.texts))
    return Form(views.form(found, desk.texts)) if found.acts else Say(views.nothing(found, desk.texts))


async def chosen(desk: Desk, form: Submission) -> Answer:
    """As if its button had been clicked; what asks for words takes the form's place."""
    do = form.answers.get("do", "")
    if do not in DOES:
        raise Refused(FieldFault("do", "not_chosen"))
    click = Click(form.actor, form.key, do, form.facts, again=form.again, trigger=form.trigger)
    return await DOES[do](desk, click)


async def ask_note(desk: Desk, click: Click) -> Answer:
    record = await desk.ledger.read(tickets.for_work, click.actor, click.number("ticket"), "ticket.note")
    return Form(views.note_form(record, desk.texts))


async def note(desk: Desk, form: Submission) -> Answer:
    await desk.ledger.hear(desk.heard(form), talk.note, form.number("ticket"), form.answers.get("text", ""))
    return Done()


DOES: Mapping[str, Listener[Click]] = {
    act.CLAIM: listeners.claim,
    act.REPLY: listeners.ask_reply,
    act.NOTE: ask_note,
    act.RESOLVE: listeners.ask_resolve,
    act.CONFIRM: listeners.confirm,
    act.REOPEN: listeners.reopen,
    **work.CHOICES,
}


async def mentioned(desk: Desk, told: Mention) -> Answer:
    """`@Steward resolve …` in the thread of a card; elsewhere such words are none of a ticket's.

    Who calls the app at the top of a channel where plain words file nothing is told how to ask.
    """
    if not told.thread:
        at = await desk.ledger.read(intake.channel, told.channel)
        takes_words = told.channel.startswith("D") or (at is not None and at.words is not None)
        return Done() if takes_words else Say(views.how_to_ask(await desk.greeter.texts_for(told.actor)))
    if not await desk.ledger.read(conversations.is_ours, told.channel, told.thread):
        return Done()
    texts = await desk.greeter.texts_for(told.actor)
    found = await desk.ledger.read(choices.at, told.actor, told.channel, told.thread)
    if found is None or not found.is_inside:
        return Done()
    line = read(await labelled(desk.greeter, told.text), VERBS)
    if line.verb not in VERBS:
        return Say(views.help_in_thread(texts))
    if f"ticket.{line.verb}" not in found.acts:
        raise Refused(NotAllowed(f"ticket.{line.verb}"))
    record, words = found.record, line.words
    first, _, rest = words.partition(" ")
    if first.upper() == record.key:
        words = rest.strip()
    value = pack(ticket=record.id, do=line.verb, state=record.state, words=words, said=f"{told.channel}:{told.ts}")
    if len(value) > BUTTON_VALUE:
        return Say(views.too_long(texts))
    return Say(views.confirmation(record, line.verb, words, value, texts))


async def confirmed(desk: Desk, click: Click) -> Answer:
    """Once for each message, however often it is clicked; a click that was refused may be followed by another."""
    heard = replace(desk.heard(click), key=f"mention:{click.word('said')}", again=click.key, card=None)
    ticket, words = click.number("ticket"), click.word("words")
    match click.word("do"):
        case "claim":
            await desk.ledger.hear(heard, tickets.claim, ticket, click.word("state"))
        case "reply":
            await desk.ledger.hear(heard, talk.reply, ticket, words)
        case "note":
            await desk.ledger.hear(heard, talk.note, ticket, words)
        case "resolve":
            await desk.ledger.hear(heard, resolutions.resolve, ticket, words)
    return Say(views.done(desk.texts))
