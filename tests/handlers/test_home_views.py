"""Home at its fullest, within Slack's limits, and with words that people made up."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.changes import ChangeState
from domain.records import Kind, Record
from domain.tickets import TicketState
from handlers.home.views import home
from sandbox.limits import check_view
from services.home import ROWS, HomeSight, Question
from services.queues import Cut, Row
from texts import Texts
from texts.words import LANGUAGES

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
LONGEST = 250 * 1024  # bytes that Slack takes for a Home


def record(number: int, title: str, kind: Kind = Kind.TICKET, state: str = TicketState.NEW) -> Record:
    return Record(number, kind, f"IT-{number}", title, state, 1, None, 1, None, 3, NOW, 1, 1, "")


def cut(title: str, kind: Kind = Kind.TICKET, state: str = TicketState.NEW) -> Cut:
    rows = [Row(record(n, title, kind, state), NOW + timedelta(hours=n - 4), None) for n in range(1, ROWS + 1)]
    return Cut(rows, 1000, is_at_least=True, now=NOW)


def fullest(title: str) -> HomeSight:
    questions = [Question(record(n, title, state=TicketState.RESOLVED), n) for n in range(1, ROWS + 1)]
    changes = cut(title, Kind.CHANGE, next(iter(ChangeState)))
    return HomeSight(
        NOW,
        questions,
        cut(title),
        cut(title),
        cut(title),
        cut(title),
        changes,
        frozenset(range(ROWS + 1)),
        dict.fromkeys(range(1, ROWS + 1), 1),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fullest_home_is_taken(language: str) -> None:
    view = home(fullest("鸡" * 150), Texts.of(language, "Asia/Taipei"))
    view.pop("text")
    assert check_view(view) == []
    assert len(view["blocks"]) <= 100
    assert len(json.dumps(view).encode()) < LONGEST


@given(st.text(max_size=150) | st.sampled_from(["<!channel>", "<@U0BEN>", "*bold* @here", "a|b> & <c"]))
def test_a_title_pings_nobody(title: str) -> None:
    said = json.dumps(home(fullest(title), Texts.of("en")), ensure_ascii=False)
    assert "<!channel" not in said
    assert "<@" not in said
    assert "@here" not in said
