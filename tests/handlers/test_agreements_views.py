"""Warnings, breaches and seals: within Slack's limits whatever people wrote, in each reader's language and zone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.clocks import Clock, ClockKind, ClockState
from domain.people import Person, Standing
from domain.records import Kind, Record
from domain.tickets import TicketState
from handlers.agreements import views
from handlers.audit import views as audit_views
from handlers.blocks import View
from sandbox.limits import check_message
from services.agreements import ClockSight
from services.audit import SealSight
from texts import Texts

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ANN = Person(1, "U0ANN", "Ann", None, "en", "UTC", Standing.MEMBER)
BEN = replace(ANN, id=2, slack_id="U0BEN", name="Ben")
HOSTILE = st.text(max_size=4000) | st.just("<!channel> <@U0EVE> <http://x.example|y> `*_~&" * 60)


def sight(
    title: str, kind: ClockKind = ClockKind.RESPONSE, state: TicketState = TicketState.NEW, **changes: object
) -> ClockSight:
    record = Record(7, Kind.TICKET, "IT-7", title, state, 1, None, 3, None, 2, NOON, 1, 1, "0")
    clock = Clock(kind, timedelta(hours=2), ClockState.RUNNING, NOON, timedelta(0), NOON, NOON + timedelta(hours=2))
    now, left = NOON + timedelta(minutes=90, seconds=1), timedelta(minutes=29, seconds=59)
    whole = ClockSight(record, clock, left, timedelta(0), now, None, ANN, "C0ITDESK")
    return replace(whole, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
@given(words=HOSTILE)
def test_every_message_is_within_limits_and_pings_nobody_it_should_not(language: str, words: str) -> None:
    texts = Texts.of(language)
    stranger = replace(BEN, slack_id=None, name=words)
    sights = [
        sight(words, kind, owner=owner, requester=stranger) for kind in ClockKind for owner in (None, BEN, stranger)
    ]
    for message in [view(one, texts) for one in sights for view in (views.warning, views.breach)]:
        assert check_message(message) == []
        assert "<!channel>" not in str(message)
        assert "<@U0EVE>" not in str(message)


@pytest.mark.parametrize("records", [1, 500])
@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
def test_a_seal_is_told_with_its_whole_mark(language: str, records: int) -> None:
    message = audit_views.sealed(SealSight(12, "ab" * 32, records), Texts.of(language))
    assert check_message(message) == []
    assert f"`{'ab' * 32}`" in message["text"]


def first_line(message: View) -> str:
    return str(message["text"]).split("\n")[0]


def test_a_warning_says_what_is_due_when_and_in_what_time() -> None:
    said = first_line(views.warning(sight("printer"), Texts.of("en", "Europe/Berlin")))
    assert said == "⏳ *IT-7* must be answered by 3:00 PM, 30 min of working time left: printer"


def test_another_day_for_the_reader_is_named() -> None:
    said = first_line(
        views.warning(sight("printer"), Texts.of("en", "Pacific/Kiritimati"))
    )  # already the 3rd there
    assert "by 4:00 AM" in said
    late = sight("printer", now=NOON - timedelta(days=3), left=timedelta(hours=12))
    said = first_line(views.warning(late, Texts.of("en", "UTC")))
    assert "by Mar 2, 2026 2:00 PM, 12 hr of working time left" in said


@pytest.mark.parametrize(
    ("owner", "kind", "advice"),
    [
        (None, ClockKind.RESPONSE, "Nobody has it yet. Please see that somebody claims it in <#C0ITDESK>."),
        (None, ClockKind.RESOLUTION, "Nobody has it yet. Please see that somebody claims it in <#C0ITDESK>."),
        (BEN, ClockKind.RESPONSE, "Please answer: *Reply* is on its card in <#C0ITDESK>."),
        (
            BEN,
            ClockKind.RESOLUTION,
            "Please resolve it on its card in <#C0ITDESK>, or tell <@U0ANN> there how it goes.",
        ),
    ],
)
def test_what_to_do_comes_last(owner: Person | None, kind: ClockKind, advice: str) -> None:
    for view in (views.warning, views.breach):
        text = view(sight("printer", kind, owner=owner), Texts.of("en"))["text"]
        assert text.split("\n")[-1] == advice
        assert "State: new" in text
