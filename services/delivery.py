"""The courier's transactions: which item of a lane is next, and what came of it.

In a lane the order is: the card somebody just clicked, then what is to be said, oldest first, then cards to redraw.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from domain.people import Role
from services import digests
from services.readers import Reader, reader_at, sees
from storage import copies, lanes, outbox, people, records
from storage.copies import Copy
from storage.lanes import Lane
from storage.outbox import COPY, Intent
from storage.tx import Tx

Sight = Callable[[Tx, int, Reader, Mapping[str, Any]], Any]

UNDELIVERED = "desk.undelivered"
TOLD_FOR = timedelta(days=1)
NONE = timedelta(0)


@dataclass(frozen=True)
class Pace:
    """Machine time: how long a lane is leased, how long it rests after a message, and how long after a request
    of unknown outcome Slack is asked about it, the second time to find twins.
    """

    lease: timedelta
    rest: timedelta
    settle: timedelta
    look_again: timedelta
    back_off: timedelta


@dataclass(frozen=True)
class Budget:
    """Calls of a method that a workspace allows: one an `interval`, `burst` of them at once."""

    interval: timedelta
    burst: timedelta


@dataclass(frozen=True)
class Post:
    lane: Lane
    intent: Intent
    thread: str | None


@dataclass(frozen=True)
class LookUp:
    """A request was sent and nobody knows what became of it."""

    lane: Lane
    intent: Intent
    thread: str | None


@dataclass(frozen=True)
class Edit:
    lane: Lane
    copy: Copy


Item = Post | LookUp | Edit


def places(tx: Tx, most: int) -> list[str]:
    """Lanes with something to do that nobody is at."""
    return lanes.with_work(tx, most)


def take(tx: Tx, place: str, pace: Pace, budgets: Mapping[str, Budget]) -> Item | None:
    """Lease the lane and take its next item; None where there is none, or it must wait."""
    lane = lanes.lease(tx, place, pace.lease)
    if lane is None:
        return None
    waits = []
    for choose in (_clicked, _intent, _behind):
        item = choose(tx, lane)
        wait = _wait(tx, item, pace, budgets) if item else None
        if item and wait == NONE and _is_still_wanted(tx, item, pace):
            return item
        waits += [wait] if wait else []
    if waits:  # a card that must wait for its budget keeps no answer waiting
        lanes.rest(tx, lane, tx.machine + min(waits))
    else:
        lanes.release(tx, lane)
    return None


def _is_still_wanted(tx: Tx, item: Item, pace: Pace) -> bool:
    """Marks what is about to be said or drawn; False where it was withdrawn this moment."""
    if isinstance(item, Edit):
        copies.drawing(tx, item.copy, tx.machine + pace.look_again)
    return outbox.trying(tx, item.intent.id) if isinstance(item, Post) else True


def _clicked(tx: Tx, lane: Lane) -> Edit | None:
    copy = copies.next_behind(tx, lane.place, clicked=True)
    return Edit(lane, copy) if copy else None


def _behind(tx: Tx, lane: Lane) -> Edit | None:
    copy = copies.next_behind(tx, lane.place, clicked=False)
    return Edit(lane, copy) if copy else None


def _intent(tx: Tx, lane: Lane) -> Post | LookUp | None:
    while intent := outbox.first_open(tx, lane.place):
        thread = _thread_of(tx, intent)
        if intent.answers and thread is None:
            card = outbox.open_post_of(tx, intent.answers)
            if card is None:  # its card could not be posted, so there is no thread to say it in
                outbox.park(tx, intent.id, "no thread")
                continue
            intent, thread = card, _thread_of(tx, card)
        if intent.notice in digests.FOLDED and intent.state == outbox.WAITING:
            intent = digests.fold(tx, lane.place) or intent
        return LookUp(lane, intent, thread) if intent.state == outbox.TRYING else Post(lane, intent, thread)
    return None


def _thread_of(tx: Tx, intent: Intent) -> str | None:
    return outbox.thread_of(tx, intent.answers) if intent.answers else None


def _method(edit: Edit) -> str:
    return "views.publish" if edit.copy.view == copies.HOME else "chat.update"


def _wait(tx: Tx, item: Item, pace: Pace, budgets: Mapping[str, Budget]) -> timedelta:
    if isinstance(item, LookUp):
        assert item.intent.last_attempt_at is not None
        return max(item.intent.last_attempt_at + pace.settle - tx.machine, NONE)
    method = _method(item) if isinstance(item, Edit) else "chat.postMessage"
    budget = budgets.get(method)
    return lanes.spend(tx, method, budget.interval, budget.burst) if budget else NONE


@dataclass(frozen=True)
class Composed:
    """What a view is given; `wanted` is the copy's, as of this sight."""

    reader: Reader
    sight: Any
    wanted: int


def compose(
    tx: Tx, place: str, sight: Sight, record_id: int, args: Mapping[str, Any], copy_id: int | None
) -> Composed:
    """What this reader may see now; of a copy its occurrence is told too."""
    reader = reader_at(tx, place)
    copy = copies.get(tx, copy_id) if copy_id else None
    about = {**args, "occurrence": copy.occurrence} if copy else args
    return Composed(reader, sight(tx, record_id, reader, about), copy.wanted if copy else 0)


def view_of(tx: Tx, intent: Intent) -> str | None:
    """The view of the copy that this intent posts; None for a notice."""
    return copies.get(tx, intent.posts).view if intent.notice == COPY and intent.posts else None


def opened(tx: Tx, lane: Lane, channel: str) -> None:
    lanes.opened(tx, lane, channel)


def sent(
    tx: Tx, post: Post | LookUp, channel: str, ts: str, wanted: int, pace: Pace, digest: str | None = None
) -> None:
    """It stands in Slack as `ts`. Where it may have been taken twice, it is looked for again."""
    if not lanes.holds(tx, post.lane):
        return  # the lane was lost meanwhile; its new holder looks this message up
    attempts = post.intent.attempts + isinstance(post, Post)
    again = tx.machine + pace.look_again if attempts > 1 else None
    outbox.sent(tx, post.intent.id, channel, ts, again)
    if post.intent.posts:
        copies.posted(tx, post.intent.posts, channel, ts, wanted, digest)
        copies.outdate(tx, post.intent.posts)
    lanes.spoke(tx, post.lane, pace.rest, ts)


def drawn(tx: Tx, edit: Edit, wanted: int, digest: str | None) -> None:
    if not lanes.holds(tx, edit.lane):
        return  # the lane was lost meanwhile; whether this edit or its new holder's came last shows later
    copies.drawn(tx, edit.copy, wanted, digest)
    lanes.spoke(tx, edit.lane, timedelta(0), None)


def withdraw(tx: Tx, post: Post) -> None:
    if lanes.holds(tx, post.lane):
        outbox.withdraw(tx, post.intent.id)
        lanes.release(tx, post.lane)


def not_found(tx: Tx, look_up: LookUp, pace: Pace) -> None:
    if lanes.holds(tx, look_up.lane):
        outbox.try_again(tx, look_up.intent.id, tx.machine + pace.look_again)
        lanes.release(tx, look_up.lane)


def later(tx: Tx, item: Item, error: str, pace: Pace, rest: float | None, *, taken: bool) -> timedelta:
    """Try again after `rest` seconds, or after a back-off that doubles; answers how long that is.

    `taken`: Slack may have taken it.
    """
    doubled = pace.back_off * 2 ** min(item.lane.failures, 8)
    pause = doubled if rest is None else max(timedelta(seconds=rest), pace.back_off)
    if not lanes.holds(tx, item.lane):
        return pause
    if isinstance(item, Post):
        mark = outbox.unknown if taken else outbox.not_sent
        mark(tx, item.intent.id, error)
    elif isinstance(item, Edit) and not taken:
        copies.not_drawn(tx, item.copy)
    lanes.back_off(tx, item.lane, tx.machine + pause)
    return pause


def park(tx: Tx, item: Item, error: str) -> None:
    """Hopeless in this place: kept for a person, and the administrators are told once a day and place."""
    records.lock(tx, _record_of(item))
    if not lanes.holds(tx, item.lane):
        return
    if isinstance(item, Edit):
        copies.park(tx, item.copy.id, error)
    else:
        outbox.park(tx, item.intent.id, error)
    lanes.release(tx, item.lane)
    _report(tx, item)


def _record_of(item: Item) -> int:
    return item.copy.record_id if isinstance(item, Edit) else item.intent.record_id


def _report(tx: Tx, item: Item) -> None:
    if not isinstance(item, Edit) and item.intent.notice == UNDELIVERED:
        return  # else administrators whom Slack does not reach would be told of each other for ever
    args = {"place": item.lane.place}
    admins = people.by_ids(tx, tx.desk.roles.get(Role.ADMIN, frozenset())).values()
    for place in sorted(admin.slack_id for admin in admins if admin.slack_id):
        if place != item.lane.place and not outbox.is_told(tx, place, UNDELIVERED, args, tx.now - TOLD_FOR):
            outbox.add(tx, _record_of(item), place, UNDELIVERED, args)


def card_gone(tx: Tx, edit: Edit, error: str) -> None:
    """The message is gone from Slack: posted once more, unless that was done before."""
    records.lock(tx, edit.copy.record_id)
    if not lanes.holds(tx, edit.lane):
        return
    if outbox.times_posted(tx, edit.copy.id) > 1:
        copies.park(tx, edit.copy.id, error)
    else:
        copies.lost(tx, edit.copy.id)
        outbox.add(tx, edit.copy.record_id, edit.copy.place, COPY, {}, posts=edit.copy.id)
    lanes.release(tx, edit.lane)


@dataclass(frozen=True)
class Undelivered:
    """The key of a record of which something could not be said, empty for who may not see it; and the place in
    Slack.
    """

    key: str
    place: str


def undelivered(tx: Tx, record_id: int, reader: Reader, place: str) -> Undelivered | None:
    """For administrators only; None for whoever is none any more."""
    if reader.person is None or Role.ADMIN not in tx.desk.roles_of(reader.person.id):
        return None
    record = records.get(tx, record_id)
    return Undelivered(record.key if sees(tx, reader.person, record) else "", place)


def is_idle(tx: Tx) -> bool:
    """Nothing waits to be said or drawn."""
    return not lanes.anything_open(tx)


@dataclass(frozen=True)
class Backlog:
    open: int
    parked: int


def backlog(tx: Tx) -> Backlog:
    return Backlog(*outbox.counts(tx))
