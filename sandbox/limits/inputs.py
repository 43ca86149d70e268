"""Elements a person types or drops something into: only an input block holds them."""

from collections.abc import Mapping

from sandbox.limits.elements import ID, element
from sandbox.limits.objects import DISPATCH_ACTION_CONFIG
from sandbox.limits.rich_text import RICH_TEXT
from sandbox.limits.rules import ordered
from sandbox.limits.shapes import PLAIN, Shape, boolean, integer, items, string, tagged, text

TYPED: Mapping[str, Shape] = {
    "action_id": ID,
    "focus_on_load": boolean,
    "dispatch_action_config": DISPATCH_ACTION_CONFIG,
}

_DECIMAL = string(pattern=r"[+-]?(\d+(\.\d*)?|\.\d+)")

INPUTS: Mapping[str, Shape] = {
    "plain_text_input": element(
        "plain_text_input",
        {},
        {
            **TYPED,
            "placeholder": text("plain_text_input.placeholder", PLAIN),
            "initial_value": string("plain_text_input.initial_value"),
            "multiline": boolean,
            "min_length": integer("plain_text_input.min_length"),
            "max_length": integer("plain_text_input.max_length"),
        },
        ordered("min_length", "max_length"),
    ),
    "rich_text_input": element(
        "rich_text_input",
        {},
        {
            **TYPED,
            "placeholder": text("rich_text_input.placeholder", PLAIN),
            "initial_value": tagged({"rich_text": RICH_TEXT}),
            "min_lines": integer("rich_text_input.min_lines"),
            "max_lines": integer("rich_text_input.max_lines"),
        },
        ordered("min_lines", "max_lines"),
    ),
    "email_text_input": element(
        "email_text_input",
        {},
        {**TYPED, "placeholder": text("email_input.placeholder", PLAIN), "initial_value": string()},
    ),
    "url_text_input": element(
        "url_text_input",
        {},
        {**TYPED, "placeholder": text("url_input.placeholder", PLAIN), "initial_value": string()},
    ),
    "number_input": element(
        "number_input",
        {"is_decimal_allowed": boolean},
        {
            **TYPED,
            "placeholder": text("number_input.placeholder", PLAIN),
            "initial_value": _DECIMAL,
            "min_value": _DECIMAL,
            "max_value": _DECIMAL,
        },
        ordered("min_value", "max_value"),
        ordered("min_value", "initial_value"),
        ordered("initial_value", "max_value"),
    ),
    "file_input": element(
        "file_input",
        {},
        {
            "action_id": ID,
            "filetypes": items("file_input.filetypes", string("action_id")),
            "max_files": integer("file_input.max_files"),
        },
    ),
}
