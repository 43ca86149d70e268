"""How tests fill in the form for a change, page by page, and find the cards that it leads to."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.world.people import Card, Form, Said
from tests.world.world import World

WORDS = ("title", "reason", "plan", "test", "back_out")
FRAME = ("kind", "services", "implementer", "start", "end")
QUESTIONS = ("performance", "reliability", "security", "users", "cost")
APPROVERS = ("dirk", "eva", "chen")

START = int((datetime.now(UTC) + timedelta(days=30)).replace(minute=0, second=0, microsecond=0).timestamp())
HOUR = 3600
FILLED: dict[str, Any] = {
    "title": "New firewall rules",
    "reason": "The old ones let everybody in.",
    "plan": "1. Export\n2. Import",
    "services": ["vpn"],
    "start": START,
    "end": START + HOUR,
    **dict.fromkeys(QUESTIONS, "0"),
}


@dataclass(frozen=True)
class Cards:
    """Where a change is shown."""

    board: Card
    own: Card
    approvers: dict[str, Card]

    @property
    def all(self) -> list[Card]:
        return [self.board, self.own, *self.approvers.values()]


def fill_in(form: Form, values: dict[str, Any]) -> Said:
    """Send one page after another; answers with the last one's, or with the first that was not taken."""
    for page in (WORDS, FRAME):
        said = form.submit(**{name: value for name, value in values.items() if name in page})
        if said.errors:
            return said
        form = said.form
    return form.submit(**{name: value for name, value in values.items() if name in QUESTIONS})


def asked(world: World, by: str = "ann", **values: Any) -> Said:
    return fill_in(world.person(by).types("/change").form, {**FILLED, **values})


def submitted(
    world: World, by: str = "ann", approvers: tuple[str, ...] = APPROVERS, key: str = "CHG-1", **values: Any
) -> Cards:
    said = asked(world, by, **values)
    assert said.errors == {}
    assert said.answer["sees"]["view"] is None, "all pages are closed"
    cards = {name: world.person(name).dm.expect(key, "1. Export") for name in approvers}
    board = world.channel("changes").expect(key)
    return Cards(board, world.person(by).dm.expect(f"Your change {key}"), cards)
