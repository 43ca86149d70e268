"""`bot apply` and `bot export` on a desk that lives: shown, applied, exported, applied back."""

from bot import applying
from handlers.desk.export import Live, exported
from services import desk, housekeeping
from tests.world import World
from tests.world.world import EXAMPLE

TEXT = (EXAMPLE / "desk.yaml").read_text()


def export(world: World) -> str:
    return exported(Live(*world.run(world.steward.ledger.read(desk.live))))


def difference(world: World, text: str) -> list[tuple[str, str]]:
    async def work() -> list[tuple[str, str]]:
        plan = await applying.planned(world.steward.courier.client, text)
        return [(change.act, change.key) for change in await applying.difference(world.steward.ledger, plan)]

    return world.run(work())


def apply(world: World, text: str) -> dict[str, object]:
    async def work() -> dict[str, object]:
        plan = await applying.planned(world.steward.courier.client, text)
        return dict((await applying.apply(world.steward.ledger, plan)).facts())

    done = world.run(work())
    world.settle()
    return done


def test_the_live_desk_is_exported_and_applies_back_with_no_difference(world: World) -> None:
    text = export(world)
    assert difference(world, text) == []
    assert apply(world, text) == {"version": 1, "added": 0, "changed": 0, "retired": 0}
    assert export(world) == text


def test_a_change_is_shown_applied_and_exported_and_applying_it_twice_changes_nothing(world: World) -> None:
    changed = TEXT.replace("red: 15\n", "red: 20\n").replace("{en: Printing,", "{en: Printers,")
    assert difference(world, changed) == [("change", "risks"), ("change", "printing")]
    assert apply(world, changed) == {"version": 2, "added": 0, "changed": 2, "retired": 0}
    assert apply(world, changed) == {"version": 2, "added": 0, "changed": 0, "retired": 0}
    assert difference(world, export(world)) == []
    assert "en: Printers" in export(world)


def test_how_long_things_are_kept_is_a_version_of_the_desk_and_held_to_at_once(world: World) -> None:
    changed = TEXT.replace("  messages: 180 ", "  messages: 60 ").replace("  heard: 7 ", "  heard: 3 ")
    assert difference(world, changed) == [("change", "keeping")]
    assert apply(world, changed) == {"version": 2, "added": 0, "changed": 1, "retired": 0}
    assert "keep:\n  messages: 60\n  timers: 180\n  alerts: 180\n  heard: 3\n" in export(world)
    assert difference(world, export(world)) == []
    terms = {name: one.days for name, one in world.run(world.steward.ledger.read(housekeeping.overdue)).items()}
    assert terms == {"messages": 60, "timers": 180, "alerts": 180, "heard": 3}


def test_people_and_shares_of_a_stage_and_what_is_said_of_surveys_come_back(world: World) -> None:
    stage = "roles: [change_approver], need: any, remind: 10m, escalate: 20m"
    changed = TEXT.replace(stage, "people: [chen@example.com, U0BEN], need: 60%, escalate: 1h 30m")
    changed = changed.replace("remind_after: 3 ", "remind_after:   ")
    assert apply(world, changed) == {"version": 2, "added": 0, "changed": 2, "retired": 0}
    text = export(world)
    assert "need: 60%\n" in text
    assert difference(world, text) == []
