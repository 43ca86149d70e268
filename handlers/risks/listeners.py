"""What may be asked of risks in Slack: payload, verb, view."""

from datetime import date

from domain.outcomes import FieldFault, Refused
from domain.risks import SCALE
from handlers.answers import Answer, Done, Form, Say
from handlers.grammar import read
from handlers.payloads import Click, Command, Submission
from handlers.risks import forms, views
from handlers.risks.commands import VERBS
from handlers.surface import Desk
from services import risks


async def command(desk: Desk, asked: Command) -> Answer:
    """`/risk …`: see `commands` for the grammar."""
    line = read(asked.text, VERBS, asked.name)
    match line.verb:
        case "help":
            return Say(views.help_page(desk.texts))
        case "mine":
            return Say(views.mine(await desk.ledger.read(risks.mine, asked.actor), desk.texts))
        case "show":
            return Say(views.page(await desk.ledger.read(risks.show, asked.actor, line.about), desk.texts))
        case _:
            day = await desk.ledger.read(risks.next_review, asked.actor)
            return Form(forms.registration(day, asked.actor, desk.texts, line.about))


async def register(desk: Desk, form: Submission) -> Answer:
    owner = form.answers.get("owner", "")
    if not owner:
        raise Refused(FieldFault("owner", "not_a_member"))
    await desk.greeter.meet(owner)
    await desk.ledger.hear(
        desk.heard(form),
        risks.register,
        form.answers.get("title", ""),
        probability=_rated(form, "probability"),
        impact=_rated(form, "impact"),
        owner=owner,
        review=_day(form, "review"),
    )
    return Done()


async def ask_review(desk: Desk, click: Click) -> Answer:
    blank = await desk.ledger.read(risks.for_review, click.actor, click.number("risk"))
    return Form(forms.review(blank, desk.texts))


async def review(desk: Desk, form: Submission) -> Answer:
    await desk.ledger.hear(
        desk.heard(form),
        risks.review,
        form.number("risk"),
        probability=_rated(form, "probability"),
        impact=_rated(form, "impact"),
        review=_day(form, "review"),
        reviews=form.number("reviews"),
    )
    return Done()


async def close(desk: Desk, click: Click) -> Answer:
    await desk.ledger.hear(desk.heard(click), risks.close, click.number("risk"))
    return Done()


def _rated(form: Submission, name: str) -> int:
    chosen = form.answers.get(name, "")
    if not (chosen.isascii() and chosen.isdecimal()):
        raise Refused(FieldFault(name, "out_of_range", SCALE))
    return int(chosen)


def _day(form: Submission, name: str) -> date:
    """Slack tells a chosen day as YYYY-MM-DD."""
    try:
        return date.fromisoformat(form.answers.get(name, ""))
    except ValueError:
        raise Refused(FieldFault(name, "no_day")) from None
