"""Alerts' views: within Slack's limits, and no foreign text that pings or leads anywhere it does not show."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.alerts import Alert, Group, Status, Summary
from domain.alerts_setup import MaintenanceBody
from domain.people import Person, Standing
from domain.records import Kind, Record
from handlers.alerts import forms, list_views, views
from handlers.alerts.summary import section_of, told
from handlers.blocks import message
from sandbox.limits import check_message, check_view
from services.alerts_incidents import Turn
from services.alerts_maintenance import Choices, Window
from services.alerts_maintenance import Standing as Now
from texts import Texts

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
BEN = Person(2, "U0BENN", "Ben", None, "en", "UTC", Standing.MEMBER)
HOSTILE = st.text(max_size=2500) | st.just("<!channel> <@U0BEN> <http://x.example|y> @here `*_~&" * 60)


def alert(words: str, address: str = "") -> Alert:
    return Alert(
        "here", "f", Status.FIRING, words, words, 1, words, address, {words: words}, 1, 1, NOON, NOON, NOON, None,
        None, None, "",
    )  # fmt: skip


def summary(words: str, firing: int, total: int) -> Summary:
    shown = tuple(alert(words, "https://x.example/a") for _ in range(min(firing, 5)))
    return Summary(firing, total, NOON if firing else None, NOON, firing > 100, words, shown)


def record(words: str) -> Record:
    return Record(7, Kind.TICKET, "IT-7", words, "new", None, None, 3, None, 2, NOON, 1, 1, "0")


def inert(said: str) -> None:
    for live in ("<!channel>", "<@U0BEN>", "<http://x.example|", "@here"):
        assert live not in said


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
@settings(max_examples=40, deadline=None)
@given(words=HOSTILE)
def test_every_message_is_within_limits_and_pings_nobody(language: str, words: str) -> None:
    texts = Texts.of(language)
    group = Group(1, words, words, "k", words, words, False, 7, 3, 4, NOON, NOON, NOON)  # noqa: FBT003
    body = MaintenanceBody(NOON, NOON, words, words, {words: words}, words, 2)
    windows = [Window("k", body, words, by, is_ours) for by in (None, BEN) for is_ours in (True, False)] * 5
    made = [
        *(view(Turn(record(words), 3, 1), texts) for view in (views.settled, views.handed_over, views.again)),
        *(
            message(told(one, texts), [section_of(one, texts)])
            for one in (
                summary(words, 0, 1),
                summary(words, 1, 1),
                summary(words, 2, 9),
                summary(words, 10_000, 10_000),
            )
        ),
        list_views.standing(Now([(group, "IT-7"), (group, None)] * 10, windows, NOON), texts),
        list_views.standing(Now([], [], NOON), texts),
        list_views.help_page(texts),
    ]
    for shown in made:
        assert check_message(shown) == []
        inert(str(shown))


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
def test_the_form_is_within_limits(language: str) -> None:
    texts = Texts.of(language)
    many = Choices({f"s{n}": "x" * 75 for n in range(150)}, [f"k{n}" for n in range(150)], NOON)
    for choices in (many, Choices({}, [], NOON)):
        assert check_view(forms.maintenance(choices, texts)) == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            [
                "🔥 1 alert fires",
                "🔥 2 alerts fire",
                "🔥 2 alerts of 9 still fire",
                "✅ All 3 alerts have",
                "⛈ So many",
            ],
        ),
        (
            "zh_CN",
            ["🔥 1 条告警正在触发", "🔥 2 条", "共 9 条告警，其中 2 条仍在触发", "✅ 3 条告警已全部恢复", "⛈ 这里"],
        ),
        (
            "zh_TW",
            ["🔥 1 則告警正在觸發", "🔥 2 則", "共 9 則告警，其中 2 則仍在觸發", "✅ 3 則告警已全部恢復", "⛈ 這裡"],
        ),
    ],
)
def test_how_many_fire(language: str, said: list[str]) -> None:
    texts = Texts.of(language)
    told_of = [
        told(replace(summary("x", firing, total), source="这里" if language == "zh_CN" else "這裡"), texts)
        for firing, total in ((1, 1), (2, 2), (2, 9), (0, 3), (10_000, 10_000))
    ]
    for line, part in zip(told_of, said, strict=True):
        assert part in line
