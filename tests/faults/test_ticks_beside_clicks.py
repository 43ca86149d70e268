"""Many hands on few records while their clocks run out: no deadlock, no lock error, nothing half done."""

import asyncio
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from bot.clockwork import Clockwork
from bot.ledger import Ledger
from domain.history import Head, Row, verify_chain
from domain.outcomes import Outcome, Refused
from domain.tickets import Closed, Reopened
from services import desk, resolutions, talk, tickets
from services.agenda import ACTS
from services.inbox import Heard
from storage.engine import open_database
from storage.tables import instant
from storage.tx import Tx
from tests.bot.office import Office, in_office, now

TICKETS, CLICKERS, CLICKS = 12, 8, 50
TEAM = ("U0BEN", "U0LIN", "U0DIRK")


class Errors:
    """What the database complained of, retried or not. That a commit of several gives up waiting for a lock is no
    complaint: each piece is then done by itself.
    """

    def __init__(self, engine: Engine) -> None:
        self.seen: list[str] = []
        event.listen(engine, "handle_error", lambda context: self._see(context.original_exception))

    def _see(self, error: BaseException | None) -> None:
        if getattr(error, "sqlstate", None) != "55P03":
            self.seen.append(str(error))


class Hands:
    """Clicks, each with its own key, and how long each took."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.seconds: list[float] = []
        self.refused: Counter[str] = Counter()
        self.done = 0

    async def click(
        self, actor: str, verb: Callable[..., Outcome], *args: object, **more: object
    ) -> Outcome | None:
        key = f"click:{actor}:{len(self.seconds)}:{random.SystemRandom().getrandbits(40)}"
        begun = time.perf_counter()
        heard = Heard(key, actor, now() + timedelta(seconds=30))
        try:
            outcome: Outcome = await self._ledger.hear(heard, verb, *args, **more)
        except Refused as refused:
            self.refused[refused.refusal.name] += 1
            return None
        finally:
            self.seconds.append(time.perf_counter() - begun)
        self.done += 1
        return outcome

    def p(self, share: float) -> float:
        """Milliseconds."""
        return sorted(self.seconds)[int(len(self.seconds) * share)] * 1000


def test_two_writers_on_one_record(database_url: str) -> None:
    """One of forty claims wins; of forty notes each is kept, and the chain has no gap."""

    async def story(office: Office) -> None:
        engine = open_database(database_url, connections=10)
        errors, ledger = Errors(engine), Ledger(engine, now, random.SystemRandom())
        await office.file()
        record = office.rows("records", "key = 'IT-1'")[0]
        hands = Hands(ledger)
        claims = [hands.click(TEAM[one % 3], tickets.claim, record.id, "new") for one in range(40)]
        assert len([one for one in await asyncio.gather(*claims) if one]) == 1
        replies = [hands.click(TEAM[one % 3], talk.reply, record.id, f"answer {one}") for one in range(40)]
        assert all(await asyncio.gather(*replies))
        assert len({one.text for one in office.rows("notes")}) == 40
        assert_chains_hold(office)
        ledger.close()
        assert errors.seen == []

    in_office(database_url, story)


@pytest.mark.timeout(300)
def test_ticks_beside_clicks(backend: str, database_url: str) -> None:
    async def story(office: Office) -> None:
        for _ in range(TICKETS):
            await office.file()
        engine = open_database(database_url, connections=10)
        errors, ledger = Errors(engine), Ledger(engine, now, random.SystemRandom())
        hands, rng = Hands(ledger), random.Random(11)
        ids = [one.id for one in office.rows("records", "kind = 'ticket'")]
        clockwork = Clockwork(ledger, now, ACTS, [])
        over = asyncio.Event()
        ticking = asyncio.create_task(_tick(ledger, clockwork, over))
        await asyncio.gather(*(_clicker(hands, rng, ids) for _ in range(CLICKERS)))
        over.set()
        moments = await ticking
        fired = len(office.rows("timers", "state = 'fired'"))
        deadlocks = _deadlocks(office) if backend == "postgresql" else 0
        ledger.close()
        sys.stdout.write(
            f"{backend}: {len(hands.seconds)} clicks ({hands.done} done, {hands.refused.total()} refused) beside "
            f"{fired} timers fired in {moments} ticks: p50 {hands.p(0.5):.0f} ms, p99 {hands.p(0.99):.0f} ms, "
            f"longest {max(hands.seconds) * 1000:.0f} ms; {deadlocks} deadlocks\n"
        )
        assert errors.seen == []
        assert deadlocks == 0
        assert fired > TICKETS, "no tick did anything: it shows nothing"
        assert hands.done > CLICKS
        assert not office.rows("timers", "state = 'parked' OR tries > 0")
        assert_chains_hold(office)

    in_office(database_url, story, seconds=240)


async def _tick(ledger: Ledger, clockwork: Clockwork, over: asyncio.Event) -> int:
    """Desk time runs on by ten minutes a tick: clocks are warned of and breached all the while."""
    moments = 0
    while not over.is_set():
        at = await ledger.read(desk.now) + timedelta(minutes=10)
        await ledger.write(desk.move_clock, at)
        await clockwork.tick()
        moments += 1
        await asyncio.sleep(0.01)
    return moments


def reopen(tx: Tx, record: int) -> Reopened:
    """By the newest question."""
    return resolutions.reopen(tx, record, resolutions.latest(tx, record))


def confirm(tx: Tx, record: int) -> Closed:
    return resolutions.confirm(tx, record, resolutions.latest(tx, record))


async def _clicker(hands: Hands, rng: random.Random, ids: list[int]) -> None:
    for _ in range(CLICKS):
        record, actor = rng.choice(ids), rng.choice(TEAM)
        acts: list[tuple[str, Any, tuple[object, ...]]] = [
            (actor, tickets.claim, (record, "new")),
            (actor, talk.reply, (record, "We are at it.")),
            (actor, resolutions.resolve, (record, "Done.")),
            ("U0ANN", reopen, (record,)),
            ("U0ANN", confirm, (record,)),
        ]
        who, verb, args = rng.choices(acts, weights=(3, 4, 2, 2, 1))[0]
        await hands.click(who, verb, *args)


def _deadlocks(office: Office) -> int:
    engine = open_database(office.database_url, connections=1)
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_stat_force_next_flush()"))
        counted = text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        found = int(connection.execute(counted).scalar_one())
    engine.dispose()
    return found


def assert_chains_hold(office: Office) -> None:
    """Without people's words, whose digests `bot audit verify` has its own tests for."""
    facts = office.rows("facts")
    for record in office.rows("records"):
        chain = sorted((one for one in facts if one.record_id == record.id), key=lambda one: one.seq)
        rows = [Row(one.record_id, one.seq, instant(one.at), one.verb, one.body, one.hash) for one in chain]
        broken = [
            one
            for one in verify_chain(rows, Head(record.id, record.head_seq, record.head_hash))
            if one.fault != "words"
        ]
        assert not broken
