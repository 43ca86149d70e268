"""Service level agreements: whoever is in charge is warned before a target is broken, and told when it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain import clocks as rules
from domain.agreements import Audience, Mark, Step
from domain.clocks import Clock, ClockKind
from domain.people import Person
from domain.records import Record
from services import clock_facts, clocks, outbox, records
from services.readers import Reader, may_see, sees
from services.timers import Act, Timer
from storage import clocks as clock_rows
from storage import people as people_rows
from storage import records as rows
from storage.tx import Tx

WARNING, BREACH = "sla.warning", "sla.breach"
CARD = "ticket.card"  # in whose thread the team's channel is told
SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class ClockSight:
    """A running clock that somebody is told of. `left` is working time until the target, `over` beyond it.

    `channel` is where the ticket's card hangs, a Slack id; "" for a private one: no channel has that.
    """

    record: Record
    clock: Clock
    left: timedelta
    over: timedelta
    now: datetime
    owner: Person | None
    requester: Person | None
    channel: str


def speak(tx: Tx, record: Record, timer: Timer) -> None:
    """A step is due: the gravest that is, if the bot was off, and the next one is armed."""
    kind = ClockKind(timer.kind.partition(".")[2])
    kept = clocks.renew(tx, record).get(kind)
    if kept is None:
        return
    steps = tx.desk.agreement.steps
    step = rules.gravest(kept.clock, tx.desk.promises.hours, steps, kept.spoken, tx.now)
    if step is None:
        clocks.arm(tx, record, kept)  # the agreement has changed since the timer was set
        return
    verb = clock_facts.BREACH if step.is_breach else clock_facts.WARN
    beyond = step.after // timedelta(microseconds=1)
    record = records.change(tx, record, verb, about={"clock": kind.value, "share": step.share, "beyond": beyond})
    _tell(tx, record, kind, step)


ACTS: dict[str, Act] = {
    clocks.ALL: clocks.renew_some,
    **{clocks.timer_kind(kind): speak for kind in ClockKind},
}


def _tell(tx: Tx, record: Record, kind: ClockKind, step: Step) -> None:
    notice = BREACH if step.is_breach else WARNING
    clock, share, beyond = kind.value, step.share, step.after // SECOND
    for person in _told(tx, record, step.tell):
        outbox.tell_person(tx, record, person, notice, clock=clock, share=share, beyond=beyond)
    channel = tx.desk.team_by_id(record.team or 0).channel.slack_id
    if Audience.CHANNEL in step.tell and outbox.is_shown(tx, record, channel, CARD):
        outbox.tell(tx, record, channel, notice, under=CARD, clock=clock, share=share, beyond=beyond)


def _told(tx: Tx, record: Record, audience: frozenset[Audience]) -> list[int]:
    """Person ids, each once."""
    return list(dict.fromkeys(person for one in Audience if one in audience for person in _of(tx, record, one)))


def _of(tx: Tx, record: Record, audience: Audience) -> Iterator[int]:
    match audience:
        case Audience.ASSIGNEE:
            yield _in_charge(tx, record)
        case Audience.LEAD:
            yield tx.desk.team_by_id(record.team or 0).lead
        case Audience.OWNER:
            owner = next((one.owner for one in tx.desk.services.values() if one.id == record.service), None)
            yield from [owner] if owner is not None else []


def _in_charge(tx: Tx, record: Record) -> int:
    """The assignee; the team's lead where there is none, or one without Slack or without a right to see it now:
    who has left the company or the desk's teams is not told, so somebody else must be.
    """
    owner = people_rows.by_id(tx, record.owner) if record.owner is not None else None
    if owner and owner.slack_id and sees(tx, owner, record):
        return owner.id
    return tx.desk.team_by_id(record.team or 0).lead


def see(tx: Tx, record_id: int, reader: Reader, clock: str, share: int, beyond: int = 0) -> ClockSight | None:
    """None once it was answered or resolved, or a graver step was spoken meanwhile."""
    record = rows.get(tx, record_id)
    kept = clock_rows.of(tx, record_id)[ClockKind(clock)]
    if not may_see(tx, reader, record) or not kept.clock.is_running:
        return None
    return sight_of(tx, record, kept.clock) if kept.spoken == Mark(share, beyond * SECOND) else None


def sight_of(tx: Tx, record: Record, clock: Clock) -> ClockSight:
    involved = people_rows.by_ids(tx, [one for one in (record.requester, record.owner) if one])
    left = clock.target - rules.elapsed(clock, tx.desk.promises.hours, tx.now)
    return ClockSight(
        record=record,
        clock=clock,
        left=max(left, timedelta(0)),
        over=max(-left, timedelta(0)),
        now=tx.now,
        owner=involved.get(record.owner or 0),
        requester=involved.get(record.requester or 0),
        channel="" if record.is_private else tx.desk.team_by_id(record.team or 0).channel.slack_id,
    )
