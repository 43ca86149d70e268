"""The form for a change: three pages, nothing typed is lost, and faults beside their fields in three languages."""

from datetime import datetime

import pytest

from bot import applying
from domain.outcomes import Refused
from services import changes_pages, desk
from tests.scenarios.test_changes import DESK
from tests.world import World
from tests.world.changes import APPROVERS, FILLED, FRAME, HOUR, QUESTIONS, START, WORDS, asked, submitted
from tests.world.people import Said

FIRST = {name: FILLED[name] for name in WORDS if name in FILLED}
SECOND = {name: FILLED[name] for name in FRAME if name in FILLED}
THIRD = {name: FILLED[name] for name in QUESTIONS}


def inputs(said: Said) -> list[str]:
    return [block["block_id"] for block in said.form.view["blocks"] if block["type"] == "input"]


def test_three_pages_of_five(world: World) -> None:
    ann = world.person("ann")
    first = ann.types("/change swap the switch")
    assert inputs(first) == list(WORDS)
    assert first.form.view["blocks"][0]["element"]["initial_value"] == "swap the switch"
    second = first.form.submit(**FIRST)
    assert inputs(second) == list(FRAME)
    third = second.form.submit(**SECOND)
    assert inputs(third) == list(QUESTIONS)
    assert "who is asked to approve it" in third.form.words
    assert third.form.submit(**THIRD).errors == {}
    world.channel("changes").expect("CHG-1", "New firewall rules", "The old ones let everybody in.", "VPN")
    ann.dm.expect("CHG-1")
    for name in APPROVERS:
        world.person(name).dm.expect("CHG-1")


def test_who_goes_back_a_page_finds_what_they_typed(world: World) -> None:
    ann = world.person("ann")
    first = ann.types("/change").form
    second = first.submit(**FIRST).form
    third = second.submit(**{**SECOND, "services": ["wifi", "vpn"], "kind": "emergency"}).form
    for page in (third, second):  # Slack's own arrow back
        world.control.act("ann", "close", view_id=page.view["id"])
    again = first.submit(title="Newer firewall rules").form
    kind, services, implementer, start, end = (block["element"] for block in again.view["blocks"])
    assert kind["initial_option"]["value"] == "emergency"
    assert [one["value"] for one in services["initial_options"]] == ["wifi", "vpn"]
    assert implementer["initial_user"] == "U0ANN"
    assert (start["initial_date_time"], end["initial_date_time"]) == (START, START + HOUR)
    said = again.submit().form.submit(**THIRD)
    assert said.errors == {}
    world.channel("changes").expect("Newer firewall rules", "Kind: emergency", "Services: VPN and Office Wi-Fi")
    ann.dm.expect("Newer firewall rules")
    for name in APPROVERS:
        world.person(name).dm.expect("CHG-1")


def test_a_page_whose_answer_was_lost_is_sent_again_and_files_once(world: World) -> None:
    form = world.person("ann").types("/change").form
    for page in (FIRST, SECOND):
        world.control.post("/control/faults", on="view_submission", fault="cut_after", times=1)
        form.submit(**page)
        form = form.submit().form
    world.control.post("/control/faults", on="view_submission", fault="cut_after", times=1)
    form.submit(**THIRD)
    again = form.submit()
    assert again.errors == {}
    assert again.answer["sees"]["view"] is None
    world.channel("changes").expect("CHG-1", "New firewall rules")
    world.person("ann").dm.expect("CHG-1")
    for name in APPROVERS:
        world.person(name).dm.expect("CHG-1")
    assert "CHG-2" not in world.person("ann").types("/change mine").whisper


def test_every_page_delivered_twice_files_once(world: World) -> None:
    world.control.post("/control/faults", on="view_submission", fault="duplicate")
    submitted(world)
    assert "CHG-2" not in world.person("ann").types("/change mine").whisper


def test_two_forms_of_one_person_do_not_mix(world: World) -> None:
    submitted(world)
    cards = submitted(world, key="CHG-2", title="Another one", services=["wifi"], back_out="Plug the old one in")
    assert "Another one" in cards.board.words
    assert "Office Wi-Fi" in cards.board.words
    assert "VPN" not in cards.board.words


def test_nobody_else_gets_at_what_was_typed(world: World) -> None:
    form = world.person("ann").types("/change").form
    form.submit(**FIRST)
    kept = world.run(world.steward.ledger.read(changes_pages.typed_so_far, "U0ANN", form.view["id"]))
    assert kept["title"] == "New firewall rules"
    assert world.run(world.steward.ledger.read(changes_pages.typed_so_far, "U0BEN", form.view["id"])) == {}
    with pytest.raises(Refused):
        world.run(
            world.steward.ledger.write(
                changes_pages.keep, "U0GUS", "V1", {}, changes_pages.Wording("title", "reason", "plan")
            )
        )


@pytest.mark.parametrize(
    ("by", "past", "order", "empty"),
    [
        (
            "ann",
            "This time has passed already. Please choose a later one.",
            "The end must come after the start. Please choose a later end.",
            "Please write a few words here.",
        ),
        (
            "lin",
            "这个时间已经过去，请选择更晚的时间。",
            "结束时间要晚于开始时间，请选择更晚的结束时间。",
            "请在这里写几句话。",
        ),
        (
            "mei",
            "這個時間已經過了，請選擇更晚的時間。",
            "結束時間要晚於開始時間，請選擇更晚的結束時間。",
            "請在這裡寫幾個字。",
        ),
    ],
)
def test_faults_beside_their_fields(world: World, by: str, past: str, order: str, empty: str) -> None:
    now: datetime = world.run(world.steward.ledger.read(desk.now))
    ago = int(now.timestamp()) - HOUR
    assert asked(world, by, start=ago).errors == {"start": past}
    assert asked(world, by, start=ago, end=ago + 60).errors == {"end": past}
    assert asked(world, by, kind="emergency", start=ago, end=ago + 60).errors == {"end": past}
    assert asked(world, by, end=START).errors == {"end": order}
    assert asked(world, by, reason=" \u200b\t").errors == {"reason": empty}


def test_a_guest_or_a_stranger_carries_nothing_out(world: World) -> None:
    assert "member of this company" in asked(world, implementer="U0GUS").errors["implementer"]


def test_a_service_that_was_retired_meanwhile(world: World) -> None:
    form = world.person("ann").types("/change").form.submit(**FIRST).form
    without = DESK.replace("  - {key: vpn, name: VPN, team: network}\n", "")
    plan = world.run(applying.planned(world.steward.courier.client, without))
    world.run(applying.apply(world.steward.ledger, plan))
    assert "not offered any more" in form.submit(**SECOND).errors["services"]


def test_questions_left_out_are_asked_for(world: World) -> None:
    assert list(asked(world, cost=None).errors) == ["cost"]
