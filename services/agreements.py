"""Service level agreements: whoever is in charge is warned before a target is broken, and told when it is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain import clocks as rules
from domain.agreements import Audience, Mark, Step
from domain.clocks import Clock, ClockKind
from domain.people import Person
from domain.records import Record
from services import clock_facts, clocks, outbox, records, watches
from services.readers import Reader, may_see, sees
from services.timers import Act, Timer
from storage import clocks as clock_rows
from storage import people as people_rows
from storage import records as rows
from storage.tx import Tx

WARNING, BREACH = "sla.warning", "sla.breach"
CARD = "ticket.card"  # in whose thread the team's channel is told
CRITICAL = 1  # the gravest priority
SECOND = timedelta(seconds=1)
LATE = timedelta(minutes=15)  # a timer that fires so long after it was due: nobody ticked, or targets changed


@dataclass(frozen=True)
class ClockSight:
    """A running clock that somebody is told of. `left` is working time until the target, `over` beyond it.

    `channel` is where the ticket's card hangs, a Slack id; "" for a private one: no channel has that. `is_above`:
    it hangs above what is said here.
    """

    record: Record
    clock: Clock
    left: timedelta
    over: timedelta
    now: datetime
    owner: Person | None
    requester: Person | None
    channel: str
    is_above: bool = False


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
    if record.priority not in tx.desk.agreement.digest.priorities:  # of those the morning's message tells
        _tell(tx, record, kind, step, late=tx.now - timer.due_at > LATE)


def _tell(tx: Tx, record: Record, kind: ClockKind, step: Step, *, late: bool) -> None:
    """What is late is held back until it is known how much there is, and what concerns one person for a while: see
    `watches`. Only what is critical waits for nothing.
    """
    notice = BREACH if step.is_breach else WARNING
    say = outbox.hold_back if late else outbox.tell
    clock, share, beyond = kind.value, step.share, step.after // SECOND
    reached = [place for person in told(tx, record, step.tell) if (place := _reached(tx, record, person))]
    for place in reached:
        if late or record.priority != CRITICAL:
            outbox.hold_back(tx, record, place, notice, clock=clock, share=share, beyond=beyond)
        else:
            outbox.tell(tx, record, place, notice, clock=clock, share=share, beyond=beyond)
        if not late:
            watches.speak_to(tx, place)
    is_for_all = Audience.CHANNEL in step.tell or not (reached or step.tell <= {Audience.CARD})
    channel = tx.desk.team_by_id(record.team or 0).channel.slack_id
    if is_for_all and outbox.is_shown(tx, record, channel, CARD):
        say(tx, record, channel, notice, under=CARD, clock=clock, share=share, beyond=beyond)
    if late:
        watches.gather_soon(tx)


def _reached(tx: Tx, record: Record, person: int) -> str | None:
    """Where somebody is told, if they may still see it; where nobody can be told, the channel is."""
    found = people_rows.by_id(tx, person)
    return found.slack_id if found.slack_id and sees(tx, found, record) else None


def told(tx: Tx, record: Record, audience: frozenset[Audience]) -> list[int]:
    """Person ids, each once."""
    return list(dict.fromkeys(person for one in Audience if one in audience for person in _of(tx, record, one)))


def _of(tx: Tx, record: Record, audience: Audience) -> Iterator[int]:
    match audience:
        case Audience.ASSIGNEE:
            yield _in_charge(tx, record)
        case Audience.LEAD:
            yield tx.desk.team_by_id(record.team or 0).lead
        case Audience.OWNER:
            owner = tx.desk.owner_of(record.service)
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
    if kept.spoken != Mark(share, beyond * SECOND):
        return None
    sight = sight_of(tx, record, kept.clock)
    return replace(sight, is_above=reader.place == sight.channel)


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


ACTS: dict[str, Act] = {clocks.timer_kind(kind): speak for kind in ClockKind}
