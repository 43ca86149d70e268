"""What is known of people beyond what Slack knows by itself: the team sees who asks, whoever assigns who can help,
and the manager of whoever raised a change decides.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

import services.desk
from handlers.desk.export import Live, exported
from tests.scenarios.test_change_stages import leaves
from tests.world import World
from tests.world.changes import asked
from tests.world.hours import filed
from tests.world.world import EXAMPLE

MANAGED = {"key": "managed", "stages": [{"name": "Line manager", "manager": True, "need": "any"}]}


def desk(**attributes: object) -> str:
    """The example, with the manager of whoever raised it deciding on every change."""
    file: dict[str, Any] = yaml.safe_load((EXAMPLE / "desk.yaml").read_text())
    file["approval"]["policies"].append(MANAGED)
    file["approval"]["use"] = dict.fromkeys(("standard", "normal", "emergency"), "managed")
    file["attributes"] |= attributes
    return str(yaml.safe_dump(file, allow_unicode=True))


@pytest.fixture
def managed(database_url: str) -> Iterator[World]:
    made = World(database_url, desk=desk())
    yield made
    made.close()


def becomes(world: World, name: str, **changes: object) -> None:
    world.control.patch(f"/control/people/{name}", **changes)
    world.settle()


def calls(world: World, method: str) -> list[dict[str, Any]]:
    found = world.control.get("/control/traffic")["traffic"]
    return [one for one in found if one.get("method") == method]


def test_the_team_sees_who_asks_and_the_requester_does_not(world: World) -> None:
    card, own = filed(world)
    for part in ("Department: Finance", "Region: Berlin", "Manager: Eva Specimen"):
        assert part in card.words
        assert part not in own.words
    assert "<@U0EVA>" not in card.words, "nobody is called to each ticket of their people"
    assert "Time zone" not in card.words, "Ann's clocks show what the desk's do"


def test_whoever_asked_reads_none_of_it_when_they_look_their_ticket_up(world: World) -> None:
    filed(world)
    assert "Finance" not in world.person("ann").types("/ticket show IT-1").whisper
    assert "Department: Finance" in world.person("ben").types("/ticket show IT-1").whisper


def test_the_time_zone_is_told_where_it_is_another(world: World) -> None:
    world.person("han").types("/ticket 打印机坏了")
    card = world.channel("it-desk").expect("IT-1")
    world.person("han").dm.expect("IT-1")
    assert "Department: 销售部" in card.words
    assert "Time zone: Shanghai (GMT+08:00)" in card.words


def test_in_the_language_of_the_channel(world: World) -> None:
    world.person("chen").types("/ticket VPN 連不上")
    world.channel("it-desk").expect("IT-1")
    world.person("chen").dm.expect("IT-1")
    world.person("ann").types("/ticket VPN does not connect")
    world.channel("it-desk").expect("IT-2")
    own = world.person("ann").dm.expect("IT-2")
    own.choose("ticket.route", "VPN", by=world.person("ann"))
    card = world.channel("network").expect("IT-2")
    for part in ("部門：Finance", "地區：Berlin", "主管：Eva Specimen"):
        assert part in card.words


def test_in_simplified_chinese_too(database_url: str) -> None:
    text = (EXAMPLE / "desk.yaml").read_text()
    world = World(
        database_url, desk=text.replace("channel: C0ITDESK", "channel: {slack: C0ITDESK, language: zh_CN}")
    )
    world.person("ann").types("/ticket the printer is down")
    card = world.channel("it-desk").expect("IT-1")
    world.person("ann").dm.expect("IT-1")
    world.person("han").types("/ticket 打印机坏了")
    far = world.channel("it-desk").expect("IT-2")
    world.person("han").dm.expect("IT-2")
    for part in ("部门：Finance", "地区：Berlin", "上级：Eva Specimen"):
        assert part in card.words
    assert "时区：上海 (GMT+08:00)" in far.words
    world.close()


def test_what_slack_tells_later_is_on_the_card_then(world: World) -> None:
    card, _ = filed(world)
    becomes(world, "ann", fields={"Xf0DEPARTMENT": "Legal", "Xf0REGION": "Madrid"})
    assert "Department: Legal" in card.words
    assert "Region: Madrid" in card.words
    assert "Manager" not in card.words


def test_the_desk_file_goes_before_the_profile_and_the_fallback_after_it(database_url: str) -> None:
    file: dict[str, Any] = yaml.safe_load((EXAMPLE / "desk.yaml").read_text())
    file["people"].append({"email": "ann@example.com", "department": "Treasury"})
    file["attributes"]["region"] = {"fallback": "Potsdam"}
    world = World(database_url, desk=str(yaml.safe_dump(file)))
    card, _ = filed(world)
    for part in ("Department: Treasury", "Region: Potsdam", "Manager: Eva Specimen"):
        assert part in card.words
    world.close()


def test_a_profile_pings_nobody_and_stays_one_line(world: World) -> None:
    becomes(world, "ann", fields={"Xf0DEPARTMENT": "<!channel> *x*\n" + "y" * 200, "Xf0MANAGER": "nobody at all"})
    card, _ = filed(world)
    assert "<!channel>" not in card.words
    assert "&lt;!channel&gt;" in card.words
    assert "Manager" not in card.words


@pytest.mark.parametrize(
    "value", ["eva@example.com", "<@U0EVA>", "U0EVA,U0DIRK", "Eva: <mailto:eva@example.com|eva>"]
)
def test_a_manager_may_be_typed(world: World, value: str) -> None:
    becomes(world, "ann", fields={"Xf0MANAGER": value})
    card, _ = filed(world)
    assert "Manager: Eva Specimen" in card.words


def test_nobody_waits_for_their_profile(world: World) -> None:
    """Slack says no to it for a while: the ticket is filed as ever, and the card learns later."""
    world.control.post("/control/faults", on="users.profile.get", fault="5xx", times=99)
    card, _ = filed(world)
    assert "Department" not in card.words
    world.control.delete("/control/faults")
    world.run(world.steward.freshness.look())
    world.settle()
    assert "Department: Finance" in card.words


def test_it_is_asked_when_slack_tells_who_somebody_is_and_not_again_before(world: World) -> None:
    filed(world)
    before = len(calls(world, "users.profile.get"))
    assert before
    world.person("ann").types("/ticket another one")
    world.channel("it-desk").expect("IT-2")
    world.person("ann").dm.expect("IT-2")
    world.run(world.steward.freshness.look())
    assert len(calls(world, "users.profile.get")) == before


def test_without_fields_no_profile_is_asked_for(database_url: str) -> None:
    file: dict[str, Any] = yaml.safe_load((EXAMPLE / "desk.yaml").read_text())
    del file["attributes"]
    world = World(database_url, desk=str(yaml.safe_dump(file)))
    card, _ = filed(world)
    assert "Department" not in card.words
    assert calls(world, "users.profile.get") == []
    assert calls(world, "team.profile.get") == []
    world.close()


def test_other_fields_are_asked_for_anew(world: World) -> None:
    card, _ = filed(world)
    text = (EXAMPLE / "desk.yaml").read_text()
    world.apply(text.replace("department: {profile: Department}", "department: {profile: Skills}"))
    becomes(world, "ann", fields={"Xf0SKILLS": "Counting"})
    assert "Department: Counting" in card.words


def test_who_assigns_sees_what_colleagues_are_good_at(world: World) -> None:
    for name in ("ben", "lin"):
        world.person(name).types("/ticket help")
    world.settle()
    card, _ = filed(world)
    form = card.choose("ticket.more", "Assign", by=world.person("dirk")).form
    offered = form.view["blocks"][0]["element"]["options"]
    beneath = {one["text"]["text"]: one.get("description", {}).get("text") for one in offered}
    assert beneath == {
        "Ben Sample": "printers and macOS · London",
        "林示例": "SAP and VPN · Shanghai",
        "Dirk Muster": None,
    }


def test_the_manager_of_whoever_raised_a_change_decides(managed: World) -> None:
    assert asked(managed).errors == {}
    board = managed.channel("changes").expect("CHG-1", "Waiting for: Eva Specimen")
    own = managed.person("ann").dm.expect("CHG-1")
    card = managed.person("eva").dm.expect("CHG-1", "You are asked as the manager of <@U0ANN>.")
    assert "Others are asked" in board.click("Approve", by=managed.person("dirk")).whisper
    assert card.click("Approve", by=managed.person("eva")).whispers == []
    own.thread().expect("CHG-1 is approved")


def test_where_there_is_no_manager_the_named_fallback_decides(managed: World) -> None:
    assert asked(managed, by="han").errors == {}
    managed.channel("changes").expect("CHG-1", "Waiting for: Dirk Muster")
    managed.person("han").dm.expect("CHG-1")
    managed.person("dirk").dm.expect("CHG-1", "You are asked in place of the manager of <@U0HAN>.")


def test_a_manager_who_has_a_hand_in_it_or_left_does_not_decide(managed: World) -> None:
    assert asked(managed, implementer="U0EVA").errors == {}
    managed.channel("changes").expect("CHG-1", "Waiting for: Dirk Muster")
    for name in ("ann", "eva", "dirk"):
        managed.person(name).dm.expect("CHG-1")
    leaves(managed, "eva")
    assert asked(managed).errors == {}
    managed.channel("changes").expect("CHG-2", "Waiting for: Dirk Muster")
    for name in ("ann", "dirk"):
        managed.person(name).dm.expect("CHG-2")


@pytest.mark.parametrize(
    ("fallback", "services", "decides"),
    [("service_owner", ["vpn"], "ida"), ("service_owner", ["wifi"], "chen"), ("team_lead", ["laptops"], "dirk")],
)
def test_a_service_s_owner_or_a_team_s_lead_may_stand_in(
    database_url: str, fallback: str, services: list[str], decides: str
) -> None:
    file: dict[str, Any] = yaml.safe_load(desk(manager={"profile": "Manager", "fallback": fallback}))
    next(one for one in file["services"] if one["key"] == "vpn")["owner"] = "U0IDA"
    world = World(database_url, desk=str(yaml.safe_dump(file, allow_unicode=True)))
    assert asked(world, by="han", services=services).errors == {}
    waiting = world.channel("changes").expect("CHG-1").words
    names = {"ida": "Ida Beispiel", "chen": "陳範例", "dirk": "Dirk Muster"}
    assert f"Waiting for: {names[decides]}" in waiting
    for name in ("han", decides):
        world.person(name).dm.expect("CHG-1")
    world.close()


def test_where_nobody_can_decide_nothing_is_submitted(database_url: str) -> None:
    """The fallback is the one who raised it."""
    world = World(database_url, desk=desk())
    said = asked(world, by="dirk")
    assert "Nobody can decide on this change" in "".join([*said.errors.values(), *said.whispers])
    world.channel("changes").expect_nothing()
    world.close()


def test_a_manager_whom_slack_has_never_told_of_is_asked_after_and_decides(managed: World) -> None:
    becomes(managed, "han", fields={"Xf0MANAGER": "U0SAM"})
    managed.person("han").types("/ticket mine")
    managed.settle()
    assert asked(managed, by="han").errors == {}
    managed.channel("changes").expect("CHG-1", "Waiting for: Sam Template")
    for name in ("han", "sam"):
        managed.person(name).dm.expect("CHG-1")


def test_applied_twice_and_exported_it_changes_nothing(managed: World) -> None:
    version = managed.run(managed.steward.ledger.read(services.desk.live))[1]
    managed.apply(desk())
    prefix, objects, people = managed.run(managed.steward.ledger.read(services.desk.live))
    assert objects == version
    text = exported(Live(prefix, objects, people))
    assert yaml.safe_load(text)["attributes"]["manager"] == {"profile": "Xf0MANAGER"}
    assert {"slack": "U0IDA", "manager": "U0CHEN", "region": "Berlin", "skills": ["Wi-Fi", "firewalls"]} in (
        yaml.safe_load(text)["people"]
    )
    managed.apply(text)
    assert managed.run(managed.steward.ledger.read(services.desk.live))[1] == objects


def test_a_person_taken_out_of_the_file_is_as_slack_says_again(database_url: str) -> None:
    text = (EXAMPLE / "desk.yaml").read_text()
    described = text.replace("\nattributes:", "\n  - {slack: U0ANN, department: Treasury}\n\nattributes:", 1)
    world = World(database_url, desk=described)
    card, _ = filed(world)
    assert "Department: Treasury" in card.words
    world.apply(text)
    assert "Department: Finance" in world.person("ben").types("/ticket show IT-1").whisper
    world.close()
