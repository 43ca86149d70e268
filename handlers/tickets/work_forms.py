"""The forms of the team's work on a ticket. Pure."""

from domain.attributes import Traits
from domain.records import Record
from domain.tickets import Waiting
from handlers.blocks import View, context, modal, pack
from handlers.inputs import select, text_input
from handlers.tickets import actions as act
from handlers.tickets.names import headline
from services.assignments import Assignable
from services.priorities import Weighed
from services.transfers import Transferable
from texts import Texts, mark

WAITING = {
    Waiting.REQUESTER: mark("The requester's answer"),
    Waiting.SUPPLIER: mark("A supplier"),
    Waiting.CHANGE: mark("A change that has to be made first"),
}
IMPACTS = {
    "1": mark("High: a whole site or service, or many people"),
    "2": mark("Medium: a team, or several people"),
    "3": mark("Low: one person"),
}
URGENCIES = {
    "1": mark("High: work stands still"),
    "2": mark("Medium: work is slowed down"),
    "3": mark("Low: it can wait"),
}


def assign(found: Assignable, seen: int, texts: Texts) -> View:
    """`seen` is whom the card showed it with, 0 for nobody."""
    record = found.record
    colleagues = texts.names({one.slack_id or "": one.name for one in found.colleagues})
    if not colleagues:
        alone = texts.mrkdwn("There is nobody else in the team who could be given {key}.", key=record.key)
        return modal(texts.say("Assign"), act.ASSIGN, [context(alone)], submit=None, close=texts.say("Close"))
    beneath = {one.slack_id or "": _knows(found.traits.get(one.id), texts) for one in found.colleagues}
    hint = texts.say("They are told in a direct message.")
    return modal(
        texts.say("Assign"),
        act.ASSIGN,
        [
            select("to", texts.say("Who shall take it?"), colleagues, hint=hint, beneath=beneath),
            context(headline(record, texts)),
        ],
        submit=texts.say("Assign"),
        close=texts.say("Cancel"),
        private_metadata=pack(ticket=record.id, owner=seen),
    )


def _knows(traits: Traits | None, texts: Texts) -> str:
    """What helps to choose among colleagues: what they are good at, and where they are."""
    if traits is None:
        return ""
    return " · ".join(one for one in (texts.listed(traits.skills), traits.region) if one)


def hold(record: Record, texts: Texts) -> View:
    offered = [one for one in WAITING if one is not Waiting.REQUESTER or record.requester is not None]
    reasons = {reason.value: texts.say(WAITING[reason]) for reason in offered}
    hint = texts.say(
        "If you wait for the requester, they are sent this, and their answer takes the ticket off hold."
    )
    return modal(
        texts.say("Put on hold"),
        act.HOLD,
        [
            select("waiting_for", texts.say("What does it wait for?"), reasons),
            text_input("text", texts.say("In a sentence"), multiline=True, hint=hint),
            context(headline(record, texts)),
        ],
        submit=texts.say("Put on hold"),
        close=texts.say("Cancel"),
        private_metadata=pack(ticket=record.id),
    )


def prioritise(found: Weighed, texts: Texts) -> View:
    record, ticket = found.record, found.ticket
    impacts = {level: texts.say(words) for level, words in IMPACTS.items()}
    urgencies = {level: texts.say(words) for level, words in URGENCIES.items()}
    hint = texts.say("Impact and urgency give the priority, and with it the time by which it is promised.")
    return modal(
        texts.say("Impact and urgency"),
        act.PRIORITISE,
        [
            select("impact", texts.say("Whom does it touch?"), impacts, initial=str(ticket.impact)),
            select("urgency", texts.say("How urgent is it?"), urgencies, initial=str(ticket.urgency), hint=hint),
            context(headline(record, texts)),
        ],
        submit=texts.say("Save"),
        close=texts.say("Cancel"),
        private_metadata=pack(ticket=record.id),
    )


def transfer(found: Transferable, seen: int, texts: Texts) -> View:
    record = found.record
    if not found.teams:
        alone = texts.mrkdwn("There is no other team that could take {key}.", key=record.key)
        page = [context(alone)]
        return modal(texts.say("Hand over"), act.TRANSFER, page, submit=None, close=texts.say("Close"))
    teams = texts.names(found.teams)
    hint = texts.say("The new team reads this; the requester does not.")
    return modal(
        texts.say("Hand over"),
        act.TRANSFER,
        [
            select("team", texts.say("Which team shall take it?"), teams),
            text_input("text", texts.say("Why, and what is known so far"), multiline=True, hint=hint),
            context(headline(record, texts)),
        ],
        submit=texts.say("Hand over"),
        close=texts.say("Cancel"),
        private_metadata=pack(ticket=record.id, team=seen),
    )


def reason_of(words: str) -> tuple[str, str]:
    """What a line's ticket waits for: its first word may say so, else it is the requester; and the sentence."""
    first, _, rest = words.partition(" ")
    named = first.casefold().rstrip(":：")
    return (named, rest.strip()) if named in set(Waiting) and rest.strip() else (Waiting.REQUESTER.value, words)
