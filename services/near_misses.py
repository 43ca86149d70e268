"""What is near its agreed time or over it, in one message for each person or channel that is to know."""

from dataclasses import dataclass

from domain.agreements import Audience
from domain.records import Record
from services import agreements, clocks, digests, outbox, watches
from services.agreements import CARD, ClockSight
from services.digests import DEEP
from services.readers import Reader, may_see
from services.timers import Act, Timer
from services.watches import BATCH, GATHER, MORNING
from storage import clocks as clock_rows
from storage import digests as digest_rows
from storage import outbox as outbox_rows
from storage import timers
from storage.clocks import Kept
from storage.tx import Tx

NOTICE = "sla.together"
PRIORITIES = frozenset(range(1, 6))
READERS = 25  # told in one transaction
MOST = 15  # in one message


@dataclass(frozen=True)
class Together:
    """`told`, what is due first first, and how many `more` there are. `is_late`: after an absence."""

    told: tuple[ClockSight, ...]
    more: int
    is_late: bool


def morning(tx: Tx, desk: Record, timer: Timer) -> None:
    """Everybody who has something near or over gets their list, and the next morning is awaited."""
    day, _, last = timer.occurrence.partition(":")
    readers = sorted({person for record, kept in _near(tx, late=0) for person in _people(tx, record, kept)})
    ahead = [person for person in readers if person > int(last)]
    for person in ahead[:READERS]:
        outbox.tell_person(tx, desk, person, NOTICE, late=0)
    if len(ahead) > READERS:
        timers.set_timer(tx, MORNING, desk.id, f"{day}:{ahead[READERS - 1]}", tx.now)
    elif readers:
        watches.await_morning(tx)


def gather(tx: Tx, desk: Record, timer: Timer) -> None:
    """What was held back for one place: a few are said as they are in a channel's threads and listed for a person,
    many are told together.
    """
    found = digest_rows.first_held(tx)
    if found is None:
        return
    place, count = found
    if count < DEEP and place.startswith(("U", "W")):
        digests.release(tx, place)
    elif count < DEEP:
        digest_rows.release(tx, place, count, said=True)
    elif count > BATCH:
        digest_rows.release(tx, place, BATCH - DEEP, said=False)  # so many are left that they stay together
    else:
        digest_rows.release(tx, place, count, said=False)
        if not outbox_rows.is_waiting(tx, place, NOTICE):
            outbox.tell(tx, desk, place, NOTICE, late=1)
    timers.set_timer(tx, GATHER, desk.id, timer.occurrence, tx.now, again=True)


ACTS: dict[str, Act] = {MORNING: morning, GATHER: gather, clocks.ALL: clocks.renew_some}


def _near(tx: Tx, *, late: int) -> list[tuple[Record, Kept]]:
    """Told of already, on the card at least. The morning tells of some priorities, an absence of the others."""
    daily = tx.desk.agreement.digest.priorities
    return clock_rows.spoken_of(tx, PRIORITIES - daily if late else daily)


def _people(tx: Tx, record: Record, kept: Kept) -> list[int]:
    audience = tx.desk.agreement.audience(kept.spoken, kept.clock.target)
    return agreements.told(tx, record, audience)


def see(tx: Tx, record_id: int, reader: Reader, late: int) -> Together | None:  # noqa: ARG001 - as every query
    """As it is when it is said: what was settled meanwhile is left out; None where nothing is left."""
    found = [(record, kept) for record, kept in _near(tx, late=late) if _concerns(tx, reader, record, kept)]
    told = tuple(agreements.sight_of(tx, record, kept.clock) for record, kept in found[:MOST])
    return Together(told, len(found) - len(told), bool(late)) if told else None


def _concerns(tx: Tx, reader: Reader, record: Record, kept: Kept) -> bool:
    if reader.person:
        return reader.person.id in _people(tx, record, kept) and may_see(tx, reader, record)
    audience = tx.desk.agreement.audience(kept.spoken, kept.clock.target)
    channel = tx.desk.team_by_id(record.team or 0).channel.slack_id
    return Audience.CHANNEL in audience and channel == reader.place and outbox.is_shown(tx, record, channel, CARD)
