"""No text from a person or an alert pings anybody, in any view: every function of `handlers` that makes one is
found, and shown sights whose every word is hostile.
"""

import dataclasses
import datetime as dt
import enum
import importlib
import inspect
import pkgutil
import re
import types
import typing
from collections.abc import Callable, Collection, Iterator, Mapping
from random import Random
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import handlers
from domain.changes import ChangeState
from domain.clocks import Clock, ClockState
from domain.people import LANGUAGES, Person, Standing
from domain.records import Kind, Record
from domain.risks import RiskState
from domain.tickets import TicketState
from handlers.notices import COPIES, NOTICES
from handlers.tickets.choice_views import DO
from texts import Texts

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
PINGS = (
    "<!channel> <!here|here> <!everyone> <@U0EVIL> <@W0EVIL|x> <!subteam^S0EVIL|@cab> <#C0EVIL|x>",
    "@channel @here @everyone @group <http://evil.example|click> &lt;!channel&gt; `*_~ <",
    "> quoted\n<!date^1^<!channel>|<!here>> <@U0EVIL",
)
SIGNS = "<>&!@#|^*_~`U0EVILchanel \n"
HOSTILE = st.sampled_from(PINGS) | st.text(alphabet=SIGNS, max_size=60) | st.text(max_size=40)
STATES = {Kind.TICKET: TicketState, Kind.CHANGE: ChangeState, Kind.RISK: RiskState}
KINDS = {"changes": [Kind.CHANGE], "risks": [Kind.RISK], "tasks": [Kind.RISK], "home": [Kind.TICKET, Kind.CHANGE]}
OURS = {  # what no person types
    "slack_id": "U0REAL",
    "owner": "U0REAL",
    "to": "U0REAL",
    "place": "C0REAL",
    "key": "IT-7",
    "key_id": "k1",
    "url": "https://real.example/archives/C0REAL/p1",
    "file_id": "F0REAL",
    "acts": "ticket.claim",
    "part": "asked",
    "talk": "https://real.example/archives/C0REAL/p1",
    "language": "en",
    "zone": "UTC",
}
LIVE = re.compile(r"<[^<>]*>?")
DATE, LINK = r"<!date\^\d+\^[^<>^|]*\|[^<>|]*>", r"<https://[^<>|]*real\.example[^<>|]*\|[^<>]*>"
ALLOWED = re.compile(rf"<@U0REAL>|<#C0REAL>|{DATE}|{LINK}")
SHOUT = re.compile(r"@(channel|here|everyone|group)\b", re.IGNORECASE)
LIVE_ELEMENTS = {"user", "usergroup", "channel", "broadcast", "link"}
EXAMPLES, ENOUGH = 25, 3
IMPOSSIBLE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    IndexError,
    KeyError,
    StopIteration,
    TypeError,
    ValueError,
)
"""What a view may answer to a sight that cannot be: states and numbers are drawn without knowing the rules."""

View = Callable[..., dict[str, Any]]


class Whoever(dict[int, Any]):
    """Anybody, by whatever id."""

    def __init__(self, make: Callable[[], Any]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: int) -> Any:
        return self.setdefault(key, self._make())


class Maker:
    """Makes one of whatever a view is shown; `words` stand wherever somebody may have written something."""

    def __init__(self, rng: Random, words: str, practice: str) -> None:
        self._rng, self._words = rng, words
        self._kinds = KINDS.get(practice, [Kind.TICKET])

    def make(self, hint: Any, name: str = "") -> Any:
        origin, args = get_origin(hint), get_args(hint)
        if origin in {typing.Union, types.UnionType}:
            return self.make(self._rng.choice(args), name)
        if origin is Literal:
            return self._rng.choice(args)
        if isinstance(hint, TypeVar):
            return self._rng.randint(1, 3)
        made: Any = origin or hint
        if dataclasses.is_dataclass(made):
            return self._record() if made is Record else self._dataclass(made)
        if isinstance(made, type) and issubclass(made, enum.Enum):
            return self._rng.choice(list(made))
        return self._collection(made, args, name) if args else self._plain(made, name)

    def _dataclass(self, made: Any) -> Any:
        hints = get_type_hints(made)
        values = {one.name: self.make(hints[one.name], one.name) for one in dataclasses.fields(made)}
        if made is Clock:
            values |= {"state": ClockState.RUNNING, "due_at": NOON, "since": NOON}
        if made is Person:
            values |= {"name": self._words or "x", "standing": Standing.MEMBER}
        return made(**values)

    def _record(self) -> Record:
        kind = self._rng.choice(self._kinds)
        state = self._rng.choice(list(STATES[kind]))
        values = {"id": 7, "kind": kind, "title": self._words, "state": state}
        hints = get_type_hints(Record)
        drawn = {one.name: self.make(hints[one.name], one.name) for one in dataclasses.fields(Record)}
        return Record(**{**drawn, **values, "opened_at": NOON})

    def _collection(self, made: Any, args: tuple[Any, ...], name: str) -> Any:
        if isinstance(made, type) and issubclass(made, Mapping):
            if args[0] is int:
                return Whoever(lambda: self.make(args[1], name))
            keys = list(args[0]) if isinstance(args[0], enum.EnumMeta) else ["a", "b"]
            return {key: self.make(args[1], name) for key in keys}
        many = [self.make(args[0], name) for _ in range(self._rng.randint(0, 3))]
        return many if made is list or not issubclass(made, Collection) else _as(made, many)

    def _plain(self, made: Any, name: str) -> Any:
        if made is str:
            return OURS.get(name, self._rng.choice(list(DO)) if name == "do" else self._words)
        values = {
            bool: self._rng.random() < 0.5,
            int: self._rng.randint(1, 3),
            float: 0.5,
            bytes: b"x",
            dt.datetime: NOON,
            dt.date: NOON.date(),
            dt.time: dt.time(9),
            dt.timedelta: dt.timedelta(hours=self._rng.randint(0, 5)),
        }
        return values.get(made)


def _as(made: type, many: list[Any]) -> Any:
    return frozenset(many) if issubclass(made, frozenset | set) else tuple(many)


def views() -> Iterator[tuple[str, View]]:
    """Every public function of `handlers` that words something as a message, a form, a page or a block."""
    for found in pkgutil.walk_packages(handlers.__path__, "handlers."):
        module = importlib.import_module(found.name)
        for name, one in vars(module).items():
            if inspect.isfunction(one) and one.__module__ == found.name and not name.startswith("_"):
                hints = get_type_hints(one)
                if hints.get("texts") is Texts and hints.get("return") == dict[str, Any]:
                    yield f"{found.name.removeprefix('handlers.')}.{name}", one


VIEWS = dict(views())
TOGETHER = {"desk.views.digest", "pages.page"}  # of views, which are shown by themselves


def pings(view: Any, *, inside: bool = False) -> Iterator[str]:
    """All in it that Slack would make live and that is not ours."""
    if isinstance(view, list):
        for part in view:
            yield from pings(part, inside=inside)
    if not isinstance(view, dict):
        return
    if "blocks" in view and isinstance(view.get("text"), str):
        yield from live(view["text"])
    if view.get("type") == "mrkdwn":
        yield from live(view["text"])
        yield from [] if view.get("verbatim") else ["not verbatim"]
    if inside and view.get("type") in LIVE_ELEMENTS:
        yield str(view)
    for part in view.values():
        yield from pings(part, inside=inside or view.get("type") == "rich_text")


def live(text: str) -> Iterator[str]:
    yield from (found for found in LIVE.findall(text) if not ALLOWED.fullmatch(found))
    yield from (found.group() for found in SHOUT.finditer(text))


@pytest.mark.parametrize("name", sorted(VIEWS.keys() - TOGETHER))
def test_no_view_makes_foreign_words_live(name: str) -> None:
    view, practice = VIEWS[name], name.partition(".")[0]
    hints = {what: hint for what, hint in get_type_hints(view).items() if what not in {"texts", "return"}}
    shown = 0

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None)
    @given(words=HOSTILE, rng=st.randoms(use_true_random=False), language=st.sampled_from(LANGUAGES))
    def shows(words: str, rng: Random, language: str) -> None:
        nonlocal shown
        maker = Maker(rng, words, practice)
        try:
            made = view(**{what: maker.make(hint, what) for what, hint in hints.items()}, texts=Texts.of(language))
        except IMPOSSIBLE:
            return
        shown += 1
        assert list(pings(made)) == []

    shows()
    assert shown >= ENOUGH, "the sights that are made here cannot be"


def test_every_view_of_the_courier_is_among_them() -> None:
    known = set(VIEWS.values())
    worded = {speech.view for speech in (*COPIES.values(), *NOTICES.values())}
    assert {one.__name__ for one in worded - known} == {"_together"}


def test_what_is_live_is_found() -> None:
    for words in PINGS[:2]:
        assert list(live(words))
    block = {"type": "rich_text", "elements": [{"type": "broadcast", "range": "here"}]}
    assert list(pings({"text": "", "blocks": [block]}))
    assert list(live("<@U0REAL> <#C0REAL> <!date^1^{date}|noon>")) == []
