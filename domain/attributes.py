"""What is known of people that Slack does not know by itself: their manager, department, region and skills.

The desk file says it of a person, or names the custom field of Slack profiles that holds it, and what holds where
neither says anything.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic

from domain.people import Role
from domain.policies import Who

LONGEST = 75  # characters: Slack's limit for the text that stands beside an option
MOST_SKILLS = 20
SEPARATORS = str.maketrans(dict.fromkeys(";\n、，；/|", ","))


class Attribute(StrEnum):
    MANAGER = "manager"
    DEPARTMENT = "department"
    REGION = "region"
    SKILLS = "skills"


class Standin(StrEnum):
    """Who decides on a record where whoever raised it has no manager; beside these, the holders of a role may."""

    SERVICE_OWNER = "service_owner"
    TEAM_LEAD = "team_lead"


@dataclass(frozen=True)
class ManagerSource:
    """`field` is the id of a custom field of Slack profiles."""

    field: str | None = None
    fallback: Standin | Role = Role.CHANGE_MANAGER


@dataclass(frozen=True)
class TextSource:
    """The same for what is written out."""

    field: str | None = None
    fallback: str = ""


@dataclass(frozen=True)
class Attributes:
    """Where each attribute comes from, for those of whom the desk file does not say it."""

    manager: ManagerSource = ManagerSource()
    department: TextSource = TextSource()
    region: TextSource = TextSource()
    skills: TextSource = TextSource()

    @property
    def fields(self) -> Mapping[Attribute, str]:
        """Ids of the fields that Slack has to be asked for."""
        sources = {one: getattr(self, one.value).field for one in Attribute}
        return {one: field for one, field in sources.items() if field}


@dataclass(frozen=True)
class PersonBody(Generic[Who]):
    """What the desk file says of somebody; None where it says nothing."""

    person: Who
    manager: Who | None = None
    department: str | None = None
    region: str | None = None
    skills: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Traits:
    """What is known of somebody. `manager` is a person id."""

    manager: int | None = None
    department: str = ""
    region: str = ""
    skills: tuple[str, ...] = ()


UNTOLD = Traits()


def traits_of(rules: Attributes, given: PersonBody[int] | None, told: Traits) -> Traits:
    """The desk file before Slack, Slack before the fallback. Who stands in for a manager depends on the record."""
    given = given or PersonBody(0)
    skills = told.skills or skills_in(rules.skills.fallback)
    return Traits(
        manager=given.manager if given.manager is not None else told.manager,
        department=given.department or told.department or rules.department.fallback,
        region=given.region or told.region or rules.region.fallback,
        skills=skills if given.skills is None else given.skills,
    )


def words_in(value: str) -> str:
    """One line of what somebody typed into their profile, no longer than it can be shown."""
    kept = "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in value)
    return " ".join(kept.split())[:LONGEST]


def skills_in(value: str) -> tuple[str, ...]:
    """Skills as people list them: `SAP, VPN` or `SAP、VPN`."""
    found = (words_in(one) for one in value.translate(SEPARATORS).split(","))
    return tuple(dict.fromkeys(one for one in found if one))[:MOST_SKILLS]
