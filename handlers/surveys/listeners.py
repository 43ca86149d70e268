"""What may be asked of surveys in Slack."""

from handlers.answers import Answer, Done
from handlers.payloads import Click
from handlers.surface import Desk
from services import surveys


async def answer(desk: Desk, click: Click) -> Answer:
    record, closing, score = click.number("ticket"), click.number("round"), click.number("score")
    await desk.ledger.hear(desk.heard(click), surveys.answer, record, closing, score)
    return Done()
