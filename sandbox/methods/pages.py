import base64
from typing import TypeVar

from sandbox.methods.call import Call, SlackError

MOST = 1000
ThingT = TypeVar("ThingT")


def page(call: Call, things: list[ThingT], default: int) -> tuple[list[ThingT], str]:
    """One page of a list and the cursor of the next, empty at the end."""
    start = _offset(call.text("cursor"))
    stop = start + call.number("limit", default, MOST)
    return things[start:stop], cursor_at(f"next:{stop}") if stop < len(things) else ""


def cursor_at(place: str) -> str:
    return base64.b64encode(place.encode()).decode()


def cursor_place(cursor: str, kind: str) -> str:
    """What `cursor_at` was given after `kind:`. Raises invalid_cursor."""
    try:
        found, _, place = base64.b64decode(cursor, validate=True).decode().partition(":")
    except ValueError:
        raise SlackError("invalid_cursor") from None
    if found != kind or not place:
        raise SlackError("invalid_cursor")
    return place


def _offset(cursor: str) -> int:
    if not cursor:
        return 0
    place = cursor_place(cursor, "next")
    if not place.isdigit():
        raise SlackError("invalid_cursor")
    return int(place)
