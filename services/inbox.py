"""Hearing a thing once. What came from outside is done once and answered alike however often it is heard."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Concatenate, ParamSpec, TypeVar

from domain.outcomes import Outcome, Refusal, Refused
from storage import copies, inbox, people
from storage.inbox import Answer
from storage.shared import undone_by
from storage.tx import Tx

P = ParamSpec("P")
T = TypeVar("T", bound=Outcome)

LOOKED = timedelta(minutes=15)
"""A Home that somebody opened, or did something after, so lately may still be before them."""


@dataclass(frozen=True)
class Heard:
    """One thing heard: its key, who said it (a Slack id; None for a machine), and until when an answer counts.

    `again` is the key of one attempt, where a refused one may be followed by another (a form): the refusal is
    kept under it, what was done under `key`.
    """

    key: str
    actor: str | None
    deadline: datetime  # machine time
    again: str = ""
    card: tuple[str, str] | None = None  # the message (channel, ts) that was clicked


class NotNow(Exception):  # noqa: N818 - said of the hearing, not of a fault
    """Nothing was done. Slack is told so, and delivers an event again."""


class TooEarly(NotNow):
    """It concerns a message of ours of which we do not know yet whether Slack has it."""


class TooLate(NotNow):
    """The deadline passed before the commit: nothing was done and Slack is told so."""


def hear(
    tx: Tx, heard: Heard, verb: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs
) -> Outcome | Refusal:
    """Do `verb` unless it was heard before; then answer as it was answered. A refusal is an answer too."""
    earlier = _earlier(tx, heard)
    if earlier:
        return Outcome.of(earlier.name, earlier.facts)
    try:
        with undone_by(Refused, tx.aside):
            outcome: Outcome = verb(tx, *args, **kwargs)
    except Refused as refused:
        tx.hints.clear()
        outcome = refused.refusal
    if heard.card:
        copies.mark_clicked(tx, *heard.card)
    if heard.actor:
        copies.refresh_home(tx, heard.actor, tx.now - LOOKED)
    inbox.settle(tx, heard.key, outcome.name, outcome.facts())
    if heard.again and isinstance(outcome, Refusal):
        inbox.rename(tx, heard.key, heard.again)
    return outcome


def expect(tx: Tx, several: Sequence[Heard]) -> None:
    """What each would ask by itself is asked once for all that will be heard in this transaction. The key of a form
    that may be refused and sent again is not taken before it is known whether it was.
    """
    inbox.claim_all(tx, {one.key: one.actor for one in several if not one.again})
    people.look_up(tx, {one.actor for one in several if one.actor})


def _earlier(tx: Tx, heard: Heard) -> Answer | None:
    """The answer that was given before; None where it is to be found now, and the key is taken for it."""
    refused = inbox.answer_to(tx, heard.again) if heard.again else None
    if refused:
        return refused
    if not inbox.claim(tx, heard.key):
        done = inbox.answer_to(tx, heard.key)
        assert done is not None
        return done
    refused = inbox.answer_to(tx, heard.again) if heard.again else None
    if refused:  # a twin was refused while we waited for the key, and gave it up
        inbox.give_up(tx, heard.key)
    return refused


def park(tx: Tx, key: str, error: str, body: object) -> None:
    """An event that failed on Slack's last retry waits for a person."""
    inbox.park(tx, key, error, body)
