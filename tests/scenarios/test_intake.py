"""How tickets come in by the form: in people's words, for oneself, for a colleague, for somebody without Slack."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.world import World


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("ann", ["Something is broken", "I need something", "I want to complain"]),
        ("han", ["有东西坏了", "我需要某样东西", "我要投诉"]),
        ("mei", ["有東西壞了", "我需要某樣東西", "我要申訴"]),
    ],
)
def test_the_form_asks_in_peoples_words(world: World, name: str, kinds: list[str]) -> None:
    someone = world.person(name)
    form = someone.types("/ticket").form
    assert all(kind in form.words for kind in kinds)
    form.submit(title="No Wi-Fi", kind="incident", service="wifi", urgency="1")
    assert "類型：事件" in world.channel("network").expect("IT-1", "No Wi-Fi").words
    someone.dm.expect("IT-1")


def test_a_request_and_a_complaint_are_what_people_say_they_are(world: World) -> None:
    ann = world.person("ann")
    ann.types("/ticket").form.submit(title="A second screen", kind="request")
    assert "Kind: request" in world.channel("it-desk").expect("IT-1").words
    ann.dm.expect("IT-1")
    ann.types("/ticket").form.submit(title="Nobody answers", kind="complaint")
    world.channel("it-desk").expect_nothing()
    for name in ("dirk", "eva"):
        assert "Kind: complaint" in world.person(name).dm.expect("IT-2", "Nobody answers").words
    ann.dm.expect("IT-2")


def test_what_belongs_to_no_service_goes_to_the_intake_team(world: World) -> None:
    world.person("ann").types("/ticket").form.submit(title="A strange smell")
    world.channel("it-desk").expect("IT-1", "A strange smell")
    world.person("ann").dm.expect("IT-1")


def test_the_lightning_menu_opens_the_form(world: World) -> None:
    form = world.person("ann").shortcut("ticket.new").form
    assert "Something is broken" in form.words
    form.submit(title="No Wi-Fi")
    world.channel("it-desk").expect("No Wi-Fi")
    world.person("ann").dm.expect("IT-1")


def test_a_form_sent_twice_at_once_files_once(world: World) -> None:
    ann = world.person("ann")
    form = ann.types("/ticket").form
    world.control.post("/control/scale", time=0, budgets=0)
    values = {"title": {"title": "No Wi-Fi"}}

    def send(_: int) -> object:
        try:
            return world.control.act("ann", "submit", view_id=form.view["id"], values=values)
        except AssertionError as gone:  # the first one closed it already
            return gone

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(send, range(2)))
    world.settle()
    world.channel("it-desk").expect("IT-1", "No Wi-Fi")
    ann.dm.expect("IT-1")


def test_an_agent_files_for_a_colleague(world: World) -> None:
    ben, ann = world.person("ben"), world.person("ann")
    form = ben.types("/ticket").form.click("ticket.for_colleague").form
    said = form.submit(whom="ann", source="phone", title="No sound", description="since noon")
    assert "Filed as *IT-1* for <@U0ANN>." in said.form.words
    card = world.channel("it-desk").expect("IT-1", "No sound", "Filed by <@U0BEN> (by phone)")
    assert "From: <@U0ANN>" in card.words
    ann.dm.expect("IT-1").reply("Still silent.", by=ann)
    card.thread().expect("Still silent.")


def test_an_agent_files_for_somebody_without_slack(world: World) -> None:
    ben = world.person("ben")
    form = ben.types("/ticket").form.click("ticket.for_contact").form
    values = {"name": " Erika  Muster ", "organisation": "Acme & Co", "language": "zh_TW", "source": "on_site"}
    assert "Filed as *IT-1* for Erika Muster." in form.submit(title="Badge is lost", **values).form.words
    card = world.channel("it-desk").expect("IT-1", "Badge is lost", "From: Erika Muster (Acme &amp; Co)")
    assert "Filed by <@U0BEN> (on site)" in card.words
    card.click("Claim", by=ben)
    card.click("Resolve", by=ben).form.submit(text="A new one was printed.")
    card.thread().expect("A new one was printed.")
    assert "State: resolved" in card.words
    again = ben.types("/ticket").form.click("ticket.for_contact").form
    again.submit(title="And the key too", **values)
    world.channel("it-desk").expect("IT-2", "From: Erika Muster (Acme &amp; Co)")


def test_the_form_turns_from_a_colleague_to_a_contact_and_keeps_what_was_typed(world: World) -> None:
    ben = world.person("ben")
    form = ben.types("/ticket").form.click("ticket.for_colleague").form
    assert "Whom is it for?" in form.words
    form = form.click("ticket.for_contact").form
    assert "Of which organisation?" in form.words
    assert "Whom is it for?" not in form.words


def test_whom_an_agent_files_for_must_be_somebody_here(world: World) -> None:
    form = world.person("ben").types("/ticket").form.click("ticket.for_contact").form
    assert form.submit(name=" \u200b", title="x").errors == {"name": "Please write a few words here."}
    other = world.person("lin").types("/ticket").form.click("ticket.for_colleague").form
    world.control.patch("/control/people/han", deleted=True)
    world.settle()
    assert other.submit(whom="han", title="x").errors == {"whom": "请选择一位仍在职的本公司人员。"}


def test_only_agents_file_for_others(world: World) -> None:
    form = world.person("ann").types("/ticket").form
    assert "For a colleague" not in form.words
