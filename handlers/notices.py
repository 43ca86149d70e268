"""From an intent to words: what each notice and each copy asks of `services`, and the view that words it.

A query answers None when this reader may not see it now, or there is nothing left to say: the intent is withdrawn.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from handlers.blocks import View
from handlers.tickets import views as ticket_views
from services import tickets
from services.readers import Reader
from services.transactions import Tx
from texts import Texts

Args = Mapping[str, Any]


@dataclass(frozen=True)
class Speech:
    """`ask(tx, record id, reader, **args)` gives a sight or None; `view(sight, texts)` words it."""

    ask: Callable[..., Any]
    view: Callable[[Any, Texts], View]

    def sight(self, tx: Tx, record_id: int, reader: Reader, args: Args) -> Any:  # noqa: ANN401 - each view has its own
        return self.ask(tx, record_id, reader, **args)


COPIES: dict[str, Speech] = {
    tickets.CARD: Speech(tickets.see, ticket_views.card),
    tickets.REQUESTER_CARD: Speech(tickets.see, ticket_views.requester_card),
    tickets.SOLVED_CARD: Speech(tickets.see, ticket_views.solved_card),
}

NOTICES: dict[str, Speech] = {
    "ticket.reply": Speech(tickets.see_note, ticket_views.passed_on),
    "ticket.reopened": Speech(tickets.see, ticket_views.reopened),
}
