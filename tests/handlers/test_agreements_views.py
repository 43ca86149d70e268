"""Warnings, breaches and seals: within Slack's limits whatever people wrote, in each reader's language and zone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.agreements import Mark
from domain.clock_story import Entry, Scene
from domain.clocks import Clock, ClockKind, ClockState
from domain.people import Person, Standing
from domain.records import Kind, Record
from domain.tickets import TicketState
from handlers.agreements import clock_views, views
from handlers.audit import views as audit_views
from handlers.blocks import View
from sandbox.limits import check_message
from services.agreements import ClockSight
from services.audit import SealSight
from services.clock_pages import ClockPage, ClockPages
from services.near_misses import MOST, Together
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


@pytest.mark.parametrize(
    ("owner", "kind", "advice"),
    [
        (None, ClockKind.RESPONSE, "Nobody has it yet. Who takes it? *Claim* is on the card above."),
        (BEN, ClockKind.RESPONSE, "Please answer: *Reply* is on the card above."),
        (
            BEN,
            ClockKind.RESOLUTION,
            "Please finish it, or tell who asked how it goes: the buttons are on the card above.",
        ),
    ],
)
def test_beneath_its_card_no_channel_is_named(owner: Person | None, kind: ClockKind, advice: str) -> None:
    here = replace(sight("printer", kind, owner=owner), is_above=True)
    assert views.breach(here, Texts.of("en"))["text"].split("\n")[-1] == advice


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
@given(words=HOSTILE, late=st.booleans(), more=st.integers(0, 3), over=st.integers(0, 300))
def test_many_together_are_within_limits(language: str, words: str, more: int, over: int, *, late: bool) -> None:
    stranger = replace(BEN, slack_id=None, name=words)
    one = sight(words[:150], owner=stranger, requester=None, over=timedelta(minutes=over))
    message = views.together(Together((one,) * MOST, more, late), Texts.of(language))
    assert check_message(message) == []
    assert "<!channel>" not in str(message)
    assert "<@U0EVE>" not in str(message)


SCENES = [
    Entry(NOON, Scene.STARTED, target=timedelta(hours=2), priority=3),
    Entry(NOON, Scene.WORKED, NOON + timedelta(hours=1), timedelta(hours=1), timedelta(hours=1)),
    Entry(NOON, Scene.WORKED, NOON + timedelta(days=9), timedelta(hours=40), timedelta(hours=41), days=5),
    Entry(NOON, Scene.CLOSED, NOON + timedelta(days=1), days_off=(NOON.date(),)),
    Entry(NOON, Scene.CLOSED, NOON + timedelta(days=1)),
    Entry(NOON, Scene.PAUSED, waiting_for="requester"),
    Entry(NOON, Scene.WENT_ON),
    Entry(NOON, Scene.HOURS),
    Entry(NOON, Scene.TARGET, target=timedelta(hours=1), priority=1),
    Entry(NOON, Scene.TOLD, mark=Mark(75)),
    Entry(NOON, Scene.TOLD, mark=Mark(100)),
    Entry(NOON, Scene.TOLD, mark=Mark(100, timedelta(hours=1))),
    Entry(NOON, Scene.STOPPED),
]


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
@given(
    title=HOSTILE,
    entries=st.lists(st.sampled_from(SCENES), max_size=120),
    state=st.sampled_from(ClockState),
    used=st.integers(0, 500),
)
def test_a_clock_s_page_is_within_limits(
    language: str, title: str, entries: list[Entry], state: ClockState, used: int
) -> None:
    one = sight(title)
    pages = [
        ClockPage(
            replace(one.clock, kind=kind, state=state), (SCENES[0], *entries), timedelta(minutes=used), NOON, "UTC"
        )
        for kind in ClockKind
    ]
    for shown in (ClockPages(one.record, tuple(pages)), ClockPages(one.record, ())):
        message = clock_views.pages(shown, Texts.of(language, "Asia/Taipei"))
        assert check_message(message) == []
        assert "<!channel>" not in str(message)
        assert "<@U0EVE>" not in str(message)
