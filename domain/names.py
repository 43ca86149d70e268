"""Names of teams, services and stages: one for all readers, or one for each language."""

from collections.abc import Mapping
from typing import Self


class SpokenName(str):
    """A name as text is the one for readers whose language has none of its own; `said_in` is what others read."""

    __slots__ = ("by_language",)

    by_language: Mapping[str, str]

    def __new__(cls, text: str, by_language: Mapping[str, str] | None = None) -> Self:
        name = super().__new__(cls, text)
        name.by_language = by_language or {}
        return name

    def said_in(self, language: str) -> str:
        return self.by_language.get(language, str(self))
