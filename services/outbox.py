"""Saying: a verb writes what is to be said beside what it did; the courier says it after the commit."""

from domain.records import Record
from storage import copies, outbox, people
from storage.tx import Tx

COPY = "copy"  # the notice of an intent that posts a copy


def show(tx: Tx, record: Record, place: str, view: str, *, thread_of: int | None = None) -> int:
    """Put `view` of the record in a place (a channel id, or a Slack user id for a DM); answers the copy's id.

    `thread_of` names the copy in whose thread it stands.
    """
    copy_id = copies.add(tx, record.id, place, view)
    outbox.add(tx, record.id, place, COPY, {"view": view}, posts=copy_id, answers=thread_of)
    return copy_id


def tell(tx: Tx, record: Record, place: str, notice: str, *, view: str | None = None, **args: int | str) -> None:
    """Say `notice` in a place, in the thread of the record's copy there if `view` names one."""
    found = [copy.id for copy in copies.of(tx, record.id) if copy.place == place and copy.view == view]
    outbox.add(tx, record.id, place, notice, args, answers=found[0] if found else None)


def tell_person(tx: Tx, record: Record, person_id: int | None, notice: str, **args: int | str) -> None:
    """Say `notice` in a person's DM; contacts without Slack are not told here."""
    if person_id is None:
        return
    person = people.by_id(tx, person_id)
    if person.slack_id:
        outbox.add(tx, record.id, person.slack_id, notice, args)


def withdraw(tx: Tx, record: Record, notice: str) -> None:
    """What has not been said yet need not be said any more."""
    outbox.withdraw_waiting(tx, record.id, notice)
