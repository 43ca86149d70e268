"""Two programs on one database and many wishes at once: each is answered once, and all ledgers agree."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.ledger import Ledger
from domain.outcomes import NotFound, Outcome, Refused
from domain.tickets import OPEN
from services import audit, clocks, intake, resolutions, talk, tickets
from services.inbox import Heard
from storage import clocks as clock_rows
from storage import records as rows
from storage.tx import Tx
from tests.bot.office import Office, in_office, now
from tests.faults.test_ticks_beside_clicks import assert_chains_hold, confirm, reopen

TICKETS, WISHES, AT_ONCE = 15, 400, 64
TEAM = ("U0BEN", "U0LIN", "U0DIRK")


class Odd(Exception):  # noqa: N818 - a fault of ours
    pass


def file(tx: Tx, title: str) -> Outcome:
    return intake.file(tx, title, source="command")


def file_and_be_refused(tx: Tx, title: str) -> Outcome:
    file(tx, title)
    raise Refused(NotFound("IT-9"))


def file_and_fail(tx: Tx, title: str) -> Outcome:
    file(tx, title)
    raise Odd


@dataclass
class Crowd:
    """`told` is what each key was answered, by whichever program and however often it was asked."""

    ledgers: list[Ledger]
    tickets: list[int]
    chance: random.Random
    told: dict[str, list[object]] = field(default_factory=dict)

    async def wish(self, number: int) -> None:
        """One in ten is delivered twice, perhaps to the other program."""
        who, verb, args = self._something(number)
        heard = Heard(f"wish:{number}", who, now() + timedelta(seconds=60))
        twice = 2 if self.chance.random() < 0.1 else 1
        asked = [self.chance.choice(self.ledgers).hear(heard, verb, *args) for _ in range(twice)]
        self.told[heard.key] = list(await asyncio.gather(*asked, return_exceptions=True))

    def _something(self, number: int) -> tuple[str, Callable[..., Outcome], tuple[object, ...]]:
        record, agent, title = self.chance.choice(self.tickets), self.chance.choice(TEAM), f"ticket {number} 😀"
        wishes: list[tuple[int, str, Callable[..., Outcome], tuple[object, ...]]] = [
            (30, agent, tickets.claim, (record, "new")),
            (40, agent, talk.reply, (record, f"We are at it: {number}.")),
            (20, agent, resolutions.resolve, (record, "Done.")),
            (20, "U0ANN", reopen, (record,)),
            (10, "U0ANN", confirm, (record,)),
            (90, self.chance.choice(["U0ANN", agent]), file, (title,)),
            (10, agent, file_and_be_refused, (title,)),
            (5, agent, file_and_fail, (title,)),
        ]
        [(_, who, verb, args)] = self.chance.choices(wishes, [weight for weight, *_ in wishes])
        return who, verb, args


@pytest.mark.timeout(300)
def test_all_ledgers_agree(database_url: str) -> None:
    async def story(office: Office) -> None:
        for _ in range(TICKETS):
            await office.file()
        ids = [row.id for row in office.rows("records", "kind = 'ticket'")]
        crowd = Crowd([office.new_ledger(), office.new_ledger()], ids, random.Random(5))
        few = asyncio.Semaphore(AT_ONCE)

        async def in_turn(number: int) -> None:
            async with few:
                await crowd.wish(number)

        await asyncio.gather(*(in_turn(number) for number in range(WISHES)))
        assert_each_is_answered_once(office, crowd)
        assert_each_card_is_posted_once(office)
        assert_chains_hold(office)
        assert await office.ledger.read(_differences) == []
        assert await office.ledger.read(audit.verify, {}) == []
        for ledger in crowd.ledgers:
            ledger.close()

    in_office(database_url, story, seconds=240)


def assert_each_is_answered_once(office: Office, crowd: Crowd) -> None:
    """With what the inbox keeps of it; what failed left nothing, unless its twin came through."""
    kept = {row.key: row.outcome for row in office.rows("inbox") if row.key.startswith("wish:")}
    for key, told in crowd.told.items():
        names = {_name(one) for one in told}
        assert names == {Odd.__name__} if key not in kept else names - {Odd.__name__} == {kept[key]}, (key, told)
    assert kept.keys() <= crowd.told.keys()
    filed = Counter(_name(told[0]) for told in crowd.told.values())["Filed"]
    assert len(office.rows("records", "kind = 'ticket'")) == len(office.rows("tickets")) == TICKETS + filed


def _name(told: object) -> str:
    if isinstance(told, Refused):
        return told.refusal.name
    return told.name if isinstance(told, Outcome) else type(told).__name__


def assert_each_card_is_posted_once(office: Office) -> None:
    posts = Counter(row.posts for row in office.rows("outbox") if row.notice == "copy")
    assert posts == Counter(row.id for row in office.rows("copies") if row.view != "home.tab")


def _differences(tx: Tx) -> list[str]:
    """Tickets whose clocks are not what the history says, or that are not as they should be in the queue."""
    queued = {row.record_id: row for row in tx.connection.exec_driver_sql("SELECT * FROM queue")}
    found = []
    for key in tx.connection.exec_driver_sql("SELECT key FROM records WHERE kind = 'ticket'").scalars().all():
        record = rows.by_key(tx, key)
        entry = queued.get(record.id)
        expected = (record.owner, record.team) if record.state in OPEN else None
        if (entry and (entry.owner, entry.team)) != expected:
            found.append(f"{key}: queue")
        if clock_rows.of(tx, record.id) != clocks.rebuilt(tx, record):
            found.append(f"{key}: clocks")
    return found
