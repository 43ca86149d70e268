"""What may be asked on a Home tab."""

from domain.records import Kind
from handlers.answers import Anew, Answer, Done, Form
from handlers.blocks import View, unpack
from handlers.events import HomeOpened
from handlers.home import list_views, looks
from handlers.payloads import Click, Unreadable, word
from handlers.surface import Desk
from services import home
from services import looks as records


async def opened(desk: Desk, told: HomeOpened) -> Answer:
    """The courier draws it, when the desk knows enough of who looks."""
    await desk.greeter.meet(told.actor)
    await desk.ledger.write(home.opened, told.actor)
    return Done()


async def look(desk: Desk, click: Click) -> Answer:
    """A record on a page of its own, with what one may do with it."""
    return Form(await _page(desk, click.actor, click.word("key"), click.word("kind")))


async def look_again(desk: Desk, actor: str, about: str) -> View:
    """The same page, as it is now."""
    try:
        facts = unpack(about)
    except ValueError as odd:
        raise Unreadable("no page of ours") from odd
    return await _page(desk, actor, word(facts, "key"), word(facts, "kind"))


async def _page(desk: Desk, actor: str, key: str, kind: str) -> View:
    if kind not in {Kind.TICKET, Kind.CHANGE, Kind.RISK}:
        raise Unreadable("no record that is looked at")
    return looks.page(await desk.ledger.read(records.look, actor, key, kind), desk.texts)


async def list_part(desk: Desk, click: Click) -> Answer:
    """All of what Home shows the first of; turned over page by page."""
    part, start = click.word("part"), click.number("start")
    shown = list_views.page(await desk.ledger.read(home.listed, click.actor, part, start), desk.texts)
    return Anew(shown) if click.page else Form(shown)
