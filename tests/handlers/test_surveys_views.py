"""The survey's card: within Slack's limits whatever the ticket is called, and only an open one has buttons."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.follow_ups import FollowUp, FollowUpState
from domain.people import Person, Standing
from domain.records import Kind, Record
from domain.surveys import BEST, SurveyState
from handlers.surveys import follow_up_views, forms, views
from sandbox.limits import check_message, check_view
from services.follow_ups import FollowUpSight
from services.surveys import SurveySight
from texts import Texts

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOSTILE = st.text(max_size=4000) | st.just("<!channel> <@U0BEN> <http://x.example|y> `*_~&" * 60)


def sight(title: str, state: SurveyState, score: int | None, *, is_open: bool) -> SurveySight:
    record = Record(7, Kind.TICKET, "IT-7", title, "closed", 1, None, 3, None, 2, NOON, 1, 1, "0")
    return SurveySight(record, 5, state, score, NOON, is_open)


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
@settings(max_examples=50, deadline=None)
@given(
    title=HOSTILE,
    state=st.sampled_from(SurveyState),
    score=st.none() | st.integers(1, BEST),
    is_open=st.booleans(),
)
def test_every_card_is_within_limits_and_pings_nobody(
    language: str, title: str, state: SurveyState, score: int | None, *, is_open: bool
) -> None:
    shown = views.card(sight(title, state, score, is_open=is_open), Texts.of(language))
    assert check_message(shown) == []
    assert "<!channel>" not in shown["text"]
    assert "<@U0BEN>" not in shown["text"]
    assert any(block["type"] == "actions" for block in shown["blocks"]) is is_open


def test_a_phone_reads_the_whole_question() -> None:
    asked = views.card(sight("No Wi-Fi", SurveyState.ASKED, None, is_open=True), Texts.of("en", "Asia/Taipei"))
    assert asked["text"] == (
        "*IT-7* No Wi-Fi\nThis is closed. How happy are you with our help?\n"
        "One star is very unhappy, five are very happy. You can answer until Mar 2, 2026."
    )


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
@settings(max_examples=50, deadline=None)
@given(title=HOSTILE, words=HOSTILE, note=HOSTILE, state=st.sampled_from(FollowUpState))
def test_words_of_both_sides_are_within_limits_and_ping_nobody(
    language: str, title: str, words: str, note: str, state: FollowUpState
) -> None:
    texts = Texts.of(language)
    asked = replace(sight(title, SurveyState.ANSWERED, 2, is_open=True), comment=words[:3000] or None)
    ann = Person(1, None, words or "x", None, "en", "UTC", Standing.MEMBER)
    found = FollowUp(7, 5, 2, state, NOON, NOON, 1, note[:3000] or None)
    told = [
        FollowUpSight(asked.record, found, 2, asked.comment, who, who, is_overdue=late)
        for who in (ann, None)
        for late in (True, False)
    ]
    shown = [views.card(asked, texts), views.reminder(asked, texts)]
    shown += [view(one, texts) for one in told for view in (follow_up_views.card, follow_up_views.overdue)]
    for message in shown:
        assert check_message(message) == []
        assert "<!channel>" not in message["text"]
        assert "<@U0BEN>" not in message["text"]
    for form in (forms.comment(asked, texts), forms.follow_up(asked.record, 5, texts)):
        assert check_view(form) == []
