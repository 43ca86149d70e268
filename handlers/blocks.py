"""Block Kit, as much of it as the views need, with Slack's limits (docs.slack.dev, Block Kit reference).

Text that may be foreign is cut with an ellipsis; what only a programmer can get wrong raises ValueError. Mrkdwn
goes where Slack reads mrkdwn, plain `str` where it does not. Inputs live in `handlers.inputs`.
"""

import json
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Literal, TypeVar

from domain.outcomes import Small
from handlers.files import PICTURE, File, files_in
from texts import Mrkdwn, cut, readable

Block = dict[str, Any]
Element = dict[str, Any]
View = dict[str, Any]
Style = Literal["primary", "danger"]
Thing = TypeVar("Thing")

TEXT = 3000
FIELD = 2000
FIELDS = 10
HEADER = 150
CONTEXT = 10
ACTIONS = 25
IDENTIFIER = 255
BUTTON = 75
BUTTON_VALUE = 2000
MESSAGE_BLOCKS = 50
MESSAGE_TEXT = 4000  # above it chat.update answers msg_too_long
ALT = 2000  # an image's alternative text, and its title
VIEW_BLOCKS = 100
VIEW_TITLE = 24
METADATA = 3000
PACKING = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))  # made once: a card packs for each button
NOTHING = "–"  # Slack refuses an empty text
ELLIPSIS = "…"


def pack(**facts: Small) -> str:
    """Small facts for a button's value, an option's value or private_metadata; each checks its own length."""
    return PACKING.encode(facts)


def unpack(packed: str) -> dict[str, Small]:
    """Raises ValueError for what `pack` did not write: a card of another release may be clicked."""
    facts = json.loads(packed)
    if not isinstance(facts, dict) or not all(isinstance(fact, Small) for fact in facts.values()):
        raise ValueError("not packed facts")
    return facts


def within(limit: int, what: str, value: str) -> str:
    """An id or a value, which cannot be cut without becoming another."""
    if not 1 <= len(value) <= limit:
        raise ValueError(f"{what}: 1 to {limit} characters, not {len(value)}")
    return value


def counted(limit: int, what: str, things: Sequence[Thing]) -> list[Thing]:
    if not 1 <= len(things) <= limit:
        raise ValueError(f"{what}: 1 to {limit}, not {len(things)}")
    return list(things)


def plain(text: str, limit: int = TEXT) -> Element:
    if isinstance(text, Mrkdwn):
        raise ValueError(f"mrkdwn where Slack reads plain text: {text}")  # noqa: TRY004 - a str all the same
    return {"type": "plain_text", "text": shortened(text, limit), "emoji": True}


def shortened(text: str, limit: int) -> str:
    shown = readable(text)
    if not shown.strip():
        return NOTHING
    return shown if len(shown) <= limit else shown[: limit - 1] + ELLIPSIS


def marked(text: Mrkdwn, limit: int = TEXT) -> Element:
    """`verbatim`, so that Slack makes nothing live that is not written out as live."""
    return {
        "type": "mrkdwn",
        "text": cut(text, limit) if text.strip() else NOTHING,
        "verbatim": True,
    }


def section(text: Mrkdwn, accessory: Element | None = None) -> Block:
    block: Block = {"type": "section", "text": marked(text)}
    return block | ({"accessory": accessory} if accessory else {})


def fields(*texts: Mrkdwn) -> Block:
    """Short texts in two columns."""
    return {
        "type": "section",
        "fields": [marked(text, FIELD) for text in counted(FIELDS, "fields", texts)],
    }


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, HEADER)}


def context(*texts: Mrkdwn) -> Block:
    """Small print."""
    return {"type": "context", "elements": [marked(text) for text in counted(CONTEXT, "context", texts)]}


def divider() -> Block:
    return {"type": "divider"}


def quote(text: str) -> Block:
    """People's words as they typed them, line by line: rich text is never parsed, so nothing need be changed."""
    words = {"type": "text", "text": shortened(text, TEXT)}
    return {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [words]}]}


def actions(*elements: Element) -> Block:
    unique([element["action_id"] for element in elements])
    return {"type": "actions", "elements": counted(ACTIONS, "actions", elements)}


def unique(names: Sequence[str]) -> None:
    if len(set(names)) < len(names):
        twice = [name for name, count in Counter(names).items() if count > 1]
        raise ValueError(f"used twice: {twice}")


def confirm(title: str, text: str, yes: str, no: str) -> Element:
    return {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
    }


def button(
    label: str,
    action_id: str,
    value: str = "",
    *,
    style: Style | None = None,
    confirm: Element | None = None,
    url: str | None = None,
    read_out: str | None = None,
) -> Element:
    """`value` is what `pack` wrote. Two buttons of one `actions` block need two action ids.

    `read_out` is what screen readers say in place of a label that is a sign.
    """
    element: Element = {
        "type": "button",
        "text": plain(label, BUTTON),
        "action_id": within(IDENTIFIER, "action_id", action_id),
    }
    if value:
        element["value"] = within(BUTTON_VALUE, "value", value)
    extras = {
        "style": style,
        "confirm": confirm,
        "url": url and within(TEXT, "url", url),
        "accessibility_label": read_out and shortened(read_out, BUTTON),
    }
    return element | given(**extras)


def given(**extras: object) -> Element:
    """What was asked for: Slack refuses a null or an empty text where a key may be missing."""
    return {name: extra for name, extra in extras.items() if extra not in (None, "")}


def picture(file: File, title: str = "") -> Block:
    """A file that `message` is told to carry, shown here."""
    alt = shortened(file.alt, ALT)
    shown = {"type": PICTURE, "slack_file": {"id": file.mark}, "alt_text": alt}
    return shown | given(title=title and plain(title, ALT))


def message(text: Mrkdwn, blocks: Sequence[Block] = (), files: Sequence[File] = ()) -> View:
    """`text` tells all that the blocks tell: phones' notifications and screen readers get nothing else.

    Slack reads it as mrkdwn. The sender adds channel, thread and `unfurl_links` and `unfurl_media` off, and brings
    the files to Slack; an ephemeral message can carry none.
    """
    shown = checked(MESSAGE_BLOCKS, blocks) if blocks else []
    said = {"text": cut(text, MESSAGE_TEXT) if text.strip() else NOTHING, "blocks": shown}
    return said | ({"files": list(files)} if files else {})


def modal(
    title: str,
    callback_id: str,
    blocks: Sequence[Block],
    *,
    submit: str | None,
    close: str,
    private_metadata: str = "",
) -> View:
    """A form, or, without `submit`, a page to read."""
    if submit is None and any(block["type"] == "input" for block in blocks):
        raise ValueError("inputs need a submit button")
    return {
        "type": "modal",
        "callback_id": within(IDENTIFIER, "callback_id", callback_id),
        "title": plain(title, VIEW_TITLE),
        "close": plain(close, VIEW_TITLE),
        "blocks": checked(VIEW_BLOCKS, blocks),
    } | given(
        submit=submit and plain(submit, VIEW_TITLE),
        private_metadata=within(METADATA, "private_metadata", private_metadata) if private_metadata else None,
    )


def home(blocks: Sequence[Block]) -> View:
    return {"type": "home", "blocks": checked(VIEW_BLOCKS, blocks)}


def checked(limit: int, blocks: Sequence[Block]) -> list[Block]:
    unique([block["block_id"] for block in blocks if "block_id" in block])
    return counted(limit, "blocks", blocks)


def digest_of(message: View) -> str:
    """Equal for equal messages. Files are told by their marks."""
    files = [file.mark for file in files_in(message)]
    return sha256(json.dumps({**message, "files": files}, sort_keys=True).encode()).hexdigest()


def plain_only(message: View) -> View:
    """The message without its blocks, for when Slack does not take them: the text tells it all."""
    return {"text": message["text"]}
