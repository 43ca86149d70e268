"""Risks' views: within Slack's limits whatever people wrote, and complete as text."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.people import Person, Standing
from domain.records import Kind, Record
from domain.risks import Level, RiskState
from domain.tasks import Task, TaskState
from handlers.blocks import View
from handlers.risks import forms, treatment_forms, views
from sandbox.limits import check_message, check_view
from services.risks import Blank, RiskSight
from services.tasks import TaskSight
from storage.risks import RiskRow
from texts import Texts

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = date(2026, 6, 1)
FAY = Person(2, "U0FAY", "Fay", None, "en", "UTC", Standing.MEMBER)
HOSTILE = st.text(max_size=4000) | st.just("<!channel> <@U0BEN> <http://x.example|y> `*_~&" * 60)
MESSAGES = (views.card, views.owner_card, views.page, views.red, views.due, views.registered)


def sight(
    words: str, state: RiskState = RiskState.OPEN, level: Level = Level.AMBER, *, is_due: bool = False
) -> RiskSight:
    record = Record(7, Kind.RISK, "RSK-7", words, state, 1, 2, None, None, None, NOON, 1, 1, "0")
    nameless = Person(3, None, words or "x", None, "en", "UTC", Standing.GONE)
    owner = FAY if state is RiskState.OPEN else nameless
    row = RiskRow(7, 2, 4, level, DAY, 3, cause=words[:3000], consequence=words[:3000])
    states = (TaskState.OPEN, TaskState.DONE)
    tasks = [Task(n, 7, words[:150] or "x", 2, DAY, states[n % 2]) for n in range(12)]
    measures = [TaskSight(task, "RSK-7", words, owner, is_due) for task in tasks]
    return RiskSight(record, row, level, owner, nameless, is_due, measures)


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
@settings(max_examples=50, deadline=None)
@given(words=HOSTILE, state=st.sampled_from(RiskState), level=st.sampled_from(Level), is_due=st.booleans())
def test_every_message_is_within_limits_and_pings_nobody(
    language: str, words: str, state: RiskState, level: Level, *, is_due: bool
) -> None:
    texts = Texts.of(language)
    shown = sight(words, state, level, is_due=is_due)
    made = [*(view(shown, texts) for view in MESSAGES), views.mine([shown] * 20, texts), views.mine([], texts)]
    made.append(views.help_page(texts))
    for message in made:
        assert check_message(message) == []
        assert "<!channel>" not in message["text"]
        assert "<@U0BEN>" not in message["text"]


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
@settings(max_examples=50, deadline=None)
@given(words=HOSTILE)
def test_every_form_is_within_limits(language: str, words: str) -> None:
    texts = Texts.of(language)
    assert check_view(forms.registration(DAY, "U0ANN", texts, words)) == []
    blank = Blank(sight(words), DAY)
    assert check_view(forms.review(blank, texts)) == []
    assert check_view(treatment_forms.measure(blank, "U0ANN", texts)) == []
    assert check_view(treatment_forms.done(blank, texts)) == []
    assert check_view(treatment_forms.accept(blank, texts)) == []


def labels(shown: View) -> list[tuple[str, str | None]]:
    found = [one for block in shown["blocks"] if block["type"] == "actions" for one in block["elements"]]
    return [(one["text"]["text"], one.get("style")) for one in found]


def test_a_card_offers_what_can_be_done() -> None:
    texts = Texts.of("en")
    rest: list[tuple[str, str | None]] = [
        (name, None) for name in ("Add measure", "Measure done", "Accept", "Close")
    ]
    assert labels(views.card(sight("x"), texts)) == [("Review", None), *rest]
    assert labels(views.card(sight("x", is_due=True), texts)) == [("Review", "primary"), *rest]
    assert labels(views.card(replace(sight("x"), measures=()), texts)) == [("Review", None), rest[0], *rest[2:]]
    assert labels(views.card(sight("x", RiskState.CLOSED, is_due=True), texts)) == []
    assert labels(views.page(sight("x"), texts)) == []


def test_a_phone_reads_the_whole_card() -> None:
    measure = TaskSight(Task(1, 7, "Train Ben", 2, DAY, TaskState.OPEN), "RSK-7", "", FAY, is_overdue=True)
    shown = replace(sight("One person knows payroll", is_due=True), measures=[measure])
    assert views.owner_card(shown, Texts.of("en"))["text"] == (
        "You look after this risk. I will remind you when it is to be reviewed.\n"
        "RSK-7 (open): One person knows payroll\n"
        "⏰ The review is due.\n"
        "Score: 8 of 25 (probability 2 × impact 4)\n"
        "Level: 🟡 amber\n"
        "Owner: <@U0FAY>\n"
        "Category: Other\n"
        "Strategy: mitigate\n"
        "Next review: Jun 1, 2026\n"
        "Measures:\n"
        "⏰ Train Ben (<@U0FAY>, overdue since Jun 1, 2026)"
    )


def test_a_review_begins_with_the_rating_as_it_stands() -> None:
    form = forms.review(Blank(sight("x"), DAY), Texts.of("en"))
    chosen = [
        block["element"].get("initial_option", {}).get("value")
        for block in form["blocks"]
        if block["type"] == "input"
    ]
    assert chosen == ["2", "4", None]
    assert form["private_metadata"] == '{"risk":7,"reviews":3}'
