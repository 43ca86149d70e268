"""`!high` in a title: how urgent it is, said while typing."""

import re
import unicodedata

NORMAL = 2
URGENCIES = {
    **dict.fromkeys(("high", "urgent", "高", "紧急", "緊急"), 1),
    **dict.fromkeys(("normal", "中", "普通"), NORMAL),
    **dict.fromkeys(("low", "低"), 3),
}
# A word of its own; at the end it may stick to the words before it, for Chinese puts no blanks between.
MARK = re.compile(r"(?<!\S)([!！][^\s!！]{1,8})(?!\S)\s*|\s*([!！][高中低])\Z")


def urgency_of(line: str) -> tuple[int, str]:
    """The urgency (1 high to 3 low) and the title without its mark. A mark that is the whole title stays."""
    for found in MARK.finditer(line):
        word = unicodedata.normalize("NFKC", found[1] or found[2]).lower()[1:]
        rest = (line[: found.start()] + line[found.end() :]).strip()
        if word in URGENCIES and rest:
            return URGENCIES[word], rest
    return NORMAL, line
