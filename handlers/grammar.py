"""What may follow a slash command: a line is a command only where it matches a verb's whole form."""

import html
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

KEY = r"(?P<key>[A-Za-z]{2,5}-\d{1,12})"
NEW = re.compile(r"\Anew\s+(?=\S)", re.IGNORECASE)

# Slack's `escape` makes <@U1|ann> of @ann and <#C1|general> of #general; a title wants them as they were typed.
REFERENCE = re.compile(r"<([@#])[A-Z0-9]+\|([^<>|]+)>")


@dataclass(frozen=True)
class Line:
    """A verb and the key that it is about; `new` is about a title, which may be empty."""

    verb: str
    about: str = ""


def read(text: str, verbs: Mapping[str, re.Pattern[str]]) -> Line:
    """What matches no verb is a title, kept as it was typed; after the word `new` anything is."""
    line = unicodedata.normalize("NFKC", text).strip()
    for verb, pattern in verbs.items():
        if found := pattern.fullmatch(line):
            return Line(verb, next(iter(found.groupdict().values()), "") or "")
    return Line("new", NEW.sub("", typed(text).strip(), count=1))


def typed(text: str) -> str:
    """The words as somebody typed them, without what Slack made of them."""
    return html.unescape(REFERENCE.sub(r"\1\2", text))
