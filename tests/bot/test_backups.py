"""Backed up, restored, copied, row for row, between both databases; what waited is looked up, not said blindly."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot import backups
from bot.commands import Unfit
from storage.all_tables import metadata
from storage.copying import differing
from storage.engine import open_database, snapshot
from tests.bot.office import Office, in_office
from tests.world import World

DESK = "C0ITDESK"
TABLES = metadata.sorted_tables


@pytest.fixture
def other_url(request: pytest.FixtureRequest, tmp_path: Path, backend: str) -> Iterator[str]:
    """An empty database of the other kind."""
    if backend == "postgresql":
        yield f"sqlite:///{tmp_path}/other.db"
        return
    yield request.getfixturevalue("postgresql_database")


def busy_day(world: World) -> None:
    for line in ("printer on 3F is down", "打印机坏了 <!channel>", "payload lost"):
        world.person("ann").types(f"/ticket {line}")
        card = world.channel("it-desk").expect("IT-")
        world.person("ann").dm.expect("IT-")
        card.click("Claim", by=world.person("ben"))


def stand_still(world: World) -> None:
    """No ticks and no messages, so that both sides can be compared."""

    async def stop() -> None:
        tasks = world.steward._tasks
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    world.settle()
    world.run(stop())


def tables_that_differ(one: str, other: str) -> list[str]:
    first, second = open_database(one, connections=1), open_database(other, connections=1)
    with snapshot(first) as left, snapshot(second) as right:
        found = differing(left, right)
    first.dispose()
    second.dispose()
    return found


def test_a_backup_beside_the_open_database_holds_every_row(world: World, database_url: str, tmp_path: Path) -> None:
    busy_day(world)
    stand_still(world)
    file = tmp_path / "backup.db"
    assert backups.backup(database_url, file) > 50
    assert tables_that_differ(database_url, f"sqlite:///{file}") == []
    with pytest.raises(Unfit, match="there already"):
        backups.backup(database_url, file)


def test_a_backup_may_be_taken_while_the_bot_runs(world: World, database_url: str, tmp_path: Path) -> None:
    """What is written meanwhile is not in it: it is compared with the instant that it shows, or refused."""
    busy_day(world)
    file = tmp_path / "backup.db"
    rows = backups.backup(database_url, file)
    assert rows > 50
    before = open_database(f"sqlite:///{file}", connections=1)
    with snapshot(before) as connection:
        assert (
            sum(connection.execute(select(func.count()).select_from(table)).scalar_one() for table in TABLES)
            == rows
        )
    before.dispose()


def test_a_copy_goes_on_in_the_other_kind_of_database(world: World, database_url: str, other_url: str) -> None:
    busy_day(world)
    stand_still(world)
    assert backups.copy(database_url, other_url) > 50
    assert tables_that_differ(database_url, other_url) == []
    with pytest.raises(Unfit, match="a desk in that database already"):
        backups.copy(database_url, other_url)


def test_what_waited_is_looked_up_and_keys_are_not_given_twice(
    database_url: str, other_url: str, tmp_path: Path
) -> None:
    """The backup is taken before the message is said; the desk restored from it finds that it was."""
    file = tmp_path / "backup.db"

    async def story(office: Office) -> None:
        await office.file()
        await asyncio.to_thread(backups.backup, database_url, file)
        await office.work()
        said = office.said(DESK)
        assert len(said) == 1
        await asyncio.to_thread(backups.restore, other_url, file)
        restored = beside(office, other_url)
        assert {one.state for one in restored.rows("outbox")} == {"trying"}
        await restored.work()
        assert restored.said(DESK) == said
        assert {one.state for one in restored.rows("outbox")} == {"sent"}
        await restored.file()
        await restored.work()
        tickets = [one for one in restored.rows("records") if one.kind == "ticket"]
        assert [one.key for one in tickets] == ["IT-1", f"IT-{2 + backups.SKIPPED}"]
        assert tickets[1].id - tickets[0].id > backups.SKIPPED
        assert len(restored.said(DESK)) == 2
        restored.ledger.close()

    in_office(database_url, story)


def beside(office: Office, url: str) -> Office:
    """Another desk's office, in the same workspace."""
    made = Office(url, office.pace)
    made.sandbox, made.client, made.ledger = office.sandbox, office.client, made.new_ledger()
    made._numbers = office._numbers
    return made
