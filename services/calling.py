"""Whom the requester's words call upon: the one who has the ticket, once until they are answered."""

import json

from domain.records import Record
from storage import history, notes
from storage.tx import Tx

SPOKE = {"ticket.reply", "ticket.resolve"}
"""What the team says to the requester."""


def whom(tx: Tx, record: Record) -> int | None:
    """The assignee, for the first words since the team spoke; nobody where nobody has it, or they know already."""
    if record.owner is None or record.owner == record.requester:
        return None
    for fact in reversed(history.of(tx, record.id)):
        if fact.verb in SPOKE:
            break
        if fact.verb == "ticket.answer" and notes.get(tx, _note(fact.body)).calls == record.owner:
            return None
    return record.owner


def _note(body: str) -> int:
    return int(json.loads(body)["after"]["note"])
