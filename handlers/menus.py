"""Menus behind three dots, for acts that a card has no room for."""

from collections.abc import Mapping

from handlers.blocks import IDENTIFIER, Element, counted, plain, within
from handlers.inputs import PLACEHOLDER, choices_of, option

OPTIONS = 5


def overflow(action_id: str, options: Mapping[str, str]) -> Element:
    """`options` are labels by value; a value is what `pack` wrote, 150 characters at most."""
    choices = [option(value, label) for value, label in options.items()]
    return {
        "type": "overflow",
        "action_id": within(IDENTIFIER, "action_id", action_id),
        "options": counted(OPTIONS, "options", choices),
    }


def menu(action_id: str, placeholder: str, options: Mapping[str, str]) -> Element:
    """A menu among buttons. `options` are labels by value; a value is what `pack` wrote, 150 characters at most."""
    return {
        "type": "static_select",
        "action_id": within(IDENTIFIER, "action_id", action_id),
        "placeholder": plain(placeholder, PLACEHOLDER),
        **choices_of([option(value, label) for value, label in options.items()]),
    }
