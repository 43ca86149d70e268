"""Messages with {named} places. Only a message is a template: values are never read for places or formats."""

import re
from collections.abc import Mapping

PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def places(message: str) -> frozenset[str]:
    return frozenset(PLACE.findall(message))


def fill(message: str, values: Mapping[str, str]) -> str:
    """Put values in their places, in one pass; a brace that is no plain {name} stays as it is.

    Raises KeyError when the caller left a value out; what stands in a value can raise nothing.
    """
    return PLACE.sub(lambda place: values[place[1]], message)
