"""What may follow a slash command: a line is a command only where it matches a verb's whole form.

A practice names its verbs in one table, `Verbs`: name -> what follows it. There is no quoting and no parser's
error: what matches nothing is a title, as it was typed. Only what is read as a command is normalised (NFKC), so
full-width letters, curly quotes around a key and long dashes in it do not matter.
"""

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.outcomes import Refusal, Refused


class Slot(StrEnum):
    """What may stand in a verb's form. A reason is words that say why."""

    KEY = "key"
    PERSON = "person"
    WORDS = "words"
    REASON = "reason"
    MAYBE_WORDS = "maybe_words"


KEY, PERSON, WORDS, REASON, MAYBE_WORDS = Slot.KEY, Slot.PERSON, Slot.WORDS, Slot.REASON, Slot.MAYBE_WORDS
REST_OF_LINE = {WORDS, REASON, MAYBE_WORDS}
Verbs = Mapping[str, tuple[Slot, ...]]

NEW = "new"  # whatever follows it is a title
ALSO = {
    "?": "help",
    **dict.fromkeys(("帮助", "幫助", "说明", "說明"), "help"),
    "我的": "mine",
}
KEYS = re.compile(r"[A-Z]{2,5}-[0-9]{1,12}")
# Slack's `escape` makes <@U1|ann> of @ann and <#C1|general> of #general; a title wants them as they were typed.
REFERENCE = re.compile(r"<(?:([@#])[A-Z0-9]+|!subteam\^[A-Z0-9]+)\|([^<>|]+)>")
LINK = re.compile(r"<((?:https?://|mailto:)[^<>|\s]+)(?:\|[^<>]*)?>")
USER = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
TOKEN = re.compile(r"<[@#!][^<>]*>|\S+")
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
QUOTES = "\"'`“”„‟‘’‚‛«»「」『』"
LEAST_NEAR = 4  # letters of a word that may be a misspelt verb


@dataclass(frozen=True)
class Line:
    """A verb with what its form holds; `new` has words only, a title, which may be empty."""

    verb: str
    key: str = ""
    person: str = ""  # a Slack id
    words: str = ""

    @property
    def about(self) -> str:
        """The one thing that a short form is about: its key, or a title."""
        return self.key or self.words


@dataclass(frozen=True)
class NearMiss(Refusal):
    """Nobody means this as a title: `meant` is the form that it is close to, as far as it was typed, and `lacks`
    names the slots that are missing behind it, with blanks between.
    """

    command: str
    meant: str
    typed: str
    lacks: str = ""


def read(text: str, verbs: Verbs, command: str = "") -> Line:
    """`command` is what somebody typed before the line. Raises Refused(NearMiss)."""
    tokens = [(found.group(), found.start()) for found in TOKEN.finditer(text)]
    if not tokens:
        return Line(NEW)
    if read_as(tokens[0][0]) == NEW:  # in small letters: "New firewall rules" begins a title
        return Line(NEW, words=typed(text[tokens[1][1] :]).strip() if len(tokens) > 1 else "")
    first = read_as(tokens[0][0]).lower()
    verb = ALSO.get(first, first)
    line = _matched(verb, verbs[verb], tokens, text) if verb in verbs else None
    if line is None and (meant := _near(first, tokens, text, verbs)):
        raise Refused(NearMiss(command, meant[0], typed(text).strip(), meant[1]))
    return line or Line(NEW, words=typed(text).strip())


def typed(text: str) -> str:
    """The words as somebody typed them, without what Slack made of them."""
    unlinked = LINK.sub(lambda found: found[1].removeprefix("mailto:"), text)
    return html.unescape(REFERENCE.sub(lambda found: (found[1] or "") + found[2], unlinked))


Tokens = list[tuple[str, int]]


def _matched(verb: str, form: tuple[Slot, ...], tokens: Tokens, text: str) -> Line | None:
    """The line where it is this verb's whole form, with nothing left over."""
    found: dict[str, str] = {}
    for place, slot in enumerate(form, 1):
        token, start = tokens[place] if place < len(tokens) else ("", len(text))
        if slot in REST_OF_LINE:
            found["words"] = typed(text[start:]).strip()
            return Line(verb, **found) if found["words"] or slot is MAYBE_WORDS else None
        value = _key(token) if slot is KEY else _person(token)
        if not value:
            return None
        found["key" if slot is KEY else "person"] = value
    return Line(verb, **found) if len(tokens) == 1 + len(form) else None


Meant = tuple[str, str]


def _near(first: str, tokens: Tokens, text: str, verbs: Verbs) -> Meant | None:
    """The form that somebody meant who typed a verb and a key but no whole form, or a verb alone that wants one."""
    keyed = {verb: form for verb, form in verbs.items() if KEY in form}
    keys = [(place, key) for place, (token, _) in enumerate(tokens) if (key := _key(token))]
    if not keys:
        return _shown(first, keyed[first], "", "") if first in keyed and len(tokens) == 1 else None
    place, key = keys[0]
    if place == 0:  # the key before its verb
        verb = read_as(tokens[1][0]).lower() if len(tokens) > 1 else ""
        return _shown(verb, keyed[verb], key, _rest(tokens, 2, text)) if verb in keyed else None
    verb = first if first in keyed else next(_likely(first, keyed), "") if place == 1 else ""
    return _shown(verb, keyed[verb], key, _rest(tokens, place + 1, text)) if verb else None


def _shown(verb: str, form: tuple[Slot, ...], key: str, rest: str) -> Meant:
    """What was typed of the form, and which slots are missing: always the last ones."""
    values = {KEY: key, PERSON: rest if rest.startswith("@") else "", **dict.fromkeys(REST_OF_LINE, rest)}
    lacks = [slot.value for slot in form if slot is not MAYBE_WORDS and not values[slot]]
    return " ".join([verb, *(values[slot] for slot in form if values[slot])]), " ".join(lacks)


def _rest(tokens: Tokens, place: int, text: str) -> str:
    return typed(text[tokens[place][1] :]).strip() if place < len(tokens) else ""


def _likely(word: str, verbs: Verbs) -> Iterator[str]:
    return (verb for verb in verbs if len(word) >= LEAST_NEAR and _is_near(word, verb))


def _is_near(word: str, verb: str) -> bool:
    """One letter missing, too many or another, or two neighbours changed about."""
    if abs(len(word) - len(verb)) > 1:
        return False
    if len(word) != len(verb):
        longer, shorter = sorted((word, verb), key=len, reverse=True)
        return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
    wrong = [at for at, letter in enumerate(word) if letter != verb[at]]
    if len(wrong) == 2:  # noqa: PLR2004 - a pair
        at, then = wrong
        return then == at + 1 and (word[at], word[then]) == (verb[then], verb[at])
    return len(wrong) == 1


def _key(token: str) -> str:
    key = read_as(token).translate(DASHES).upper()
    return key if KEYS.fullmatch(key) else ""


def _person(token: str) -> str:
    found = USER.fullmatch(token)
    return found[1] if found else ""


def read_as(token: str) -> str:
    """A token as a command reads it: no full-width letters, nothing unseen, no quotes around."""
    if token.isascii():
        return token.strip(QUOTES)
    seen = "".join(sign for sign in token if unicodedata.category(sign) != "Cf")
    return unicodedata.normalize("NFKC", seen).strip(QUOTES)
