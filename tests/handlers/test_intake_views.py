"""What is said while words become a ticket: within Slack's limits, and nobody is pinged by what is quoted."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from domain.tickets import Kind, TicketState
from handlers.tickets import intake_forms as forms
from handlers.tickets import intake_views as views
from handlers.tickets.intake_forms import Blank, Whom
from handlers.tickets.views import card
from sandbox.limits import check_message, check_view
from services.corrections import Mending, RequesterSight
from tests.handlers.test_tickets_views import ANN, HOSTILE, record, sight
from texts import Texts

MANY = {f"service-{number}": f"Service {number}" for number in range(120)}


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
@settings(max_examples=50, deadline=None)
@given(words=HOSTILE)
def test_every_message_is_within_limits_and_pings_nobody(language: str, words: str) -> None:
    texts = Texts.of(language)
    seen = sight(words)
    taken = replace(seen, filer=replace(ANN, slack_id=None, name=words or "x"), made_of="https://x.example/p1")
    made = [
        views.requester_card(RequesterSight(seen, Mending(7, MANY, Kind.INCIDENT)), texts),
        views.requester_card(RequesterSight(seen, None), texts),
        views.filed("IT-7", Mending(7, MANY, Kind.INCIDENT), texts),
        views.filed("IT-7", None, texts),
        views.filed_for("IT-7", words or "x", Mending(7, {"vpn": words or "x"}), texts),
        views.filed_without_files("IT-7", texts),
        views.undone("IT-7", texts),
        views.routed("IT-7", words or "x", texts),
        views.offer("1.2", texts),
        views.left(texts),
        views.which([record(words)] * 5, words, "1.2", texts),
        views.added("IT-7", texts),
        views.already("IT-7", texts),
        views.unreadable(texts),
        views.gone(texts),
        *(card(replace(taken, ticket=replace(seen.ticket, kind=kind, source="phone")), texts) for kind in Kind),
        card(replace(seen, record=record(words, TicketState.WITHDRAWN)), texts),
    ]
    for message in made:
        assert check_message(message) == []
        assert "<!channel>" not in message["text"]
        assert "<@U0BEN>" not in message["text"]


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
@pytest.mark.parametrize("whom", list(Whom))
@settings(max_examples=30, deadline=None)
@given(words=HOSTILE)
def test_every_form_is_within_limits(language: str, whom: Whom, words: str) -> None:
    texts = Texts.of(language)
    blank = Blank(
        {"vpn": words or "x"},
        by_agent=True,
        whom=whom,
        title=words,
        description=words,
        channel="C0HELP",
        ts="1.2",
        files=2,
    )
    for given_ in (blank, replace(blank, by_agent=False), replace(blank, ts=""), Blank(MANY), Blank({})):
        assert check_view(forms.form(given_, texts)) == []
