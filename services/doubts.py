"""What Slack may have taken twice, or may yet take late, once requests of unknown outcome are surely over."""

from datetime import timedelta

from services.delivery import Pace
from storage import copies, outbox
from storage.outbox import Intent
from storage.tx import Tx


def doubted(tx: Tx, most: int) -> list[tuple[Intent, str | None]]:
    """Messages that may stand in Slack twice, and the thread they stand in."""
    found = outbox.to_look_again(tx, most)
    return [(one, outbox.thread_of(tx, one.answers) if one.answers else None) for one in found]


def look_later(tx: Tx, intent: Intent, pace: Pace, rest: float | None) -> None:
    """Slack could not be asked: after `rest` seconds, where it says so, and not at once in any case."""
    pause = max(pace.look_again, timedelta(seconds=rest or 0))
    outbox.look_again(tx, intent.id, tx.machine + pause)


def looked_again(tx: Tx, intent: Intent) -> None:
    outbox.look_again(tx, intent.id, None)


def to_draw_again(tx: Tx) -> bool:
    """Is there a card that a late edit may have reached?"""
    return copies.to_draw_again(tx)


def draw_again(tx: Tx) -> None:
    copies.draw_again(tx)
