"""Saying: a verb writes what is to be said beside what it did; the courier says it after the commit."""

from domain.records import Record
from storage import copies, outbox, people
from storage.copies import Copy
from storage.tx import Tx


def show(
    tx: Tx,
    record: Record,
    place: str,
    view: str,
    *,
    occurrence: int = 0,
    under: Copy | None = None,
    follows: bool = True,
) -> None:
    """Put `view` of the record in a place (a channel id, or a Slack user id for a DM).

    `under` is the copy in whose thread it stands there; one that `follows` is drawn anew with its record.
    """
    copies.add(tx, record.id, place, view, occurrence, follows=follows)
    outbox.post(tx, record.id, place, view, occurrence, under.id if under else None)


def tell(tx: Tx, record: Record, place: str, notice: str, *, under: str | None = None, **args: int | str) -> None:
    """Say `notice` in a place, in the thread of the record's latest copy there if `under` names one."""
    outbox.add(tx, record.id, place, notice, args, answers=_thread(tx, record, place, under))


def hold_back(
    tx: Tx, record: Record, place: str, notice: str, *, under: str | None = None, **args: int | str
) -> None:
    """The same, to be said once somebody releases it."""
    outbox.add(tx, record.id, place, notice, args, answers=_thread(tx, record, place, under), held=True)


def is_shown(tx: Tx, record: Record, place: str, view: str) -> bool:
    """Does a copy stand there, or is it on its way?"""
    return _thread(tx, record, place, view) is not None


def _thread(tx: Tx, record: Record, place: str, under: str | None) -> int | None:
    if under is None:
        return None
    mine = [copy.id for copy in copies.of(tx, record.id) if (copy.place, copy.view) == (place, under)]
    return max(mine, default=None)  # the newest: a ticket may come back to a channel that it has left


def tell_person(
    tx: Tx, record: Record, person_id: int | None, notice: str, *, under: str | None = None, **args: int | str
) -> None:
    """Say `notice` in a person's DM; contacts without Slack are not told here."""
    slack_id = people.by_id(tx, person_id).slack_id if person_id is not None else None
    if slack_id:
        tell(tx, record, slack_id, notice, under=under, **args)


def take_back(tx: Tx, record: Record, view: str, occurrence: int) -> None:
    """A copy that is not posted yet need not be posted any more."""
    for copy in copies.of(tx, record.id):
        if (copy.view, copy.occurrence) == (view, occurrence):
            outbox.withdraw_posting(tx, copy.id)


def withdraw(tx: Tx, record: Record, notice: str) -> None:
    """What has not been said yet need not be said any more."""
    outbox.withdraw_waiting(tx, record.id, notice)
