"""What the slash commands are called here. Slack does not namespace them, so the last app installed has a name:
an operator may give each practice another one, and `/steward ticket …` works whatever they are.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from handlers.grammar import read_as

OURS = "steward"
PRACTICES = ("ticket", "change", "risk", "alert")
RENAMED = re.compile(r"([a-z]+)=([^\s/=,]{1,31})")  # Slack: 32 characters with the slash


class UnknownCommand(ValueError):  # noqa: N818 - names the setting
    """A setting that renames what is no command of ours, or two to one name."""


@dataclass(frozen=True)
class Commands:
    """`names` are the practices' names without the slash, where they are not their own."""

    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parsed(cls, setting: str) -> "Commands":
        """From `ticket=it, change=modify`. Raises UnknownCommand."""
        names: dict[str, str] = {}
        for part in setting.replace(",", " ").split():
            found = RENAMED.fullmatch(part)
            if found is None or found[1] not in (*PRACTICES, OURS):
                raise UnknownCommand(f"'{part}': write practice=name, and the practices are {', '.join(PRACTICES)}")
            names[found[1]] = found[2].lower()
        called = [names.get(one, one) for one in (*PRACTICES, OURS)]
        if twice := next((one for one in called if called.count(one) > 1), None):
            raise UnknownCommand(f"two commands would be called /{twice}")
        return cls(names)

    @property
    def spoken(self) -> Mapping[str, str]:
        """What people type, by practice."""
        return {one: f"/{self.names.get(one, one)}" for one in (*PRACTICES, OURS)}

    def meant(self, name: str, text: str) -> tuple[str, str, str]:
        """The practice, what was typed to reach it, and the line that follows."""
        practice = next((one for one, said in self.spoken.items() if said == name.lower()), name.removeprefix("/"))
        first, _, rest = text.strip().partition(" ")
        if practice == OURS and read_as(first).lower() in PRACTICES:
            practice = read_as(first).lower()
            return practice, f"{name} {practice}", rest.strip()
        return practice, name, text
