"""What somebody may do with a ticket now, for where its buttons are not at hand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from domain.people import Person
from domain.permissions import may
from domain.records import Kind, Record
from domain.tickets import MOVES, TicketState, TicketVerb, Waiting
from services import cards, holds, people, resolutions
from services.holds import HoldSight
from services.readers import sees
from storage import copies, records
from storage.tx import Tx


@dataclass(frozen=True)
class Choices:
    """`acts` are acts of the table of permissions, in the order in which they are offered; `round` is that of the
    latest question, and `is_inside` says whether this is the team's thread. `asked` is what the team waits for this
    person to answer; `talk` is the address of the thread where they can.
    """

    record: Record
    acts: tuple[str, ...]
    round: int
    is_inside: bool = False
    asked: HoldSight | None = None
    talk: str = ""


Possible = Callable[[Record, Person], bool]


def _moves(verb: TicketVerb) -> Possible:
    return lambda record, _: TicketState(record.state) in MOVES[verb]


def _is_free(record: Record, person: Person) -> bool:
    """One's own assigned ticket is begun by claiming it."""
    return record.owner is None or (record.owner == person.id and record.state == TicketState.ASSIGNED)


POSSIBLE: Mapping[str, Possible] = {
    "ticket.claim": lambda record, person: _is_free(record, person) and _moves(TicketVerb.CLAIM)(record, person),
    "ticket.reply": lambda record, person: (
        record.requester is not None and _moves(TicketVerb.REPLY)(record, person)
    ),
    "ticket.note": lambda _, __: True,
    "ticket.assign": _moves(TicketVerb.ASSIGN),
    "ticket.hold": _moves(TicketVerb.HOLD),
    "ticket.unhold": _moves(TicketVerb.UNHOLD),
    "ticket.prioritise": _moves(TicketVerb.PRIORITISE),
    "ticket.transfer": _moves(TicketVerb.TRANSFER),
    "ticket.resolve": _moves(TicketVerb.RESOLVE),
    "ticket.confirm": _moves(TicketVerb.CONFIRM),
    "ticket.reopen": _moves(TicketVerb.REOPEN),
}


def at(tx: Tx, actor: str, channel: str, thread: str) -> Choices | None:
    """Of the ticket whose card this message is, or in whose thread it stands; None where there is none, or none
    that this person may see.
    """
    copy = copies.at(tx, channel, thread)
    record = records.get(tx, copy.record_id) if copy else None
    if copy is None or record is None or record.kind is not Kind.TICKET:
        return None
    person = people.acting(people.asking(tx, actor))
    if not sees(tx, person, record):
        return None
    return replace(of(tx, record, person), is_inside=copy.view == cards.CARD)


def of(tx: Tx, record: Record, person: Person) -> Choices:
    """For who may see it."""
    acts = tuple(act for act, can in POSSIBLE.items() if may(tx.desk, person, act, record) and can(record, person))
    held = holds.now(tx, record) if record.requester == person.id else None
    asked = held if held and held.waiting_for is Waiting.REQUESTER else None
    return Choices(
        record, acts, resolutions.latest(tx, record.id), asked=asked, talk=cards.talk_of(tx, record, person)
    )
