"""Changes' views: within Slack's limits whatever people wrote, and what each reader is shown."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.approvals import Need, Policy, Stage, Verdict, Vote
from domain.changes import ChangeState, Window
from domain.people import Person, Role, Standing
from domain.records import Kind, Record
from handlers.blocks import View
from handlers.changes import forms, views
from handlers.changes.commands import VERBS
from handlers.grammar import Line, read
from sandbox.limits import check_message, check_view
from services.changes import ChangeSight
from storage.changes import Proposal
from texts import Texts

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANN = Person(1, "U0ANN", "Ann", None, "en", "UTC", Standing.MEMBER)
EVA, DIRK = replace(ANN, id=2, slack_id="U0EVA", name="Eva"), replace(ANN, id=3, slack_id="U0DIRK", name="Dirk")
HOSTILE = st.text(max_size=4000) | st.just("<!channel> <@U0BEN> <http://x.example|y> `*_~&" * 60)
SIGHTED = (
    views.card,
    views.approver_card,
    views.page,
    views.requester_card,
    views.approved,
    views.rejected,
    views.withdrawn_for,
)


def record(title: str, state: ChangeState = ChangeState.AWAITING_APPROVAL) -> Record:
    return Record(7, Kind.CHANGE, "CHG-7", title, state, 1, None, 3, None, None, NOON, 1, 1, "0")


def sight(
    words: str, state: ChangeState = ChangeState.AWAITING_APPROVAL, reader: int | None = None, voters: int = 2
) -> ChangeSight:
    """Voter 2 has rejected with these words, whoever else is asked has yet to vote."""
    people = {number: replace(EVA, id=number, name=words[:80] or "x") for number in range(2, voters + 2)}
    policy = Policy(Role.CHANGE_APPROVER, Need.ANY)
    stage = Stage(frozenset(people), policy, votes=(Vote(2, Verdict.REJECT, NOON, words),))
    proposal = Proposal(words, words, words, None, Window(NOON, NOON + HOUR))
    return ChangeSight(record(words, state), proposal, stage, ANN, words, {1: ANN, **people}, reader)


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
@settings(max_examples=50, deadline=None)
@given(words=HOSTILE)
def test_every_message_is_within_limits_and_pings_nobody(language: str, words: str) -> None:
    texts = Texts.of(language)
    made = [
        *(view(sight(words, state, 2, 12), texts) for state in ChangeState for view in SIGHTED),
        views.withdrawn("CHG-7", texts),
        views.mine([record(words)] * 20, texts),
        views.mine([], texts),
        views.help_page(texts),
    ]
    for message in made:
        assert check_message(message) == []
        assert "<!channel>" not in message["text"]
        assert "<@U0BEN>" not in message["text"]


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
@settings(max_examples=50, deadline=None)
@given(words=HOSTILE)
def test_every_form_is_within_limits(language: str, words: str) -> None:
    texts = Texts.of(language)
    for form in (
        forms.submission({"vpn": words or "x"}, texts, words),
        forms.submission({}, texts),
        forms.rejection(record(words), 1, texts),
    ):
        assert check_view(form) == []


def test_a_crowd_of_approvers_fits_into_a_card() -> None:
    shown = sight("A name that is long enough to be one", reader=2, voters=200)
    votes = tuple(Vote(one, Verdict.REJECT, NOON, "No " * 900) for one in range(2, 150))
    for view in SIGHTED:
        assert check_message(view(replace(shown, stage=replace(shown.stage, votes=votes)), Texts.of("en"))) == []


def ids(view: View) -> list[str]:
    return [one["action_id"] for block in view["blocks"] if block["type"] == "actions" for one in block["elements"]]


@pytest.mark.parametrize("state", ChangeState)
def test_only_what_is_undecided_has_buttons(state: ChangeState) -> None:
    texts, shown = Texts.of("en"), sight("x", state, 2)
    is_open = state is ChangeState.AWAITING_APPROVAL
    assert ids(views.card(shown, texts)) == (["change.approve", "change.reject"] if is_open else [])
    assert ids(views.approver_card(shown, texts)) == (["change.approve", "change.reject"] if is_open else [])
    assert ids(views.requester_card(shown, texts)) == (["change.withdraw"] if is_open else [])
    assert ids(views.page(shown, texts)) == []


def test_each_approver_reads_what_is_asked_of_them() -> None:
    texts = Texts.of("en")
    assert "You have rejected it." in views.approver_card(sight("x", reader=2), texts)["text"]
    assert "Please decide" in views.approver_card(sight("x", reader=3), texts)["text"]
    decided = views.approver_card(sight("x", ChangeState.APPROVED, reader=3), texts)
    assert "Please decide" not in decided["text"]


def test_the_text_of_a_card_tells_all_that_its_blocks_tell() -> None:
    shown = replace(
        sight("x"),
        proposal=Proposal("A reason", "A plan", "A test", "A way back", Window(NOON, NOON + HOUR)),
        people={1: ANN, 2: EVA, 3: DIRK},
    )
    text = views.card(shown, Texts.of("en", "Europe/Berlin"))["text"]
    for part in ("CHG-7", "awaiting approval", "A reason", "A plan", "A test", "A way back", "Waiting for: Dirk"):
        assert part in text
    assert "<@U0EVA> rejects: x" in text
    assert "1:00 PM GMT+01:00 to Mar 2, 2026 2:00 PM" in text


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("", Line("new")),
        ("  ", Line("new")),
        ("mine", Line("mine")),
        ("ＭＩＮＥ ", Line("mine")),
        ("help", Line("help")),
        ("？", Line("help")),
        ("show chg-12", Line("show", "chg-12")),
        ("show CHG-12 please", Line("new", "show CHG-12 please")),
        ("withdraw CHG-1", Line("withdraw", "CHG-1")),
        ("withdraw money", Line("new", "withdraw money")),
        ("new mine", Line("new", "mine")),
        ("new", Line("new", "new")),
        ("newer phones", Line("new", "newer phones")),
        ("10² of paper", Line("new", "10² of paper")),
        ("A &amp; B &lt;x&gt;", Line("new", "A & B <x>")),
        ("ask <@U0BEN|ben> in <#C0X|general>", Line("new", "ask @ben in #general")),
        ("&amp;lt;", Line("new", "&lt;")),
    ],
)
def test_what_follows_the_command(typed: str, line: Line) -> None:
    assert read(typed, VERBS) == line
