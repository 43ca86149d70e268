"""Whether a value is plain JSON at all: asked first, so that every later check may trust what it holds."""

import math
from collections.abc import Iterator

from sandbox.limits.fault import Fault

DEEPEST = 40
"""Far below what Slack's objects need (about 12) and what Python's recursion allows."""
WIDEST_INTEGER_BITS = 64


def check_plain(root: object, pointer: str) -> list[Fault]:
    return list(_walk(root, pointer))


def _walk(root: object, pointer: str) -> Iterator[Fault]:
    waiting: list[tuple[object, str, int]] = [(root, pointer, 0)]
    while waiting:
        value, at, depth = waiting.pop()
        if depth > DEEPEST:
            yield Fault(at, "depth", "nested too deeply")
        elif isinstance(value, dict):
            for key, inner in value.items():
                if isinstance(key, str):
                    waiting.append((inner, f"{at}/{escape(key)}", depth + 1))
                else:
                    yield Fault(at, "type", "keys must be strings")
        elif isinstance(value, list):
            waiting.extend((inner, f"{at}/{index}", depth + 1) for index, inner in enumerate(value))
        elif not _is_scalar(value):
            yield Fault(at, "type", "must be valid JSON")


def _is_scalar(value: object) -> bool:
    if value is None or isinstance(value, str | bool):
        return True
    if isinstance(value, int):
        return value.bit_length() <= WIDEST_INTEGER_BITS
    return isinstance(value, float) and math.isfinite(value)


def escape(key: str) -> str:
    """RFC 6901 section 3."""
    return key.replace("~", "~0").replace("/", "~1")
