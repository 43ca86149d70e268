"""Every block, as the reference describes it."""

from collections.abc import Iterator, Mapping

from sandbox.limits.data import DATA_TABLE, DATA_VISUALIZATION, TABLE
from sandbox.limits.elements import BUTTON, ELEMENTS, IMAGE_ELEMENT
from sandbox.limits.fault import Fault, Surface
from sandbox.limits.icons import SLACK_ICON
from sandbox.limits.inputs import INPUTS
from sandbox.limits.objects import SLACK_FILE, URL
from sandbox.limits.rich_text import RICH_TEXT
from sandbox.limits.rules import at_least_one, at_most_one, exactly_one, excludes, needs, unique
from sandbox.limits.shapes import (
    EITHER,
    PLAIN,
    Rule,
    Shape,
    boolean,
    enum,
    integer,
    items,
    string,
    struct,
    tagged,
    text,
)
from sandbox.limits.surfaces import (
    ACTION_ELEMENTS,
    BLOCK_SURFACES,
    ELEMENT_SURFACES,
    INPUT_ELEMENTS,
    SECTION_ACCESSORIES,
    placed,
)

_PLACED = placed({**ELEMENTS, **INPUTS}, ELEMENT_SURFACES, "element")
_UNIQUE_ACTIONS = unique("elements", "action_id")


def _block(
    kind: str, required: Mapping[str, Shape], optional: Mapping[str, Shape] | None = None, *rules: Rule
) -> Mapping[str, Shape]:
    fields = {"block_id": string("block_id"), **(optional or {})}
    return {kind: struct({"type": enum(kind), **required}, fields, *rules)}


def _response_url_in_modals_only(fields: Mapping[str, object], at: str, surface: Surface) -> Iterator[Fault]:
    element = fields.get("element")
    if isinstance(element, dict) and "response_url_enabled" in element and surface != "modal":
        yield Fault(f"{at}/element/response_url_enabled", "surface", "is supported in modals only")


def _files_dispatch_nothing(fields: Mapping[str, object], at: str, _surface: Surface) -> Iterator[Fault]:
    element = fields.get("element")
    if isinstance(element, dict) and element.get("type") == "file_input" and fields.get("dispatch_action"):
        yield Fault(f"{at}/dispatch_action", "enum", "must not be true with a file_input")


_TEXTS: Mapping[str, Shape] = {
    **_block(
        "section",
        {},
        {
            "text": text("section.text"),
            "fields": items("section.fields", text("section.fields.item")),
            "accessory": tagged(_PLACED, SECTION_ACCESSORIES),
            "expand": boolean,
        },
        at_least_one("text", "fields"),
    ),
    **_block("header", {"text": text("header.text", PLAIN)}, {"level": integer("header.level")}),
    **_block("divider", {}),
    **_block(
        "context",
        {
            "elements": items(
                "context.elements",
                tagged({"image": IMAGE_ELEMENT, **{kind: text("text", (kind,)) for kind in EITHER}}),
            )
        },
    ),
    **_block("markdown", {"text": string("markdown.text")}),
    "rich_text": RICH_TEXT,
}

_INTERACTIVE: Mapping[str, Shape] = {
    **_block(
        "actions",
        {"elements": items("actions.elements", tagged(_PLACED, ACTION_ELEMENTS))},
        {},
        _UNIQUE_ACTIONS,
    ),
    **_block(
        "context_actions",
        {"elements": items("context_actions.elements", tagged(_PLACED, ("feedback_buttons", "icon_button")))},
        {},
        _UNIQUE_ACTIONS,
    ),
    **_block(
        "input",
        {"label": text("input.label", PLAIN), "element": tagged(_PLACED, INPUT_ELEMENTS)},
        {"hint": text("input.hint", PLAIN), "optional": boolean, "dispatch_action": boolean},
        _response_url_in_modals_only,
        _files_dispatch_nothing,
    ),
}

_MEDIA: Mapping[str, Shape] = {
    **_block(
        "image",
        {"alt_text": string("image.alt_text")},
        {
            "image_url": string("image.image_url", pattern=URL),
            "slack_file": SLACK_FILE,
            "title": text("image.title", PLAIN),
        },
        exactly_one("image_url", "slack_file"),
    ),
    **_block(
        "video",
        {
            "alt_text": string("video.alt_text"),
            "title": text("video.title", PLAIN),
            "thumbnail_url": string("video.thumbnail_url", pattern=URL),
            "video_url": string("video.video_url", pattern=URL),
        },
        {
            "author_name": string("video.author_name"),
            "description": text("video.description", PLAIN),
            "provider_icon_url": string("video.provider_icon_url", pattern=URL),
            "provider_name": string("video.provider_name"),
            "title_url": string("video.title_url", pattern=URL),
        },
    ),
    **_block("file", {"external_id": string("action_id"), "source": enum("remote")}),
}

_CARD = _block(
    "card",
    {},
    {
        "hero_image": IMAGE_ELEMENT,
        "icon": IMAGE_ELEMENT,
        "slack_icon": SLACK_ICON,
        "title": text("card.title"),
        "subtitle": text("card.subtitle"),
        "body": text("card.body"),
        "subtext": text("card.subtext"),
        "actions": items("card.actions", tagged({"button": BUTTON})),
    },
    at_least_one("hero_image", "title", "actions", "body"),
    at_most_one("icon", "slack_icon"),
    unique("actions", "action_id"),
)

_STATUS = enum("pending", "in_progress", "complete", "error")
_URL_SOURCE = struct({"type": enum("url"), "url": string("button.url"), "text": string("text")})
_TASK: tuple[Mapping[str, Shape], Mapping[str, Shape]] = (
    {"task_id": string("action_id"), "title": string("text"), "status": _STATUS},
    {"details": RICH_TEXT, "output": RICH_TEXT, "sources": items(None, _URL_SOURCE)},
)
# Whether a task inside a plan may carry type and block_id is shown both ways: both are taken.
_PLAN_TASK = struct(_TASK[0], {**_TASK[1], "type": enum("task_card"), "block_id": string("block_id")})


def _not_pending(fields: Mapping[str, object], at: str, _surface: Surface) -> Iterator[Fault]:
    if fields.get("status") == "pending":
        yield Fault(f"{at}/status", "enum", "only a task of a plan may be pending")


_GROUPS: Mapping[str, Shape] = {
    **_block(
        "alert",
        {"text": text("alert.text")},
        {"level": enum("default", "info", "warning", "error", "success")},
    ),
    **_CARD,
    **_block("carousel", {"elements": items("carousel.elements", tagged(_CARD))}),
    **_block("task_card", *_TASK, _not_pending),
    **_block(
        "plan",
        {"title": string("text"), "tasks": items("plan.tasks", _PLAN_TASK)},
        {},
        unique("tasks", "task_id"),
    ),
    "table": TABLE,
    "data_table": DATA_TABLE,
    "data_visualization": DATA_VISUALIZATION,
}

_FLAT = placed({**_TEXTS, **_INTERACTIVE, **_MEDIA, **_GROUPS}, BLOCK_SURFACES, "block")

# Slack names what a container may not hold (card, alert, data_table); slackblocks lists what it may: the
# shorter list stands.
CONTAINER_CHILDREN = (
    "actions",
    "context",
    "divider",
    "file",
    "header",
    "image",
    "input",
    "rich_text",
    "section",
    "table",
    "video",
)

_CONTAINER = _block(
    "container",
    {"child_blocks": items("container.child_blocks", tagged(_FLAT, CONTAINER_CHILDREN))},
    {
        "title": text("container.title", PLAIN),
        "rich_text_title": RICH_TEXT,
        "subtitle": text("container.subtitle"),
        "width": enum("narrow", "standard", "wide", "full"),
        "icon": IMAGE_ELEMENT,
        "is_collapsible": boolean,
        "default_collapsed": boolean,
        "has_header_divider": boolean,
    },
    at_least_one("title", "rich_text_title"),
    needs("default_collapsed", "is_collapsible"),
    excludes("has_header_divider", "is_collapsible"),
)

BLOCKS: Mapping[str, Shape] = {**_FLAT, **placed(_CONTAINER, BLOCK_SURFACES, "block")}
BLOCK = tagged(BLOCKS)
