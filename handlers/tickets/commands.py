"""What may follow `/ticket`: one table of verbs and patterns; what matches none is a title."""

import re
import unicodedata
from dataclasses import dataclass

KEY = r"(?P<key>[A-Za-z]{2,5}-\d{1,12})"
VERBS = {
    "mine": re.compile(r"mine", re.IGNORECASE),
    "help": re.compile(r"help|\?", re.IGNORECASE),
    "show": re.compile(rf"show\s+{KEY}", re.IGNORECASE),
    "new": re.compile(r"new\s+(?P<title>.+)", re.IGNORECASE | re.DOTALL),
    "form": re.compile(r""),
}


@dataclass(frozen=True)
class Line:
    """A verb and what it is about: a key for `show`, a title for `new`."""

    verb: str
    about: str = ""


def parse(text: str) -> Line:
    """A line is a command only where it matches a verb's whole form; anything else is a title."""
    line = unicodedata.normalize("NFKC", text).strip()
    for verb, pattern in VERBS.items():
        if found := pattern.fullmatch(line):
            return Line(verb, next(iter(found.groupdict().values()), "") or "")
    return Line("new", text.strip())
