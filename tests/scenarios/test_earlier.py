"""A ticket changes teams: the new one reads what was said before, in order, under its own card."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from tests.scenarios.test_conversation import fault, files_of
from tests.scenarios.test_tickets import filed
from tests.scenarios.test_work import claimed
from tests.world import Card, World


def handed_over(world: World, card: Card, team: str = "network") -> Card:
    form = card.choose("ticket.more", "Hand to another team", by=world.person("ben")).form
    form.submit(team=team, text="It is the switch.")
    new = world.channel(team).expect("IT-1")
    new.thread().expect("It is the switch.")
    return new


def talked(world: World, card: Card, own: Card) -> None:
    ann, ben = world.person("ann"), world.person("ben")
    own.reply("It smokes <!here>", by=ann)
    card.thread().expect("It smokes")
    card.reply("She is the CFO.", by=ben)
    card.reply("reply: Is it on?", by=ben)
    own.thread().expect("Is it on?")
    ann.uploads("photo.txt", b"smoke", "Here", thread_ts=own.ts)
    card.thread().expect("Here")


def test_the_new_team_reads_who_said_what_in_order(world: World) -> None:
    card, own = claimed(world)
    talked(world, card, own)
    new = handed_over(world, card)
    told = new.thread().expect("先前由 IT 服務台 處理時的對話", "Ann Example ，", "photo.txt")
    order = [told.text.index(words) for words in ("It smokes", "She is the CFO.", "Is it on?", "Here")]
    assert order == sorted(order)
    assert "📝 Ben Sample 寫給團隊" in told.text
    assert "✉️ Ben Sample 回覆提單人" in told.text
    for live in ("<@", "<!here"):
        assert live not in told.text
    assert f"/archives/{card.channel}/p{card.ts.replace('.', '')}" in told.words
    assert files_of(world, told) == [b"smoke"]
    own.thread().expect_nothing()


def test_where_nothing_was_said_nothing_is_told(world: World) -> None:
    card, _ = filed(world)
    handed_over(world, card).thread().expect_nothing()


def test_a_long_talk_is_cut_and_counted(world: World) -> None:
    card, own = filed(world)
    for number in range(10):
        own.reply(f"Word {number} " + "x" * 400, by=world.person("ann"))
        card.thread().expect(f"Word {number}")
    told = (
        handed_over(world, card)
        .thread()
        .expect("還有 2 則更早的訊息未列出。", "在原卡片下查看全部對話", "Word 2", "Word 9")
    )
    assert "Word 1 " not in told.words
    assert "x" * 300 not in told.words


def test_what_is_edited_or_deleted_later_changes_there_too(world: World) -> None:
    ann = world.person("ann")
    card, own = filed(world)
    first = own.reply("My password is hunter2", by=ann)
    second = own.reply("It smokes", by=ann)
    card.thread().expect("hunter2")
    card.thread().expect("It smokes")
    new = handed_over(world, card)
    told = new.thread().expect("hunter2", "It smokes")
    first.delete(by=ann)
    second.edit("It burns", by=ann)
    assert "hunter2" not in told.words
    assert "It burns" in told.words


def test_what_is_sent_to_a_service_brings_its_words_along(world: World) -> None:
    ann = world.person("ann")
    card, own = filed(world)
    own.reply("It smokes", by=ann)
    card.thread().expect("It smokes")
    own.choose("ticket.route", "VPN", by=ann)
    world.channel("network").expect("IT-1").thread().expect("先前", "It smokes")


def test_there_and_back_again(world: World) -> None:
    card, own = filed(world)
    own.reply("It smokes", by=world.person("ann"))
    card.thread().expect("It smokes")
    new = handed_over(world, card)
    new.thread().expect("It smokes")
    new.choose("ticket.more", "轉給別的團隊", by=world.person("ida")).form.submit(team="it", text="Not us.")
    back = world.channel("it-desk").expect("IT-1")
    back.thread().expect("Not us.")
    told = back.thread().expect(
        "What was said before, while Network team had it:", "It smokes", "It is the switch."
    )
    assert f"/archives/{new.channel}/p{new.ts.replace('.', '')}" in told.words


def test_of_a_complaint_only_the_privy_are_told(world: World) -> None:
    han = world.person("han")
    han.types("/ticket").form.submit(kind="complaint", title="Noise")
    cards = {name: world.person(name).dm.expect("IT-1") for name in ("dirk", "eva")}
    own = han.dm.expect("IT-1")
    own.reply("So loud", by=han)
    for card in cards.values():
        card.thread().expect("So loud")
    form = cards["dirk"].choose("ticket.more", "Hand to another team", by=world.person("dirk")).form
    form.submit(team="hr", text="Yours.")
    for name in ("mei", "eva"):
        card = world.person(name).dm.expect("IT-1")
        card.thread().expect("Yours.")
        assert "/archives/" not in card.thread().expect("So loud").words
    world.channel("hr-desk").expect_nothing()


def test_words_that_come_late_come_once(world: World) -> None:
    ann = world.person("ann")
    card, own = filed(world)
    fault(world, "duplicate", times=6)
    own.reply("It smokes", by=ann)
    card.thread().expect("It smokes")
    new = handed_over(world, card)
    assert new.thread().expect("It smokes").text.count("It smokes") == 1
    fault(world, "duplicate", times=6)
    own.reply("It burns", by=ann)
    new.thread().expect("It burns")


def test_words_said_while_it_moves_reach_the_new_team_once(world: World) -> None:
    """Whichever comes first: told with what was said before, or passed on."""
    card, own = filed(world)
    form = card.choose("ticket.more", "Hand to another team", by=world.person("ben")).form
    gate = Barrier(2)

    def act(do: str) -> None:
        gate.wait(10)
        if do == "say":
            world.control.act("ann", "message", channel="@app", thread_ts=own.ts, text="It smokes")
        else:
            form.submit(team="network", text="The switch.")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(act, ("say", "move")))
    world.settle()
    new = world.channel("network").expect("IT-1")
    said = [new.thread().expect("").text for _ in range(2)]
    assert "".join(said).count("It smokes") == 1
    assert "".join(said).count("The switch.") == 1
    if world.waiting(card.channel):
        card.thread().expect("It smokes")
