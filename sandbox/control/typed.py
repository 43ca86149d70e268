"""What the client makes of words that a person types."""

import re

from sandbox.shapes import Json
from sandbox.workspace import Workspace
from sandbox.workspace.people import Person

_MARK = re.compile(r"<[@#][A-Z0-9]+>|<!subteam\^[A-Z0-9]+>|[@#][\w.-]*\w")
BROADCASTS = {"@channel", "@here", "@everyone"}


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def message_text(workspace: Workspace, typed: str) -> tuple[str, list[Json]]:
    """The message's text and its rich_text block: names become mentions, & < > are escaped.

    A mention already in Slack's form (<@U…>) is kept if it names somebody, as when it is pasted.
    """
    text: list[str] = []
    elements: list[Json] = []
    end = 0
    for match in _MARK.finditer(typed):
        mention = _mention(workspace, match.group())
        if mention is None:
            continue
        _say(typed[end : match.start()], text, elements)
        text.append(mention[0])
        elements.append(mention[1])
        end = match.end()
    _say(typed[end:], text, elements)
    section = {"type": "rich_text_section", "elements": elements}
    block = {"type": "rich_text", "block_id": workspace.mint.block_id(), "elements": [section]}
    return "".join(text), [block] if elements else []


def command_text(workspace: Workspace, typed: str, *, escape: bool) -> str:
    """As typed; with `escape` names become <@U…|name>, <#C…|name> and & < > are escaped."""
    if not escape:
        return typed
    out: list[str] = []
    end = 0
    for match in _MARK.finditer(typed):
        link = _link(workspace, match.group())
        if link is not None:
            out += [escaped(typed[end : match.start()]), link]
            end = match.end()
    return "".join([*out, escaped(typed[end:])])


def _say(words: str, text: list[str], elements: list[Json]) -> None:
    if words:
        text.append(escaped(words))
        elements.append({"type": "text", "text": words})


def _person(workspace: Workspace, ref: str) -> Person | None:
    """As one writes it, `@Steward` too: Slack's client offers whom one means."""
    if not ref.startswith("@"):
        return None
    return workspace.find_person(ref[1:]) or workspace.find_person(ref[1:].lower())


def _mention(workspace: Workspace, mark: str) -> tuple[str, Json] | None:
    if mark in BROADCASTS:
        return f"<!{mark[1:]}>", {"type": "broadcast", "range": mark[1:]}
    ref = mark.strip("<>")
    person = _person(workspace, ref)
    if person is not None:
        return f"<@{person.id}>", {"type": "user", "user_id": person.id}
    channel = workspace.find_channel(ref[1:]) if ref.startswith("#") else None
    if channel is not None:
        return f"<#{channel.id}>", {"type": "channel", "channel_id": channel.id}
    group = workspace.find_group(ref.removeprefix("!subteam^").removeprefix("@"))
    if group is not None:
        return f"<!subteam^{group.id}>", {"type": "usergroup", "usergroup_id": group.id}
    return None


def _link(workspace: Workspace, mark: str) -> str | None:
    ref = mark.strip("<>")
    person = _person(workspace, ref)
    if person is not None:
        return f"<@{person.id}|{person.name}>"
    channel = workspace.find_channel(ref[1:]) if ref.startswith("#") else None
    if channel is not None:
        return f"<#{channel.id}|{channel.name}>"
    group = workspace.find_group(ref.removeprefix("!subteam^").removeprefix("@"))
    return f"<!subteam^{group.id}|@{group.handle}>" if group else None
