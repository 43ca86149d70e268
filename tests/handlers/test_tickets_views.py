"""Tickets' views: within Slack's limits whatever people wrote, and what each reader is shown."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.agreements import UNSPOKEN
from domain.clocks import Clock, ClockKind, ClockState
from domain.people import Person, Standing
from domain.records import Kind, Record
from domain.tickets import Kind as TicketKind
from domain.tickets import TicketState
from handlers.tickets import conversation_views, help_views, views
from sandbox.limits import check_message, check_view
from services.clocks import Kept
from services.notes import NoteSight
from services.resolutions import Answer, QuestionSight
from services.tickets import TicketSight
from storage.notes import Note, Side
from storage.tickets import TicketRow
from texts import Texts

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ANN = Person(1, "U0ANN", "Ann", None, "en", "UTC", Standing.MEMBER)
HOSTILE = st.text(max_size=4000) | st.just("<!channel> <@U0BEN> <http://x.example|y> `*_~&" * 60)


def record(title: str, state: TicketState = TicketState.NEW) -> Record:
    return Record(7, Kind.TICKET, "IT-7", title, state, 1, None, 3, None, 2, NOON, 1, 1, "0")


def sight(words: str, state: TicketState = TicketState.NEW) -> TicketSight:
    clock = Clock(ClockKind.RESPONSE, timedelta(hours=1), ClockState.RUNNING, NOON, timedelta(0), NOON, NOON)
    ticket = TicketRow(7, TicketKind.REQUEST, words, 2, 2, "command")
    someone = replace(ANN, name=words or "x", slack_id=None)
    return TicketSight(
        record(words, state), ticket, ANN, someone, words, words, {ClockKind.RESPONSE: Kept(clock, UNSPOKEN)}, 4
    )


def writer(words: str) -> Person:
    return replace(ANN, name=words or "x", slack_id=None)


def notes(words: str) -> list[Note]:
    said = Note(1, 7, Side.REQUESTER, 1, words, NOON)
    return [
        said,
        replace(said, side=Side.INTERNAL, edited_at=NOON),
        replace(said, from_requester=True),
        replace(said, deleted_at=NOON),
    ]


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
@settings(max_examples=50, deadline=None)
@given(words=HOSTILE)
def test_every_message_is_within_limits_and_pings_nobody(language: str, words: str) -> None:
    texts = Texts.of(language)
    made = [
        *(view(sight(words, state), texts) for state in TicketState for view in SIGHTED),
        *(conversation_views.mirror(NoteSight(record(words), note, writer(words)), texts) for note in notes(words)),
        *(conversation_views.question(QuestionSight(record(words), 3, one), texts) for one in Answer),
        *(views.card(replace(sight(words), is_shared=shared), texts) for shared in (True, False)),
        views.mine([record(words)] * 20, texts),
        views.mine([], texts),
        help_views.help_page(texts, for_agents=True),
    ]
    for message in made:
        assert check_message(message) == []
        assert "<!channel>" not in message["text"]
        assert "<@U0BEN>" not in message["text"]


SIGHTED = (views.card, views.page, views.requester_card, views.reopened)


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
@settings(max_examples=50, deadline=None)
@given(words=HOSTILE)
def test_every_form_is_within_limits(language: str, words: str) -> None:
    texts = Texts.of(language)
    for form in (
        views.reply_form(record(words), texts),
        views.resolve_form(record(words), texts),
    ):
        assert check_view(form) == []


def test_who_asked_is_told_by_when_somebody_answers() -> None:
    said = views.requester_card(sight("x"), Texts.of("en"))
    assert f"<!date^{int(NOON.timestamp())}^" in said["blocks"][-1]["elements"][0]["text"]
