"""How plain words become tickets, besides commands and forms."""

from dataclasses import dataclass
from enum import StrEnum


class Words(StrEnum):
    """What becomes of plain words: filed at once, or offered first."""

    FILE = "file"
    OFFER = "offer"


@dataclass(frozen=True)
class RequestChannel:
    """`words`: of messages at its top level, whose threads are then the requester's side; None where people may
    talk. `emoji`: does :ticket: on a message there file it?
    """

    slack_id: str
    language: str
    words: Words | None = None
    emoji: bool = False


@dataclass(frozen=True)
class Requests:
    """`direct` is what becomes of words in direct messages."""

    direct: Words = Words.OFFER
    channels: tuple[RequestChannel, ...] = ()

    def at(self, slack_id: str) -> RequestChannel | None:
        return next((one for one in self.channels if one.slack_id == slack_id), None)
