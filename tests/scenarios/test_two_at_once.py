"""Two people click the same thing at the same moment: one of them wins, the other is told so kindly."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from tests.world import Card, World
from tests.world.changes import asked

ROUNDS = 5


def click_together(world: World, card: Card, clicks: dict[str, str]) -> list[str]:
    """Each person's click by action id, all let go at once; what was whispered to them afterwards."""
    gate = Barrier(len(clicks))

    def click(name: str, action_id: str) -> int:
        gate.wait(10)
        answer = world.control.act(name, "click", channel=card.channel, ts=card.ts, action_id=action_id)
        return int(answer["delivery"]["status"])

    with ThreadPoolExecutor(len(clicks)) as pool:
        statuses = list(pool.map(click, clicks.keys(), clicks.values()))
    assert statuses == [200] * len(clicks)
    world.settle()
    return [whisper for name in clicks for whisper in world.person(name).new_whispers()]


def submitted(world: World, key: str) -> tuple[Card, Card]:
    """The card in the channel and the requester's own."""
    assert asked(world).errors == {}
    for name in ("dirk", "eva", "chen"):
        world.person(name).dm.expect(key)
    return world.channel("changes").expect(key), world.person("ann").dm.expect(key)


def test_two_approve_at_once_and_one_decides(world: World) -> None:
    for number in range(1, ROUNDS + 1):
        board, own = submitted(world, f"CHG-{number}")
        whispers = click_together(world, board, {"dirk": "change.approve", "eva": "change.approve"})
        assert [whisper for whisper in whispers if "approved already" in whisper] == whispers
        assert len(whispers) == 1
        assert board.text.count("✅") == 1
        assert board.buttons == ["Start"]
        own.thread().expect(f"CHG-{number} is approved")


def test_where_both_are_needed_both_votes_count(of_all: World) -> None:
    for number in range(1, ROUNDS + 1):
        board, _ = submitted(of_all, f"CHG-{number}")
        assert click_together(of_all, board, {"dirk": "change.approve", "eva": "change.approve"}) == []
        assert board.text.count("✅") == 2
        assert board.buttons == ["Approve", "Reject", "Declare an emergency"]


def test_one_person_clicks_twice_and_votes_once(of_all: World) -> None:
    board, _ = submitted(of_all, "CHG-1")
    dirk = of_all.person("dirk")
    gate = Barrier(2)

    def click(_: int) -> None:
        gate.wait(10)
        of_all.control.act("dirk", "click", channel=board.channel, ts=board.ts, action_id="change.approve")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(click, range(2)))
    of_all.settle()
    assert [whisper for whisper in dirk.new_whispers() if "counted already" not in whisper] == []
    assert board.text.count("✅") == 1


def test_the_approval_and_the_withdrawal_meet(world: World) -> None:
    """Whichever comes first holds, and every card says the same."""
    for number in range(1, ROUNDS + 1):
        board, own = submitted(world, f"CHG-{number}")
        gate = Barrier(2)

        def click(name: str, card: Card, action_id: str, gate: Barrier = gate) -> None:
            gate.wait(10)
            place = "@app" if card is own else card.channel  # noqa: B023 - done before the next round begins
            world.control.act(name, "click", channel=place, ts=card.ts, action_id=action_id)

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(click, ("eva", "ann"), (board, own), ("change.approve", "change.withdraw")))
        world.settle()
        whispers = [whisper for name in ("eva", "ann") for whisper in world.person(name).new_whispers()]
        assert len(whispers) == 1
        assert f"CHG-{number} has moved on" in whispers[0]
        if "(approved)" in board.text:
            own.thread().expect(f"CHG-{number} is approved")
        state = "approved" if "(approved)" in board.text else "withdrawn"
        assert f"({state})" in board.text
        assert f"({state})" in own.text


def test_two_claim_at_once_and_one_has_it(world: World) -> None:
    for number in range(1, ROUNDS + 1):
        world.person("ann").types("/ticket printer is down")
        card = world.channel("it-desk").expect(f"IT-{number}")
        world.person("ann").dm.expect(f"IT-{number}")
        whispers = click_together(world, card, {"ben": "ticket.claim", "dirk": "ticket.claim"})
        assert len(whispers) == 1
        assert "taken already" in whispers[0]
        assert "nobody yet" not in card.words
