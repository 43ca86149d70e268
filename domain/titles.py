"""What people type, made fit to keep: a record's title and the words beneath it."""

import re
import unicodedata
from dataclasses import dataclass

from domain.outcomes import FieldFault, Refused

TITLE_LIMIT = 150
WORD_SEARCH = 30
"""Characters before the limit in which a cut looks for the end of a word."""

CONTROLS = frozenset({"Cc", "Cs"})
"""Unicode categories that nobody types on purpose: controls, and lone surrogates, which UTF-8 cannot hold."""

BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of what follows, and can so disguise it (CVE-2021-42574)."""


@dataclass(frozen=True)
class Headline:
    """`description` holds all that was typed when the title could not."""

    title: str
    description: str | None


def clean_lines(text: str) -> str:
    """No control or direction marks, no space at line ends; line breaks stay. Nothing of what nobody can see.

    NFC, not the NFKC that commands are read by: that makes 10² of paper 102 and Chinese punctuation Latin.
    """
    whole = unicodedata.normalize("NFC", re.sub(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]", "\n", text))
    if not whole.isprintable():
        whole = "".join(sign for sign in whole.replace("\t", " ") if sign == "\n" or _is_kept(sign))
    shown = "\n".join(line.rstrip() for line in whole.split("\n")).strip()
    return shown if any(_is_seen(sign) for sign in shown) else ""


def clean_line(text: str) -> str:
    """The same on one line, with single spaces."""
    return " ".join(clean_lines(text).split())


def title_of(text: str, field: str = "title") -> Headline:
    """A title from free text: its first line, cut to 150 characters; FieldFault when nothing is left of it."""
    whole = clean_lines(text)
    first = clean_line(whole.split("\n", 1)[0])
    if not any(_is_seen(sign) for sign in first):
        raise Refused(FieldFault(field, "empty"))
    title = _cut(first)
    return Headline(title, whole if "\n" in whole or title != first else None)


def _is_kept(sign: str) -> bool:
    return unicodedata.category(sign) not in CONTROLS and sign not in BIDI


def _is_seen(sign: str) -> bool:
    """Not a space, a joiner or a combining mark on its own. (A new emoji is unassigned to an older Python.)"""
    category = unicodedata.category(sign)
    return category[0] not in "ZM" and category not in {"Cc", "Cf", "Cs"}


def _cut(line: str) -> str:
    if len(line) <= TITLE_LIMIT:
        return line
    room = line[: TITLE_LIMIT - 1]
    space = room.rfind(" ", TITLE_LIMIT - WORD_SEARCH)
    return _whole_signs(room if space < 0 else room[:space]) + "…"


def _whole_signs(text: str) -> str:
    """Without a joiner or a space that the cut left at the end."""
    return text.rstrip(" \u200d\ufe0f")
