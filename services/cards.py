"""Where a ticket is seen and talked about. Those who work on it see it in their team's channel, or, if it is
private, in the direct messages of the few who may know; its requester where they asked.
"""

from domain.desk import Thread
from domain.outcomes import FieldFault, Refused
from domain.people import Person, Role
from domain.permissions import may
from domain.records import Record
from domain.titles import clean_lines
from services import outbox
from services.permalinks import first_of
from storage import copies, people
from storage.copies import Copy
from storage.tx import Tx

CARD, REQUESTER_CARD = "ticket.card", "ticket.requester"
ASKED = "ticket.asked"  # the requester's own message in a request channel: never drawn, but its thread is theirs
SURVEYS = {"survey.ask", "survey.reminder"}  # in their threads people say what they thought of it
REQUESTER_VIEWS = {
    REQUESTER_CARD,
    ASKED,
    "ticket.solved",
    "ticket.solved_again",
    "ticket.over",
    "survey.over",
    *SURVEYS,
}  # in their threads writes who asked
OFFER = "ticket.over"  # under what is over: to ask again
SURVEY_OFFER = "survey.over"  # the same under a survey, where people praise or blame
OFFERS = (OFFER, SURVEY_OFFER)
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


def hanging(tx: Tx, record: Record) -> list[Copy]:
    """The cards that hold, the newest in each place; in their threads the team talks."""
    newest = {copy.place: copy for copy in copies.of(tx, record.id) if copy.view == CARD}
    return [newest[place] for place in places(tx, record) if place in newest]


def hangs(tx: Tx, record: Record, copy: Copy) -> bool:
    """Is it a card that holds?"""
    return copy.id in {one.id for one in hanging(tx, record)}


def at_requester(tx: Tx, record: Record) -> list[Copy]:
    """In these threads its requester is spoken to: where they asked, in a request channel, or else beneath their
    card in their direct messages. Empty for who has no Slack.
    """
    theirs = [copy for copy in copies.of(tx, record.id) if copy.view in {ASKED, REQUESTER_CARD}]
    return [copy for copy in theirs if copy.view == ASKED] or theirs


def address_of(tx: Tx, record: Record) -> str:
    """Where its card hangs, once it is posted; empty for a private one, which has no channel."""
    return "" if record.is_private else first_of(tx, hanging(tx, record))


def talk_of(tx: Tx, record: Record, person: Person) -> str:
    """The address of the thread in which this person talks about a ticket: who asked, where they asked; the team,
    beneath its card. Empty where there is none yet, or Slack's address is not known.
    """
    if record.requester == person.id:
        return first_of(tx, at_requester(tx, record))
    if not may(tx.desk, person, "ticket.note", record):
        return ""
    here = {person.slack_id} if record.is_private else set(places(tx, record))
    return first_of(tx, [one for one in hanging(tx, record) if one.place in here])


def is_shared(tx: Tx, record: Record) -> bool:
    """Does all that is said in the card's thread reach the requester?"""
    team = tx.desk.team_by_id(record.team or 0)
    return team.thread is Thread.SHARED and record.requester is not None and not record.is_private


def words(text: str) -> str:
    """What somebody typed into a form. Raises Refused(FieldFault)."""
    found = clean_lines(text)
    if not found:
        raise Refused(FieldFault("text", "empty"))
    if len(found) > TEXT_LIMIT:
        raise Refused(FieldFault("text", "too_long", TEXT_LIMIT))
    return found
