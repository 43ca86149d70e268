"""What is told in one message: notices waiting in a lane, and those held back until it is known how many come."""

from collections.abc import Collection

from sqlalchemy import func, select, update

from storage.outbox import COLUMNS, WAITING, WITHDRAWN, Intent, is_held, is_open, outbox
from storage.tx import Tx


def untried(tx: Tx, place: str, notices: Collection[str], most: int) -> list[Intent]:
    """The oldest intents of these notices in a lane that were never tried and stand in no thread."""
    mine = is_open & (outbox.c.place == place) & (outbox.c.state == WAITING) & (outbox.c.attempts == 0)
    statement = (
        select(*COLUMNS)
        .where(mine, outbox.c.answers.is_(None), outbox.c.notice.in_(notices))
        .order_by(outbox.c.id)
        .limit(most)
    )
    return [Intent(*row) for row in tx.connection.execute(statement)]


def first_held(tx: Tx) -> tuple[str, int] | None:
    """A place where messages are held back, and how many."""
    statement = (
        select(outbox.c.place, func.count()).where(is_held).group_by(outbox.c.place).order_by(outbox.c.place)
    )
    row = tx.connection.execute(statement.limit(1)).one_or_none()
    return (str(row[0]), int(row[1])) if row else None


def held(tx: Tx, place: str, most: int) -> list[Intent]:
    """The oldest that are held back there."""
    statement = select(*COLUMNS).where(is_held, outbox.c.place == place).order_by(outbox.c.id).limit(most)
    return [Intent(*row) for row in tx.connection.execute(statement)]


def release(tx: Tx, place: str, most: int, *, said: bool) -> None:
    """The oldest that are held there are to be said now, or not at all."""
    oldest = select(outbox.c.id).where(is_held, outbox.c.place == place).order_by(outbox.c.id).limit(most)
    state = WAITING if said else WITHDRAWN
    tx.connection.execute(update(outbox).where(outbox.c.id.in_(oldest)).values(state=state))
    tx.hints.add("courier")
