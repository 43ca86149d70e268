"""The spine: everything with a key, a state, an owner and a conversation is a record."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a record is. Tickets share one series of keys, because an incident may turn out a request."""

    DESK = "desk"
    TICKET = "ticket"
    CHANGE = "change"
    RISK = "risk"


PREFIXES = {Kind.DESK: "DESK", Kind.CHANGE: "CHG", Kind.RISK: "RSK"}


def key_of(kind: Kind, number: int, desk_prefix: str) -> str:
    """`IT-1042` for a ticket of desk IT, `CHG-9` for a change."""
    return f"{series_of(kind, desk_prefix)}{number}"


def series_of(kind: Kind, desk_prefix: str) -> str:
    """What all its keys begin with, the hyphen too."""
    return f"{PREFIXES.get(kind, desk_prefix)}-"


@dataclass(frozen=True)
class Record:
    """A row of the records table. People are person ids; `head_seq` and `head_hash` end its chain of facts.

    A private one (a complaint) concerns only who asked, the team's lead and the quality supervisor.
    """

    id: int
    kind: Kind
    key: str
    title: str
    state: str
    requester: int | None
    owner: int | None
    team: int | None
    service: int | None
    priority: int | None
    opened_at: datetime
    row_version: int
    head_seq: int
    head_hash: str
    is_private: bool = False
