"""What may be asked of risks in Slack: payload, verb, view."""

from datetime import date
from enum import StrEnum
from typing import TypeVar

from domain.outcomes import FieldFault, Refused
from domain.risks import SCALE, Category, Found, Nature, Strategy
from handlers.answers import Answer, Done, Form, Say
from handlers.grammar import read
from handlers.payloads import Click, Command, Submission
from handlers.risks import forms, register_views, treatment_forms, views
from handlers.risks.commands import VERBS
from handlers.surface import Desk
from services import registers, risks
from services.risks import Blank

Chosen = TypeVar("Chosen", bound=StrEnum)


async def command(desk: Desk, asked: Command) -> Answer:
    """`/risk …`: see `commands` for the grammar."""
    line = read(asked.text, VERBS, asked.name)
    match line.verb:
        case "help":
            return Say(views.help_page(desk.texts))
        case "mine":
            return Say(views.mine(await desk.ledger.read(risks.mine, asked.actor), desk.texts))
        case "list":
            return Say(register_views.listed(await desk.ledger.read(registers.listed, asked.actor), desk.texts))
        case "map":
            asked_for = await desk.ledger.hear(desk.heard(asked), registers.ask_map)
            return Say(register_views.map_asked(asked_for, desk.texts))
        case "show":
            return Say(views.page(await desk.ledger.read(risks.show, asked.actor, line.about), desk.texts))
        case _:
            day = await desk.ledger.read(risks.next_review, asked.actor)
            return Form(forms.registration(day, asked.actor, desk.texts, line.about))


async def register(desk: Desk, form: Submission) -> Answer:
    owner = await _met(desk, form)
    await desk.ledger.hear(
        desk.heard(form),
        risks.register,
        form.answers.get("title", ""),
        probability=_rated(form, "probability"),
        impact=_rated(form, "impact"),
        owner=owner,
        review=_day(form, "review"),
        nature=Nature(
            _chosen(form, "category", Category),
            _chosen(form, "found", Found),
            form.answers.get("cause", ""),
            form.answers.get("consequence", ""),
        ),
        strategy=_chosen(form, "strategy", Strategy),
    )
    return Done()


async def ask_review(desk: Desk, click: Click) -> Answer:
    return Form(forms.review(await _blank(desk, click, "risk.review"), desk.texts))


async def _blank(desk: Desk, click: Click, act: str) -> Blank:
    return await desk.ledger.read(risks.for_form, click.actor, click.number("risk"), act)


async def ask_measure(desk: Desk, click: Click) -> Answer:
    return Form(treatment_forms.measure(await _blank(desk, click, "risk.treat"), click.actor, desk.texts))


async def measure(desk: Desk, form: Submission) -> Answer:
    owner = await _met(desk, form)
    await desk.ledger.hear(
        desk.heard(form),
        risks.add_measure,
        form.number("risk"),
        form.answers.get("task", ""),
        owner=owner,
        due=_day(form, "due"),
    )
    return Done()


async def ask_done(desk: Desk, click: Click) -> Answer:
    return Form(treatment_forms.done(await _blank(desk, click, "risk.treat"), desk.texts))


async def done(desk: Desk, form: Submission) -> Answer:
    chosen = form.answers.get("task", "")
    if not (chosen.isascii() and chosen.isdecimal()):
        raise Refused(FieldFault("task", "not_chosen"))
    await desk.ledger.hear(desk.heard(form), risks.finish_measure, form.number("risk"), int(chosen))
    return Done()


async def ask_accept(desk: Desk, click: Click) -> Answer:
    return Form(treatment_forms.accept(await _blank(desk, click, "risk.accept"), desk.texts))


async def accept(desk: Desk, form: Submission) -> Answer:
    await desk.ledger.hear(
        desk.heard(form),
        risks.accept,
        form.number("risk"),
        until=_day(form, "until"),
        why=form.answers.get("why", ""),
        reviews=form.number("reviews"),
    )
    return Done()


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


async def _met(desk: Desk, form: Submission) -> str:
    """The chosen owner, whom nobody may have met yet."""
    owner = form.answers.get("owner", "")
    if not owner:
        raise Refused(FieldFault("owner", "not_a_member"))
    await desk.greeter.meet(owner)
    return owner


def _chosen(form: Submission, name: str, kind: type[Chosen]) -> Chosen:
    try:
        return kind(form.answers.get(name, ""))
    except ValueError:
        raise Refused(FieldFault(name, "not_chosen")) from None


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
