"""What may be asked on a Home tab."""

from domain.records import Kind
from handlers.answers import Answer, Done, Say
from handlers.changes import views as change_views
from handlers.events import HomeOpened
from handlers.payloads import Click
from handlers.surface import Desk
from handlers.tickets import views as ticket_views
from services import changes_sights, home, tickets


async def opened(desk: Desk, told: HomeOpened) -> Answer:
    """The courier draws it, when the desk knows enough of who looks."""
    await desk.greeter.meet(told.actor)
    await desk.ledger.write(home.opened, told.actor)
    return Done()


async def look(desk: Desk, click: Click) -> Answer:
    """A record to read."""
    key = click.word("key")
    if click.word("kind") == Kind.CHANGE:
        return Say(change_views.page(await desk.ledger.read(changes_sights.show, click.actor, key), desk.texts))
    return Say(ticket_views.page(await desk.ledger.read(tickets.show, click.actor, key), desk.texts))
