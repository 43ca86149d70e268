"""Rules that concern several fields of one object. Each yields nothing when a field is absent or malformed:
its own shape has spoken then."""

from collections.abc import Iterator, Mapping, Sequence

from sandbox.limits.fault import Fault, Surface
from sandbox.limits.shapes import Rule

Fields = Mapping[str, object]


def exactly_one(*names: str) -> Rule:
    listed = " or ".join(f"`{name}`" for name in names)

    def check(fields: Fields, at: str, _surface: Surface) -> Iterator[Fault]:
        given = [name for name in names if name in fields]
        if not given:
            yield Fault(_head(fields, at), "one_of", f"must define either {listed}")
        elif len(given) > 1:
            yield Fault(_head(fields, at), "one_of", f"must define only one of {listed}")

    return check


def at_least_one(*names: str) -> Rule:
    listed = " or ".join(f"`{name}`" for name in names)

    def check(fields: Fields, at: str, _surface: Surface) -> Iterator[Fault]:
        if not any(name in fields for name in names):
            yield Fault(_head(fields, at), "one_of", f"must define either {listed}")

    return check


def at_most_one(*names: str) -> Rule:
    listed = " or ".join(f"`{name}`" for name in names)

    def check(fields: Fields, at: str, _surface: Surface) -> Iterator[Fault]:
        if sum(name in fields for name in names) > 1:
            yield Fault(_head(fields, at), "one_of", f"must define only one of {listed}")

    return check


def _head(fields: Fields, at: str) -> str:
    """Seen from Slack: "must define either `text` or `fields` [json-pointer:/blocks/0/type]"."""
    return f"{at}/type" if "type" in fields else at


def needs(name: str, other: str) -> Rule:
    def check(fields: Fields, at: str, _surface: Surface) -> Iterator[Fault]:
        if fields.get(name) and not fields.get(other):
            yield Fault(at, "required", f"missing required field: {other}")

    return check


def excludes(name: str, other: str) -> Rule:
    def check(fields: Fields, at: str, _surface: Surface) -> Iterator[Fault]:
        if fields.get(name) and fields.get(other):
            yield Fault(f"{at}/{name}", "one_of", f"cannot be combined with `{other}`")

    return check


def ordered(low: str, high: str) -> Rule:
    """`low` may not exceed `high`; both may be numbers or strings of numbers."""

    def check(fields: Fields, at: str, _surface: Surface) -> Iterator[Fault]:
        smaller, larger = as_number(fields.get(low)), as_number(fields.get(high))
        if smaller is not None and larger is not None and smaller > larger:
            yield Fault(f"{at}/{low}", "max_value", f"must not exceed `{high}`")

    return check


def as_number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def offered_options(fields: Fields) -> list[object]:
    """All options of a menu, those inside groups included."""
    offered = [*_listed(fields.get("options"))]
    for group in _listed(fields.get("option_groups")):
        if isinstance(group, dict):
            offered += _listed(group.get("options"))
    return offered


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else []


def initial_option_offered(fields: Fields, at: str, _surface: Surface) -> Iterator[Fault]:
    if "initial_option" in fields and fields["initial_option"] not in offered_options(fields):
        yield Fault(f"{at}/initial_option", "initial", "initial_option must match one of the options")


def initial_options_offered(fields: Fields, at: str, _surface: Surface) -> Iterator[Fault]:
    offered = offered_options(fields)
    for index, chosen in enumerate(_listed(fields.get("initial_options"))):
        if chosen not in offered:
            yield Fault(f"{at}/initial_options/{index}", "initial", "must match one of the options")


def initial_within_maximum(name: str) -> Rule:
    """No more is chosen at the start than `max_selected_items` lets a person choose."""

    def check(fields: Fields, at: str, _surface: Surface) -> Iterator[Fault]:
        most = fields.get("max_selected_items")
        if isinstance(most, bool) or not isinstance(most, int) or most < 1:
            return
        if len(_listed(fields.get(name))) > most:
            yield Fault(f"{at}/{name}", "max_items", f"no more than {most} items allowed")

    return check


def unique(name: str, key: str | None = None) -> Rule:
    """No two items of the list `name` are the same, or carry the same `key`."""

    def check(fields: Fields, at: str, _surface: Surface) -> Iterator[Fault]:
        seen: set[str] = set()
        for index, item in enumerate(_listed(fields.get(name))):
            mark = item.get(key) if key and isinstance(item, dict) else item
            if not isinstance(mark, str):
                continue
            if mark in seen:
                tail = f"/{key}" if key else ""
                message = f'`{key or name}` "{mark}" already exists'
                yield Fault(f"{at}/{name}/{index}{tail}", "unique", message)
            seen.add(mark)

    return check
