"""Slash commands as people type them: whole forms, near misses, titles, and names that an operator changed."""

import pytest

from tests.scenarios.test_tickets import filed
from tests.world import World


def test_the_team_answers_and_resolves_by_key(world: World) -> None:
    card, own = filed(world)
    ben = world.person("ben")
    assert "IT-1" in ben.types("/ticket reply it-1 Is it  “plugged” in?").whisper
    own.thread().expect("✉️ <@U0BEN>", "Is it  “plugged” in?")
    card.thread().expect("Is it  “plugged” in?")
    assert "IT-1" in ben.types("/ticket resolve ＩＴ－１ A fuse & a cable.").whisper
    own.thread().expect("A fuse & a cable.")
    card.thread().expect("A fuse & a cable.")
    own.thread().expect("Is IT-1 solved?")


def test_by_key_one_may_do_what_one_may_by_button(world: World) -> None:
    filed(world)
    assert "cannot do this yourself" in world.person("ann").types("/ticket resolve IT-1").whisper
    assert "cannot find IT-1" in world.person("gus").types("/ticket reply IT-1 hello").whisper
    assert "cannot find IT-9" in world.person("ben").types("/ticket reply IT-9 hello").whisper


@pytest.mark.parametrize(
    ("name", "line", "said"),
    [
        ("ann", "shwo IT-1", "Did you mean “/ticket show IT-1”? For a title, type “/ticket new shwo IT-1”."),
        (
            "han",
            "show",
            "你指的是哪一个？请补上编号：“/ticket show 编号”。如果这是标题，请输入“/ticket new show”。",
        ),
        ("mei", "shows IT-1", "你是想輸入「/ticket show IT-1」嗎？"),
    ],
)
def test_a_near_miss_files_nothing_and_loses_no_words(world: World, name: str, line: str, said: str) -> None:
    assert said in world.person(name).types(f"/ticket {line}").whisper
    assert "IT-1" in world.person("ann").types(f"/ticket new {line}").whisper
    world.channel("it-desk").expect(f"*IT-1* {line}")
    world.person("ann").dm.expect("IT-1")


@pytest.mark.parametrize(
    ("line", "title", "priority"),
    [
        ("printer is down !high", "printer is down", 2),
        ("打印机坏了！高", "打印机坏了", 2),
        ("new show !low", "show", 4),
        ("a plain one", "a plain one", 3),
    ],
)
def test_urgency_beside_the_title(world: World, line: str, title: str, priority: int) -> None:
    world.person("ann").types(f"/ticket {line}")
    world.channel("it-desk").expect(f"*IT-1* {title}", f"Priority: {priority}")
    world.person("ann").dm.expect("IT-1")


def test_one_name_reaches_every_practice(world: World) -> None:
    ann = world.person("ann")
    assert "IT-1" in ann.types("/steward ticket printer on 3F is down").whisper
    world.channel("it-desk").expect("IT-1", "printer on 3F is down")
    ann.dm.expect("IT-1")
    assert "printer on 3F" in ann.types("/steward ticket show IT-1").whisper
    assert ann.types("/steward change a firewall").form.view["callback_id"] == "change.wording"
    assert ann.types("/steward risk").form.view["callback_id"] == "risk.register"
    assert "`/steward ticket …`" in ann.types("/steward").whisper
    assert "`/steward ticket …`" in ann.types("/steward tickets please").whisper
    assert "“/steward ticket show IT-1”" in ann.types("/steward ticket shwo IT-1").whisper


def test_a_command_goes_by_the_name_that_the_operator_gave_it(database_url: str) -> None:
    world = World(database_url, slack_commands="ticket=it")
    command = world.sandbox.workspace.app.command("/ticket")
    assert command is not None
    command["command"] = "/it"
    ann = world.person("ann")
    assert "IT-1" in ann.types("/it printer is down").whisper
    world.channel("it-desk").expect("IT-1")
    ann.dm.expect("IT-1")
    assert "`/it mine`" in ann.types("/it help").whisper
    assert "“/it show IT-1”" in ann.types("/it shwo IT-1").whisper
    assert "IT-2" in ann.types("/steward ticket and another").whisper
    world.channel("it-desk").expect("IT-2")
    ann.dm.expect("IT-2")
    world.close()


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("printer is down !broken", "printer is down"),
        ("!broken printer is down !high", "printer is down"),
        ("打印机没反应！坏了", "打印机没反应"),
        ("印表機沒反應 ！故障", "印表機沒反應"),
    ],
)
def test_what_is_broken_is_an_incident(world: World, line: str, title: str) -> None:
    world.person("ann").types(f"/ticket {line}")
    world.channel("it-desk").expect(f"*IT-1* {title}", "Kind: incident")
    world.person("ann").dm.expect("IT-1")


def test_help_tells_each_what_they_can_do(world: World) -> None:
    queue, alert, note = "`/ticket queue`", "`/alert`", "`/ticket note IT-1 …`"
    for name, works, is_member in (("ann", False, True), ("ben", True, True), ("gus", False, False)):
        page = world.person(name).types("/ticket help").whisper
        assert (queue in page, note in page) == (works, works)
        assert all(door in page for door in ("direct message", "Make a ticket of this", ":ticket:", "`!broken`"))
        page = world.person(name).types("/steward help").whisper
        assert (alert in page, "`/change`" in page, "`/risk`" in page) == (works, is_member, is_member)
