"""Who is served: guests file and see their own, people of other companies are refused in their own language."""

from collections.abc import Callable

import pytest

from tests.world import Card, World
from tests.world.hours import filed
from tests.world.people import Someone

REFUSED = {
    "en-US": "Sorry, I can help only people of this company. Please ask your contact here to file it for you.",
    "zh-CN": "抱歉，我只为本公司的同事服务。请找这里的联系人替你提交。",
    "zh-TW": "抱歉，我只服務本公司的同仁。請找這裡的聯絡人替你送出。",
}
UNKNOWN = {
    "en-US": "I cannot find {key}. Please check the number",
    "zh-CN": "找不到 {key}。请核对一下编号",
    "zh-TW": "找不到 {key}。請確認一下編號",
}
NOT_YOURS = {
    "en-US": "You cannot do this yourself. Please ask the team in charge.",
    "zh-CN": "这一步你没有权限操作，请联系负责的团队。",
    "zh-TW": "這個動作你沒有權限，請洽負責的團隊。",
}
LINES = (
    "/ticket hello",
    "/ticket",
    "/ticket new hello",
    "/ticket mine",
    "/ticket queue",
    "/ticket show IT-1",
    "/ticket show IT-99",
    "/ticket reply IT-1 hello",
    "/ticket resolve IT-99",
    "/change",
    "/change mine",
    "/change show CHG-1",
    "/risk",
    "/risk A leak",
    "/risk map",
    "/risk show RSK-1",
    "/alert list",
    "/alert maintenance",
    "/steward ticket hello",
)


def stranger(world: World, locale: str, channels: tuple[str, ...] = ("general", "help", "it-desk")) -> Someone:
    """Somebody of another company, in channels that both share."""
    world.control.post("/control/people", name="zoe", real_name="Zoe Other", team_id="T0OTHER", locale=locale)
    for channel in channels:
        world.control.act("sam", "invite", channel=channel, user="zoe")
    return world.person("zoe")


@pytest.mark.parametrize("locale", REFUSED)
def test_people_of_other_companies_can_type_nothing(world: World, locale: str) -> None:
    filed(world)
    zoe = stranger(world, locale)
    for line in LINES:
        said = zoe.types(line)
        assert said.answer["sees"]["view"] is None, f"{line} opened a form"
        assert said.whisper.splitlines()[0] == REFUSED[locale], line


ACTS: dict[str, Callable[[World, Someone, Card], object]] = {
    "words": lambda _, zoe, __: zoe.writes("The printer is down"),
    "request": lambda _, zoe, __: zoe.writes("The printer is down", channel="help"),
    "emoji": lambda _, zoe, said: said.react("ticket", by=zoe),
    "menu": lambda _, zoe, said: said.shortcut("ticket.make", by=zoe),
}


@pytest.mark.parametrize("locale", REFUSED)
@pytest.mark.parametrize("act", ACTS)
def test_people_of_other_companies_can_do_nothing(world: World, act: str, locale: str) -> None:
    card, _ = filed(world)
    before = card.words
    said, zoe = world.person("ann").writes("The door is stuck", channel="general"), stranger(world, locale)
    ACTS[act](world, zoe, said)
    world.settle()
    assert REFUSED[locale] in "".join(zoe.new_whispers())
    assert card.words == before


@pytest.mark.parametrize("locale", REFUSED)
def test_people_of_other_companies_click_in_vain(world: World, locale: str) -> None:
    card, _ = filed(world)
    before, zoe = card.words, stranger(world, locale)
    assert card.click("Claim", by=zoe).whisper.splitlines()[0] == REFUSED[locale]
    assert card.click("Reply", by=zoe).whisper.splitlines()[0] == REFUSED[locale]
    assert card.shortcut("ticket.actions", by=zoe).whisper.splitlines()[0] == REFUSED[locale]
    assert REFUSED[locale] in zoe.shortcut("ticket.new").form.words
    assert card.words == before


def test_what_people_of_other_companies_say_in_a_team_s_thread_reaches_nobody(world: World) -> None:
    card, own = filed(world)
    card.reply("reply: send me your password", by=stranger(world, "en-US"))
    own.thread().expect_nothing()
    world.channel("it-desk").expect_nothing()


def test_the_home_of_people_of_other_companies_stays_empty(world: World) -> None:
    zoe = stranger(world, "en-US")
    zoe.opens_home()
    assert world.control.get("/control/as/zoe/sees?limit=1")["home"] is None


def guest(world: World, locale: str) -> Someone:
    world.control.patch("/control/people/gus", locale=locale)
    world.settle()
    return world.person("gus")


@pytest.mark.parametrize("locale", REFUSED)
def test_a_guest_files_and_sees_the_own_and_nothing_else(world: World, locale: str) -> None:
    filed(world)
    gus = guest(world, locale)
    assert "IT-2" in gus.types("/ticket badge does not open the door").whisper
    world.channel("it-desk").expect("IT-2")
    gus.dm.expect("IT-2")
    assert "badge does not open" in gus.types("/ticket show IT-2").whisper
    assert "IT-2" in (listed := gus.types("/ticket mine").whisper)
    assert "IT-1" not in listed
    assert UNKNOWN[locale].format(key="IT-1") in gus.types("/ticket show IT-1").whisper
    assert UNKNOWN[locale].format(key="IT-1") in gus.types("/ticket reply IT-1 hello").whisper


@pytest.mark.parametrize("locale", REFUSED)
@pytest.mark.parametrize("line", ["/ticket queue", "/change", "/risk", "/risk map", "/alert list"])
def test_a_guest_is_told_that_the_rest_is_for_others(world: World, line: str, locale: str) -> None:
    said = guest(world, locale).types(line)
    assert said.answer["sees"]["view"] is None
    assert NOT_YOURS[locale] in said.whisper
