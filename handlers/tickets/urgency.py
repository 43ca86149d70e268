"""`!high` or `!broken` in a title: how urgent it is, and that something is broken, said while typing."""

import re
import unicodedata

from domain.tickets import Kind

NORMAL = 2
URGENCIES = {
    **dict.fromkeys(("high", "urgent", "高", "紧急", "緊急"), 1),
    **dict.fromkeys(("normal", "中", "普通"), NORMAL),
    **dict.fromkeys(("low", "低"), 3),
}
BROKEN = frozenset(("broken", "incident", "坏了", "壞了", "故障", "事件"))
# A word of its own; at the end it may stick to the words before it, for Chinese puts no blanks between.
MARK = re.compile(r"(?<!\S)([!！][^\s!！]{1,8})(?!\S)\s*|\s*([!！](?:[高中低]|坏了|壞了|故障))\Z")


def urgency_of(line: str) -> tuple[int, str]:
    """The urgency (1 high to 3 low) and the title without its mark. A mark that is the whole title stays."""
    for word, rest in _marks(line):
        if word in URGENCIES and rest:
            return URGENCIES[word], rest
    return NORMAL, line


def kind_of(line: str) -> tuple[Kind, str]:
    """An incident where `!broken` says so, and the title without it; else a request."""
    for word, rest in _marks(line):
        if word in BROKEN and rest:
            return Kind.INCIDENT, rest
    return Kind.REQUEST, line


def _marks(line: str) -> list[tuple[str, str]]:
    """Each mark as it is read, and what the line is without it."""
    return [
        (
            unicodedata.normalize("NFKC", found[1] or found[2]).lower()[1:],
            (line[: found.start()] + line[found.end() :]).strip(),
        )
        for found in MARK.finditer(line)
    ]
