"""Which words are somebody's own, to be erased when they ask for it."""

from collections.abc import Mapping
from typing import Any

from domain.records import Kind

GONE = "[…]"
"""Stands where words were: the mark for what is left out, in every language."""

ERASED = "person.erase"
"""The verb of the fact that says what was erased in a record's own tables, or of the person themselves."""


def is_own(fact: Mapping[str, Any], kind: Kind, slack_id: str, person: int, *, asked: bool) -> bool:
    """Are the words beside this fact theirs? `asked`: the record is what they asked for, or filed for somebody.

    A record's first fact holds what was asked for, whoever typed it: what somebody made of another's message is the
    other's. What the desk file says of a person is that person's.
    """
    if kind is Kind.DESK:
        return fact["actor"] == slack_id or _describes(fact["after"], person)
    return asked if fact["seq"] == 1 else fact["actor"] == slack_id


def _describes(after: Mapping[str, Any], person: int) -> bool:
    bodies = (after.get("after"), after.get("before"))
    return after.get("part") == "person" and any(body and body.get("person") == person for body in bodies)
