"""A smallest valid example of every block and element, and the pieces they are made of."""

from typing import Any

from sandbox.limits import Fault

Json = dict[str, Any]
PICTURE = "https://example.com/a.png"


def plain(words: str = "Words") -> Json:
    return {"type": "plain_text", "text": words}


def mrkdwn(words: str = "Words") -> Json:
    return {"type": "mrkdwn", "text": words}


def option(words: str = "Low", value: str = "low") -> Json:
    return {"text": plain(words), "value": value}


def options(count: int) -> list[Json]:
    return [option(f"Option {number}", f"v{number}") for number in range(count)]


def confirm(**changes: Any) -> Json:
    return {"title": plain(), "text": mrkdwn(), "confirm": plain(), "deny": plain(), **changes}


def button(**changes: Any) -> Json:
    return {"type": "button", "text": plain("Claim"), **changes}


def rich_text(*containers: Json) -> Json:
    words = {"type": "rich_text_section", "elements": [{"type": "text", "text": "Words"}]}
    return {"type": "rich_text", "elements": list(containers) or [words]}


def image_element(**changes: Any) -> Json:
    return {"type": "image", "image_url": PICTURE, "alt_text": "A chart", **changes}


def feedback(**changes: Any) -> Json:
    good, bad = {"text": plain("Good"), "value": "good"}, {"text": plain("Bad"), "value": "bad"}
    return {"type": "feedback_buttons", "positive_button": {**good, **changes}, "negative_button": bad}


def icon_button(**changes: Any) -> Json:
    return {"type": "icon_button", "icon": "trash", "text": plain("Delete"), **changes}


def workflow_button(**changes: Any) -> Json:
    trigger = {"url": "https://slack.com/shortcuts/Ft0EXAMPLE/abc"}
    return {"type": "workflow_button", "text": plain("Run"), "workflow": {"trigger": trigger}, **changes}


ELEMENTS: dict[str, Json] = {
    "button": button(),
    "workflow_button": workflow_button(),
    "image": image_element(),
    "overflow": {"type": "overflow", "options": options(1)},
    "checkboxes": {"type": "checkboxes", "options": options(1)},
    "radio_buttons": {"type": "radio_buttons", "options": options(1)},
    "datepicker": {"type": "datepicker"},
    "timepicker": {"type": "timepicker"},
    "datetimepicker": {"type": "datetimepicker"},
    "static_select": {"type": "static_select", "options": options(1)},
    "external_select": {"type": "external_select"},
    "users_select": {"type": "users_select"},
    "conversations_select": {"type": "conversations_select"},
    "channels_select": {"type": "channels_select"},
    "multi_static_select": {"type": "multi_static_select", "options": options(1)},
    "multi_external_select": {"type": "multi_external_select"},
    "multi_users_select": {"type": "multi_users_select"},
    "multi_conversations_select": {"type": "multi_conversations_select"},
    "multi_channels_select": {"type": "multi_channels_select"},
    "plain_text_input": {"type": "plain_text_input"},
    "rich_text_input": {"type": "rich_text_input"},
    "email_text_input": {"type": "email_text_input"},
    "url_text_input": {"type": "url_text_input"},
    "number_input": {"type": "number_input", "is_decimal_allowed": False},
    "file_input": {"type": "file_input"},
    "feedback_buttons": feedback(),
    "icon_button": icon_button(),
}


def element(kind: str, **changes: Any) -> Json:
    return {**ELEMENTS[kind], **changes}


def section(**changes: Any) -> Json:
    return {"type": "section", "text": mrkdwn(), **changes}


def actions(*elements: Json, **changes: Any) -> Json:
    return {"type": "actions", "elements": list(elements) or [button()], **changes}


def an_input(inner: Json | None = None, **changes: Any) -> Json:
    return {"type": "input", "label": plain("Title"), "element": inner or element("plain_text_input"), **changes}


def image(**changes: Any) -> Json:
    return {"type": "image", "image_url": PICTURE, "alt_text": "A chart", **changes}


def video(**changes: Any) -> Json:
    address = "https://example.com/v"
    return {
        "type": "video",
        "alt_text": "A film",
        "title": plain("Film"),
        "thumbnail_url": PICTURE,
        "video_url": address,
        **changes,
    }


def cells(rows: int, columns: int, words: str = "x") -> list[list[Json]]:
    return [[{"type": "raw_text", "text": words} for _ in range(columns)] for _ in range(rows)]


def table(**changes: Any) -> Json:
    return {"type": "table", "rows": cells(1, 1), **changes}


def data_table(**changes: Any) -> Json:
    return {"type": "data_table", "caption": "Tickets", "rows": cells(2, 1), **changes}


def pie(**changes: Any) -> Json:
    chart = {"type": "pie", "segments": [{"label": "Open", "value": 3}], **changes}
    return {"type": "data_visualization", "title": "Tickets", "chart": chart}


def bars(points: int = 1, series: int = 1, name: str = "", label: str = "", **axes: Any) -> Json:
    labels = [label or f"c{number}" for number in range(points)]
    lines = [
        {"name": name or f"s{number}", "data": [{"label": word, "value": -1.5} for word in labels]}
        for number in range(series)
    ]
    chart = {"type": "bar", "series": lines, "axis_config": {"categories": labels, **axes}}
    return {"type": "data_visualization", "title": "Tickets", "chart": chart}


def card(**changes: Any) -> Json:
    return {"type": "card", "title": mrkdwn("IT-1"), **changes}


def task(number: int = 0, status: str = "complete") -> Json:
    return {"task_id": f"t{number}", "title": "Look", "status": status}


BLOCKS: dict[str, Json] = {
    "actions": actions(),
    "alert": {"type": "alert", "text": mrkdwn()},
    "card": card(),
    "carousel": {"type": "carousel", "elements": [card()]},
    "container": {"type": "container", "title": plain(), "child_blocks": [section()]},
    "context": {"type": "context", "elements": [mrkdwn(), image_element()]},
    "context_actions": {"type": "context_actions", "elements": [feedback()]},
    "data_table": data_table(),
    "data_visualization": pie(),
    "divider": {"type": "divider"},
    "file": {"type": "file", "external_id": "F1", "source": "remote"},
    "header": {"type": "header", "text": plain()},
    "image": image(),
    "input": an_input(),
    "markdown": {"type": "markdown", "text": "# Words"},
    "plan": {"type": "plan", "title": "Plan", "tasks": [task(status="pending")]},
    "rich_text": rich_text(),
    "section": section(),
    "table": table(),
    "task_card": {"type": "task_card", **task()},
    "video": video(),
}


def block(kind: str, **changes: Any) -> Json:
    return {**BLOCKS[kind], **changes}


def modal(*blocks: Json, **changes: Any) -> Json:
    return {
        "type": "modal",
        "title": plain("New ticket"),
        "submit": plain("Send"),
        "blocks": list(blocks),
        **changes,
    }


def home(*blocks: Json, **changes: Any) -> Json:
    return {"type": "home", "blocks": list(blocks), **changes}


def where(faults: list[Fault]) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in faults]
