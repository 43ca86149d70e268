"""What one may do with a ticket, as buttons on a page of its own; and where it is talked about. Pure."""

from domain.tickets import TicketState
from handlers.blocks import Block, Element, Style, actions, button, context, pack, section
from handlers.menus import overflow
from handlers.tickets import actions as act
from handlers.tickets.choice_views import LABELS
from services.choices import Choices
from texts import Mrkdwn, Texts, lines, link

PLAIN = (act.CLAIM, act.REPLY, act.NOTE, act.RESOLVE, act.CONFIRM, act.REOPEN)
"""Those with a button; the others stand in a menu, as on the card."""
STYLES: dict[str, Style] = {act.CLAIM: "primary", act.CONFIRM: "primary"}


def offered(found: Choices, texts: Texts) -> list[Block]:
    record = found.record
    facts = {"owner": record.owner or 0, "team": record.team or 0}
    value = pack(ticket=record.id, state=record.state, round=found.round, **facts)
    shown: list[Element] = [
        button(_label(do, found, texts), do, value, style=STYLES.get(do)) for do in PLAIN if do in found.acts
    ]
    more = {
        pack(ticket=record.id, do=do, **facts): texts.say(LABELS[do])
        for do in found.acts
        if do in LABELS and do not in PLAIN
    }
    shown += [overflow(act.MORE, more)] if more else []
    asked = [section(asks(found, texts))] if found.asked or act.CONFIRM in found.acts else []
    return [*asked, *([actions(*shown)] if shown else [])]


def _label(do: str, found: Choices, texts: Texts) -> str:
    """Beneath no question, "Not yet" would say nothing."""
    if do == act.REOPEN and found.record.state == TicketState.CLOSED:
        return texts.say("It is not solved")
    return texts.say(LABELS[do])


def asks(found: Choices, texts: Texts) -> Mrkdwn:
    """What this person has to answer."""
    if found.asked is None:
        return texts.mrkdwn("Is {key} solved? Without an answer it closes by itself.", key=found.record.key)
    return lines(answer_there(found.talk, texts))


def answer_there(talk: str, texts: Texts) -> Mrkdwn:
    """That the team waits for words of the requester's, and where these go."""
    if not talk:
        return texts.mrkdwn("The team needs your answer: please write in the ticket's thread.")
    there = link(talk, texts.say("in the ticket's thread"))
    return texts.mrkdwn("The team needs your answer: please write {there}.", there=there)


def talk(address: str, texts: Texts) -> list[Block]:
    """The way to the conversation."""
    return [context(link(address, texts.say("Open its conversation")))] if address else []
