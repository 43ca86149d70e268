"""The vocabulary in which Slack's objects are described.

A shape is a function of a value, its pointer and the surface it would stand on, and yields faults. Shapes are
built from `bounds`, so a table of objects reads as the reference does. They expect plain JSON (see `plain`).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from sandbox.limits.bounds import BOUNDS, Bound
from sandbox.limits.fault import Fault, Surface

Shape = Callable[[object, str, Surface], Iterable[Fault]]
Rule = Callable[[Mapping[str, object], str, Surface], Iterable[Fault]]

PLAIN = ("plain_text",)
EITHER = ("plain_text", "mrkdwn")
NO_RULES: tuple[Rule, ...] = ()


def within(size: float, bound: Bound, pointer: str, unit: str) -> Iterator[Fault]:
    """Slack's own words: it names the first length that is *not* allowed."""
    low, high = bound
    if size < low:
        yield Fault(pointer, f"min_{unit}", _TOO_SMALL[unit].format(low=low, below=low - 1))
    if high is not None and size > high:
        yield Fault(pointer, f"max_{unit}", _TOO_BIG[unit].format(high=high, above=high + 1))


_TOO_SMALL = {
    "length": "must be more than {below} characters",
    "items": "no fewer than {low} items allowed",
    "value": "must be at least {low}",
}
_TOO_BIG = {
    "length": "must be less than {above} characters",
    "items": "no more than {high} items allowed",
    "value": "must be at most {high}",
}


def string(row: str | None = None, *, pattern: str | None = None) -> Shape:
    bound = BOUNDS[row] if row else Bound(0, None)
    compiled = re.compile(pattern) if pattern else None

    def check(value: object, at: str, _surface: Surface) -> Iterator[Fault]:
        if not isinstance(value, str):
            yield Fault(at, "type", "must provide a string")
            return
        yield from within(len(value), bound, at, "length")
        if compiled and not compiled.fullmatch(value):
            yield Fault(at, "pattern", f"must match pattern {compiled.pattern}")

    return check


def integer(row: str | None = None, *, low: int = 0, high: int | None = None) -> Shape:
    bound = BOUNDS[row] if row else Bound(low, high)

    def check(value: object, at: str, _surface: Surface) -> Iterator[Fault]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield Fault(at, "type", "must provide a number")
            return
        yield from within(value, bound, at, "value")

    return check


def number(value: object, at: str, _surface: Surface) -> Iterator[Fault]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield Fault(at, "type", "must provide a number")


def boolean(value: object, at: str, _surface: Surface) -> Iterator[Fault]:
    if not isinstance(value, bool):
        yield Fault(at, "type", "must provide a boolean")


def enum(*allowed: str) -> Shape:
    def check(value: object, at: str, _surface: Surface) -> Iterator[Fault]:
        if not isinstance(value, str) or value not in allowed:
            yield Fault(at, "enum", f"must be one of: {', '.join(allowed)}")

    return check


def items(row: str | None, of: Shape) -> Shape:
    bound = BOUNDS[row] if row else Bound(0, None)

    def check(value: object, at: str, surface: Surface) -> Iterator[Fault]:
        if not isinstance(value, list):
            yield Fault(at, "type", "must provide an array")
            return
        yield from within(len(value), bound, at, "items")
        for index, item in enumerate(value):
            yield from of(item, f"{at}/{index}", surface)

    return check


def struct(
    required: Mapping[str, Shape],
    optional: Mapping[str, Shape] | None = None,
    *rules: Rule,
) -> Shape:
    """An object with exactly these keys; `rules` see it whole, once its own keys have been checked."""
    fields = {**required, **(optional or {})}

    def check(value: object, at: str, surface: Surface) -> Iterator[Fault]:
        if not isinstance(value, dict):
            yield Fault(at, "type", "must provide an object")
            return
        for name in required:
            if name not in value:
                yield Fault(at, "required", f"missing required field: {name}")
        for name, inner in value.items():
            if name in fields:
                yield from fields[name](inner, f"{at}/{name}", surface)
            else:
                yield Fault(at, "additional_property", f"invalid additional property: {name}")
        for rule in rules:
            yield from rule(value, at, surface)

    return check


def tagged(table: Mapping[str, Shape], allowed: Iterable[str] | None = None) -> Shape:
    """One of several objects, told apart by `type`."""
    names = frozenset(table if allowed is None else allowed)

    def check(value: object, at: str, surface: Surface) -> Iterator[Fault]:
        if not isinstance(value, dict):
            yield Fault(at, "type", "must provide an object")
            return
        if "type" not in value:
            yield Fault(at, "required", "missing required field: type")
            return
        kind = value["type"]
        if not isinstance(kind, str) or kind not in table or kind not in names:
            yield Fault(f"{at}/type", "unsupported_type", f"unsupported type: {kind!s:.80}")
            return
        yield from table[kind](value, at, surface)

    return check


def text(row: str = "text", kinds: tuple[str, ...] = EITHER) -> Shape:
    """A text object. Slack takes `emoji` with plain_text alone and `verbatim` with mrkdwn alone."""
    extras: Mapping[str, Mapping[str, Shape]] = {
        "plain_text": {"emoji": boolean},
        "mrkdwn": {"verbatim": boolean},
    }
    table = {kind: struct({"type": enum(kind), "text": string(row)}, extras[kind]) for kind in kinds}
    return tagged(table)


def anything(_value: object, _at: str, _surface: Surface) -> Iterable[Fault]:
    """A field of a legacy object whose content Slack does not check."""
    return ()
