"""Which closed ticket came back as which."""

from dataclasses import dataclass

from domain.records import Record
from services import cards
from storage import records as rows
from storage.tx import Tx


@dataclass(frozen=True)
class First:
    """The ticket that came back; `url` leads to its card."""

    key: str
    url: str


def first_of(tx: Tx, record: Record, follows: int | None) -> First | None:
    """None where it follows none, or a complaint of which those who read this one may not know."""
    first = rows.get(tx, follows) if follows is not None else None
    if first is None or (first.is_private and not record.is_private):
        return None
    return First(first.key, cards.address_of(tx, first))
