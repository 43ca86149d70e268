"""What can be done with a ticket, under its card. Pure."""

from domain.records import Record
from domain.tickets import OPEN, TicketState
from handlers.blocks import Block, actions, button, pack
from handlers.menus import overflow
from handlers.tickets import actions as act
from texts import Texts


def work(record: Record, texts: Texts) -> list[Block]:
    """The most usual acts as buttons, the others in a menu."""
    if record.state not in OPEN:
        return []
    value = pack(ticket=record.id, state=record.state)
    claim = [button(texts.say("Claim"), act.CLAIM, value, style="primary")] if record.owner is None else []
    reply = [button(texts.say("Reply"), act.REPLY, value)] if record.requester is not None else []
    return [
        actions(
            *claim,
            *reply,
            button(texts.say("Resolve"), act.RESOLVE, value),
            overflow(act.MORE, {_value(record, do): label for do, label in _more(record, texts).items()}),
        )
    ]


def _more(record: Record, texts: Texts) -> dict[str, str]:
    is_held = record.state == TicketState.ON_HOLD
    return {
        act.ASSIGN: texts.say("Assign"),
        **({act.UNHOLD: texts.say("Take off hold")} if is_held else {act.HOLD: texts.say("Put on hold")}),
        act.PRIORITISE: texts.say("Set impact and urgency"),
        act.TRANSFER: texts.say("Hand to another team"),
    }


def _value(record: Record, do: str) -> str:
    return pack(ticket=record.id, do=do, owner=record.owner or 0, team=record.team or 0)
