"""What may be asked of the desk as a whole in Slack."""

from handlers.answers import Answer, Say
from handlers.desk import views
from handlers.payloads import Command
from handlers.surface import Desk


async def command(desk: Desk, asked: Command) -> Answer:  # noqa: ARG001
    """`/steward` without a practice, or with one that there is not: an overview."""
    return Say(views.overview(desk.texts))
