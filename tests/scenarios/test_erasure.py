"""Somebody asks for their data to be erased: what they typed and their name go, and the history still holds."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import yaml
from sqlalchemy import Engine, select

from bot import auditing, commands, erasing
from bot.commands import Unfit
from bot.settings import DatabaseSettings
from storage.all_tables import metadata
from tests.world import Card, World
from tests.world.changes import asked, submitted
from tests.world.world import EXAMPLE

KEY = "made-up audit key"
MARK = "zwiebel"
"""In all that is typed here by those who are erased, and in what the desk file says of them."""


OWN = (MARK, "ann example", "ann@example.com", "dirk example")


def desk(*, described: bool = True) -> str:
    file = yaml.safe_load((EXAMPLE / "desk.yaml").read_text())
    if described:
        file["people"].append({"slack": "U0ANN", "department": f"Treasury {MARK}", "skills": [MARK]})
    file["approval"] = {"role": "change_approver", "need": "all"}
    return str(yaml.safe_dump(file, allow_unicode=True))


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    made = World(database_url, desk=desk(), audit_key=KEY)
    yield made
    made.close()


def cells(db: Engine) -> list[str]:
    """Where anything of theirs still stands in the database: table, column and text."""
    found = []
    with db.connect() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)).mappings():
                said = {name: str(cell).lower() for name, cell in row.items()}
                found += [
                    f"{table}.{name}: {cell}" for name, cell in said.items() if any(own in cell for own in OWN)
                ]
    return found


def erase(world: World, person: str, *, agreed: bool = True) -> tuple[str, str]:
    """What was asked, and what was then said."""
    asked: list[str] = []

    def agree(lines: list[str]) -> bool:
        asked.extend(lines)
        return agreed

    settings = DatabaseSettings(database_url=world.steward.settings.database_url)
    said = world.run(commands.erase(settings, person, agree))
    world.settle()
    return "\n".join(asked), "\n".join(said)


def verified(world: World) -> list[str]:
    return world.run(auditing.verify(world.steward.ledger, KEY, None))


def in_days(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


@dataclass(frozen=True)
class Lived:
    """The team's card of IT-1, Ann's words under it, Ben's ticket, and the board's card of CHG-1."""

    card: Card
    mirror: Card
    other: Card
    change: Card


def lived(world: World) -> Lived:
    """Ann asks, answers, rates, registers a risk and submits a change; Dirk follows up and votes."""
    ann, ben, dirk = (world.person(name) for name in ("ann", "ben", "dirk"))
    form = ann.types("/ticket").form
    assert form.submit(title=f"The {MARK} printer", description=f"It is the {MARK} one on 3F").errors == {}
    card, own = world.channel("it-desk").expect("IT-1", MARK), ann.dm.expect("IT-1")
    own.reply(f"It smells of {MARK}", by=ann)
    mirror = card.thread().expect(MARK)
    ann.uploads(f"{MARK}.txt", b"paper jam", "See", thread_ts=own.ts)
    card.thread().expect(f"{MARK}.txt")
    card.click("Resolve", by=ben).form.submit(text="It is well again")
    own.thread().expect("It is well again")
    own.thread().expect("Is IT-1 solved?").click("Yes, solved", by=ann)
    survey = ann.dm.expect("IT-1")
    survey.click("★", by=ann)
    assert survey.click("Add a comment", by=ann).form.submit(text=f"A {MARK} of a service").errors == {}
    follow_up = dirk.dm.expect("is not happy", MARK)
    assert follow_up.click("Done", by=dirk).form.submit(text=f"We talked of {MARK}s").errors == {}
    ben.types("/ticket the door squeaks")
    other = world.channel("it-desk").expect("IT-2")
    risk = {"probability": "2", "impact": "3", "category": "people", "cause": MARK, "consequence": MARK}
    said = ann.types("/risk").form.submit(title=f"No {MARK}", **risk, owner="U0FAY", review=in_days(30))
    assert said.errors == {}
    world.overlook()
    change = submitted(world, title=f"New {MARK}", reason=MARK, back_out=f"The old {MARK}")
    reject = change.approvers["dirk"].click("Reject", by=dirk).form
    assert reject.submit(reason=f"Not on a {MARK} Friday").errors == {}
    assert asked(world, title=f"Again the {MARK}").errors == {}
    assert "CHG-2 is declared an emergency" in dirk.types(f"/change declare CHG-2 The {MARK} is down").whisper
    world.overlook()
    return Lived(card, mirror, other, change.board)


def test_what_somebody_typed_and_their_name_go_and_the_history_holds(world: World, db: Engine) -> None:
    seen = lived(world)
    world.apply(desk(described=False))
    world.clock.advance(hours=1)  # a seal is made before
    world.overlook()
    sought, said = erase(world, "U0ANN", agreed=False)
    assert "Of U0ANN (Ann Example) this would be erased, for good:" in sought
    for line in ("4  titles", "1  comments on surveys", "words beside the history", "said of them before"):
        assert line in sought
    assert said == "Nothing was erased."
    assert MARK in seen.card.words

    for person in ("U0ANN", "U0DIRK"):
        _, said = erase(world, person)
        assert "pieces were erased." in said
        assert "Not reached, and yours to see to:" in said
    assert cells(db) == []
    assert verified(world) == []
    assert erase(world, "U0ANN") == ("", "Nothing of U0ANN is left to erase.")
    for card in (seen.card, seen.mirror, seen.change):
        assert "[…]" in card.words
        assert MARK not in card.words
    assert "the door squeaks" in seen.other.words

    assert world.person("ann").types("/ticket my").whisper  # Slack is asked who that is, and tells
    world.clock.advance(hours=25)
    world.apply(desk(described=False))
    assert cells(db) == []
    assert verified(world) == []
    world.overlook()


def test_who_is_described_in_the_desk_file_is_taken_out_of_it_first(world: World) -> None:
    with pytest.raises(Unfit, match="The desk file describes U0ANN: take that out"):
        erase(world, "U0ANN")


def test_whom_nobody_knows(world: World) -> None:
    with pytest.raises(Unfit, match="Nobody here has the Slack id U0NOBODY"):
        erase(world, "U0NOBODY")


class Stopped(Exception):  # noqa: N818 - it was
    pass


def test_stopped_at_any_moment_it_is_begun_again(world: World, db: Engine) -> None:
    """After each of its transactions, one later each time."""
    lived(world)
    ledger, write = world.steward.ledger, world.steward.ledger.write
    left, turns = 0, 0

    async def some(verb: Any, *args: Any) -> Any:
        nonlocal left
        if left == 0:
            raise Stopped
        left -= 1
        return await write(verb, *args)

    async def work() -> int:
        asked = await erasing.sought(ledger, "U0ANN")
        assert asked
        stopping: Any = Stopping(ledger.read, some)
        return await erasing.erase(stopping, asked)

    while True:
        turns, left = turns + 1, turns + 1
        try:
            world.run(work())
            break
        except Stopped:
            assert verified(world) == []
    assert turns > 2
    asked = world.run(erasing.sought(ledger, "U0ANN"))
    assert asked
    assert asked.is_done
    texts = [one for one in cells(db) if "ann example" in one or "printer" in one or "smells" in one]
    assert texts == []
    world.overlook()


@dataclass(frozen=True)
class Stopping:
    """A ledger that fails after so many transactions."""

    read: Any
    write: Any


def test_the_command_asks_first_and_runs_beside_the_bot(world: World, db: Engine, database_url: str) -> None:
    world.apply(desk(described=False))
    form = world.person("ann").types("/ticket").form
    assert form.submit(title=f"The {MARK} printer", description="\n".join([MARK] * 9)).errors == {}
    card = world.channel("it-desk").expect(MARK)
    own = world.person("ann").dm.expect("IT-1")
    for number in range(10):  # more than one transaction takes
        own.reply(f"{MARK} {number}", by=world.person("ann"))
    world.overlook()

    def bot(*words: str, said: str = "") -> tuple[int, str]:
        command = [sys.executable, "-c", "from bot.cli import main; main()", "erase", *words]
        environment = {**os.environ, "DATABASE_URL": database_url, "SLACK_BOT_TOKEN": "xoxb-1"}
        done = subprocess.run(
            command, env=environment, input=said, capture_output=True, text=True, timeout=60, check=False
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout + done.stderr

    status, told = bot("U0NOBODY")
    assert (status, "Nobody here has the Slack id U0NOBODY" in told) == (1, True)
    status, told = bot("U0ANN")  # nobody answers; two of the words are what the desk file said before
    assert (status, "Aborted!" in told, "14  words beside the history" in told) == (1, True, True)
    status, told = bot("U0ANN", said="n\n")
    assert (status, "Nothing was erased." in told) == (0, True)
    assert cells(db)
    status, told = bot("U0ANN", "--yes")
    assert (status, "pieces were erased." in told) == (0, True)
    assert cells(db) == []
    world.settle()
    assert "[…]" in card.words
    assert verified(world) == []
    world.overlook()
