"""What may follow `/change`: one table of verbs and patterns; what matches none is the title of a new one."""

import html
import re
import unicodedata
from dataclasses import dataclass

KEY = r"(?P<key>[A-Za-z]{2,5}-\d{1,12})"
VERBS = {
    "mine": re.compile(r"mine", re.IGNORECASE),
    "help": re.compile(r"help|\?", re.IGNORECASE),
    "show": re.compile(rf"show\s+{KEY}", re.IGNORECASE),
    "withdraw": re.compile(rf"withdraw\s+{KEY}", re.IGNORECASE),
    "form": re.compile(r"(?:new\s+)?(?P<title>.+)", re.IGNORECASE | re.DOTALL),
}

# Slack's `escape` makes <@U1|ann> of @ann and <#C1|general> of #general; a title wants them as they were typed.
REFERENCE = re.compile(r"<([@#])[A-Z0-9]+\|([^<>|]+)>")


@dataclass(frozen=True)
class Line:
    """A verb and what it is about: a key, or the title that a form begins with."""

    verb: str
    about: str = ""


def parse(text: str) -> Line:
    """A line is a command only where it matches a verb's whole form; anything else is a title, kept as typed."""
    line = unicodedata.normalize("NFKC", text).strip()
    for verb, pattern in VERBS.items():
        found = pattern.fullmatch(line)
        if found and verb != "form":
            return Line(verb, next(iter(found.groupdict().values()), "") or "")
    titled = VERBS["form"].fullmatch(typed(text).strip())
    return Line("form", titled["title"] if titled else "")


def typed(text: str) -> str:
    """The words as somebody typed them, without what Slack made of them."""
    return html.unescape(REFERENCE.sub(r"\1\2", text))
