"""Faults between the parts of a desk file. They look at what was written, not at what pydantic made of it, so
that they are found in a file that has other faults too.
"""

from collections.abc import Iterator
from itertools import chain

from domain.attributes import Standin
from domain.people import Role
from domain.setup import Part
from handlers.desk.source import Fault, Path, Source

OF_A_SERVICE = (("alerts", "rules", "*", "service"), ("alerts", "maintenance", "*", "service"))
OF_A_SOURCE = (("alerts", "rules", "*", "source"), ("alerts", "maintenance", "*", "source"))
PRIORITIES = [str(priority) for priority in range(1, 6)]


def faults_between(source: Source) -> Iterator[Fault]:
    for part in ("teams", "services", "calendars"):
        yield from _keys_given_twice(source, part)
    yield from _people_given_twice(source)
    yield from _unknown(source, Part.TEAM, ("teams", "*", "key"), ("desk", "intake"), ("services", "*", "team"))
    yield from _unknown(source, Part.CALENDAR, ("calendars", "*", "key"), ("agreement", "calendar"))
    yield from _unknown(source, Part.SERVICE, ("services", "*", "key"), *OF_A_SERVICE)
    yield from _unknown(source, Part.ALERT_SOURCE, ("alerts", "sources", "*", "key"), *OF_A_SOURCE)
    for part in ("sources", "rules", "maintenance"):
        yield from _given_twice(source, source.texts("alerts", part, "*", "key"), "has the key")
    yield from _given_twice(source, source.texts("approval", "policies", "*", "key"), "has the key")
    uses = [("approval", "use", "*"), ("approval", "use", "*", "*")]
    yield from _unknown(source, Part.POLICY, ("approval", "policies", "*", "key"), *uses)
    yield from _given_twice(source, source.texts("requests", "channels", "*", "slack"), "lists")
    yield from _role_without_people(source)
    yield from _managers_nobody_knows(source)
    yield from _priorities_without_targets(source)


def _keys_given_twice(source: Source, part: str) -> Iterator[Fault]:
    yield from _given_twice(source, source.texts(part, "*", "key"), "has the key")


def _people_given_twice(source: Source) -> Iterator[Fault]:
    for name in ("slack", "email"):
        yield from _given_twice(source, source.texts("people", "*", name), "lists")


def _given_twice(source: Source, found: Iterator[tuple[Path, str]], says: str) -> Iterator[Fault]:
    first: dict[str, Path] = {}
    for path, text in found:
        earlier = first.setdefault(text.strip(), path)
        if earlier != path:
            yield source.fault(path, f"line {source.line_of(earlier)} {says} '{text}' already")


def _unknown(source: Source, part: Part, names: tuple[str, ...], *uses: tuple[str, ...]) -> Iterator[Fault]:
    known = source.names(*names)
    for use in uses:
        for path, text in source.texts(*use):
            if text not in known:
                listed = ", ".join(sorted(known)) or "none is given"
                yield source.fault(path, f"there is no {part} '{text}' in this file ({listed})")


def _role_without_people(source: Source) -> Iterator[Fault]:
    held = source.names("people", "*", "roles", "*")
    asked = source.texts("approval", "policies", "*", "stages", "*", "roles", "*")
    for path, role in chain(source.texts("approval", "role"), asked):
        if role not in held:
            yield source.fault(path, f"nobody under 'people' has the role '{role}', so nothing could be approved")


def _is_yes(text: str) -> bool:
    return text.strip().lower() in {"true", "yes", "on", "y", "t", "1"}  # as pydantic reads it


def _managers_nobody_knows(source: Source) -> Iterator[Fault]:
    """Of stages that ask the manager of whoever raised a change."""
    places = [
        path for path, text in source.texts("approval", "policies", "*", "stages", "*", "manager") if _is_yes(text)
    ]
    sources = ("attributes", "manager"), ("attributes", "manager", "profile"), ("people", "*", "manager")
    if places and not any(source.names(*steps) for steps in sources):
        said = "no manager is known: name a profile field under 'attributes', or managers under 'people'"
        yield source.fault(places[0], said)
    given = dict(source.texts("attributes", "manager", "fallback"))
    fallback = next(iter(given.values()), Role.CHANGE_MANAGER.value).strip().replace(" ", "_")
    is_a_role = fallback in set(Role) and fallback not in set(Standin)
    if places and is_a_role and fallback not in source.names("people", "*", "roles", "*"):
        said = f"nobody under 'people' has the role '{fallback}', which decides where there is no manager"
        yield source.fault(next(iter(given), places[0]), said)


def _priorities_without_targets(source: Source) -> Iterator[Fault]:
    given = {
        str(path[2])
        for name in ("response", "resolution")
        for path, _ in source.texts("agreement", "targets", "*", name)
    }
    missing = [priority for priority in PRIORITIES if priority not in given]
    if given and missing:
        yield source.fault(("agreement", "targets"), f"lacks targets for priority {', '.join(missing)}")
