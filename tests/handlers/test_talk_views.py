"""What is said in threads beside people's own words: within Slack's limits, complete in words, calling nobody."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

from domain.tickets import TicketState
from handlers.tickets import conversation_views as views
from handlers.tickets.earlier_views import LONGEST, earlier
from handlers.tickets.views import card
from sandbox.limits import check_message
from services.earlier import MOST, EarlierSight
from services.lineage import First
from services.notes import NoteSight
from services.resolutions import Answer, QuestionSight
from services.returns import CameBackSight, OverSight
from services.talk import NoteFile
from tests.handlers.test_tickets_views import ANN, HOSTILE, notes, record, sight, writer
from texts import Texts

URL = "https://x.example/archives/C0REAL/p1"


def told(words: str) -> EarlierSight:
    files = tuple(
        NoteFile(f"F{number}", words or "x", "image/png", 9, "https://x.example/f") for number in range(9)
    )
    said = [NoteSight(record(words), note, writer(words), files) for note in notes(words)]
    return EarlierSight(tuple(said * MOST)[:MOST], 12, words or "x", URL)


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
@settings(max_examples=50, deadline=None)
@given(words=HOSTILE)
def test_every_message_is_within_limits_and_pings_nobody(language: str, words: str) -> None:
    texts = Texts.of(language)
    called = NoteSight(record(words), notes(words)[2], writer(words), called=ANN)
    made = [
        earlier(told(words), texts),
        earlier(replace(told(words), more=0, url=""), texts),
        views.mirror(called, texts),
        views.came_back(CameBackSight(record(words), "IT-8", URL), texts),
        *(views.question_again(QuestionSight(record(words), 3, answer), texts) for answer in Answer),
        *(
            view(OverSight(record(words, state), 3, again), texts)
            for view in (views.over, views.over_survey)
            for state in TicketState
            for again in ("", "IT-8")
        ),
    ]
    for message in made:
        assert check_message({key: message[key] for key in ("text", "blocks")}) == []
        assert "<!channel>" not in message["text"]
        assert "<@U0BEN>" not in message["text"]
    assert made[2]["text"].startswith("<@U0ANN>")


def test_of_each_note_so_much_is_told_and_in_the_text_too() -> None:
    words = "x" * 2 * LONGEST
    shown = earlier(replace(told("y"), said=(NoteSight(record(""), notes(words)[0], ANN),)), Texts.of("en"))
    assert "x" * (LONGEST - 1) + "…" in shown["text"]
    assert "x" * LONGEST not in shown["text"]
    assert "Ann to the requester" in shown["text"]
    assert "12 earlier messages are left out." in shown["text"]
    assert not re.search(r"<@", str(shown))


def test_a_card_leads_to_the_ticket_that_came_back() -> None:
    shown = card(replace(sight("x"), first=First("IT-3", URL)), Texts.of("en"))
    assert f"🔁 <{URL}|Came back after IT-3 was closed>" in str(shown)
