"""What is wrong with a payload, and where."""

from dataclasses import dataclass
from typing import Literal

Surface = Literal["message", "modal", "home"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken rule.

    `pointer` is the JSON pointer Slack would print: the field itself for a bad value, the object that lacks
    or has too much for a missing or surplus key. `code` names the kind of rule; `error` is the Web API error
    that this fault alone would cause.
    """

    pointer: str
    code: str
    message: str
    error: str = "invalid_blocks"

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer}]"
