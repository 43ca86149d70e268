"""A desk as a backup has it. Slack may know more than the backup does, so nothing is said again unasked."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from domain.outcomes import Refusal, Refused
from services import records
from storage import copies, copying, lanes
from storage import desk as desks
from storage.tx import Tx


@dataclass(frozen=True)
class NotEmpty(Refusal):
    """A desk is there already; a restored one would overwrite it."""


@dataclass(frozen=True)
class NotTheSame(Refusal):
    """After copying, these tables did not hold what they should."""

    tables: tuple[str, ...]


def take_over(tx: Tx, source: Connection, *, skip: int = 0) -> int:
    """Every row of another database, compared once it is here; answers how many.

    Raises Refused(NotEmpty | NotTheSame).
    """
    if not copying.is_empty(tx.connection):
        raise Refused(NotEmpty())
    copied = copying.copy(source, tx.connection, skip=skip)
    if wrong := copying.differing(source, tx.connection):
        raise Refused(NotTheSame(tuple(wrong)))
    return copied.total


def restore(tx: Tx, source: Connection, *, skip: int) -> int:
    """As `take_over`; then what happened since the backup is reckoned with.

    `skip`: that many ids of records and numbers of keys are left out, for they may have been given meanwhile.
    """
    rows = take_over(tx, source, skip=skip)
    founding = desks.the_desk(tx.connection)
    if founding:
        now = tx.machine + founding.ahead
        reconcile(replace(tx, desk=desks.load_desk(tx.connection, founding), now=now))
    return rows


def reconcile(tx: Tx) -> None:
    """Each message that still waited is looked for in Slack before it is sent; every card is drawn anew.

    Leases and budgets of the time of the backup mean nothing any more.
    """
    lanes.doubt_waiting(tx)
    copies.raise_all(tx)
    lanes.forget(tx)
    records.change(tx, records.desk_record(tx), "desk.restore")
