"""The team's acts on a ticket beyond claim, reply and resolve: each asks for its words in a form."""

from collections.abc import Mapping

from domain.outcomes import FieldFault, Refused
from handlers.answers import Answer, Done, Form
from handlers.payloads import Click, Submission, Unreadable
from handlers.surface import Desk, Listener
from handlers.tickets import actions as act
from handlers.tickets import work_forms
from services import assignments, holds, priorities, tickets, transfers


async def more(desk: Desk, click: Click) -> Answer:
    """Something was chosen in a card's menu."""
    chosen = CHOICES.get(click.word("do"))
    if chosen is None:
        raise Unreadable("no act of ours")
    return await chosen(desk, click)


async def ask_assign(desk: Desk, click: Click) -> Answer:
    found = await desk.ledger.read(assignments.for_assigning, click.actor, click.number("ticket"))
    return Form(work_forms.assign(found, click.number("owner"), desk.texts))


async def assign(desk: Desk, form: Submission) -> Answer:
    to, seen = form.answers.get("to", ""), form.number("owner") or None
    await desk.ledger.hear(desk.heard(form), assignments.assign, form.number("ticket"), to, seen)
    return Done()


async def ask_hold(desk: Desk, click: Click) -> Answer:
    record = await desk.ledger.read(tickets.for_work, click.actor, click.number("ticket"), "ticket.hold")
    return Form(work_forms.hold(record, desk.texts))


async def hold(desk: Desk, form: Submission) -> Answer:
    asked, text = form.answers.get("waiting_for", ""), form.answers.get("text", "")
    await desk.ledger.hear(desk.heard(form), holds.hold, form.number("ticket"), asked, text)
    return Done()


async def unhold(desk: Desk, click: Click) -> Answer:
    await desk.ledger.hear(desk.heard(click), holds.unhold, click.number("ticket"))
    return Done()


async def ask_prioritise(desk: Desk, click: Click) -> Answer:
    found = await desk.ledger.read(priorities.for_weighing, click.actor, click.number("ticket"))
    return Form(work_forms.prioritise(found, desk.texts))


async def prioritise(desk: Desk, form: Submission) -> Answer:
    await desk.ledger.hear(
        desk.heard(form),
        priorities.prioritise,
        form.number("ticket"),
        _level(form, "impact"),
        _level(form, "urgency"),
    )
    return Done()


def _level(form: Submission, name: str) -> int:
    """What the form did not offer is refused by the verb, beside its field."""
    answer = form.answers.get(name, "")
    if not (answer.isascii() and answer.isdigit() and len(answer) == 1):
        raise Refused(FieldFault(name, "out_of_range", 3))
    return int(answer)


async def ask_transfer(desk: Desk, click: Click) -> Answer:
    seen = click.number("team")
    found = await desk.ledger.read(transfers.for_transfer, click.actor, click.number("ticket"), seen)
    return Form(work_forms.transfer(found, seen, desk.texts))


async def transfer(desk: Desk, form: Submission) -> Answer:
    answers = form.answers
    await desk.ledger.hear(
        desk.heard(form),
        transfers.transfer,
        form.number("ticket"),
        answers.get("team", ""),
        answers.get("text", ""),
        form.number("team"),
    )
    return Done()


CHOICES: Mapping[str, Listener[Click]] = {
    act.ASSIGN: ask_assign,
    act.HOLD: ask_hold,
    act.UNHOLD: unhold,
    act.PRIORITISE: ask_prioritise,
    act.TRANSFER: ask_transfer,
}
FORMS: Mapping[str, Listener[Submission]] = {
    act.ASSIGN: assign,
    act.HOLD: hold,
    act.PRIORITISE: prioritise,
    act.TRANSFER: transfer,
}
