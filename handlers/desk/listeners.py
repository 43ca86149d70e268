"""What may be asked of the desk as a whole in Slack."""

from handlers.answers import Answer, Say
from handlers.desk import views
from handlers.payloads import Command
from handlers.surface import Desk
from services import permissions


async def command(desk: Desk, asked: Command) -> Answer:
    """`/steward` without a practice, or with one that there is not: an overview."""
    may = await desk.ledger.read(permissions.allowed, asked.actor, "change.submit", "risk.register", "alert.see")
    return Say(views.overview(may, desk.texts))
