"""Buttons, menus, pickers and the image: all elements but the input fields."""

from collections.abc import Mapping

from sandbox.limits.objects import (
    CONFIRM,
    CONVERSATION_FILTER,
    MENU_OPTION,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    RICH_OPTION,
    SLACK_FILE,
    STYLE,
    URL,
    WORKFLOW,
)
from sandbox.limits.rules import (
    exactly_one,
    initial_option_offered,
    initial_options_offered,
    initial_within_maximum,
    needs,
)
from sandbox.limits.shapes import PLAIN, Rule, Shape, boolean, enum, integer, items, string, struct, text

ID = string("action_id")
IDS = items("multi_select.initial", ID)

# Slack makes up an action_id where none is given, so it is nowhere required.
INTERACTIVE: Mapping[str, Shape] = {"action_id": ID}
ASKING: Mapping[str, Shape] = {**INTERACTIVE, "confirm": CONFIRM}
FOCUSED: Mapping[str, Shape] = {**ASKING, "focus_on_load": boolean}
MENU: Mapping[str, Shape] = {**FOCUSED, "placeholder": text("select.placeholder", PLAIN)}
MOST: Mapping[str, Shape] = {"max_selected_items": integer("multi_select.max_selected_items")}
LISTED: Mapping[str, Shape] = {
    "options": items("select.options", MENU_OPTION),
    "option_groups": items("select.option_groups", OPTION_GROUP),
}
QUERY: Mapping[str, Shape] = {"min_query_length": integer("select.min_query_length")}
FILTERED: Mapping[str, Shape] = {"filter": CONVERSATION_FILTER, "default_to_current_conversation": boolean}
ANSWERING: Mapping[str, Shape] = {"response_url_enabled": boolean}

DATE = string(pattern=r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
TIME = string(pattern=r"([01]\d|2[0-3]):[0-5]\d")
TEN_DIGITS = integer(low=1_000_000_000, high=9_999_999_999)


def element(kind: str, required: Mapping[str, Shape], optional: Mapping[str, Shape], *rules: Rule) -> Shape:
    return struct({"type": enum(kind), **required}, optional, *rules)


IMAGE_ELEMENT = element(
    "image",
    {"alt_text": string("image_element.alt_text")},
    {"image_url": string("image_element.image_url", pattern=URL), "slack_file": SLACK_FILE},
    exactly_one("image_url", "slack_file"),
)

BUTTON = element(
    "button",
    {"text": text("button.text", PLAIN)},
    {
        **ASKING,
        "url": string("button.url"),
        "value": string("button.value"),
        "style": STYLE,
        "accessibility_label": string("button.accessibility_label"),
        "agent_prompt": string("button.agent_prompt"),
        "agent_prompt_display": string("button.text"),  # its own limit is not published
        "visible_to_user_ids": items(None, ID),
    },
    needs("agent_prompt_display", "agent_prompt"),
)

_FEEDBACK_BUTTON = struct(
    {"text": text("feedback_button.text", PLAIN), "value": string("feedback_button.value")},
    {"accessibility_label": string("feedback_button.accessibility_label")},
)

_BUTTONS: Mapping[str, Shape] = {
    "button": BUTTON,
    "workflow_button": element(
        "workflow_button",
        {"text": text("workflow_button.text", PLAIN), "workflow": WORKFLOW},
        {
            **INTERACTIVE,
            "style": STYLE,
            "accessibility_label": string("workflow_button.accessibility_label"),
        },
    ),
    "feedback_buttons": element(
        "feedback_buttons",
        {"positive_button": _FEEDBACK_BUTTON, "negative_button": _FEEDBACK_BUTTON},
        INTERACTIVE,
    ),
    "icon_button": element(
        "icon_button",
        {"icon": enum("trash"), "text": text("button.text", PLAIN)},
        {
            **ASKING,
            "value": string("icon_button.value"),
            "accessibility_label": string("icon_button.accessibility_label"),
            "visible_to_user_ids": items("icon_button.visible_to_user_ids", ID),
        },
    ),
}

_CHOICES: Mapping[str, Shape] = {
    "overflow": element("overflow", {"options": items("overflow.options", OVERFLOW_OPTION)}, ASKING),
    "checkboxes": element(
        "checkboxes",
        {"options": items("checkboxes.options", RICH_OPTION)},
        {**FOCUSED, "initial_options": items("checkboxes.options", RICH_OPTION)},
        initial_options_offered,
    ),
    "radio_buttons": element(
        "radio_buttons",
        {"options": items("radio_buttons.options", RICH_OPTION)},
        {**FOCUSED, "initial_option": RICH_OPTION},
        initial_option_offered,
    ),
    "datepicker": element(
        "datepicker",
        {},
        {**FOCUSED, "placeholder": text("date_picker.placeholder", PLAIN), "initial_date": DATE},
    ),
    "timepicker": element(
        "timepicker",
        {},
        {
            **FOCUSED,
            "placeholder": text("time_picker.placeholder", PLAIN),
            "initial_time": TIME,
            "timezone": ID,
        },
    ),
    "datetimepicker": element("datetimepicker", {}, {**FOCUSED, "initial_date_time": TEN_DIGITS}),
}

_SELECTS: Mapping[str, Shape] = {
    "static_select": element(
        "static_select",
        {},
        {**MENU, **LISTED, "initial_option": MENU_OPTION},
        exactly_one("options", "option_groups"),
        initial_option_offered,
    ),
    "external_select": element("external_select", {}, {**MENU, **QUERY, "initial_option": MENU_OPTION}),
    "users_select": element("users_select", {}, {**MENU, "initial_user": ID}),
    "conversations_select": element(
        "conversations_select", {}, {**MENU, **FILTERED, **ANSWERING, "initial_conversation": ID}
    ),
    "channels_select": element("channels_select", {}, {**MENU, **ANSWERING, "initial_channel": ID}),
}


def _multi(kind: str, initial: str, of: Shape, extra: Mapping[str, Shape], *rules: Rule) -> Shape:
    return element(kind, {}, {**MENU, **MOST, **extra, initial: of}, initial_within_maximum(initial), *rules)


_OPTIONS = items("multi_select.initial", MENU_OPTION)

_MULTI_SELECTS: Mapping[str, Shape] = {
    "multi_static_select": _multi(
        "multi_static_select",
        "initial_options",
        _OPTIONS,
        LISTED,
        exactly_one("options", "option_groups"),
        initial_options_offered,
    ),
    "multi_external_select": _multi("multi_external_select", "initial_options", _OPTIONS, QUERY),
    "multi_users_select": _multi("multi_users_select", "initial_users", IDS, {}),
    "multi_conversations_select": _multi("multi_conversations_select", "initial_conversations", IDS, FILTERED),
    "multi_channels_select": _multi("multi_channels_select", "initial_channels", IDS, {}),
}

ELEMENTS: Mapping[str, Shape] = {
    "image": IMAGE_ELEMENT,
    **_BUTTONS,
    **_CHOICES,
    **_SELECTS,
    **_MULTI_SELECTS,
}
