"""Slack's mrkdwn, and the one door by which untrusted text may enter it.

Slack has three escapes, for & < and > (docs.slack.dev, "Formatting message text"); they stop every mention,
link and date that is written out. Nothing escapes * _ ~ and backticks, nor the > of a quotation, so where
Slack could take one for markup a look-alike stands instead; verbatim words belong in `blocks.quote`.
Bare words ("@here", an address, a channel's name) are made live only by Slack's automatic parsing: every text
object says `verbatim` and the sender never asks for `parse` or `link_names`. "@here" and its kin are disarmed
here as well, because `chat.update` falls back to parse defaults of its own.
"""

import re
from typing import overload

LINKABLE = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f\x7f]+", re.IGNORECASE)
PERSON = re.compile(r"[UW][A-Z0-9]+")
CHANNEL = re.compile(r"[CGD][A-Z0-9]+")
SHOUT = re.compile(r"@(?=(?:channel|here|everyone|group)\b)", re.IGNORECASE)
QUOTATION = re.compile(r"^([^\S\n]*)(>+)", re.MULTILINE)
# A mark opens after a non-letter and before a non-blank, and closes the other way about: `2*3` and
# `db_server` are left alone. A backtick is taken wherever it stands.
MARKUP = re.compile(r"(?<![A-Za-z0-9])[*_~](?!\s)|(?<!\s)[*_~](?![A-Za-z0-9])|`")
LOOK_ALIKE = {"*": "\u2217", "_": "\u02cd", "~": "\u223c", "`": "\u02cb", ">": "\u203a", "@": "\uff20"}
# Control characters, marks that turn the direction of all that follows, halves of a character.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
ENTITY_TAIL = re.compile(r"&[a-z]{0,3}\Z")
ELLIPSIS = "…"


class Mrkdwn(str):
    """Text that is safe where Slack reads mrkdwn.

    `Mrkdwn("…")` vouches for a literal; everything else comes from `Texts.mrkdwn` or `escape`. Joining two
    gives a third; any other string method, an f-string too, gives a mere `str`, which no block takes.
    """

    __slots__ = ()

    @overload
    def __add__(self, other: "Mrkdwn", /) -> "Mrkdwn": ...
    @overload
    def __add__(self, other: str, /) -> str: ...
    def __add__(self, other: str, /) -> str:
        joined = str.__add__(self, other)
        return Mrkdwn(joined) if isinstance(other, Mrkdwn) else joined


def readable(text: str) -> str:
    """`text` without characters that nobody sees but that change how the rest is read."""
    if text.isprintable():
        return text
    return UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def escape(text: str) -> Mrkdwn:
    """Any text as inert mrkdwn: it mentions nobody, links nowhere, leaves its surroundings their format."""
    if isinstance(text, Mrkdwn):
        return text
    inert = QUOTATION.sub(lambda found: found[1] + LOOK_ALIKE[">"] * len(found[2]), readable(text))
    inert = SHOUT.sub(LOOK_ALIKE["@"], inert)
    inert = MARKUP.sub(lambda found: LOOK_ALIKE[found[0]], inert)
    return Mrkdwn(inert.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def one_line(text: str) -> Mrkdwn:
    """A value for the middle of a sentence: it cannot begin a line of its own."""
    return text if isinstance(text, Mrkdwn) else escape(" ".join(readable(text).split()))


def lines(*parts: Mrkdwn) -> Mrkdwn:
    """The parts that say something, one under the other."""
    return Mrkdwn("\n".join(part for part in parts if part))


def mention(user_id: str) -> Mrkdwn:
    """A live mention, which notifies when posted anew. What is no Slack user id is shown, not mentioned."""
    return Mrkdwn(f"<@{user_id}>") if PERSON.fullmatch(user_id) else one_line(user_id)


def channel(channel_id: str) -> Mrkdwn:
    return Mrkdwn(f"<#{channel_id}>") if CHANNEL.fullmatch(channel_id) else one_line(channel_id)


def link(url: str, label: str) -> Mrkdwn:
    """A link under `label`; only the label where the address is not plain http, https or mailto."""
    words = one_line(label)
    if not LINKABLE.fullmatch(url) or readable(url) != url:
        return words
    address = url.replace("&", "&amp;").replace("<", "%3C").replace(">", "%3E").replace("|", "%7C")
    return Mrkdwn(f"<{address}|{words}>")


def cut(text: Mrkdwn, limit: int) -> Mrkdwn:
    """The first `limit` characters, never ending inside an escape or a mention."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    if head.rfind("<") > head.rfind(">"):
        head = head[: head.rfind("<")]
    return Mrkdwn(ENTITY_TAIL.sub("", head) + ELLIPSIS)
