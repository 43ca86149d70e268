"""`people` and `attributes` as the desk file has them: the way back from `people_plan`."""

from collections.abc import Iterable, Mapping

from domain.attributes import Attributes, PersonBody, TextSource
from domain.people import Role
from domain.setup import Configured, RoleBody
from handlers.desk.written import Written, told, unless


def of_people(roles: Iterable[Configured], people: Iterable[Configured], ids: Mapping[int, str]) -> list[Written]:
    """One entry for each person; `ids` are Slack ids by person id."""
    entries: dict[int, Written] = {}
    for one in roles:
        assert isinstance(one.body, RoleBody)
        for person in one.body.people:
            entries.setdefault(person, {"roles": []})["roles"].append(str(one.key))
    for one in people:
        assert isinstance(one.body, PersonBody)
        entries[one.body.person] = {**entries.get(one.body.person, {}), **_of_person(one.body, ids)}
    for entry in entries.values():
        entry.get("roles", []).sort()
    return [{"slack": ids[person], **entry} for person, entry in sorted(entries.items())]


def _of_person(body: PersonBody[int], ids: Mapping[int, str]) -> Written:
    manager = ids[body.manager] if body.manager is not None else None
    skills = None if body.skills is None else list(body.skills)
    return told(manager=manager, department=body.department, region=body.region, skills=skills)


def of_attributes(rules: Attributes) -> Written:
    manager = told(profile=rules.manager.field, fallback=unless(rules.manager.fallback.value, Role.CHANGE_MANAGER))
    texts = {name: _of_text(getattr(rules, name)) for name in ("department", "region", "skills")}
    return {name: source for name, source in {"manager": manager, **texts}.items() if source}


def _of_text(source: TextSource) -> Written:
    return told(profile=source.field, fallback=source.fallback or None)
