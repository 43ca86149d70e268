"""What may be asked of alerts in Slack: payload, verb, view."""

from datetime import UTC, datetime

from domain.outcomes import FieldFault, Refused
from handlers.alerts import forms, list_views
from handlers.alerts.commands import VERBS
from handlers.answers import Answer, Done, Form, Say
from handlers.grammar import read
from handlers.payloads import Click, Command, Submission
from handlers.surface import Desk
from services import alerts_maintenance


async def command(desk: Desk, asked: Command) -> Answer:
    """`/alert …`: see `commands` for the grammar."""
    line = read(asked.text, VERBS, asked.name)
    match line.verb:
        case "list":
            return await _listed(desk, asked.actor)
        case "new" if not line.words:
            return await _listed(desk, asked.actor)
        case "maintenance":
            found = await desk.ledger.read(alerts_maintenance.for_maintenance, asked.actor)
            return Form(forms.maintenance(found, desk.texts))
        case _:
            return Say(list_views.help_page(desk.texts))


async def _listed(desk: Desk, actor: str) -> Answer:
    found = await desk.ledger.read(alerts_maintenance.standing, actor)
    return Say(list_views.standing(found, desk.texts))


async def maintain(desk: Desk, form: Submission) -> Answer:
    answers = form.answers
    await desk.ledger.hear(
        desk.heard(form),
        alerts_maintenance.begin,
        start=_instant(form, "start"),
        end=_instant(form, "end"),
        service=answers.get("service", ""),
        source=answers.get("source", ""),
        match=answers.get("match", ""),
        reason=answers.get("reason", ""),
    )
    return Done()


async def end(desk: Desk, click: Click) -> Answer:
    await desk.ledger.hear(desk.heard(click), alerts_maintenance.end, click.word("window"))
    return await _listed(desk, click.actor)


def _instant(form: Submission, name: str) -> datetime:
    """Slack tells a chosen time in Unix seconds."""
    try:
        return datetime.fromtimestamp(int(form.answers.get(name, "")), UTC)
    except (ValueError, OverflowError, OSError):
        raise Refused(FieldFault(name, "no_time")) from None
