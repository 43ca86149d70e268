"""From alerts to incidents: a group of alerts opens a ticket, joins it, settles it, opens it again."""

from dataclasses import dataclass

from domain import alerts as rules
from domain import tickets as ticket_rules
from domain.alerts import Group, Step, Tally
from domain.records import Kind, Record
from domain.tickets import TicketState, TicketVerb
from services import alerts as intake
from services import cards, outbox, records
from services.cards import CARD
from services.readers import Reader, may_see
from services.timers import Act, Timer
from storage import alerts, tickets, timers
from storage import outbox as outbox_rows
from storage import records as rows
from storage.tickets import TicketRow
from storage.tx import Tx

SETTLED, HANDED_OVER, AGAIN = "alert.settled", "alert.handed_over", "alert.again"
CLOSE = "alert.close"
"""The kind of the timer that closes an incident once it can no longer open again by itself."""


def look(tx: Tx, _: Record, timer: Timer) -> None:
    """A group was stirred: what fires and may speak does, and its incident follows."""
    group = alerts.lock_group(tx, int(timer.occurrence))
    ticket = rows.lock(tx, group.ticket) if group.ticket is not None else None
    alerts.hold(tx, group.id)
    intake.mend_silence(tx, group.id)
    fresh = alerts.speak(tx, group.id)
    tally = alerts.tally(tx, group.id)
    state = TicketState(ticket.state) if ticket else None
    step = rules.next_step(state, ticket.owner if ticket else None, group, tally, fresh)
    ticket = _take(tx, step, group, ticket, tally)
    alerts.looked_at(tx, group.id, tally, ticket.id if ticket else None)
    if tally.wakes_at is not None:
        timers.set_timer(tx, intake.LOOK, timer.record_id, timer.occurrence, tally.wakes_at, again=True)


def _take(tx: Tx, step: Step, group: Group, ticket: Record | None, tally: Tally) -> Record | None:
    if step is Step.NOTHING:
        return ticket
    if ticket is None:
        return _open(tx, group, tally)
    match step:
        case Step.REOPEN:
            return _reopen(tx, group, ticket, tally)
        case Step.SETTLE:
            return _settle(tx, group, ticket, tally)
        case Step.HAND_OVER:
            ticket = records.change(tx, ticket, "alert.quiet", about=_counts(tally))
            cards.tell(tx, ticket, HANDED_OVER)
            return ticket
    return records.change(tx, ticket, f"alert.{step}", about=_counts(tally), priority=_gravest(ticket, tally))


def _open(tx: Tx, group: Group, tally: Tally) -> Record:
    team = tx.desk.team_for(group.service)
    service = tx.desk.services.get(group.service)
    priority = tally.gravest or rules.PRIORITIES[-1]
    record = records.open_record(
        tx,
        Kind.TICKET,
        "alert.open",
        group.title,
        ticket_rules.move("", TicketVerb.FILE, None),
        about={"group": group.id, "source": group.source, **_counts(tally)},
        team=team.id,
        service=service.id if service else None,
        priority=priority,
    )
    tickets.add(tx, TicketRow(record.id, ticket_rules.Kind.INCIDENT, None, *rules.levels(priority), "alert"))
    cards.show(tx, record)
    return record


def _settle(tx: Tx, group: Group, ticket: Record, tally: Tally) -> Record:
    """Resolved by the machine: nobody is asked whether it is solved, and it closes when it is late to reopen."""
    after = ticket_rules.move(ticket.key, TicketVerb.RESOLVE, TicketState(ticket.state))
    ticket = records.change(tx, ticket, "alert.resolve", state=after, about=_counts(tally))
    cards.tell(tx, ticket, SETTLED)
    until = tx.now + tx.desk.alerts.rule_named(group.rule).body.reopen
    timers.set_timer(tx, CLOSE, ticket.id, str(ticket.head_seq), until)
    return ticket


def _reopen(tx: Tx, group: Group, ticket: Record, tally: Tally) -> Record:
    """Whoever had it goes on with it; else it is new once more. The channel is told, at most once an hour."""
    verb = TicketVerb.REOPEN if ticket.owner is not None else TicketVerb.FIRE_AGAIN
    after = ticket_rules.move(ticket.key, verb, TicketState(ticket.state))
    timers.cancel(tx, CLOSE, ticket.id)
    timers.cancel(tx, "ticket.quiet", ticket.id)
    ticket = records.reopen(tx, ticket, "alert.reopen", after)
    ticket = records.change(tx, ticket, "alert.join", about=_counts(tally), priority=_gravest(ticket, tally))
    channel, about = _channel(tx, ticket), {"group": group.id}
    is_told = outbox_rows.is_told(tx, channel, AGAIN, about, tx.now - rules.QUIET_CHANNEL)
    outbox.tell(tx, ticket, channel, AGAIN, under=CARD if is_told else None, **about)
    return ticket


def close(tx: Tx, record: Record, _: Timer) -> None:
    """It did not fire again in time."""
    if record.state == TicketState.RESOLVED:
        after = ticket_rules.move(record.key, TicketVerb.CONFIRM, TicketState.RESOLVED)
        records.close(tx, record, "alert.close", after)


ACTS: dict[str, Act] = {intake.LOOK: look, CLOSE: close}


def _counts(tally: Tally) -> dict[str, int]:
    return {"firing": tally.firing, "total": tally.total}


def _gravest(ticket: Record, tally: Tally) -> int:
    """A graver alert makes a graver incident; nothing makes it lighter but people."""
    known = (priority for priority in (ticket.priority, tally.gravest) if priority is not None)
    return min(known, default=rules.PRIORITIES[-1])


def _channel(tx: Tx, ticket: Record) -> str:
    return tx.desk.team_by_id(ticket.team or 0).channel.slack_id


@dataclass(frozen=True)
class Turn:
    """What has become of an incident's alerts, for its team."""

    record: Record
    total: int
    firing: int


def see(tx: Tx, record_id: int, reader: Reader, group: int = 0) -> Turn | None:  # noqa: ARG001 - in the intent
    record, found = rows.get(tx, record_id), alerts.group_of_ticket(tx, record_id)
    if found is None or not may_see(tx, reader, record):
        return None
    return Turn(record, found.total, found.firing)
