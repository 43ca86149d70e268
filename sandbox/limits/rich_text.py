"""The rich_text block: containers of styled pieces. Its lengths are not published."""

from collections.abc import Mapping

from sandbox.limits.shapes import (
    Shape,
    boolean,
    enum,
    integer,
    items,
    string,
    struct,
    tagged,
)

STYLES = ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink")
_PIECE_STYLE = struct({}, dict.fromkeys(STYLES, boolean))


def _piece(
    kind: str, required: Mapping[str, Shape], optional: Mapping[str, Shape] | None = None
) -> Mapping[str, Shape]:
    return {kind: struct({"type": enum(kind), **required}, {"style": _PIECE_STYLE, **(optional or {})})}


# An empty `text` is refused, as in every other text of Block Kit.
_WORDS = string("data_table.cell_text")

PIECES: Mapping[str, Shape] = {
    **_piece("text", {"text": _WORDS}),
    **_piece("link", {"url": string("button.url")}, {"text": string(), "unsafe": boolean}),
    **_piece(
        "emoji",
        {"name": string("action_id")},
        {"unicode": string(), "skin_tone": integer(low=1, high=6), "url": string()},
    ),
    **_piece("user", {"user_id": string("action_id")}),
    **_piece("usergroup", {"usergroup_id": string("action_id")}),
    **_piece("channel", {"channel_id": string("action_id")}),
    **_piece("team", {"team_id": string("action_id")}),
    **_piece("broadcast", {"range": enum("here", "channel", "everyone")}),
    **_piece("color", {"value": string("action_id")}),
    **_piece(
        "date",
        {"timestamp": integer(), "format": string("data_table.cell_text")},
        {"url": string("button.url"), "fallback": string()},
    ),
}

_PIECE = tagged(PIECES)
_SECTION = struct({"type": enum("rich_text_section"), "elements": items(None, _PIECE)})

CONTAINERS: Mapping[str, Shape] = {
    "rich_text_section": _SECTION,
    "rich_text_list": struct(
        {
            "type": enum("rich_text_list"),
            "style": enum("bullet", "ordered"),
            "elements": items("rich_text_list.elements", tagged({"rich_text_section": _SECTION})),
        },
        {
            "indent": integer("rich_text_list.indent"),
            "offset": integer("rich_text_list.offset"),
            "border": integer("rich_text_list.border"),
        },
    ),
    "rich_text_preformatted": struct(
        {"type": enum("rich_text_preformatted"), "elements": items(None, _PIECE)},
        {"border": integer("rich_text_preformatted.border"), "language": string()},
    ),
    "rich_text_quote": struct(
        {"type": enum("rich_text_quote"), "elements": items(None, _PIECE)},
        {"border": integer("rich_text_quote.border")},
    ),
}

RICH_TEXT = struct(
    {"type": enum("rich_text"), "elements": items(None, tagged(CONTAINERS))},
    {"block_id": string("block_id")},
)
