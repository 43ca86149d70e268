"""Transition tables: which verb leads from which state to which. What a table does not hold is refused."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from domain.outcomes import IllegalMove, Refused

V = TypeVar("V", bound=StrEnum)
S = TypeVar("S", bound=StrEnum)

Moves = Mapping[V, Mapping[S | None, S]]
"""verb → state before → state after; before a record is filed its state is None."""


def follow(moves: Moves[V, S], key: str, verb: V, state: S | None) -> S:
    """The state after `verb`; refuses with IllegalMove, naming the record by its key."""
    after = moves[verb].get(state)
    if after is None:
        raise Refused(IllegalMove(key, verb.value, state.value if state else ""))
    return after
