"""Which block and element may stand where.

Sources disagree on one row: slackblocks allows data_visualization on Home, Slack's reference says messages
only, and the reference stands.
"""

from collections.abc import Iterable, Iterator, Mapping

from sandbox.limits.fault import Fault, Surface
from sandbox.limits.shapes import Shape

EVERYWHERE: frozenset[Surface] = frozenset({"message", "modal", "home"})
MESSAGE: frozenset[Surface] = frozenset({"message"})
MODAL: frozenset[Surface] = frozenset({"modal"})
NOT_MODAL: frozenset[Surface] = frozenset({"message", "home"})
NOT_HOME: frozenset[Surface] = frozenset({"message", "modal"})
NOT_MESSAGE: frozenset[Surface] = frozenset({"modal", "home"})

BLOCK_SURFACES: dict[str, frozenset[Surface]] = {
    "actions": EVERYWHERE,
    "alert": MODAL,
    "card": EVERYWHERE,
    "carousel": NOT_MODAL,
    "container": NOT_MODAL,
    "context": EVERYWHERE,
    "context_actions": MESSAGE,
    "data_table": NOT_MODAL,
    "data_visualization": MESSAGE,
    "divider": EVERYWHERE,
    "file": MESSAGE,
    "header": EVERYWHERE,
    "image": EVERYWHERE,
    "input": EVERYWHERE,
    "markdown": MESSAGE,
    "plan": MESSAGE,
    "rich_text": EVERYWHERE,
    "section": EVERYWHERE,
    "table": NOT_MODAL,
    "task_card": MESSAGE,
    "video": EVERYWHERE,
}

# Elements that are not welcome everywhere; all others are.
ELEMENT_SURFACES: dict[str, frozenset[Surface]] = {
    "email_text_input": MODAL,
    "url_text_input": MODAL,
    "number_input": MODAL,
    "file_input": MODAL,
    "rich_text_input": NOT_MESSAGE,
    "datetimepicker": NOT_HOME,
    "icon_button": MESSAGE,
    "feedback_buttons": MESSAGE,
    "workflow_button": MESSAGE,
}

SELECTS = ("static_select", "external_select", "users_select", "conversations_select", "channels_select")
MULTI_SELECTS = tuple(f"multi_{name}" for name in SELECTS)
CHOICES = ("checkboxes", "radio_buttons", "datepicker", "timepicker", *SELECTS, *MULTI_SELECTS)

SECTION_ACCESSORIES = ("button", "workflow_button", "image", "overflow", *CHOICES)
# @slack/types also lists rich_text_input among the actions, the reference does not: refused here.
ACTION_ELEMENTS = ("button", "workflow_button", "overflow", "datetimepicker", *CHOICES)
INPUT_ELEMENTS = (
    "plain_text_input",
    "rich_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
    "file_input",
    "datetimepicker",
    *CHOICES,
)


def placed(
    table: Mapping[str, Shape], surfaces: Mapping[str, frozenset[Surface]], noun: str
) -> Mapping[str, Shape]:
    """The same table, each entry minding the surface it stands on."""
    return {kind: _placed(kind, shape, surfaces.get(kind, EVERYWHERE), noun) for kind, shape in table.items()}


def _placed(kind: str, shape: Shape, allowed: frozenset[Surface], noun: str) -> Shape:
    def check(value: object, at: str, surface: Surface) -> Iterable[Fault]:
        yield from _surface_fault(kind, at, surface, allowed, noun)
        yield from shape(value, at, surface)

    return check


def _surface_fault(kind: str, at: str, surface: Surface, allowed: frozenset[Surface], noun: str) -> Iterator[Fault]:
    if surface not in allowed:
        yield Fault(f"{at}/type", "surface", f"{noun} {kind} is not supported on a {surface} surface")
