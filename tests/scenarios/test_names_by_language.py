"""Teams, services and stages are named in the reader's language, or the channel's."""

import pytest

from tests.scenarios.test_tickets import filed
from tests.world import World
from tests.world.world import EXAMPLE

DESK = (EXAMPLE / "desk.yaml").read_text()


@pytest.mark.parametrize(
    ("name", "printing", "team", "network"),
    [
        ("ann", "Printing", "IT desk", "Network team"),
        ("han", "打印", "IT 服务台", "网络组"),
        ("mei", "列印", "IT 服務台", "網路組"),
    ],
)
def test_who_asks_reads_names_in_their_language(
    world: World, name: str, printing: str, team: str, network: str
) -> None:
    someone = world.person(name)
    assert printing in someone.types("/ticket printer on 3F is down").whisper
    card, own = world.channel("it-desk").expect("IT-1"), someone.dm.expect("IT-1")
    assert team in own.words
    assert network in own.choose("ticket.route", "VPN", by=someone).whisper
    assert "IT-1 is with Network team now" in card.words  # the channel is English
    assert network in own.words
    world.channel("network").expect("服務：VPN")
    form = someone.types("/ticket").form
    assert printing in str(form.view)
    form.submit(title="No paper", service="printing")
    world.channel("it-desk").expect("*IT-2* No paper", "Service: Printing")
    assert team in someone.dm.expect("IT-2").words


def test_an_agent_chooses_a_team_by_the_name_they_read(world: World) -> None:
    card, own = filed(world)
    menu = own.reply("It smokes", by=world.person("ann"))
    card.thread().expect("It smokes")
    form = card.shortcut("ticket.actions", by=world.person("lin")).form
    assert "网络组" in str(form.submit(do="ticket.transfer").form.view)
    assert menu.ts


def test_a_name_that_a_language_lacks_is_the_desks(database_url: str) -> None:
    world = World(database_url, desk=DESK.replace("{en: Printing, zh_CN: 打印, zh_TW: 列印}", "{en: Printing}"))
    assert "Printing" in world.person("han").types("/ticket printer is down").whisper
    world.channel("it-desk").expect("IT-1")
    world.person("han").dm.expect("IT-1")
    world.close()
