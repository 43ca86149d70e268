"""What Slack may have taken late or twice, once requests of unknown outcome are surely over."""

from dataclasses import dataclass
from datetime import timedelta

from services.delivery import Pace
from storage import copies, lanes, outbox
from storage.outbox import Intent
from storage.tx import Tx


@dataclass(frozen=True)
class Doubt:
    """A message that may stand in a channel, or in a thread of it, once more than is known.

    `is_given_up`: it was parked, so where it stands after all it counts as said.
    """

    intent: Intent
    channel: str
    thread: str | None
    is_given_up: bool


def doubted(tx: Tx, most: int) -> list[Doubt]:
    return [_doubt(tx, one) for one in outbox.to_look_again(tx, most)]


def _doubt(tx: Tx, intent: Intent) -> Doubt:
    thread = outbox.thread_of(tx, intent.answers) if intent.answers else None
    channel = intent.channel or lanes.channel_of(tx, intent.place) or intent.place
    return Doubt(intent, channel, thread, intent.state == outbox.PARKED)


def stands(tx: Tx, doubt: Doubt, ts: str) -> None:
    """Given up, but taken late all the same: it is said, and its card is drawn from now on."""
    intent = doubt.intent
    if outbox.found_late(tx, intent.id, doubt.channel, ts) and intent.posts:
        copies.posted(tx, intent.posts, doubt.channel, ts, wanted=0, digest=None)
        copies.outdate(tx, intent.posts)
        tx.hints.add("courier")


def look_later(tx: Tx, doubt: Doubt, pace: Pace, rest: float | None) -> None:
    """Slack could not be asked: after `rest` seconds, where it says so, and not at once in any case."""
    pause = max(pace.look_again, timedelta(seconds=rest or 0))
    outbox.look_again(tx, doubt.intent.id, tx.machine + pause)


def looked_again(tx: Tx, doubt: Doubt) -> None:
    outbox.look_again(tx, doubt.intent.id, None)


def to_draw_again(tx: Tx) -> bool:
    """Is there a card that a late edit may have reached?"""
    return copies.to_draw_again(tx)


def draw_again(tx: Tx) -> None:
    copies.draw_again(tx)
