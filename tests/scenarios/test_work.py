"""A ticket worked on by a team: given to somebody, put on hold, weighed, handed to another team."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.scenarios.test_tickets import filed
from tests.world import Card, World
from tests.world.people import Form
from tests.world.world import EXAMPLE


def claimed(world: World) -> tuple[Card, Card]:
    card, own = filed(world)
    card.click("Claim", by=world.person("ben"))
    return card, own


def test_a_lead_gives_it_to_a_colleague_who_is_told(world: World) -> None:
    card, own = filed(world)
    form = card.choose("ticket.more", "Assign", by=world.person("dirk")).form
    assert "Who shall take it?" in form.words
    assert form.submit(to="U0LIN").errors == {}
    world.person("lin").dm.expect("<@U0DIRK>", "IT-1", "<#C0ITDESK>", "认领")
    assert "State: assigned" in card.words
    assert "With: <@U0LIN>" in card.words
    assert "<@U0LIN>" in own.words


def test_only_colleagues_of_the_team_can_be_given_it(world: World) -> None:
    card, _ = filed(world)
    form = card.choose("ticket.more", "Assign", by=world.person("dirk")).form
    offered = [option["value"] for option in form.view["blocks"][0]["element"]["options"]]
    assert offered == ["U0BEN", "U0DIRK", "U0LIN"]


def test_who_assigns_to_themselves_is_not_told_what_they_know(world: World) -> None:
    card, _ = filed(world)
    card.choose("ticket.more", "Assign", by=world.person("ben")).form.submit(to="U0BEN")
    assert "With: <@U0BEN>" in card.words


def test_a_ticket_that_waits_for_the_requester_asks_them_and_their_answer_takes_it_off_hold(world: World) -> None:
    ann, ben = world.person("ann"), world.person("ben")
    card, own = claimed(world)
    card.choose("ticket.more", "Put on hold", by=ben).form.submit(
        waiting_for="requester", text="Which printer is it?"
    )
    own.thread().expect("✉️ <@U0BEN> answers:", "Which printer is it?")
    card.thread().expect("Which printer is it?")
    assert "State: on hold" in card.words
    assert "⏸ Waiting for the requester" in card.words
    assert "Resolution: paused" in card.words
    assert "Response: in time" in card.words
    assert "needs your answer" in own.words
    own.reply("The grey one.", by=ann)
    card.thread().expect("The grey one.")
    assert "State: in progress" in card.words
    assert "⏸" not in card.words
    assert "Resolution: by" in card.words


@pytest.mark.parametrize(("reason", "said"), [("supplier", "a supplier"), ("change", "a change")])
def test_what_others_are_waited_for_stays_inside_and_the_clock_runs_on(
    world: World, reason: str, said: str
) -> None:
    card, own = claimed(world)
    ben = world.person("ben")
    card.choose("ticket.more", "Put on hold", by=ben).form.submit(waiting_for=reason, text="A drum is on its way.")
    card.thread().expect(f"<@U0BEN> waits for {said}", "A drum is on its way.")
    assert f"Waiting for {said}" in card.words
    assert "A drum is on its way." in card.words
    assert "Resolution: by" in card.words
    assert f"waiting for {said}" in own.words
    assert "drum" not in own.words
    ann = world.person("ann")
    looked = ann.opens_home().click("home.look").form.words
    for page in (looked, ann.types("/ticket show IT-1").whisper):
        assert f"Waiting for {said}" in page
        assert "drum" not in page
    assert "A drum is on its way." in ben.types("/ticket show IT-1").whisper
    own.reply("Any news?", by=world.person("ann"))
    card.thread().expect("Any news?")
    assert "State: on hold" in card.words  # it does not wait for her
    assert card.choose("ticket.more", "Take off hold", by=ben).whispers == []
    assert "State: in progress" in card.words


def test_a_hold_needs_its_sentence(world: World) -> None:
    card, _ = claimed(world)
    form = card.choose("ticket.more", "Put on hold", by=world.person("ben")).form
    said = form.submit(waiting_for="supplier", text=" \u200b ")
    assert said.errors == {"text": "Please write a few words here."}


def test_impact_and_urgency_give_the_priority(world: World) -> None:
    card, _ = filed(world)
    assert "Priority: 3 (impact medium, urgency medium)" in card.words
    form = card.choose("ticket.more", "Set impact and urgency", by=world.person("ben")).form
    form.submit(impact="1", urgency="1")
    assert "Priority: 1 (impact high, urgency high)" in card.words


def test_it_is_handed_to_another_team_and_the_old_card_leads_to_the_new_one(world: World) -> None:
    ben, ida = world.person("ben"), world.person("ida")
    card, own = claimed(world)
    form = card.choose("ticket.more", "Hand to another team", by=ben).form
    form.submit(team="network", text="It is the switch, not the printer.")
    new = world.channel("network").expect("IT-1", "printer on 3F is down")
    new.thread().expect("<@U0BEN>", "IT 服務台", "It is the switch, not the printer.")
    assert card.buttons == []
    assert "➡️ IT-1 is with Network team now" in card.words
    assert f"/archives/{new.channel}/p{new.ts.replace('.', '')}" in card.words
    assert "Network team" in own.words
    assert new.click("認領", by=ida).whispers == []
    assert "<@U0IDA> is working on it" in own.words
    own.reply("It works again.", by=world.person("ann"))
    new.thread().expect("It works again.")
    card.thread().expect_nothing()


def test_a_ticket_may_come_back(world: World) -> None:
    card, _ = claimed(world)
    card.choose("ticket.more", "Hand to another team", by=world.person("ben")).form.submit(
        team="network", text="The switch."
    )
    there = world.channel("network").expect("IT-1")
    there.thread().expect("The switch.")
    there.choose("ticket.more", "轉給別的團隊", by=world.person("ida")).form.submit(
        team="it", text="No, the printer."
    )
    back = world.channel("it-desk").expect("IT-1")
    back.thread().expect("No, the printer.")
    back.thread().expect("What was said before", "The switch.")
    assert back.ts != card.ts
    assert back.buttons == ["Claim", "Reply", "Resolve"]
    assert card.buttons == []
    assert back.ts.replace(".", "") in card.words
    assert "IT 服務台" in there.words
    assert back.click("Claim", by=world.person("lin")).whispers == []


def test_its_clocks_go_on_in_the_new_team_even_where_they_stood(world: World) -> None:
    card, own = claimed(world)
    ben = world.person("ben")
    card.choose("ticket.more", "Put on hold", by=ben).form.submit(waiting_for="requester", text="Which one?")
    own.thread().expect("Which one?")
    card.thread().expect("Which one?")
    card.choose("ticket.more", "Hand to another team", by=ben).form.submit(
        team="facilities", text="Yours, I think."
    )
    new = world.channel("facilities").expect("IT-1")
    new.thread().expect("Yours, I think.")
    new.thread().expect("What was said before", "Which one?")
    assert "Resolution: by" in new.words
    assert "State: new" in new.words


def together(world: World, forms: list[tuple[Form, dict[str, str]]]) -> list[dict[str, str]]:
    """All sent at once; the faults that each was answered with."""
    gate = Barrier(len(forms))

    def send(form: Form, values: dict[str, str]) -> dict[str, str]:
        gate.wait(10)
        typed = {name: {name: value} for name, value in values.items()}
        answer = world.control.act(form.someone.name, "submit", view_id=form.view["id"], values=typed)
        return dict(answer["sees"]["errors"] or {})

    with ThreadPoolExecutor(len(forms)) as pool:
        found = list(pool.map(lambda one: send(*one), forms))
    world.settle()
    return found


def test_two_assign_at_once_and_one_is_told_that_it_is_taken(world: World) -> None:
    card, _ = filed(world)
    dirk = card.choose("ticket.more", "Assign", by=world.person("dirk")).form
    sam = card.choose("ticket.more", "Assign", by=world.person("sam")).form
    faults = together(world, [(dirk, {"to": "U0BEN"}), (sam, {"to": "U0LIN"})])
    assert sorted(map(len, faults)) == [0, 1]
    assert {"to": "IT-1 is taken already. The card shows who has it."} in faults
    winner = "ben" if "With: <@U0BEN>" in card.words else "lin"
    world.person(winner).dm.expect("IT-1")


def test_two_put_it_on_hold_at_once_and_the_first_reason_stays(world: World) -> None:
    card, _ = claimed(world)
    ben, dirk = (card.choose("ticket.more", "Put on hold", by=world.person(name)).form for name in ("ben", "dirk"))
    drum = {"waiting_for": "supplier", "text": "A drum is on its way."}
    faults = together(world, [(ben, drum), (dirk, {"waiting_for": "change", "text": "After CHG-1."})])
    assert sorted(map(len, faults)) == [0, 1]
    assert "IT-1 is on hold already. The card shows what it waits for." in str(faults)
    kept = "A drum is on its way." if faults[0] == {} else "After CHG-1."
    card.thread().expect(kept)
    assert kept in card.words


def test_two_hand_it_over_at_once_and_the_second_is_told_that_it_has_gone(world: World) -> None:
    """Who comes second may have no part in it any more, and is told so all the same."""
    card, _ = filed(world)
    forms = [
        card.choose("ticket.more", "Hand to another team", by=world.person(name)).form for name in ("ben", "dirk")
    ]
    teams = ("network", "facilities")
    faults = together(
        world, [(form, {"team": to, "text": "Yours."}) for form, to in zip(forms, teams, strict=True)]
    )
    assert sorted(map(len, faults)) == [0, 1]
    assert "IT-1 has gone to another team already. Its old card shows where." in str(faults)
    new = world.channel(teams[faults.index({})]).expect("IT-1")
    new.thread().expect("Yours.")
    world.channel(teams[1 - faults.index({})]).expect_nothing()


def test_what_was_chosen_on_an_old_card_is_refused_kindly(world: World) -> None:
    ben = world.person("ben")
    card, own = filed(world)
    world.control.act("ann", "join", channel="it-desk")
    assert "cannot do this yourself" in card.choose("ticket.more", "Put on hold", by=world.person("ann")).whisper
    form = card.choose("ticket.more", "Put on hold", by=ben).form
    late = card.choose("ticket.more", "Set impact and urgency", by=world.person("dirk")).form
    card.click("Resolve", by=world.person("lin")).form.submit()
    own.thread().expect("Is IT-1 solved?")
    said = form.submit(waiting_for="supplier", text="Typed in vain?")
    assert said.errors == {"waiting_for": "That is not possible any more: IT-1 has moved on. Please look again."}
    assert "has moved on" in late.submit(impact="1", urgency="1").errors["impact"]
    assert "State: resolved" in card.words


@pytest.mark.parametrize(
    ("name", "more", "title", "refusal"),
    [
        (
            "dirk",
            "Put on hold",
            "What does it wait for?",
            "IT-1 is on hold already. The card shows what it waits for.",
        ),
        ("lin", "Put on hold", "在等什么？", "IT-1 已经挂起，在等什么请看卡片。"),
        ("chen", "Put on hold", "在等什麼？", "IT-1 已經擱置，在等什麼請看卡片。"),
    ],
)
def test_forms_and_refusals_in_everybodys_language(
    database_url: str, name: str, more: str, title: str, refusal: str
) -> None:
    desk = (EXAMPLE / "desk.yaml").read_text().replace("members: [U0BEN, U0LIN]", "members: [U0BEN, U0LIN, U0CHEN]")
    world = World(database_url, desk=desk)
    card, _ = claimed(world)
    form = card.choose("ticket.more", more, by=world.person(name)).form
    assert title in form.words
    card.choose("ticket.more", more, by=world.person("ben")).form.submit(waiting_for="supplier", text="A drum.")
    card.thread().expect("A drum.")
    assert form.submit(waiting_for="change", text="Typed").errors == {"waiting_for": refusal}
    world.close()


def test_what_pauses_the_clock_is_the_desks_to_say(database_url: str) -> None:
    desk = (EXAMPLE / "desk.yaml").read_text().replace("pauses: [requester]", "pauses: [supplier]")
    world = World(database_url, desk=desk)
    card, _ = claimed(world)
    card.choose("ticket.more", "Put on hold", by=world.person("ben")).form.submit(
        waiting_for="supplier", text="A drum."
    )
    card.thread().expect("A drum.")
    assert "Resolution: paused" in card.words
    world.clock.advance(days=30)  # nobody is warned of a clock that stands still
    for post in world.waiting():
        assert "solved" not in world.next_post(post["channel"], post["thread_ts"] or None)["text"]
    world.close()
