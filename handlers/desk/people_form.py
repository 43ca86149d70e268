"""The parts of the desk file that say who is who: `people` and `attributes`."""

import re
from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from domain.attributes import MOST_SKILLS, Attribute, Standin
from domain.people import Role
from handlers.desk.source import Path
from handlers.desk.values import Label, PersonRef, text_of, wrong

FIELD = re.compile(r"Xf[A-Z0-9]{2,20}")
STANDINS: tuple[Standin | Role, ...] = (*Standin, *Role)


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _standin(value: object) -> Standin | Role:
    text = text_of(value).replace(" ", "_")
    found = next((one for one in STANDINS if one.value == text), None)
    if found is None:
        raise wrong(f"'{text}' cannot stand in for a manager: {', '.join(one.value for one in STANDINS)}")
    return found


def _skill(value: str) -> str:
    if "," in value:
        raise wrong(f"'{value}' holds a comma, which parts one skill from the next; write them as a list")
    return value


Fallback = Annotated[Standin | Role, BeforeValidator(_standin)]
Skill = Annotated[Label, AfterValidator(_skill)]


class PersonEntry(Entry):
    """What the desk file says of somebody goes before what their Slack profile says."""

    slack: PersonRef | None = None
    email: PersonRef | None = None
    roles: list[Role] = []
    manager: PersonRef | None = None
    department: Label | None = None
    region: Label | None = None
    skills: Annotated[list[Skill], Field(max_length=MOST_SKILLS)] | None = None

    @model_validator(mode="after")
    def _one_person(self) -> Self:
        if (self.slack is None) == (self.email is None):
            raise wrong("names a person by 'slack' or by 'email': one of the two")
        if not ({"roles", *Attribute} & self.model_fields_set):
            raise wrong("says nothing of this person: roles, manager, department, region or skills")
        if self.manager == self.ref:
            raise wrong("is their own manager")
        return self

    @property
    def ref(self) -> str:
        return self.slack or self.email or ""

    @property
    def is_described(self) -> bool:
        return not all(getattr(self, one.value) is None for one in Attribute)


class ManagerEntry(Entry):
    """`profile` is a field of Slack profiles, by its label or id."""

    profile: Label | None = None
    fallback: Fallback = Role.CHANGE_MANAGER


class TextEntry(Entry):
    profile: Label | None = None
    fallback: Label | None = None


def _in_short(value: object) -> object:
    """A label alone names the field."""
    return {"profile": value} if isinstance(value, str) else value


Manager = Annotated[ManagerEntry, BeforeValidator(_in_short)]
Text = Annotated[TextEntry, BeforeValidator(_in_short)]


class AttributesEntry(Entry):
    manager: Manager = ManagerEntry()
    department: Text = TextEntry()
    region: Text = TextEntry()
    skills: Text = TextEntry()

    def fields(self) -> Iterator[tuple[Path, str]]:
        """Each place where a field of Slack profiles is named, and how."""
        for one in Attribute:
            if name := getattr(self, one.value).profile:
                yield ("attributes", one.value, "profile"), name
