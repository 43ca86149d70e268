"""A foreign JSON body, read within limits. What is wrong with it is one sentence for whoever set the sender up."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from math import isfinite
from typing import Any

from domain.titles import clean_line, clean_lines

MOST_ALERTS = 1000  # in one request
DEEPEST = 16
MOST_VALUES = 100_000  # in all
MOST_KEYS = 1000  # of one object
LABELS = 64
LABEL_NAME, LABEL_VALUE = 128, 256
TITLE, SUMMARY, URL, FINGERPRINT, WORD = 150, 1000, 2000, 255, 64
LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
MILLISECONDS = 1e11  # epoch numbers above it are no seconds of our times


class Unfit(Exception):  # noqa: N818 - says what the body is
    """It cannot be taken; the sentence says why."""


Object = Mapping[str, Any]


def parse(raw: bytes) -> Any:  # noqa: ANN401 - foreign
    """JSON within our limits, without NUL, NaN and numbers beyond reason. Raises Unfit."""
    try:
        value = json.loads(raw, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Unfit("The body is not JSON.") from None
    _measure(value)
    return value


def _no_number(name: str) -> None:
    raise ValueError(name)


def _measure(value: Any) -> None:  # noqa: ANN401 - foreign
    """Without recursion: what is too deep must not be walked down to be found so."""
    seen, level = 0, [value]
    for _ in range(DEEPEST):
        below: list[Any] = []
        for one in level:
            if isinstance(one, dict) and len(one) > MOST_KEYS:
                raise Unfit(f"An object in the body has more than {MOST_KEYS} members.")
            below += one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        seen += len(below)
        if seen > MOST_VALUES:
            raise Unfit(f"The body holds more than {MOST_VALUES} values.")
        if not below:
            return
        level = below
    raise Unfit(f"The body is nested more than {DEEPEST} levels deep.")


def objects(value: Any, what: str) -> list[Object]:  # noqa: ANN401 - foreign
    """A list of objects, none too long."""
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise Unfit(f"{what} must be a list of objects.")
    if len(value) > MOST_ALERTS:
        raise Unfit(f"{what} holds {len(value)} alerts; one request may hold {MOST_ALERTS}.")
    return value


def members(value: Any) -> Object:  # noqa: ANN401 - foreign
    """An object's members; none where something else stands."""
    return value if isinstance(value, dict) else {}


def text(value: Any, longest: int = SUMMARY) -> str:  # noqa: ANN401 - foreign
    """One line of a text or a number; empty for everything else."""
    return clean_line(_shown(value))[:longest].rstrip()


def lines(value: Any, longest: int = SUMMARY) -> str:  # noqa: ANN401 - foreign
    return clean_lines(_shown(value))[:longest].rstrip()


def _shown(value: Any) -> str:  # noqa: ANN401 - foreign
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else ""


def first(*texts: str) -> str:
    return next((one for one in texts if one), "")


def labels(value: Any) -> dict[str, str]:  # noqa: ANN401 - foreign
    """Names and values, as many as fit."""
    named = ((text(name, LABEL_NAME), text(one, LABEL_VALUE)) for name, one in members(value).items())
    return dict([pair for pair in named if all(pair)][:LABELS])


def url(*values: Any) -> str:  # noqa: ANN401 - foreign
    """The first that is a plain web address, or none."""
    return next((one for one in values if isinstance(one, str) and len(one) <= URL and LINK.fullmatch(one)), "")


def instant(value: Any) -> datetime | None:  # noqa: ANN401 - foreign
    """RFC 3339, or seconds or milliseconds since 1970; the year 1 and the epoch mean that it is not known."""
    try:
        found = _instant(value)
    except (ValueError, OverflowError, OSError):
        return None
    return found if found and found.year > 1970 else None  # noqa: PLR2004 - the epoch


def _instant(value: Any) -> datetime | None:  # noqa: ANN401 - foreign
    if isinstance(value, str):
        found = datetime.fromisoformat(value)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
        return datetime.fromtimestamp(value / 1000 if value > MILLISECONDS else value, UTC)
    return None
