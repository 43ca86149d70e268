"""Files that a message carries. A view names them by their marks; the courier brings them to Slack first.

A picture stands where `blocks.picture` puts it; every other file is linked beneath the words. A file that was
uploaded without a channel is seen by nobody but the app, until a message of the app's holds it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from texts import Mrkdwn, lines, link

Block = dict[str, Any]
View = dict[str, Any]

PICTURE = "image"


@dataclass(frozen=True)
class Held:
    """A file that Slack holds already, by its `url_private`: who reads the copy may not see the first."""

    url: str


Content = bytes | Callable[[], bytes] | Held


@dataclass(frozen=True)
class File:
    """`alt` tells all that it shows, for those who cannot see it. A callable `content` is called in a thread.

    `mark` tells one content from another: what bears a mark that is known is not uploaded again.
    """

    name: str
    alt: str
    content: Content
    mark: str


@dataclass(frozen=True)
class AtSlack:
    """Where an uploaded file is."""

    file_id: str
    permalink: str


def written(name: str, alt: str, content: bytes) -> File:
    return File(name, alt, content, mark_of(name, content))


def drawn(name: str, alt: str, draw: Callable[[], bytes], *facts: object) -> File:
    """`facts` are all that the drawing depends on, the version of its artist included."""
    return File(name, alt, draw, mark_of(name, repr(facts).encode()))


def held(name: str, alt: str, file_id: str, url: str) -> File:
    """A copy of a file that somebody put into Slack."""
    return File(name, alt, Held(url), mark_of(name, file_id.encode()))


def mark_of(name: str, content: bytes) -> str:
    """Shaped as Slack's ids of files are, so that a block that names it can be checked before it is sent."""
    return "F" + sha256(name.encode() + b"\0" + content).hexdigest()[:40].upper()


def files_in(view: View) -> Sequence[File]:
    carried: Sequence[File] = view.get("files", ())
    return carried


def filled(view: View, places: Mapping[str, AtSlack]) -> View:
    """The view with Slack's own ids in place of marks. A file without a place could not be brought: a picture's
    words stand in its place, as they stand in `text` anyhow.
    """
    pictured = {block["slack_file"]["id"] for block in view["blocks"] if block["type"] == PICTURE}
    beneath = [file for file in files_in(view) if file.mark not in pictured and file.mark in places]
    links = [link(places[file.mark].permalink, file.name) for file in beneath]
    blocks = [shown for block in view["blocks"] for shown in _shown(block, places)]
    if links and blocks:
        blocks.append({"type": "context", "elements": [_marked(each) for each in links]})
    return {"text": lines(view["text"], *links), "blocks": blocks}


def _shown(block: Block, places: Mapping[str, AtSlack]) -> Iterator[Block]:
    if block["type"] != PICTURE:
        yield block
    elif place := places.get(block["slack_file"]["id"]):
        yield {**block, "slack_file": {"id": place.file_id}}
    else:
        words = {"type": "plain_text", "text": block["alt_text"], "emoji": True}
        yield {"type": "context", "elements": [words]}


def _marked(text: Mrkdwn) -> Block:
    return {"type": "mrkdwn", "text": text, "verbatim": True}
