"""A record on a page of its own: what it says, where it is talked about, and what this person may do. Pure."""

from handlers.blocks import Block, View, modal, pack
from handlers.changes import buttons as change_buttons
from handlers.changes import views as change_views
from handlers.home import actions as act
from handlers.risks import actions as risk
from handlers.risks import views as risk_views
from handlers.tickets import offers
from handlers.tickets import views as ticket_views
from services.looks import ChangeLook, Look, RiskLook, TicketLook
from texts import Texts

RISK_ACTS = {
    risk.REVIEW: "risk.review",
    risk.MEASURE: "risk.treat",
    risk.DONE: "risk.treat",
    risk.ACCEPT: "risk.accept",
    risk.CLOSE: "risk.close",
}


def page(look: Look, texts: Texts) -> View:
    record = look.sight.record
    return modal(
        record.key,
        act.LOOK,
        _blocks(look, texts),
        submit=None,
        close=texts.word("form", "Close"),
        private_metadata=pack(key=record.key, kind=record.kind.value),
    )


def _blocks(look: Look, texts: Texts) -> list[Block]:
    match look:
        case TicketLook(sight, choices):
            shown = ticket_views.page(sight, texts)
            return [*shown["blocks"], *offers.talk(choices.talk, texts), *offers.offered(choices, texts)]
        case ChangeLook(changed, acts, talk):
            shown = change_views.page(changed, texts)
            return [*shown["blocks"], *offers.talk(talk, texts), *change_buttons.offered(changed, acts, texts)]
        case RiskLook(risked, acts, talk):
            shown = risk_views.page(risked, texts)
            return [*shown["blocks"], *offers.talk(talk, texts), *_of_risk(look, texts)]


def _of_risk(look: RiskLook, texts: Texts) -> list[Block]:
    """As on its card, as far as they may."""
    kept = []
    for block in risk_views.work(look.sight, texts):
        elements = [one for one in block["elements"] if RISK_ACTS.get(one["action_id"]) in look.acts]
        kept += [{**block, "elements": elements}] if elements else []
    return kept
