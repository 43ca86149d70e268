"""From an intent to words: what each notice and each copy asks of `services`, and the view that words it.

A query answers None when this reader may not see it now, or there is nothing left to say: the intent is withdrawn.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from handlers.agreements import views as agreement_views
from handlers.alerts import views as alert_views
from handlers.audit import views as audit_views
from handlers.blocks import View
from handlers.changes import emergencies as emergency_views
from handlers.changes import news as change_news
from handlers.changes import views as change_views
from handlers.desk import views as desk_views
from handlers.home import views as home_views
from handlers.risks import register_views
from handlers.risks import views as risk_views
from handlers.surveys import follow_up_views
from handlers.surveys import views as survey_views
from handlers.tasks import views as task_views
from handlers.tickets import conversation_views, earlier_views, intake_views, work_views
from handlers.tickets import views as ticket_views
from services import (
    agreements,
    alerts_incidents,
    assignments,
    audit,
    cards,
    changes,
    corrections,
    delivery,
    digests,
    earlier,
    follow_ups,
    holds,
    home,
    indicators,
    near_misses,
    notes,
    registers,
    resolutions,
    returns,
    risks,
    surveys,
    tasks,
    tickets,
    transfers,
)
from services import changes_declaring as declaring
from services import changes_emergencies as emergency
from services import changes_sights as change
from services import changes_voting as voting
from services import changes_work as work
from services.readers import Reader
from services.transactions import Tx
from texts import Texts

Args = Mapping[str, Any]


@dataclass(frozen=True)
class Speech:
    """`ask(tx, record id, reader, **args)` gives a sight or None; `view(sight, texts)` words it.

    `asked_anew`: a record has several such copies, and `ask` takes the `occurrence` that tells them apart.
    """

    ask: Callable[..., Any]
    view: Callable[[Any, Texts], View]
    asked_anew: bool = False

    def sight(self, tx: Tx, record_id: int, reader: Reader, args: Args) -> Any:  # noqa: ANN401 - each view has its own
        given = {name: value for name, value in args.items() if self.asked_anew or name != "occurrence"}
        return self.ask(tx, record_id, reader, **given)


COPIES: dict[str, Speech] = {
    surveys.CARD: Speech(surveys.see, survey_views.card, asked_anew=True),
    change.CARD: Speech(change.see, change_views.card),
    change.APPROVER_CARD: Speech(change.see_as_approver, change_views.approver_card, asked_anew=True),
    change.REQUESTER_CARD: Speech(change.see, change_views.requester_card),
    change.IMPLEMENTER_CARD: Speech(change.see, change_views.implementer_card),
    surveys.REMINDER: Speech(surveys.see, survey_views.reminder, asked_anew=True),
    follow_ups.CARD: Speech(follow_ups.see, follow_up_views.card, asked_anew=True),
    risks.CARD: Speech(risks.see, risk_views.card),
    risks.OWNER_CARD: Speech(risks.see, risk_views.owner_card),
    home.HOME: Speech(home.see, home_views.home),
    cards.CARD: Speech(tickets.see_card, ticket_views.card, asked_anew=True),
    cards.REQUESTER_CARD: Speech(corrections.see, intake_views.requester_card),
    resolutions.QUESTION: Speech(resolutions.see, conversation_views.question, asked_anew=True),
    resolutions.AGAIN: Speech(resolutions.see, conversation_views.question_again, asked_anew=True),
    cards.OFFER: Speech(returns.see, conversation_views.over, asked_anew=True),
    cards.SURVEY_OFFER: Speech(returns.see, conversation_views.over_survey, asked_anew=True),
    notes.EARLIER: Speech(earlier.see, earlier_views.earlier, asked_anew=True),
    notes.MIRROR: Speech(notes.see, conversation_views.mirror, asked_anew=True),
}


def _each_of(tx: Tx, _: int, reader: Reader, intents: list[int]) -> list[tuple[Speech, Any]] | None:
    """What this reader may still see of the notices that a digest folds; None where nothing is left."""
    asked = [(NOTICES[one.notice], one) for one in digests.folded(tx, intents)]
    seen = [(speech, speech.sight(tx, one.record_id, reader, one.args)) for speech, one in asked]
    return [(speech, sight) for speech, sight in seen if sight is not None] or None


def _together(seen: list[tuple[Speech, Any]], texts: Texts) -> View:
    return desk_views.digest([speech.view(sight, texts) for speech, sight in seen], texts)


NOTICES: dict[str, Speech] = {
    digests.DIGEST: Speech(_each_of, _together),
    audit.SEAL: Speech(audit.see_seal, audit_views.sealed),
    delivery.UNDELIVERED: Speech(delivery.undelivered, desk_views.undelivered),
    changes.WITHDRAWN: Speech(change.see, change_news.withdrawn_for),
    voting.APPROVED: Speech(change.see, change_news.approved),
    voting.REJECTED: Speech(change.see, change_news.rejected),
    voting.REMINDER: Speech(voting.see_reminder, change_news.reminder),
    voting.LATE: Speech(voting.see_waiting, change_news.late),
    declaring.DECLARED: Speech(change.see, emergency_views.declared),
    declaring.KEPT: Speech(change.see, emergency_views.kept),
    emergency.ENDORSED: Speech(change.see, emergency_views.endorsed),
    emergency.REFUSED: Speech(change.see, emergency_views.refused),
    emergency.OVERDUE: Speech(emergency.see_overdue, emergency_views.overdue),
    work.BEGINS: Speech(work.see_begun, change_news.begins),
    work.ENDS: Speech(work.see_unfinished, change_news.ends),
    work.LAPSED: Speech(change.see, change_news.lapsed),
    work.IMPLEMENTED: Speech(work.see_implemented, change_news.implemented),
    work.CLOSED: Speech(change.see, change_news.closed),
    work.FAILED: Speech(work.see_failed, change_news.failed),
    work.BACKED_OUT: Speech(change.see, change_news.backed_out),
    agreements.WARNING: Speech(agreements.see, agreement_views.warning),
    agreements.BREACH: Speech(agreements.see, agreement_views.breach),
    near_misses.NOTICE: Speech(near_misses.see, agreement_views.together),
    alerts_incidents.SETTLED: Speech(alerts_incidents.see, alert_views.settled),
    alerts_incidents.HANDED_OVER: Speech(alerts_incidents.see, alert_views.handed_over),
    alerts_incidents.AGAIN: Speech(alerts_incidents.see, alert_views.again),
    follow_ups.OVERDUE: Speech(follow_ups.see_overdue, follow_up_views.overdue, asked_anew=True),
    risks.REGISTERED: Speech(risks.see, risk_views.registered),
    risks.RED: Speech(risks.see_red, risk_views.red),
    registers.MAP: Speech(registers.see_map, register_views.shown_map),
    indicators.CROSSED: Speech(indicators.see, register_views.crossed),
    indicators.GREEN: Speech(indicators.see, register_views.green),
    tasks.GIVEN: Speech(tasks.see, task_views.given),
    tasks.OVERDUE: Speech(tasks.see, task_views.overdue),
    risks.DUE: Speech(risks.see_due, risk_views.due),
    assignments.NOTICE: Speech(assignments.see, work_views.assigned),
    holds.NOTICE: Speech(holds.see, work_views.held),
    transfers.NOTICE: Speech(transfers.see, work_views.transferred),
    returns.NOTICE: Speech(returns.see_again, conversation_views.came_back),
    resolutions.REOPENED: Speech(tickets.see, ticket_views.reopened),
}
