"""For every row of the bounds: a payload in which that quantity is `n`, and where the fault must point."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.limits import Fault, Surface, check_blocks, check_message, check_view
from tests.sandbox.limits import block_samples as s

Payload = Callable[[int], Any]


@dataclass(frozen=True)
class Case:
    """`build(n)` is a list of blocks for `surface`, or a view, or a message."""

    build: Payload
    pointer: str
    kind: Surface | str = "message"
    also: str | None = None
    """Where a second rule must speak, too, when this quantity is too great."""

    def faults(self, amount: int) -> list[Fault]:
        payload = self.build(amount)
        if self.kind == "view":
            return check_view(payload)
        if self.kind == "post":
            return check_message(payload)
        if self.kind == "update":
            return check_message(payload, update=True)
        assert self.kind in {"message", "modal", "home"}
        return check_blocks([payload] if isinstance(payload, dict) else payload, self.kind)  # type: ignore[arg-type] # asserted


def accessory(path: str, build: Payload) -> Case:
    return Case(lambda n: s.section(accessory=build(n)), f"/blocks/0/accessory{path}")


def entered(path: str, build: Payload) -> Case:
    return Case(lambda n: s.an_input(build(n)), f"/blocks/0/element{path}", "modal")


def with_option(path: str, build: Payload) -> Case:
    return accessory(f"/options/0{path}", lambda n: s.element("overflow", options=[build(n)]))


def said(n: int) -> Any:
    return s.plain("x" * n)


def words(n: int) -> str:
    return "x" * n


def link(n: int) -> str:
    return "https://" + "x" * (n - 8) if n else ""


def thing(path: str, build: Payload, kind: str = "message", also: str | None = None) -> Case:
    return Case(build, f"/blocks/0{path}", kind, also and f"/blocks/0{also}")


def context_action(path: str, build: Payload) -> Case:
    return thing(f"/elements/0{path}", lambda n: s.block("context_actions", elements=[build(n)]))


def numbered(kind: str, name: str) -> Case:
    return entered(f"/{name}", lambda n: s.element(kind, **{name: n}))


def placeholder(kind: str) -> Case:
    return entered("/placeholder/text", lambda n: s.element(kind, placeholder=said(n)))


TEXTS = {
    "text": thing("/elements/0/text", lambda n: s.block("context", elements=[said(n)])),
    "block_id": thing("/block_id", lambda n: s.section(block_id=words(n))),
    "action_id": accessory("/action_id", lambda n: s.button(action_id=words(n))),
    "confirmation.title": accessory("/confirm/title/text", lambda n: s.button(confirm=s.confirm(title=said(n)))),
    "confirmation.text": accessory("/confirm/text/text", lambda n: s.button(confirm=s.confirm(text=said(n)))),
    "confirmation.confirm": accessory(
        "/confirm/confirm/text", lambda n: s.button(confirm=s.confirm(confirm=said(n)))
    ),
    "confirmation.deny": accessory("/confirm/deny/text", lambda n: s.button(confirm=s.confirm(deny=said(n)))),
    "option.text": with_option("/text/text", lambda n: s.option(words(n))),
    "option.value": with_option("/value", lambda n: s.option(value=words(n))),
    "option.description": with_option("/description/text", lambda n: {**s.option(), "description": said(n)}),
    "option.url": with_option("/url", lambda n: {**s.option(), "url": link(n)}),
    "option_group.label": accessory(
        "/option_groups/0/label/text",
        lambda n: {"type": "static_select", "option_groups": [{"label": said(n), "options": s.options(1)}]},
    ),
    "slack_file.id": thing(
        "/slack_file/id", lambda n: {"type": "image", "alt_text": "a", "slack_file": {"id": "F" * n}}
    ),
    "slack_file.url": thing(
        "/slack_file/url", lambda n: {"type": "image", "alt_text": "a", "slack_file": {"url": link(n)}}
    ),
}

ELEMENTS = {
    "button.text": accessory("/text/text", lambda n: s.button(text=said(n))),
    "button.url": accessory("/url", lambda n: s.button(url=words(n))),
    "button.value": accessory("/value", lambda n: s.button(value=words(n))),
    "button.accessibility_label": accessory(
        "/accessibility_label", lambda n: s.button(accessibility_label=words(n))
    ),
    "button.agent_prompt": accessory("/agent_prompt", lambda n: s.button(agent_prompt=words(n))),
    "workflow_button.text": accessory("/text/text", lambda n: s.workflow_button(text=said(n))),
    "workflow_button.accessibility_label": accessory(
        "/accessibility_label", lambda n: s.workflow_button(accessibility_label=words(n))
    ),
    "feedback_button.text": context_action("/positive_button/text/text", lambda n: s.feedback(text=said(n))),
    "feedback_button.value": context_action("/positive_button/value", lambda n: s.feedback(value=words(n))),
    "feedback_button.accessibility_label": context_action(
        "/positive_button/accessibility_label", lambda n: s.feedback(accessibility_label=words(n))
    ),
    "icon_button.value": context_action("/value", lambda n: s.icon_button(value=words(n))),
    "icon_button.accessibility_label": context_action(
        "/accessibility_label", lambda n: s.icon_button(accessibility_label=words(n))
    ),
    "icon_button.visible_to_user_ids": context_action(
        "/visible_to_user_ids", lambda n: s.icon_button(visible_to_user_ids=["U1"] * n)
    ),
    "select.placeholder": accessory("/placeholder/text", lambda n: s.element("users_select", placeholder=said(n))),
    "select.options": accessory("/options", lambda n: s.element("static_select", options=s.options(n))),
    "select.option_groups": accessory(
        "/option_groups",
        lambda n: {
            "type": "static_select",
            "option_groups": [{"label": s.plain(), "options": s.options(1)}] * n,
        },
    ),
    "select.min_query_length": accessory(
        "/min_query_length", lambda n: s.element("external_select", min_query_length=n)
    ),
    "option_group.options": accessory(
        "/option_groups/0/options",
        lambda n: {"type": "static_select", "option_groups": [{"label": s.plain(), "options": s.options(n)}]},
    ),
    "overflow.options": accessory("/options", lambda n: s.element("overflow", options=s.options(n))),
    "checkboxes.options": accessory("/options", lambda n: s.element("checkboxes", options=s.options(n))),
    "radio_buttons.options": accessory("/options", lambda n: s.element("radio_buttons", options=s.options(n))),
    "multi_select.initial": entered(
        "/initial_users", lambda n: s.element("multi_users_select", initial_users=["U1"] * n)
    ),
    "multi_select.max_selected_items": numbered("multi_users_select", "max_selected_items"),
    "conversation_filter.include": entered(
        "/filter/include",
        lambda n: s.element(
            "conversations_select",
            filter={"include": ["im", "mpim", "private", "public", "im"][:n], "exclude_bot_users": True},
        ),
    ),
    "dispatch_action_configuration.trigger_actions_on": entered(
        "/dispatch_action_config/trigger_actions_on",
        lambda n: s.element(
            "plain_text_input", dispatch_action_config={"trigger_actions_on": ["on_enter_pressed"] * n}
        ),
    ),
    "plain_text_input.min_length": numbered("plain_text_input", "min_length"),
    "plain_text_input.max_length": numbered("plain_text_input", "max_length"),
    "plain_text_input.initial_value": entered(
        "/initial_value", lambda n: s.element("plain_text_input", initial_value=words(n))
    ),
    "plain_text_input.placeholder": placeholder("plain_text_input"),
    "email_input.placeholder": placeholder("email_text_input"),
    "url_input.placeholder": placeholder("url_text_input"),
    "number_input.placeholder": placeholder("number_input"),
    "date_picker.placeholder": placeholder("datepicker"),
    "time_picker.placeholder": placeholder("timepicker"),
    "rich_text_input.placeholder": placeholder("rich_text_input"),
    "rich_text_input.min_lines": numbered("rich_text_input", "min_lines"),
    "rich_text_input.max_lines": numbered("rich_text_input", "max_lines"),
    "file_input.filetypes": entered("/filetypes", lambda n: s.element("file_input", filetypes=["png"] * n)),
    "file_input.max_files": numbered("file_input", "max_files"),
    "image_element.image_url": accessory("/image_url", lambda n: s.image_element(image_url=link(n))),
    "image_element.alt_text": accessory("/alt_text", lambda n: s.image_element(alt_text=words(n))),
}
