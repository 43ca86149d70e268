"""Input blocks of forms and Home, with Slack's limits.

An input's name is both its block_id and its action_id, so a form's faults are keyed by the names its answers have.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from handlers.blocks import IDENTIFIER, TEXT, Block, Element, counted, given, plain, within

LABEL = 2000
PLACEHOLDER = 150
OPTIONS = 100
RADIO = 10
OPTION = 75
SHORT = 30  # characters of a name in a group's label
OPTION_VALUE = 150


def labelled(
    name: str,
    label: str,
    element: Element,
    *,
    hint: str | None,
    optional: bool,
) -> Block:
    return {
        "type": "input",
        "block_id": within(IDENTIFIER, "name", name),
        "label": plain(label, LABEL),
        "element": {**element, "action_id": name},
        "optional": optional,
    } | given(hint=hint and plain(hint, LABEL))


def text_input(
    name: str,
    label: str,
    *,
    initial: str = "",
    multiline: bool = False,
    longest: int = TEXT,
    placeholder: str | None = None,
    hint: str | None = None,
    optional: bool = False,
) -> Block:
    if not 1 <= longest <= TEXT:
        raise ValueError(f"longest: 1 to {TEXT}, not {longest}")
    element = {"type": "plain_text_input", "multiline": multiline, "max_length": longest} | given(
        initial_value=initial[:longest] or None,
        placeholder=placeholder and plain(placeholder, PLACEHOLDER),
    )
    return labelled(name, label, element, hint=hint, optional=optional)


def number_input(
    name: str,
    label: str,
    *,
    initial: int | None = None,
    least: int | None = None,
    most: int | None = None,
    hint: str | None = None,
    optional: bool = False,
) -> Block:
    """Whole numbers; forms only. Slack keeps the bounds and the initial value as strings."""
    bounds = {"initial_value": initial, "min_value": least, "max_value": most}
    element = {"type": "number_input", "is_decimal_allowed": False} | {
        name: str(bound) for name, bound in bounds.items() if bound is not None
    }
    return labelled(name, label, element, hint=hint, optional=optional)


def choices_of(options: Sequence[Element]) -> Element:
    """Options as they are, or in groups where they are more than one list holds: named by their first and last."""
    if len(options) <= OPTIONS:
        return {"options": counted(OPTIONS, "options", options)}
    parts = [options[at : at + OPTIONS] for at in range(0, len(options), OPTIONS)]
    groups = [{"label": plain(_span(part), OPTION), "options": list(part)} for part in parts]
    return {"option_groups": counted(OPTIONS, "groups", groups)}


def _span(options: Sequence[Element]) -> str:
    first, last = (plain(str(one["text"]["text"]), SHORT)["text"] for one in (options[0], options[-1]))
    return f"{first} – {last}"


def option(value: str, label: str, description: str = "") -> Element:
    shown = {"text": plain(label, OPTION), "value": within(OPTION_VALUE, "option value", value)}
    return shown | given(description=plain(description, OPTION) if description else None)


def select(
    name: str,
    label: str,
    options: Mapping[str, str],
    *,
    initial: str | None = None,
    placeholder: str | None = None,
    hint: str | None = None,
    optional: bool = False,
    beneath: Mapping[str, str] | None = None,
) -> Block:
    """`options` are labels by value, `beneath` what stands under some of them. An `initial` that is no option (a
    service since retired) is left out.
    """
    choices = {value: option(value, words, (beneath or {}).get(value, "")) for value, words in options.items()}
    element = {"type": "static_select", **choices_of(list(choices.values()))} | given(
        initial_option=choices.get(initial or ""),
        placeholder=placeholder and plain(placeholder, PLACEHOLDER),
    )
    return labelled(name, label, element, hint=hint, optional=optional)


def radio(name: str, label: str, options: Mapping[str, str]) -> Block:
    """One of a few, all of them in sight. `options` are labels by value."""
    choices = [option(value, words) for value, words in options.items()]
    element = {"type": "radio_buttons", "options": counted(RADIO, "options", choices)}
    return labelled(name, label, element, hint=None, optional=False)


def multi_select(
    name: str,
    label: str,
    options: Mapping[str, str],
    *,
    initial: Sequence[str] = (),
    most: int | None = None,
    hint: str | None = None,
    optional: bool = False,
) -> Block:
    """Several of them; values have no comma in them."""
    if any("," in value for value in options):
        raise ValueError("a comma joins the values of several options")
    choices = {value: option(value, words) for value, words in options.items()}
    element = {"type": "multi_static_select", **choices_of(list(choices.values()))} | given(
        initial_options=[choices[value] for value in initial if value in choices] or None,
        max_selected_items=most,
    )
    return labelled(name, label, element, hint=hint, optional=optional)


def users_select(
    name: str,
    label: str,
    *,
    initial: str | None = None,
    hint: str | None = None,
    optional: bool = False,
) -> Block:
    """`initial` is a Slack user id."""
    element = {"type": "users_select"} | given(initial_user=initial)
    return labelled(name, label, element, hint=hint, optional=optional)


def datepicker(
    name: str,
    label: str,
    *,
    initial: dt.date | None = None,
    hint: str | None = None,
    optional: bool = False,
) -> Block:
    element = {"type": "datepicker"} | given(initial_date=initial and initial.isoformat())
    return labelled(name, label, element, hint=hint, optional=optional)


def datetimepicker(
    name: str,
    label: str,
    *,
    initial: dt.datetime | None = None,
    hint: str | None = None,
    optional: bool = False,
) -> Block:
    """Not on Home. Slack shows it in the reader's zone; the answer is Unix seconds."""
    element = {"type": "datetimepicker"} | given(initial_date_time=initial and int(initial.timestamp()))
    return labelled(name, label, element, hint=hint, optional=optional)
