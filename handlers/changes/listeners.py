"""What may be asked of changes in Slack: payload, verb, view."""

from datetime import UTC, datetime

from domain.outcomes import FieldFault, Refused
from handlers.answers import Answer, Done, Form, Say
from handlers.changes import forms, views
from handlers.changes.commands import VERBS
from handlers.grammar import read
from handlers.payloads import Click, Command, Submission
from handlers.surface import Desk
from services import changes


async def command(desk: Desk, asked: Command) -> Answer:
    """`/change …`: see `commands` for the grammar."""
    line = read(asked.text, VERBS, asked.name)
    match line.verb:
        case "help":
            return Say(views.help_page(desk.texts))
        case "mine":
            return Say(views.mine(await desk.ledger.read(changes.mine, asked.actor), desk.texts))
        case "show":
            return Say(views.page(await desk.ledger.read(changes.show, asked.actor, line.about), desk.texts))
        case "withdraw":
            outcome = await desk.ledger.hear(desk.heard(asked), changes.withdraw_named, line.about)
            return Say(views.withdrawn(outcome.key, desk.texts))
        case _:
            offered = await desk.ledger.read(changes.offered, asked.actor)
            return Form(forms.submission(offered, desk.texts, line.about))


async def submit(desk: Desk, form: Submission) -> Answer:
    answers = form.answers
    await desk.ledger.hear(
        desk.heard(form),
        changes.submit,
        answers.get("title", ""),
        service=answers.get("service"),
        reason=answers.get("reason", ""),
        plan=answers.get("plan", ""),
        start=_instant(form, "start"),
        end=_instant(form, "end"),
        test=answers.get("test", ""),
        back_out=answers.get("back_out", ""),
    )
    return Done()


def _instant(form: Submission, name: str) -> datetime:
    """Slack tells a chosen moment in Unix seconds."""
    try:
        return datetime.fromtimestamp(int(form.answers.get(name, "")), UTC)
    except (ValueError, OverflowError, OSError):
        raise Refused(FieldFault(name, "no_time")) from None


async def approve(desk: Desk, click: Click) -> Answer:
    await desk.ledger.hear(desk.heard(click), changes.approve, click.number("change"), click.number("generation"))
    return Done()


async def ask_reason(desk: Desk, click: Click) -> Answer:
    generation = click.number("generation")
    record = await desk.ledger.read(changes.for_rejection, click.actor, click.number("change"), generation)
    return Form(forms.rejection(record, generation, desk.texts))


async def reject(desk: Desk, form: Submission) -> Answer:
    await desk.ledger.hear(
        desk.heard(form),
        changes.reject,
        form.number("change"),
        form.number("generation"),
        form.answers.get("reason", ""),
    )
    return Done()


async def withdraw(desk: Desk, click: Click) -> Answer:
    await desk.ledger.hear(desk.heard(click), changes.withdraw, click.number("change"), click.word("state"))
    return Done()
