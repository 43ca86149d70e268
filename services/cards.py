"""Where those who work on a ticket see it and are told of it: their team's channel, or, of a private one, the
direct messages of the few who may know.
"""

from domain.outcomes import FieldFault, Refused
from domain.people import Role
from domain.records import Record
from domain.titles import clean_lines
from services import outbox
from storage import people
from storage.tx import Tx

CARD, REQUESTER_CARD = "ticket.card", "ticket.requester"
TEXT_LIMIT = 3000


def places(tx: Tx, record: Record) -> list[str]:
    """Slack ids of channels or people."""
    team = tx.desk.team_by_id(record.team or 0)
    if not record.is_private:
        return [team.channel.slack_id]
    few = people.by_ids(tx, {team.lead, *tx.desk.roles.get(Role.QUALITY_SUPERVISOR, frozenset())})
    return [few[one].slack_id or "" for one in sorted(few) if few[one].slack_id]


def show(tx: Tx, record: Record, *, occurrence: int = 0) -> None:
    """The card; one with a later `occurrence` takes the place of all others."""
    for place in places(tx, record):
        outbox.show(tx, record, place, CARD, occurrence=occurrence)


def tell(tx: Tx, record: Record, notice: str, **args: int | str) -> None:
    """In the thread of the card."""
    for place in places(tx, record):
        outbox.tell(tx, record, place, notice, under=CARD, **args)


def words(text: str) -> str:
    """What somebody typed into a form. Raises Refused(FieldFault)."""
    found = clean_lines(text)
    if not found:
        raise Refused(FieldFault("text", "empty"))
    if len(found) > TEXT_LIMIT:
        raise Refused(FieldFault("text", "too_long", TEXT_LIMIT))
    return found
