"""Hearing once, in time, and again after the database's hiccups, on both databases."""

import asyncio
import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.ledger import Ledger
from bot.writers import AT_ONCE
from domain.outcomes import NotFound, Nothing, Outcome, Refused
from services.inbox import Heard, TooLate
from storage.engine import open_database
from storage.tx import Tx


@dataclass
class Watch:
    """Machine time that stands still until it is moved."""

    now: datetime = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def ledger(database_url: str, watch: Watch) -> Iterator[Ledger]:
    opened = Ledger(open_database(database_url, connections=10), watch, random.Random(7))
    yield opened
    opened.close()


class Counter:
    """A verb that counts its calls and does as it is told."""

    def __init__(self, *, refuses: bool = False, moves: tuple[Watch, timedelta] | None = None) -> None:
        self.calls = 0
        self._refuses = refuses
        self._moves = moves

    def __call__(self, tx: Tx) -> Outcome:
        self.calls += 1
        if self._moves:
            watch, span = self._moves
            watch.now += span
        if self._refuses:
            raise Refused(NotFound("IT-9"))
        return Nothing()


def heard(watch: Watch, key: str = "command:1", again: str = "") -> Heard:
    return Heard(key, "U0ANN", watch.now + timedelta(seconds=2.5), again)


async def keys(ledger: Ledger) -> list[str]:
    def found(tx: Tx) -> list[str]:
        return [str(one[0]) for one in tx.connection.execute(text("SELECT key FROM inbox ORDER BY key"))]

    return await ledger.read(found)


def test_what_is_heard_twice_is_done_once(ledger: Ledger, watch: Watch) -> None:
    async def story() -> None:
        verb = Counter()
        answers = [await ledger.hear(heard(watch), verb) for _ in range(3)]
        assert verb.calls == 1
        assert answers == [Nothing()] * 3

    asyncio.run(story())


def test_what_was_heard_is_read_back_with_it_and_again_when_heard_again(ledger: Ledger, watch: Watch) -> None:
    def keys_now(tx: Tx, outcome: Outcome) -> list[str]:
        return [type(outcome).__name__, *tx.connection.execute(text("SELECT key FROM inbox")).scalars()]

    async def story() -> None:
        verb = Counter()
        both = [await ledger.hear_and_read(heard(watch), verb, keys_now) for _ in range(2)]
        assert both == [(Nothing(), ["Nothing", "command:1"])] * 2
        assert verb.calls == 1
        with pytest.raises(Refused):
            await ledger.hear_and_read(heard(watch, "command:2"), Counter(refuses=True), keys_now)

    asyncio.run(story())


def test_twins_at_the_same_moment_are_done_once(ledger: Ledger, watch: Watch) -> None:
    async def story() -> None:
        verb = Counter()
        await asyncio.gather(*(ledger.hear(heard(watch), verb) for _ in range(20)))
        assert verb.calls == 1

    asyncio.run(story())


def test_a_refusal_is_an_answer_too(ledger: Ledger, watch: Watch) -> None:
    async def story() -> None:
        verb = Counter(refuses=True)
        for _ in range(2):
            with pytest.raises(Refused) as refused:
                await ledger.hear(heard(watch), verb)
            assert refused.value.refusal == NotFound("IT-9")
        assert verb.calls == 1

    asyncio.run(story())


def test_a_refused_form_may_be_sent_again_and_each_attempt_is_answered_once(ledger: Ledger, watch: Watch) -> None:
    async def story() -> None:
        refusing, doing = Counter(refuses=True), Counter()
        for _ in range(2):
            with pytest.raises(Refused):
                await ledger.hear(heard(watch, "form:V1", "sent:1"), refusing)
        for _ in range(2):
            await ledger.hear(heard(watch, "form:V1", "sent:2"), doing)
        assert (refusing.calls, doing.calls) == (1, 1)
        assert await keys(ledger) == ["form:V1", "sent:1"]

    asyncio.run(story())


def test_twins_of_a_refused_form_get_the_same_refusal(ledger: Ledger, watch: Watch) -> None:
    """The twin that waited finds its key free again: it must not be refused anew, nor fail."""

    async def story() -> None:
        verb = Counter(refuses=True)
        same = [ledger.hear(heard(watch, "form:V1", "sent:1"), verb) for _ in range(12)]
        answers = await asyncio.gather(*same, return_exceptions=True)
        assert [type(answer) for answer in answers] == [Refused] * 12
        assert verb.calls == 1
        assert await keys(ledger) == ["sent:1"]

    asyncio.run(story())


def test_past_the_deadline_nothing_is_begun(ledger: Ledger, watch: Watch) -> None:
    async def story() -> None:
        late, verb = heard(watch), Counter()
        watch.now += timedelta(seconds=2.6)
        with pytest.raises(TooLate):
            await ledger.hear(late, verb)
        assert verb.calls == 0

    asyncio.run(story())


def test_past_the_deadline_nothing_is_committed(ledger: Ledger, watch: Watch) -> None:
    async def story() -> None:
        verb = Counter(moves=(watch, timedelta(seconds=3)))
        with pytest.raises(TooLate):
            await ledger.hear(heard(watch), verb)
        assert verb.calls == 1
        assert await keys(ledger) == []
        await ledger.hear(heard(watch), Counter())
        assert await keys(ledger) == ["command:1"]

    asyncio.run(story())


class Hiccup(Exception):  # noqa: N818 - as the driver's own errors carry it
    def __init__(self, sqlstate: str) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


@pytest.mark.parametrize(("state", "tries"), [("40001", 3), ("40P01", 3), ("55P03", 3), ("57P01", 3), ("23505", 1)])
def test_only_the_databases_passing_troubles_are_tried_again(ledger: Ledger, state: str, tries: int) -> None:
    calls = 0

    def troubled(tx: Tx) -> str:
        nonlocal calls
        calls += 1
        if calls < 3:
            raise OperationalError("a statement", {}, Hiccup(state))
        return "done"

    async def story() -> None:
        if tries == 3:
            assert await ledger.write(troubled) == "done"
        else:
            with pytest.raises(DBAPIError):
                await ledger.write(troubled)
        assert calls == tries

    asyncio.run(story())


def test_whoever_has_work_is_woken_after_the_commit_not_for_what_was_refused(ledger: Ledger, watch: Watch) -> None:
    woken: list[set[str]] = []
    ledger.wake = woken.append

    def work(tx: Tx, *, refuses: bool) -> Outcome:
        tx.hints.add("ticker")
        if refuses:
            raise Refused(NotFound("IT-9"))
        return Nothing()

    async def story() -> None:
        with pytest.raises(Refused):
            await ledger.hear(heard(watch, "1"), work, refuses=True)
        assert woken == [{"courier"}]  # the asker's Home may show what they did not know
        await ledger.hear(heard(watch, "2"), work, refuses=False)
        assert woken[1:] == [{"courier", "ticker"}]

    asyncio.run(story())


def test_what_is_committed_together_fails_alone(ledger: Ledger, watch: Watch) -> None:
    """Many at once, some of which refuse, raise or come too late: each gets its own answer, the others are kept."""

    def work(tx: Tx, number: int) -> Outcome:
        if number % 5 == 1:
            raise Refused(NotFound(f"IT-{number}"))
        if number % 5 == 2:
            raise RuntimeError(f"odd {number}")
        tx.hints.add("courier")
        return Nothing()

    async def story() -> None:
        asked = [heard(watch, f"{number:02}") for number in range(30)]
        asked[13] = Heard("13", "U0ANN", watch.now - timedelta(seconds=1))
        answers = await asyncio.gather(
            *(ledger.hear(one, work, number) for number, one in enumerate(asked)), return_exceptions=True
        )
        told = [type(answer) for answer in answers]
        assert told[13] is TooLate
        for number, answer in enumerate(told):
            if number != 13:
                assert answer is {1: Refused, 2: RuntimeError}.get(number % 5, Nothing)
        kept = [f"{number:02}" for number in range(30) if number % 5 != 2 and number != 13]
        assert await keys(ledger) == kept

    asyncio.run(story())


def test_twins_and_attempts_in_one_commit_are_each_answered_as_they_were(ledger: Ledger, watch: Watch) -> None:
    """Their keys are taken before any is begun."""

    async def story() -> None:
        once, refusing, doing = Counter(), Counter(refuses=True), Counter()
        asked = [ledger.hear(heard(watch, f"command:{number}"), Counter()) for number in range(4)]
        asked += [ledger.hear(heard(watch, "command:twin"), once) for _ in range(4)]
        asked += [ledger.hear(heard(watch, "form:V1", "sent:1"), refusing) for _ in range(2)]
        asked += [ledger.hear(heard(watch, "form:V1", "sent:2"), doing) for _ in range(2)]
        answers = await asyncio.gather(*asked, return_exceptions=True)
        assert answers[:8] == answers[10:] * 4 == [Nothing()] * 8
        assert [type(answer) for answer in answers[8:10]] == [Refused] * 2
        assert (once.calls, refusing.calls, doing.calls) == (1, 1, 1)
        assert await keys(ledger) == [
            *(f"command:{number}" for number in range(4)),
            "command:twin",
            "form:V1",
            "sent:1",
        ]

    asyncio.run(story())


def test_what_is_refused_after_it_wrote_without_a_savepoint_is_done_again_by_itself(
    ledger: Ledger, watch: Watch
) -> None:
    tries = 0

    def rash(tx: Tx) -> Outcome:
        nonlocal tries
        tries += 1
        tx.shared.written_aside()
        tx.aside.execute(text("INSERT INTO ticket_numbers (id) VALUES (:n)"), {"n": 900 + tries})
        raise Refused(NotFound("IT-9"))

    def numbers(tx: Tx) -> list[int]:
        return [int(one) for one in tx.connection.execute(text("SELECT id FROM ticket_numbers")).scalars()]

    async def story() -> None:
        others = [ledger.hear(heard(watch, f"{number}"), Counter()) for number in range(5)]
        answers = await asyncio.gather(*others, ledger.hear(heard(watch, "rash"), rash), return_exceptions=True)
        assert answers[:5] == [Nothing()] * 5
        assert isinstance(answers[5], Refused)
        assert await ledger.read(numbers) == []
        assert 1 <= tries <= 2
        assert await keys(ledger) == ["0", "1", "2", "3", "4", "rash"]

    asyncio.run(story())


def test_who_is_late_already_is_told_so_and_keeps_nobody(ledger: Ledger, watch: Watch) -> None:
    """Found before its commit begins, it takes none of those beside it along."""

    async def story() -> None:
        late, others = Counter(), Counter()
        asked = [Heard(f"{n}", "U0ANN", watch.now + timedelta(seconds=1 if n % 2 else -1)) for n in range(12)]
        answers = await asyncio.gather(
            *(ledger.hear(one, others if n % 2 else late) for n, one in enumerate(asked)), return_exceptions=True
        )
        assert [type(answer) for answer in answers] == [TooLate, Nothing] * 6
        assert (late.calls, others.calls) == (0, 6)

    asyncio.run(story())


def test_where_more_is_asked_than_can_be_done_nothing_is_done_in_vain(ledger: Ledger, watch: Watch) -> None:
    """All have waited until their deadline is near: one that came too late would have all beside it done again."""

    async def story() -> None:
        slow = Counter(moves=(watch, timedelta(seconds=0.0005)))
        asked = [Heard(f"{n}", "U0ANN", watch.now + timedelta(seconds=0.4)) for n in range(1000)]
        answers = await asyncio.gather(*(ledger.hear(one, slow) for one in asked), return_exceptions=True)
        done = answers.count(Nothing())
        assert [type(answer) for answer in answers].count(TooLate) == 1000 - done
        assert slow.calls == done == len(await keys(ledger)) < 1000

    asyncio.run(story())


def test_whoever_is_kept_long_does_not_keep_others(ledger: Ledger, database_url: str) -> None:
    """On PostgreSQL, where there can be more than one writer."""
    if database_url.startswith("sqlite"):
        pytest.skip("SQLite has one writer")
    go_on = threading.Event()

    def kept(_: Tx) -> bool:
        return go_on.wait(10)

    async def story() -> None:
        waiting = []
        for _ in range(AT_ONCE + 1):  # each in a commit of its own
            waiting.append(asyncio.create_task(ledger.write(kept)))
            await asyncio.sleep(0.1)
        assert await asyncio.wait_for(ledger.write(lambda _: "done"), 5) == "done"
        assert not any(task.done() for task in waiting)
        go_on.set()
        assert await asyncio.gather(*waiting) == [True] * (AT_ONCE + 1)

    asyncio.run(story())


def test_who_waits_for_somebodys_lock_keeps_none_of_those_it_began_with(ledger: Ledger, database_url: str) -> None:
    """On PostgreSQL, where a row can be locked: their commit fails soon, and all but one go on by themselves."""
    if database_url.startswith("sqlite"):
        pytest.skip("SQLite locks no rows")
    lock = text("SELECT version_num FROM alembic_version FOR UPDATE")

    def locks(tx: Tx) -> str:
        return str(tx.connection.execute(lock).scalar_one())

    async def story() -> None:
        other = open_database(database_url, connections=1)
        with other.begin() as somebody:
            somebody.execute(lock)
            works = [lambda _: "done"] * 10 + [locks] + [lambda _: "done"] * 10
            asked = [asyncio.create_task(ledger.write(work)) for work in works]
            done, kept = await asyncio.wait(asked, timeout=2)
            assert (len(done), kept) == (20, {asked[10]})
        assert await asyncio.wait_for(asked[10], 5)
        other.dispose()

    asyncio.run(story())


def test_after_closing_everybody_is_told_so(ledger: Ledger) -> None:
    async def story() -> None:
        ledger.close()
        for _ in range(2):
            with pytest.raises(RuntimeError):
                await asyncio.wait_for(ledger.write(lambda _: "done"), 5)

    asyncio.run(story())


def test_what_is_committed_is_not_done_again_where_nobody_can_be_woken(ledger: Ledger) -> None:
    """Their loop may be closed already while writers finish."""
    calls: list[int] = []

    def gone(_: set[str]) -> None:
        raise RuntimeError("Event loop is closed")

    def work(tx: Tx, number: int) -> int:
        calls.append(number)
        tx.hints.add("courier")
        return number

    async def story() -> None:
        ledger.wake = gone
        assert await asyncio.gather(*(ledger.write(work, number) for number in range(10))) == list(range(10))
        assert sorted(calls) == list(range(10))

    asyncio.run(story())


def test_what_waits_is_finished_when_the_program_stops(ledger: Ledger) -> None:
    def same(_: Tx, number: int) -> int:
        return number

    async def story() -> None:
        asked = [asyncio.create_task(ledger.write(same, number)) for number in range(100)]
        await asyncio.sleep(0)
        await asyncio.to_thread(ledger.close)
        assert await asyncio.wait_for(asyncio.gather(*asked), 5) == list(range(100))

    asyncio.run(story())


def test_a_search_that_finds_nothing_keeps_nobody_waiting(ledger: Ledger) -> None:
    def search(_: Tx) -> int:
        return next(iter([]))

    async def story() -> None:
        for call in (ledger.read, ledger.write):
            with pytest.raises(RuntimeError):
                await asyncio.wait_for(call(search), 5)

    asyncio.run(story())


def test_without_threads_all_is_done_at_once_by_who_asks(database_url: str, watch: Watch) -> None:
    async def story() -> None:
        ledger = Ledger(open_database(database_url), watch, random.Random(7), threads=0)
        where: list[int] = []
        await ledger.read(lambda _: where.append(threading.get_ident()))
        await ledger.write(lambda _: where.append(threading.get_ident()))
        assert where == [threading.get_ident()] * 2
        assert await ledger.hear(heard(watch), Counter()) == Nothing()
        with pytest.raises(Refused):
            await ledger.hear(heard(watch, "command:2"), Counter(refuses=True))
        with pytest.raises(RuntimeError):
            await ledger.write(lambda _: next(iter([])))
        assert await keys(ledger) == ["command:1", "command:2"]
        ledger.close()

    asyncio.run(story())
