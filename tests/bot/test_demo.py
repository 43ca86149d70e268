"""The demo: a company with three weeks behind it, and a clock that goes on from today."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import aiohttp
import pytest
from sqlalchemy import select

from bot import history
from bot.commands import machine_clock
from bot.demo import Demo, example
from bot.history import StoryFault
from bot.made_up_time import MadeUpTime
from storage.history import facts

T = TypeVar("T")
NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)


def with_demo(
    folder: Path, look: Callable[[Demo], Awaitable[T]], real: Callable[[], datetime] = machine_clock
) -> T:
    async def play() -> T:
        demo = Demo(folder, real)
        try:
            await demo.start()
            return await look(demo)
        finally:
            await demo.stop()

    return asyncio.run(play())


async def _looked(demo: Demo) -> dict[str, object]:
    workspace, began = demo.sandbox.workspace, demo.sandbox.workspace.stamps()
    posts = Counter(post["kind"] for post in workspace.posts)
    oldest = min(float(post["ts"]) for post in workspace.posts)
    said = {name: [one.text for one in workspace.find_channel(name).timeline.newest_of_all()]  # type: ignore[union-attr]
            for name in ("it-desk", "changes", "risks")}  # fmt: skip
    refused = [one for one in demo.sandbox.traffic.since(0) if one["kind"] == "call" and not one["answer"]["ok"]]
    async with aiohttp.ClientSession() as session:
        url = f"{demo.sandbox.url}/control"
        async with session.post(f"{url}/clock", json={"advance": 86400}) as answer:
            assert (await answer.json())["ok"]
        async with session.get(url) as answer:
            about = await answer.json()
    return {
        "posts": posts, "age": began - oldest, "said": said, "refused": refused,
        "moved": about["now"] - began, "guide": about["guide"],
    }  # fmt: skip


def test_the_company_has_weeks_behind_it_and_the_clock_goes_on_from_today(tmp_path: Path) -> None:
    seen = with_demo(tmp_path, _looked)
    assert seen["refused"] == []
    assert seen["posts"]["post"] > 100  # type: ignore[index]
    assert timedelta(days=19) < timedelta(seconds=seen["age"]) < timedelta(days=24)  # type: ignore[arg-type]
    said: dict[str, list[str]] = seen["said"]  # type: ignore[assignment]
    assert any("Laptop does not wake up" in text for text in said["it-desk"])
    assert any("firewall rules" in text for text in said["changes"])
    assert any("RSK-4" in text for text in said["risks"])
    assert 86400 <= seen["moved"] < 86400 + 60  # type: ignore[operator]


# What people did and what the clock did, as of that Wednesday; desk and indicator follow the example's settings.
DAYS = {
    "ticket.file": 15, "ticket.claim": 13, "ticket.reply": 12, "ticket.resolve": 9, "ticket.close": 9,
    "sla.warn": 29, "sla.breach": 16,
    "survey.ask": 7, "survey.skip": 2, "survey.answer": 7, "survey.follow_up": 1, "survey.overdue": 1,
    "change.submit": 3, "change.approve": 1, "change.start": 1, "change.implement": 1, "change.succeed": 1,
    "approval.ask": 3, "approval.remind": 2, "approval.escalate": 2, "approval.vote": 2,
    "risk.register": 4,
}  # fmt: skip


def from_then_on(then: datetime) -> Callable[[], datetime]:
    """A clock of the machine that said `then` just now."""
    began = time.monotonic()
    return lambda: then + timedelta(seconds=time.monotonic() - began)


async def _left_behind(demo: Demo) -> dict[str, object]:
    verbs = await demo.steward.ledger.read(lambda tx: tx.connection.execute(select(facts.c.verb)).scalars().all())
    calls = Counter(one["method"] for one in demo.sandbox.traffic.since(0) if one["kind"] == "call")
    risks = demo.sandbox.workspace.find_channel("risks")
    return {
        "facts": Counter(verbs),
        "said": [one.text for one in risks.timeline.newest_of_all()],  # type: ignore[union-attr]
        "asked": calls["users.profile.get"] / len(demo.sandbox.workspace.people),
    }  # fmt: skip


def test_the_days_are_what_they_were_and_nobody_is_asked_after_on_each_of_them(tmp_path: Path) -> None:
    seen = with_demo(tmp_path, _left_behind, from_then_on(NOW))
    found: dict[str, int] = seen["facts"]  # type: ignore[assignment]
    assert {verb: found.get(verb) for verb in DAYS} == DAYS
    said: list[str] = seen["said"]  # type: ignore[assignment]
    assert any("SLA breaches* have reached the threshold" in text for text in said)
    assert seen["asked"] <= 2  # type: ignore[operator]  # at the beginning and at the end


def test_the_guide_names_people_and_places_that_are_there() -> None:
    workspace = example("workspace.yaml")
    people = {one["name"] for one in workspace["people"]}
    places = {one["name"] for one in workspace["channels"]} | {"@app", "home"}
    commands = {one["command"] for one in workspace["app"]["commands"]}
    for step in example("guide.yaml")["guide"]:
        assert step["as"] in people
        assert step["in"] in places
        for name in ("title", "text", "type"):
            words = step.get(name, {})
            assert not words or set(words) == {"en", "zh-CN", "zh-TW"}, step["title"]["en"]
        assert {line.split()[0] for line in step.get("type", {}).values()} <= commands


@pytest.mark.parametrize(("text", "expected"), [("1d2h30m", 95400), ("5m", 300), ("2h", 7200)])
def test_spans(text: str, expected: float) -> None:
    assert history.span(text).total_seconds() == expected


@pytest.mark.parametrize("text", ["", "soon", "1x", "-1h"])
def test_what_is_no_span(text: str) -> None:
    with pytest.raises(StoryFault):
        history.span(text)


@pytest.mark.parametrize(
    ("back", "today", "expected"),
    [
        (1, date(2026, 3, 2), date(2026, 2, 27)),
        (1, date(2026, 3, 1), date(2026, 2, 27)),
        (5, date(2026, 3, 4), date(2026, 2, 25)),
        (0, date(2026, 3, 4), date(2026, 3, 4)),
    ],
)
def test_working_days_back(back: int, today: date, expected: date) -> None:
    assert history.working_day(back, today) == expected


def test_made_up_time_never_passes_the_real_one() -> None:
    made_up = MadeUpTime(lambda: NOW)
    asyncio.run(made_up.live_to(NOW - timedelta(days=20)))
    assert made_up.now() == NOW - timedelta(days=20)
    asyncio.run(made_up.live_to(NOW + timedelta(days=1)))
    assert made_up.now() == NOW
    made_up.ahead = timedelta(hours=4)
    assert made_up.stamp() == (NOW + timedelta(hours=4)).timestamp()
    assert made_up.now() == NOW


LEVELS = [{"value": "low"}, {"value": "high"}]


@pytest.mark.parametrize(
    ("asked", "told", "required", "expected"),
    [
        ({"type": "static_select", "options": LEVELS}, "high", True, "high"),
        ({"type": "static_select", "options": LEVELS}, "gone", False, "low"),
        ({"type": "static_select", "options": LEVELS}, None, True, "low"),
        ({"type": "static_select", "options": LEVELS, "initial_option": LEVELS[1]}, None, True, None),
        ({"type": "static_select", "options": LEVELS}, None, False, None),
        ({"type": "checkboxes", "options": LEVELS}, None, True, ["low"]),
        ({"type": "plain_text_input"}, "words", False, "words"),
        ({"type": "plain_text_input"}, None, True, "…"),
        ({"type": "plain_text_input"}, None, False, None),
        ({"type": "users_select"}, "U0FAY", True, "U0FAY"),
    ],
)
def test_a_form_that_asks_something_else_is_filled_all_the_same(
    asked: dict[str, object], told: object, *, required: bool, expected: object
) -> None:
    assert history.chosen(asked, told, required=required) == expected
