"""Names in the desk file: one for everybody, or one for each language."""

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Discriminator, Tag, model_validator

from handlers.desk.values import Label, wrong

ONE, EACH = "[one]", "[each]"
"""Marks of the two forms in the place of an error; nobody reads them."""


class NamesEntry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    en: Label | None = None
    zh_CN: Label | None = None  # noqa: N815 - as the file has it
    zh_TW: Label | None = None  # noqa: N815

    @model_validator(mode="after")
    def _at_least_one(self) -> Self:
        if not self.model_dump(exclude_none=True):
            raise wrong("has a name in no language: en, zh_CN or zh_TW")
        return self


NameText = Annotated[
    Annotated[Label, Tag(ONE)] | Annotated[NamesEntry, Tag(EACH)],
    Discriminator(lambda value: EACH if isinstance(value, (dict, NamesEntry)) else ONE),
]


def read(name: str | NamesEntry, language: str) -> tuple[str, Mapping[str, str]]:
    """What readers of other languages get, the desk's if there is one; and the name by language."""
    if isinstance(name, str):
        return name, {}
    names = name.model_dump(exclude_none=True)
    return names.get(language) or next(iter(names.values())), names


def written(name: str, names: Mapping[str, str]) -> str | dict[str, str] | None:
    return dict(names) or name or None
