"""A closed ticket comes back: its requester asks again, in a form that has their words already."""

from dataclasses import replace

from domain.tickets import Kind
from domain.titles import title_of
from handlers.answers import Answer, Done, Form, Say
from handlers.payloads import Click, Submission
from handlers.surface import Desk
from handlers.tickets import actions as act
from handlers.tickets import intake_forms as forms
from handlers.tickets import intake_views as views
from handlers.tickets.intake import blank, kind_of, urgency_in
from services import returns


async def ask(desk: Desk, click: Click) -> Answer:
    ticket, note = click.number("ticket"), click.number("note")
    found = await desk.ledger.read(returns.offered, click.actor, ticket, note)
    if found.again:
        return Say(views.already(found.again, desk.texts))
    headline = title_of(found.words or found.record.title)
    empty = await blank(desk, click.actor, title=headline.title, description=headline.description or "")
    filled = replace(
        empty, kind=found.kind, service=found.service, files=found.files, follows=ticket, note=note, by_agent=False
    )
    return Form(forms.form(filled, desk.texts))


async def file(desk: Desk, form: Submission) -> Answer:
    await desk.ledger.hear(
        desk.heard(form),
        returns.file,
        form.number("ticket"),
        form.number("note"),
        form.answers.get("title", ""),
        kind=kind_of(form.answers.get("kind", Kind.REQUEST.value)),
        service=form.answers.get("service"),
        urgency=urgency_in(form.answers.get("urgency", "2")),
        description=form.answers.get("description", ""),
    )
    return Done()


CLICKS = {act.ASK_AGAIN: ask}
FORMS = {act.FILE_AGAIN: file}
