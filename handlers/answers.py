"""What a listener may answer: words for the asker alone, a form, faults beside fields, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.blocks import View


@dataclass(frozen=True)
class Say:
    """An ephemeral message, made by `blocks.message`. It never holds the only copy of anything.

    `instead`: it takes the place of the ephemeral message that was clicked, whose question is answered.
    """

    message: View
    instead: bool = False


@dataclass(frozen=True)
class Form:
    """A modal to open."""

    view: View


@dataclass(frozen=True)
class Next:
    """The next page of a form, laid on top of those before it: Slack keeps what was typed there."""

    view: View


@dataclass(frozen=True)
class Anew:
    """The form that is open, drawn anew; what was typed stays where the fields do."""

    view: View


@dataclass(frozen=True)
class Faults:
    """A form stays open with what was typed; sentences by input name."""

    sentences: Mapping[str, str]


@dataclass(frozen=True)
class Done:
    """Nothing to say: what was done shows by itself."""


@dataclass(frozen=True)
class Opened(Done):
    """What was asked for next is open."""


Answer = Say | Form | Next | Anew | Faults | Done
