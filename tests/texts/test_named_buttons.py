"""A sentence that names a button names it by the button's own words, in each language."""

import re

import pytest

from bot.manifest import SHORTCUTS
from texts.catalogues import find_all, read

BOLD = re.compile(r"(?<![\w*])\*([^*{}\n]+?)\*")
PRESSED = re.compile(r"(?:[Pp]ress|[Cc]hoose|shortcut) \*([^*{}\n]+?)\*")
# What is set in bold and is a heading, a term, or a tab of Slack's own.
HEADINGS = {
    "Messages",
    "SLA breaches",
    "To ask for help",
    "To see how it goes",
    "For the team that has it",
    "Risks",
}
IN_ENGLISH = {name for name, _ in SHORTCUTS.values()}
"""Shortcuts stand in Slack's menus in the manifest's language, whatever the reader's."""


def messages() -> set[str]:
    return {one.message for one in find_all().said}


def test_what_is_to_be_pressed_exists() -> None:
    known = messages() | IN_ENGLISH
    named = {label for message in messages() for label in PRESSED.findall(message)}
    assert {"Reply", "Start", "Make a ticket of this"} <= named
    assert named <= known


@pytest.mark.parametrize("language", ["zh_CN", "zh_TW"])
def test_translations_name_buttons_as_the_buttons_are_named(language: str) -> None:
    said: dict[str, set[str]] = {}
    for entry in read(language):
        if isinstance(entry.id, str) and isinstance(entry.string, str):
            said.setdefault(entry.id, set()).add(entry.string)
    for message, translations in said.items():
        for label in set(BOLD.findall(message)) - HEADINGS:
            words = said.get(label, set()) | ({label} & IN_ENGLISH)
            bold = {found for one in translations for found in BOLD.findall(one)}
            assert words & bold or message == f"*{label}*", f"{message}: not *{label}* in {translations}"
