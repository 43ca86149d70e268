"""What may be asked of surveys in Slack."""

from handlers.answers import Answer, Done, Form
from handlers.payloads import Click, Submission
from handlers.surface import Desk
from handlers.surveys import forms
from services import follow_ups, surveys


async def answer(desk: Desk, click: Click) -> Answer:
    record, closing, score = click.number("ticket"), click.number("round"), click.number("score")
    await desk.ledger.hear(desk.heard(click), surveys.answer, record, closing, score)
    return Done()


async def ask_comment(desk: Desk, click: Click) -> Answer:
    record, closing = click.number("ticket"), click.number("round")
    return Form(
        forms.comment(await desk.ledger.read(surveys.for_comment, click.actor, record, closing), desk.texts)
    )


async def comment(desk: Desk, form: Submission) -> Answer:
    record, closing, text = form.number("ticket"), form.number("round"), form.answers.get("text", "")
    await desk.ledger.hear(desk.heard(form), surveys.comment, record, closing, text)
    return Done()


async def ask_note(desk: Desk, click: Click) -> Answer:
    closing = click.number("round")
    record = await desk.ledger.read(follow_ups.for_note, click.actor, click.number("ticket"), closing)
    return Form(forms.follow_up(record, closing, desk.texts))


async def followed_up(desk: Desk, form: Submission) -> Answer:
    record, closing, text = form.number("ticket"), form.number("round"), form.answers.get("text", "")
    await desk.ledger.hear(desk.heard(form), follow_ups.done, record, closing, text)
    return Done()
