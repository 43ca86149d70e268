"""What is said while words become a ticket. Pure."""

from collections.abc import Sequence

from domain.records import Record
from domain.tickets import Kind
from handlers.blocks import Block, Element, View, actions, button, message, pack, section, shortened
from handlers.menus import menu
from handlers.tickets import actions as act
from handlers.tickets import views
from handlers.tickets.courtesies import Courtesy
from handlers.tickets.intake_forms import KINDS
from handlers.tickets.names import headline
from services.corrections import Mending, RequesterSight
from texts import Mrkdwn, Texts, lines, mark

QUOTED = 150  # characters of somebody's words in a question about them


def requester_card(sight: RequesterSight, texts: Texts) -> View:
    """The card of who asked; at first it can be taken back, and sent to where it belongs."""
    card = views.requester_card(sight.ticket, texts)
    return {**card, "blocks": [*card["blocks"], *_corrections(sight.mending, texts)]} if sight.mending else card


def _corrections(mending: Mending | None, texts: Texts) -> list[Block]:
    if mending is None:
        return []
    ticket = mending.ticket
    offered = {pack(ticket=ticket, service=key): name for key, name in texts.names(mending.services).items()}
    about = [menu(act.ROUTE, texts.say("What is it about?"), offered)] if offered else []
    return [actions(*about, *_kind(mending, texts), button(texts.say("Undo"), act.UNDO, pack(ticket=ticket)))]


def _kind(mending: Mending, texts: Texts) -> list[Element]:
    """What it may be instead, in the words of the form."""
    kind = mending.other_kind
    if kind is None:
        return []
    return [button(texts.word(*KINDS[kind]), act.KIND, pack(ticket=mending.ticket, kind=kind.value))]


def _said(text: Mrkdwn, *blocks: Block) -> View:
    return message(text, [section(text), *blocks])


def filed(key: str, mending: Mending | None, texts: Texts) -> View:
    text = texts.mrkdwn("Filed as *{key}*. I will keep you posted in our direct messages.", key=key)
    return _said(text, *_corrections(mending, texts))


def filed_for(key: str, whom: Mrkdwn | str, mending: Mending | None, texts: Texts) -> View:
    """`whom` is a mention, or a contact's name."""
    text = texts.mrkdwn("Filed as *{key}* for {whom}.", key=key, whom=whom)
    return _said(text, *_corrections(mending, texts))


def filed_without_files(key: str, texts: Texts) -> View:
    return _said(
        texts.mrkdwn(
            "Filed as *{key}*, but without the files: I cannot read the conversation that they stand in. "
            "Please add them in the thread of {key}.",
            key=key,
        )
    )


def settled(sentence: Mrkdwn) -> View:
    """In the place of buttons that came too late."""
    return _said(sentence)


def undone(key: str, texts: Texts) -> View:
    text = texts.mrkdwn("*{key}* is withdrawn, as if it had not been asked. Ask again whenever you like.", key=key)
    return _said(text)


def routed(key: str, team: str, texts: Texts) -> View:
    return _said(texts.mrkdwn("*{key}* is with {team}.", key=key, team=team))


def kind_corrected(key: str, kind: Kind, mending: Mending | None, texts: Texts) -> View:
    text = texts.mrkdwn("*{key}* now says: {kind}.", key=key, kind=texts.word(*KINDS[kind]))
    return _said(text, *_corrections(mending, texts))


def offer(ts: str, texts: Texts) -> View:
    """Words that may be meant as a ticket, or not. They stay where they were written."""
    text = texts.mrkdwn("Shall I file this as a ticket?")
    value = pack(ts=ts)
    file = button(texts.say("File it"), act.FILE_WORDS, value, style="primary")
    return _said(text, actions(file, button(texts.say("Leave it"), act.LEAVE_WORDS, value)))


def left(texts: Texts) -> View:
    return _said(texts.mrkdwn("I leave it. `/ticket help` tells what I can do."))


def which(tickets: Sequence[Record], words: str, ts: str, texts: Texts) -> View:
    """Whoever has open tickets is asked what their words belong to."""
    text = texts.mrkdwn(
        "You wrote: “{words}”. Nothing is filed yet. Which ticket is this about?", words=shortened(words, QUOTED)
    )
    rows = [
        section(headline(one, texts), button(texts.say("This one"), act.ADD_WORDS, pack(ticket=one.id, ts=ts)))
        for one in tickets
    ]
    value = pack(ts=ts)
    new = button(texts.say("A new one"), act.FILE_WORDS, value, style="primary")
    shown = lines(text, *(headline(one, texts) for one in tickets))
    return message(
        shown, [section(text), *rows, actions(new, button(texts.say("Neither"), act.LEAVE_WORDS, value))]
    )


COURTESIES = {
    Courtesy.THANKS: mark("You are welcome."),
    Courtesy.GREETING: mark("Hello. Tell me in a few words what you need, and I ask the right team."),
    Courtesy.NOD: mark("👍 Nothing is filed. Write to me whenever you need something."),
}


def courtesy(kind: Courtesy, texts: Texts) -> View:
    return _said(texts.mrkdwn(COURTESIES[kind]))


def added(key: str, texts: Texts) -> View:
    return _said(texts.mrkdwn("The team of *{key}* has your words.", key=key))


def already(key: str, texts: Texts) -> View:
    if not key:
        return _said(texts.mrkdwn("This message is a ticket already. Thank you all the same."))
    return _said(texts.mrkdwn("This message is *{key}* already. Thank you all the same.", key=key))


def unreadable(texts: Texts) -> View:
    return _said(texts.mrkdwn("Slack does not show me this message at the moment. Please try again."))


def gone(texts: Texts) -> View:
    return _said(texts.mrkdwn("This message is gone, so there is nothing to file."))
