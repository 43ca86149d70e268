"""Records in the lists of a Home. Pure."""

from domain.records import Kind, Record
from domain.risks import RiskState
from handlers.blocks import Block, Element, button, pack, section
from handlers.changes import words as change_words
from handlers.home import actions as act
from handlers.risks.names import STATES as RISK_STATES
from handlers.tickets.queue_views import line
from handlers.tickets.views import state_word
from services.queues import Cut, Row
from texts import Mrkdwn, Texts


def stands(record: Record, texts: Texts) -> Mrkdwn:
    """What it is and how far it has got."""
    return texts.mrkdwn(
        "*{key}* {title} ({state})", key=record.key, title=record.title, state=_state(record, texts)
    )


def _state(record: Record, texts: Texts) -> str:
    match record.kind:
        case Kind.CHANGE:
            return change_words.state_word(record, texts)
        case Kind.RISK:
            return texts.word(*RISK_STATES[RiskState(record.state)])
    return state_word(record, texts)


def raised(row: Row, texts: Texts) -> Block:
    return section(stands(row.record, texts), look(row.record, texts))


def worked_on(row: Row, cut: Cut, texts: Texts) -> Block:
    return section(line(row, cut, texts), look(row.record, texts))


def look(record: Record, texts: Texts) -> Element:
    return button(texts.say("Look"), act.LOOK, pack(key=record.key, kind=record.kind.value))
