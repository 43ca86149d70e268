"""From `people` and `attributes` of the desk file to what is applied."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from domain.attributes import Attribute, Attributes, ManagerSource, PersonBody, TextSource
from domain.setup import THE_ATTRIBUTES, AskedBody, Name, Part
from handlers.desk.file import DeskFile
from handlers.desk.form import DeskForm
from handlers.desk.people_form import AttributesEntry, PersonEntry, TextEntry
from handlers.desk.source import Fault


def bodies_of_people(form: DeskForm, ids: Mapping[str, str], fields: Mapping[str, str]) -> dict[Name, AskedBody]:
    """`ids` are Slack ids by reference, `fields` ids of profile fields. Two entries may be one person."""
    people: dict[str, PersonBody[str]] = {}
    for entry in form.people:
        if entry.is_described:
            who = ids[entry.ref]
            people[who] = replace(people.get(who, PersonBody(who)), **_said(entry, ids))
    bodies: dict[Name, AskedBody] = {THE_ATTRIBUTES: _attributes(form.attributes, fields)}
    return bodies | {(Part.PERSON, who): body for who, body in sorted(people.items())}


def _said(entry: PersonEntry, ids: Mapping[str, str]) -> dict[str, Any]:
    said = {
        "manager": ids[entry.manager] if entry.manager else None,
        "department": entry.department,
        "region": entry.region,
        "skills": None if entry.skills is None else tuple(dict.fromkeys(entry.skills)),
    }
    return {name: value for name, value in said.items() if value is not None}


def _attributes(entry: AttributesEntry, fields: Mapping[str, str]) -> Attributes:
    def of(one: TextEntry) -> TextSource:
        return TextSource(fields[one.profile] if one.profile else None, one.fallback or "")

    manager = entry.manager
    return Attributes(
        manager=ManagerSource(fields[manager.profile] if manager.profile else None, manager.fallback),
        department=of(entry.department),
        region=of(entry.region),
        skills=of(entry.skills),
    )


def faults_of_people(file: DeskFile, ids: Mapping[str, str]) -> Iterator[Fault]:
    """What shows only once Slack has said who is who."""
    said: dict[tuple[str, str], int] = {}
    for at, entry in enumerate(file.form.people):
        who = ids.get(entry.ref)
        if who is None:
            continue
        if entry.manager and ids.get(entry.manager) == who:
            yield file.source.fault(("people", at, "manager"), "is their own manager")
        for one in Attribute:
            if getattr(entry, one.value) is None:
                continue
            line = file.source.line_of(("people", said.setdefault((who, one.value), at), one.value))
            if said[who, one.value] != at:
                told = f"line {line} says it already: both entries are the same person"
                yield file.source.fault(("people", at, one.value), told)
