"""Hearing a thing once. What came from outside is done once and answered alike however often it is heard."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Concatenate, ParamSpec, TypeVar

from domain.outcomes import Outcome, Refusal, Refused
from storage import inbox
from storage.tx import Tx

P = ParamSpec("P")
T = TypeVar("T", bound=Outcome)

KEPT = timedelta(days=7)


@dataclass(frozen=True)
class Heard:
    """One thing heard: its key, who said it (a Slack id; None for a machine), and until when an answer counts."""

    key: str
    actor: str | None
    deadline: datetime  # machine time


class TooLate(Exception):  # noqa: N818 - said of the hearing, not of a fault
    """The deadline passed before the commit: nothing was done and Slack is told so."""


def hear(
    tx: Tx, key: str, verb: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs
) -> Outcome | Refusal:
    """Do `verb` unless `key` was heard before; then answer as it was answered. A refusal is an answer too."""
    if not inbox.claim(tx, key):
        return _answered(tx, key)
    try:
        with tx.connection.begin_nested():
            outcome: Outcome = verb(tx, *args, **kwargs)
    except Refused as refused:
        tx.hints.clear()
        outcome = refused.refusal
    inbox.settle(tx, key, outcome.name, outcome.facts())
    return outcome


def _answered(tx: Tx, key: str) -> Outcome:
    answer = inbox.answer_to(tx, key)
    assert answer is not None
    return Outcome.of(answer.name, answer.facts)


def forget(tx: Tx) -> None:
    inbox.forget(tx, tx.machine - KEPT)


def park(tx: Tx, key: str, error: str, body: object) -> None:
    """An event that failed on Slack's last retry waits for a person."""
    inbox.park(tx, key, error, body)
