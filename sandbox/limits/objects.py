"""Composition objects: what several elements and blocks are made of."""

from sandbox.limits.rules import at_least_one, exactly_one
from sandbox.limits.shapes import EITHER, PLAIN, Shape, boolean, enum, items, string, struct, text

URL = r"https?://\S+"
"""Slack refuses an image or button address that is no http(s) address; it does not publish how it decides."""

STYLE = enum("primary", "danger")

SLACK_FILE = struct(
    {},
    {"id": string("slack_file.id", pattern=r"F[A-Z0-9]{8,}"), "url": string("slack_file.url", pattern=URL)},
    exactly_one("id", "url"),
)

CONFIRM = struct(
    {
        "title": text("confirmation.title", PLAIN),
        "text": text("confirmation.text"),
        "confirm": text("confirmation.confirm", PLAIN),
        "deny": text("confirmation.deny", PLAIN),
    },
    {"style": STYLE},
)

DISPATCH_ACTION_CONFIG = struct(
    {
        "trigger_actions_on": items(
            "dispatch_action_configuration.trigger_actions_on",
            enum("on_enter_pressed", "on_character_entered"),
        )
    }
)

CONVERSATION_FILTER = struct(
    {},
    {
        "include": items("conversation_filter.include", enum("im", "mpim", "private", "public")),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
    at_least_one("include", "exclude_external_shared_channels", "exclude_bot_users"),
)

WORKFLOW = struct(
    {
        "trigger": struct(
            {"url": string(pattern=URL)},
            {
                "customizable_input_parameters": items(
                    None, struct({"name": string("action_id"), "value": string()})
                )
            },
        )
    }
)


def option(kinds: tuple[str, ...] = PLAIN, *, with_url: bool = False) -> Shape:
    """An option. `mrkdwn` is for checkboxes and radio buttons, `url` for an overflow menu."""
    return struct(
        {"text": text("option.text", kinds), "value": string("option.value")},
        {
            "description": text("option.description", kinds),
            **({"url": string("option.url", pattern=URL)} if with_url else {}),
        },
    )


MENU_OPTION = option()
RICH_OPTION = option(EITHER)
OVERFLOW_OPTION = option(with_url=True)

OPTION_GROUP = struct(
    {"label": text("option_group.label", PLAIN), "options": items("option_group.options", MENU_OPTION)}
)
