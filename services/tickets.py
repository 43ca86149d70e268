"""Tickets: filed, claimed, looked at."""

from dataclasses import dataclass, replace

from domain import tickets as rules
from domain.alerts import Summary
from domain.clocks import ClockKind
from domain.follow_ups import FollowUp
from domain.outcomes import CardIsOld, Refused
from domain.people import Person
from domain.permissions import may
from domain.records import Kind, Record
from domain.tickets import Claimed, TicketState, Waiting
from services import alerts_sight, cards, holds, people, records, requesters, transfers
from services.holds import HoldSight
from services.lineage import First, first_of
from services.permalinks import address
from services.permissions import named, require
from services.readers import Reader, may_see
from services.requesters import About
from services.transfers import Elsewhere
from storage import clocks, follow_ups, surveys, tickets
from storage import people as people_rows
from storage import records as rows
from storage.clocks import Kept
from storage.tickets import TicketRow
from storage.tx import Tx

MOST_MINE = 20


@dataclass(frozen=True)
class TicketSight:
    """A ticket as its readers may see it. `alerts` are those that opened it; nobody asked for it then. `filer`
    filed it for somebody else; `made_of` is the address of the message that it was made of, `first` the closed one
    that came back as this. `about` is for those who work on it.
    """

    record: Record
    ticket: TicketRow
    requester: Person | None
    owner: Person | None
    team: str
    service: str | None
    clocks: dict[ClockKind, Kept]
    score: int | None
    hold: HoldSight | None = None
    alerts: Summary | None = None
    is_shared: bool = False
    comment: str | None = None  # on the score, for those alone who may see the ticket
    follow_up: FollowUp | None = None
    filer: Person | None = None
    made_of: str = ""
    first: First | None = None
    about: About | None = None
    lead: Person | None = None  # of the team that has it


def claim(tx: Tx, ticket_id: int, state: str) -> Claimed:
    """`state` is what the clicked card showed; a card that is behind still claims what is free."""
    record = records.lock(tx, ticket_id, Kind.TICKET)
    person = require(tx, "ticket.claim", record)
    after = rules.claim(record.key, TicketState(record.state), record.owner, person.id)
    if record.state != state:
        raise Refused(CardIsOld(record.key))
    records.change(tx, record, "ticket.claim", state=after, owner=person.id)
    return Claimed(record.key)


def mine(tx: Tx, actor: str) -> list[Record]:
    return rows.asked_by(tx, people.acting(people.asking(tx, actor)).id, Kind.TICKET, MOST_MINE)


def show(tx: Tx, actor: str, key: str) -> TicketSight:
    asker = people.asking(tx, actor)
    record = named(asker, key, Kind.TICKET)
    person = require(asker, "ticket.see", record)
    sight = _sight(tx, record)
    return sight if may(tx.desk, person, "ticket.note", record) else _from_outside(sight)


def _from_outside(sight: TicketSight) -> TicketSight:
    """Without the words that the team keeps to itself. What the requester is waited for was said to them."""
    hold, follow_up = sight.hold, sight.follow_up
    if hold and hold.waiting_for is not Waiting.REQUESTER:
        hold = replace(hold, text="")
    return replace(sight, about=None, hold=hold, follow_up=replace(follow_up, note=None) if follow_up else None)


def for_work(tx: Tx, actor: str, ticket_id: int, act: str) -> Record:
    """The ticket, if this person may do `act` to it: asked before a form opens."""
    record = records.get(tx, ticket_id, Kind.TICKET)
    require(people.asking(tx, actor), act, record)
    if act == "ticket.reply":
        rules.require_requester(record.key, record.requester)
    return record


def see(tx: Tx, record_id: int, reader: Reader) -> TicketSight | None:
    record = rows.get(tx, record_id)
    return _sight(tx, record) if may_see(tx, reader, record) else None


def see_card(tx: Tx, record_id: int, reader: Reader, occurrence: int) -> TicketSight | Elsewhere | None:
    """The team's card; an old one says where the ticket has gone."""
    return transfers.elsewhere(tx, record_id, reader, occurrence) or see(tx, record_id, reader)


def _sight(tx: Tx, record: Record) -> TicketSight:
    ticket = tickets.get(tx, record.id)
    team = tx.desk.team_by_id(record.team or 0)
    involved = (record.requester, record.owner, ticket.filed_by, team.lead)
    people_of_it = people_rows.by_ids(tx, [one for one in involved if one])
    services = {service.id: service.name for service in tx.desk.services.values()}
    survey = surveys.answered(tx, record.id)
    return TicketSight(
        record=record,
        ticket=ticket,
        requester=people_of_it.get(record.requester or 0),
        owner=people_of_it.get(record.owner or 0),
        team=team.name,
        service=services.get(record.service or 0),
        clocks=clocks.of(tx, record.id),
        score=survey.score if survey else None,
        hold=holds.now(tx, record),
        alerts=alerts_sight.summary_of(tx, record) if record.requester is None else None,
        is_shared=cards.is_shared(tx, record),
        comment=survey.comment if survey else None,
        follow_up=follow_ups.latest(tx, record.id) if survey else None,
        filer=people_of_it.get(ticket.filed_by or 0),
        made_of=_made_of(tx, ticket),
        first=first_of(tx, record, ticket.follows),
        about=requesters.about(tx, people_of_it.get(record.requester or 0)),
        lead=people_of_it.get(team.lead),
    )


def _made_of(tx: Tx, ticket: TicketRow) -> str:
    """Nobody else can open a message in somebody's direct messages."""
    channel, ts = ticket.origin_channel or "", ticket.origin_ts or ""
    return address(tx, channel, ts, ticket.origin_thread or "") if ts and not channel.startswith("D") else ""
