"""Messages in a reader's language and zone: `Texts.of("zh_TW", zone).say("Ticket {key} is filed", key=key)`.

Messages are English sentences, which are their own keys in the catalogues (`texts/locale`). A message is a
literal where it is said; in a table it is wrapped in `mark` or is a `Word`, for `texts.catalogues` to find.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from gettext import c2py
from pathlib import Path
from typing import NamedTuple, Self

from babel.messages.pofile import read_po

from texts import collation
from texts.formats import Formats
from texts.mrkdwn import Mrkdwn, one_line, readable
from texts.templates import fill

LOCALE_FOLDER = Path(__file__).parent / "locale"
LANGUAGES = ("en", "zh_CN", "zh_TW")

COMMAND = re.compile(r"(?<=`)/([a-z]+)\b")

Value = str | int | float | Decimal
Forms = tuple[str, ...]


class Word(NamedTuple):
    """A short word whose translation hangs on what it is said of: `Word("ticket state", "new")`."""

    context: str
    message: str


def mark(message: str) -> str:
    """A message kept in a table, to be said later: known to the catalogues, unchanged here."""
    return message


class Catalogue:
    """The translations of one language, read from its .po file: there is no build step."""

    def __init__(self, language: str, folder: Path) -> None:
        self._forms: dict[tuple[str | None, str], Forms] = {}
        self._form_of = c2py("n != 1")
        if language == LANGUAGES[0]:
            return
        with (folder / language / "LC_MESSAGES" / "steward.po").open("rb") as file:
            catalog = read_po(file, locale=language)
        self._form_of = c2py(catalog.plural_expr)
        for entry in catalog:
            singular = entry.id[0] if isinstance(entry.id, (list, tuple)) else entry.id
            forms = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())
            if singular and forms and all(forms) and not entry.fuzzy:
                self._forms[entry.context, singular] = forms

    def find(self, message: str, context: str | None = None) -> str:
        return self._forms.get((context, message), (message,))[0]

    def find_plural(self, singular: str, plural: str, n: int) -> str:
        forms = self._forms.get((None, singular))
        if forms is None:
            return singular if n == 1 else plural
        return forms[self._form_of(n)]


@lru_cache
def catalogue_of(language: str, folder: Path) -> Catalogue:
    return Catalogue(language, folder)


@dataclass(frozen=True)
class Texts(Formats):
    """All that a view needs to speak. Plain results are for plain_text objects, `Mrkdwn` for everything else:
    sections, context lines and a message's own `text`, which Slack parses as mrkdwn too."""

    folder: Path = LOCALE_FOLDER
    commands: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, language: str, zone: str = "UTC", commands: Mapping[str, str] | None = None) -> Self:
        """English for a language that has no catalogue; UTC for a zone that nobody knows. `commands` are what
        people here type for `/ticket` and the others, which messages call by their own names.
        """
        return cls(language if language in LANGUAGES else LANGUAGES[0], zone, commands=commands or {})

    @property
    def _catalogue(self) -> Catalogue:
        return catalogue_of(self.language, self.folder)

    def _called(self, message: str) -> str:
        return (
            COMMAND.sub(lambda found: self.commands.get(found[1], found[0]), message) if self.commands else message
        )

    def say(self, message: str, /, **values: Value) -> str:
        return fill(self._called(self._catalogue.find(message)), self._plain(values))

    def mrkdwn(self, message: str, /, **values: Value) -> Mrkdwn:
        """Values that are not `Mrkdwn` become inert and one line; the message itself may hold markup."""
        return Mrkdwn(fill(self._called(self._catalogue.find(message)), self._inert(values)))

    def plural(self, singular: str, plural: str, n: int, /, **values: Value) -> str:
        """Both messages may use {n}, the number as this language writes it."""
        return fill(self._catalogue.find_plural(singular, plural, n), self._plain({**values, "n": n}))

    def mrkdwn_plural(self, singular: str, plural: str, n: int, /, **values: Value) -> Mrkdwn:
        return Mrkdwn(
            fill(self._catalogue.find_plural(singular, plural, n), self._inert({**values, "n": n})),
        )

    def word(self, context: str, message: str, /) -> str:
        """A short word by context; of a table's entry, `texts.word(*STATES[state])`."""
        return self._catalogue.find(message, context)

    def when(self, instant: dt.datetime) -> Mrkdwn:
        """An instant that Slack itself shows in each reader's zone, by the catalogue's zone where it cannot.

        Phones' notifications and screen readers show the fallback, so a message's `text` takes `datetime`.
        """
        shown = "{date_short_pretty} {time}"
        return Mrkdwn(f"<!date^{int(instant.timestamp())}^{shown}|{self.datetime_with_zone(instant)}>")

    def _plain(self, values: dict[str, Value]) -> dict[str, str]:
        if wrong := [name for name, value in values.items() if isinstance(value, Mrkdwn)]:
            raise ValueError(f"mrkdwn in a plain message: {wrong}")
        return {name: readable(self._shown(value)) for name, value in values.items()}

    def _inert(self, values: dict[str, Value]) -> dict[str, str]:
        return {name: one_line(self._shown(value)) for name, value in values.items()}

    def name(self, name: str) -> str:
        """A name in this language, where it has one for each."""
        said_in = getattr(name, "said_in", None)
        return str(said_in(self.language)) if said_in else name

    def names(self, names: Mapping[str, str]) -> dict[str, str]:
        """Names by key, in this language and in its order."""
        said = [(key, self.name(name)) for key, name in names.items()]
        return dict(sorted(said, key=lambda one: collation.key(one[1], self.language)))

    def in_order(self, names: Iterable[str]) -> list[str]:
        """As readers of this language look them up."""
        return sorted(names, key=lambda name: collation.key(name, self.language))

    def _shown(self, value: Value) -> str:
        return self.name(value) if isinstance(value, str) else self.number(value)


def preload() -> None:
    """Catalogues and CLDR data take some 60 ms a language to read: at start, before anybody waits for them."""
    for language in LANGUAGES:
        texts = Texts.of(language)
        texts.say("")
        texts.when(dt.datetime.fromtimestamp(0, dt.UTC))
        texts.duration(dt.timedelta(hours=1))
