"""Words: what is said to people, in their language and zone. Imports nothing of the project."""

from texts.mrkdwn import Mrkdwn, channel, cut, escape, lines, link, mention, readable
from texts.words import Texts, Word, mark, preload

__all__ = [
    "Mrkdwn",
    "Texts",
    "Word",
    "channel",
    "cut",
    "escape",
    "lines",
    "link",
    "mark",
    "mention",
    "preload",
    "readable",
]
