"""Changes' views: within Slack's limits whatever people wrote, and what each reader is shown."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.approvals import Stage, Verdict, Vote
from domain.assessment import Assessment, ChangeKind, Level, Question
from domain.changes import ChangeState, Window
from domain.people import Person, Role, Standing
from domain.policies import Need, Policy, Quorum, StagePolicy
from domain.records import Kind, Record
from handlers.blocks import View
from handlers.changes import forms, news, views
from handlers.changes.commands import VERBS
from handlers.grammar import read
from sandbox.limits import check_message, check_view
from services.capacities import Capacity
from services.changes_pages import Page
from services.changes_sights import ChangeSight
from storage.changes import Proposal, Work
from texts import Texts

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANN = Person(1, "U0ANN", "Ann", None, "en", "UTC", Standing.MEMBER)
EVA, DIRK = replace(ANN, id=2, slack_id="U0EVA", name="Eva"), replace(ANN, id=3, slack_id="U0DIRK", name="Dirk")
HOSTILE = st.text(max_size=4000) | st.just("<!channel> <@U0BEN> <http://x.example|y> `*_~&" * 60)
SIGHTED = (
    views.card,
    views.approver_card,
    views.implementer_card,
    views.page,
    views.requester_card,
    news.approved,
    news.rejected,
    news.withdrawn_for,
    news.reminder,
    news.late,
    news.begins,
    news.ends,
    news.lapsed,
    news.implemented,
    news.closed,
    news.failed,
    news.backed_out,
)
ANY = Quorum(Need.ANY)


def record(title: str, state: ChangeState = ChangeState.AWAITING_APPROVAL) -> Record:
    return Record(7, Kind.CHANGE, "CHG-7", title, state, 1, 1, 3, None, None, NOON, 1, 1, "0")


def sight(
    words: str, state: ChangeState = ChangeState.AWAITING_APPROVAL, reader: int | None = None, voters: int = 2
) -> ChangeSight:
    """The first of three stages is passed. Voter 2 has rejected with these words, whoever else is asked has yet to
    vote; the last voter has left.
    """
    people = {number: replace(EVA, id=number, name=words[:80] or "x") for number in range(2, voters + 2)}
    passed = Stage(frozenset({2}), ANY, votes=(Vote(2, Verdict.APPROVE, NOON, words),), closed=Verdict.APPROVE)
    stage = Stage(
        frozenset({*people, voters + 2}),
        ANY,
        votes=(Vote(2, Verdict.REJECT, NOON, words),),
        left=frozenset({voters + 2}),
        generation=2,
        place=2,
    )
    return ChangeSight(
        record=record(words, state),
        proposal=Proposal(
            words,
            words,
            words,
            None,
            Window(NOON, NOON + HOUR),
            ChangeKind.EMERGENCY,
            Assessment(dict.fromkeys(Question, 3), 15, Level.HIGH),
        ),
        policy=Policy(tuple(StagePolicy(ANY, name=words[:75]) for _ in range(3))),
        rounds=(passed, stage),
        requester=ANN,
        implementer=ANN,
        services=(words, words),
        people={1: ANN, **people, voters + 2: DIRK},
        work=Work(NOON, 1, NOON, 2, NOON, 2, words),
        reader=reader,
        gravest=15,
        generation=2,
    )


def bare(voters: int = 2) -> ChangeSight:
    """The same with one stage, and before anything was done."""
    shown = sight("x", voters=voters)
    only = replace(shown.rounds[1], place=1)
    return replace(shown, policy=Policy((StagePolicy(ANY),)), rounds=(only,), work=None)


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
@settings(max_examples=50, deadline=None)
@given(words=HOSTILE)
def test_every_message_is_within_limits_and_pings_nobody(language: str, words: str) -> None:
    texts = Texts.of(language)
    member = replace(sight(words, reader=3, voters=12), capacity=Capacity(group=words or "x"))
    made = [
        views.approver_card(member, texts),
        *(view(sight(words, state, 2, 12), texts) for state in ChangeState for view in SIGHTED),
        news.withdrawn("CHG-7", texts),
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
    typed = dict.fromkeys(("title", "reason", "plan", "test", "back_out"), words)
    page = Page(
        {"vpn": words or "x"}, {**typed, "services": "vpn", "start": "1800000000", "security": "3"}, "U0ANN"
    )
    for form in (
        forms.wording(texts, typed),
        forms.frame(page, texts),
        forms.frame(Page({}, {}, "U0ANN"), texts),
        forms.impact(page, texts),
        forms.rejection(record(words), 1, texts),
        forms.approval(record(words), 1, texts),
        forms.backing_out(record(words), texts),
        forms.failure(record(words), texts),
    ):
        assert check_view(form) == []


def test_no_page_of_the_form_asks_too_much_at_once() -> None:
    texts, page = Texts.of("en"), Page({"vpn": "VPN"}, {}, "U0ANN")
    for form in (forms.wording(texts, {}), forms.frame(page, texts), forms.impact(page, texts)):
        assert len([block for block in form["blocks"] if block["type"] == "input"]) == 5


def test_a_page_begins_with_what_was_typed_there_before() -> None:
    typed = {"kind": "emergency", "services": "wifi,vpn,gone", "implementer": "U0BEN", "start": "1800000000"}
    form = forms.frame(Page({"vpn": "VPN", "wifi": "Wi-Fi"}, typed, "U0ANN"), Texts.of("en"))
    kind, services, implementer, start, end = (block["element"] for block in form["blocks"])
    assert kind["initial_option"]["value"] == "emergency"
    assert [one["value"] for one in services["initial_options"]] == ["wifi", "vpn"]
    assert implementer["initial_user"] == "U0BEN"
    assert start["initial_date_time"] == 1_800_000_000
    assert "initial_date_time" not in end


def test_a_crowd_of_approvers_fits_into_a_card() -> None:
    shown = replace(sight("A name that is long enough to be one", voters=200), reader=2)
    votes = tuple(Vote(one, Verdict.REJECT, NOON, "No " * 900) for one in range(2, 150))
    crowded = replace(shown, rounds=(replace(shown.rounds[1], votes=votes),))
    for view in SIGHTED:
        assert check_message(view(crowded, Texts.of("en"))) == []


def ids(view: View) -> list[str]:
    return [one["action_id"] for block in view["blocks"] if block["type"] == "actions" for one in block["elements"]]


def decided(shown: ChangeSight, verdict: Verdict = Verdict.APPROVE) -> ChangeSight:
    return replace(shown, rounds=(*shown.rounds[:-1], replace(shown.rounds[-1], closed=verdict)))


BALLOT, WORK = ["approve", "reject"], ["implement", "back_out"]
NOTED = ["approve", "approve_with_note", "reject"]
BUTTONS = {  # state: on the board, an approver's card, the implementer's, the requester's who carries it out
    ChangeState.AWAITING_APPROVAL: ([*BALLOT, "declare"], NOTED, [], ["withdraw"]),
    ChangeState.DECLARED: ([*BALLOT, "start"], NOTED, ["start"], ["withdraw", "start"]),
    ChangeState.APPROVED: (["start"], [], ["start"], ["start"]),
    ChangeState.IN_PROGRESS: (WORK, [], WORK, WORK),
    ChangeState.IMPLEMENTED: (["succeed", "fail", "back_out"], ["succeed", "fail"], ["back_out"], ["back_out"]),
    ChangeState.FAILED: (WORK, [], WORK, WORK),
    ChangeState.VERIFIED: (["back_out"], [], ["back_out"], ["back_out"]),
}


@pytest.mark.parametrize("state", ChangeState)
def test_buttons_by_state(state: ChangeState) -> None:
    texts, shown = Texts.of("en"), sight("x", state, 2)
    if state not in {ChangeState.AWAITING_APPROVAL, ChangeState.DECLARED}:
        shown = decided(shown)
    expected = BUTTONS.get(state, ([], [], [], []))
    cards = (views.card, views.approver_card, views.implementer_card, views.requester_card)
    for card, names in zip(cards, expected, strict=True):
        assert ids(card(shown, texts)) == [f"change.{name}" for name in names]
    assert ids(views.page(shown, texts)) == []


def test_a_requester_who_does_not_carry_it_out_verifies_it() -> None:
    shown = replace(sight("x", ChangeState.IMPLEMENTED), implementer=EVA)
    assert ids(views.requester_card(shown, Texts.of("en"))) == ["change.succeed", "change.fail"]


@pytest.mark.parametrize(("reader", "generation"), [(2, 1), (4, 2), (1, 2)])
def test_an_approver_s_card_of_another_round_or_of_who_left_has_no_buttons(reader: int, generation: int) -> None:
    shown = replace(sight("x", reader=reader), generation=generation)
    card = views.approver_card(shown, Texts.of("en"))
    assert ids(card) == []
    assert "Please decide" not in card["text"]


def test_each_approver_reads_what_is_asked_of_them() -> None:
    texts = Texts.of("en")
    assert "You have rejected it." in views.approver_card(sight("x", reader=2), texts)["text"]
    assert "Please decide" in views.approver_card(sight("x", reader=3), texts)["text"]
    decided = views.approver_card(sight("x", ChangeState.APPROVED, reader=3), texts)
    assert "Please decide" not in decided["text"]


def test_how_far_each_stage_has_got() -> None:
    shown = sight("Board")
    text = views.card(shown, Texts.of("en"))["text"]
    for part in (
        "✅ Stage 1 of 3: Board, approved",
        "⏳ Stage 2 of 3: Board, 0 of 1",
        "⚪ Stage 3 of 3: Board",
        "Dirk has left",
    ):
        assert part in text
    assert "of 1:" not in views.card(bare(), Texts.of("en"))["text"]
    nameless = replace(shown, policy=Policy((StagePolicy(ANY), StagePolicy(ANY))))
    assert "⏳ 第 2/2 阶段，0/1 人批准" in views.card(nameless, Texts.of("zh_CN"))["text"]


def test_a_rejection_for_want_of_voters_says_so() -> None:
    shown = bare()
    nobody = replace(shown.rounds[0], votes=(), left=frozenset({2, 3, 4}), closed=Verdict.REJECT)
    lost = replace(shown, rounds=(nobody,), record=record("x", ChangeState.REJECTED))
    for view in (views.card, views.requester_card, news.rejected):
        assert "Too few are left who may decide." in view(lost, Texts.of("en"))["text"]


def test_the_text_of_a_card_tells_all_that_its_blocks_tell() -> None:
    window = Window(NOON, NOON + HOUR)
    shown = replace(
        bare(),
        proposal=Proposal("A reason", "A plan", "A test", "A way back", window, ChangeKind.STANDARD),
        people={1: ANN, 2: EVA, 3: DIRK, 4: replace(DIRK, id=4, name="Chen")},
        services=("VPN", "Wi-Fi"),
        implementer=DIRK,
    )
    text = views.card(shown, Texts.of("en", "Europe/Berlin"))["text"]
    for part in ("CHG-7", "awaiting approval", "A reason", "A plan", "A test", "A way back", "Waiting for: Dirk"):
        assert part in text
    for part in ("Kind: standard", "Services: VPN and Wi-Fi", "Carried out by: <@U0DIRK>", "Chen has left"):
        assert part in text
    assert "<@U0EVA> rejects: x" in text
    assert "1:00 PM GMT+01:00 to Mar 2, 2026 2:00 PM" in text


@pytest.mark.parametrize(
    ("typed", "verb", "about"),
    [
        ("", "new", ""),
        ("  ", "new", ""),
        ("mine", "mine", ""),
        ("ＭＩＮＥ ", "mine", ""),
        ("help", "help", ""),
        ("？", "help", ""),
        ("show chg-12", "show", "CHG-12"),
        ("withdraw CHG-1", "withdraw", "CHG-1"),
        ("withdraw money", "new", "withdraw money"),
        ("new mine", "new", "mine"),
        ("new", "new", ""),
        ("newer phones", "new", "newer phones"),
        ("10² of paper", "new", "10² of paper"),
        ("A &amp; B &lt;x&gt;", "new", "A & B <x>"),
        ("ask <@U0BEN|ben> in <#C0X|general>", "new", "ask @ben in #general"),
        ("&amp;lt;", "new", "&lt;"),
    ],
)
def test_what_follows_the_command(typed: str, verb: str, about: str) -> None:
    line = read(typed, VERBS)
    assert (line.verb, line.about) == (verb, about)


@pytest.mark.parametrize("role", Role)
def test_an_approver_reads_in_which_role_they_are_asked(role: Role) -> None:
    asked = replace(sight("x", reader=3), capacity=Capacity(role=role))
    assert f"You are asked as {role.value.replace('_', ' ').replace('admin', 'administrator')}." in str(
        views.approver_card(asked, Texts.of("en"))
    )


@pytest.mark.parametrize(
    ("capacity", "said"),
    [
        (Capacity(), "You are asked by name."),
        (Capacity(group="Board"), "You are asked as a member of the user group Board."),
        (Capacity(manages=ANN), "You are asked as the manager of <@U0ANN>."),
        (Capacity(manages=ANN, stands_in=True), "You are asked in place of the manager of <@U0ANN>."),
    ],
)
def test_an_approver_reads_why_they_are_asked(capacity: Capacity, said: str) -> None:
    shown = views.approver_card(replace(sight("x", reader=3), capacity=capacity), Texts.of("en"))
    assert said in shown["text"]
    assert "Stage 1 of 3: x: approved by x" in shown["text"]


def test_nothing_is_said_of_a_capacity_that_nothing_shows_any_more() -> None:
    assert "You are asked" not in str(views.approver_card(sight("x", reader=3), Texts.of("en")))
