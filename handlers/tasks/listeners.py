"""What may be asked of a task in Slack."""

from handlers.answers import Answer, Done
from handlers.payloads import Click
from handlers.surface import Desk
from services import tasks


async def done(desk: Desk, click: Click) -> Answer:
    await desk.ledger.hear(desk.heard(click), tasks.finish, click.number("task"))
    return Done()
