"""Lanes and outbox against a model of Slack: whatever order things happen in, nothing is lost, doubled, overtaken.

Couriers take, ask Slack, fall asleep, are killed; Slack takes requests at once, late, never, and its answers get
lost. The model keeps to what the design supposes: a request takes effect within `LATE`, which is shorter than the
lease and than the wait before the second look.
"""

import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import text

from domain.setup import NO_DESK
from services import delivery, doubts
from services.delivery import LookUp, Pace, Post
from services.doubts import Doubt
from storage import migrations, outbox
from storage import records as record_rows
from storage.desk import found
from storage.engine import open_database, transaction
from storage.tx import Tx

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
PACE = Pace(lease=30 * SECOND, rest=0 * SECOND, settle=5 * SECOND, look_again=60 * SECOND, back_off=SECOND)
LATE = 20  # seconds
PLACES = ("C0ONE", "C0TWO")
SOMEWHERE = st.sampled_from((*PLACES[:1] * 3, *PLACES))
ANSWERS = ("taken", "reply lost", "refused", "lost", "late", "archived")
T = TypeVar("T")


@dataclass
class Errand:
    """An item that a courier has in hand; `until` it may still ask Slack, `answer` is what it was told."""

    item: Post | LookUp
    until: datetime
    answer: str | None = None
    ts: str = ""


class OutboxMachine(RuleBasedStateMachine):
    template: Path | None = None

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="steward-machine-"))
        shutil.copy(self._template(), self.folder / "steward.db")
        self.engine = open_database(f"sqlite:///{self.folder}/steward.db", connections=1)
        with self.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA synchronous=OFF")  # no power fails here
            connection.exec_driver_sql("BEGIN")
        self.now = MONDAY
        self.random = random.Random(7)
        self.desk = NO_DESK
        self.stands: dict[str, list[tuple[str, str]]] = {place: [] for place in PLACES}  # (ts, token), as in Slack
        self.under_way: list[tuple[datetime, str, str]] = []  # when it takes effect, where, token
        self.errands: list[Errand] = []
        self.written: list[tuple[str, str]] = []  # (place, token) in order
        self.withdrawn: set[str] = set()
        self.clock = 0

    @classmethod
    def _template(cls) -> Path:
        if cls.template is None:
            cls.template = Path(tempfile.mkdtemp(prefix="steward-machine-")) / "template.db"
            engine = open_database(f"sqlite:///{cls.template}", connections=1)
            migrations.upgrade(engine)
            engine.dispose()
        return cls.template

    def teardown(self) -> None:
        try:
            self._drain()
            self._reckon()
            self.order_holds()
        finally:
            self.engine.dispose()
            shutil.rmtree(self.folder, ignore_errors=True)

    def _do(self, verb: Callable[[Tx], T], *, writes: bool = True) -> T:
        with transaction(self.engine, writes=writes) as connection:
            return verb(Tx(connection, self.now, self.now, self.desk, self.random, None, writes))

    @initialize()
    def a_record(self) -> None:
        def add(tx: Tx) -> int:
            row = found(tx.connection, "T0STEWARD", None, "IT", MONDAY)
            self.desk = replace(NO_DESK, id=row.id, workspace="T0STEWARD")
            record = record_rows.add(
                tx, desk_id=row.id, workspace="T0STEWARD", kind="ticket", key="IT-1", title="x", state="new",
                opened_at=MONDAY,
            )  # fmt: skip
            return record.id

        self.record = self._do(add)

    @rule(places=st.lists(SOMEWHERE, min_size=1, max_size=4))
    def a_verb_writes(self, places: list[str]) -> None:
        for place in places:
            intent = self._do(lambda tx, place=place: outbox.added(tx, self.record, place, "x", {}))  # type: ignore[misc]
            self.written.append((place, self._token(intent)))

    @rule(
        place=SOMEWHERE,
        answers=st.lists(
            st.tuples(st.sampled_from(ANSWERS), st.sampled_from([3, 10, LATE])), min_size=1, max_size=4
        ),
        then=st.sampled_from(["keeps it", "keeps it", "keeps it", "falls asleep", "is killed"]),
        before=st.sampled_from([0, 2, 6, 6, 12, 31]),
    )
    def a_courier_works(self, place: str, answers: list[tuple[str, int]], then: str, before: int) -> None:
        """Takes what is next, asks Slack and keeps what it was told; after the last something may come between."""
        self.time_passes(before)
        for number, (answer, after) in enumerate(answers, start=1):
            errand = self._take(place)
            if errand is None:
                return
            self._ask(errand, answer, after)
            if number < len(answers) or then == "keeps it":
                self._do(lambda tx, errand=errand: self._keep(tx, errand))  # type: ignore[misc]
            elif then == "falls asleep":
                self.errands.append(errand)

    @rule(place=SOMEWHERE)
    def a_courier_takes_and_falls_asleep(self, place: str) -> None:
        errand = self._take(place)
        if errand:
            self.errands.append(errand)

    @precondition(lambda self: self._unasked())
    @rule(data=st.data(), answer=st.sampled_from(ANSWERS), after=st.integers(1, LATE))
    def a_courier_awakes_in_time_and_asks(self, data: st.DataObject, answer: str, after: int) -> None:
        self._ask(data.draw(st.sampled_from(self._unasked())), answer, after)

    @precondition(lambda self: self._asked())
    @rule(data=st.data())
    def a_courier_awakes_and_keeps_what_it_was_told(self, data: st.DataObject) -> None:
        """However long it slept since."""
        errand = data.draw(st.sampled_from(self._asked()))
        self.errands.remove(errand)
        self._do(lambda tx: self._keep(tx, errand))

    @rule(seconds=st.sampled_from([1, 2, 6, 12, 31, 61]))
    def time_passes(self, seconds: int) -> None:
        self.now += seconds * SECOND
        self._late_ones_arrive()

    @rule()
    def twins_are_looked_for(self) -> None:
        for doubt in self._do(lambda tx: doubts.doubted(tx, 10), writes=False):
            self._do(lambda tx, doubt=doubt: self._settle(tx, doubt))  # type: ignore[misc]

    @precondition(lambda self: len(self.written) > 6)
    @rule()
    def a_verb_withdraws(self) -> None:
        """What was tried before and not found may arrive late all the same: then it is deleted."""
        self.withdrawn |= {one.token for one in self._rows("state = 'waiting'")}
        self._do(lambda tx: outbox.withdraw_waiting(tx, self.record, "x"))

    @invariant()
    def order_holds(self) -> None:
        for place in PLACES:
            sent = [one.ts or "" for one in self._rows(f"state = 'sent' AND error IS NULL AND place = '{place}'")]
            assert sent == sorted(sent)

    @invariant()
    def nothing_else_stands_there(self) -> None:
        known = Counter(self.written)
        assert all((place, token) in known for place in PLACES for _, token in self.stands[place])

    def _take(self, place: str) -> Errand | None:
        item = self._do(lambda tx: delivery.take(tx, place, PACE, {}))
        if item is None:
            return None
        assert isinstance(item, Post | LookUp)
        awake = [one for one in self.errands if one.item.lane.place == place and self.now < one.until]
        assert not awake, "two couriers may speak in one lane"
        return Errand(item, self.now + PACE.lease - PACE.settle)

    def _ask(self, errand: Errand, answer: str, after: int) -> None:
        item = errand.item
        errand.answer = answer
        if isinstance(item, LookUp):
            last = item.lane.last_ts or ""
            here = [ts for ts, token in self.stands[item.lane.place] if token == item.intent.token and ts > last]
            errand.ts = here[0] if here else ""
        elif answer in {"taken", "reply lost"}:
            errand.ts = self._arrives(item.lane.place, item.intent.token)
        elif answer == "late":
            self.under_way.append((self.now + after * SECOND, item.lane.place, item.intent.token))

    def _unasked(self) -> list[Errand]:
        return [one for one in self.errands if one.answer is None and self.now < one.until]

    def _asked(self) -> list[Errand]:
        return [one for one in self.errands if one.answer is not None]

    def _keep(self, tx: Tx, errand: Errand) -> None:
        item, place = errand.item, errand.item.lane.place
        if isinstance(item, LookUp):
            if errand.ts:
                delivery.sent(tx, item, place, errand.ts, 0, PACE)
            else:
                delivery.not_found(tx, item, PACE)
        elif errand.answer == "taken":
            delivery.sent(tx, item, place, errand.ts, 0, PACE)
        elif errand.answer == "archived":
            delivery.park(tx, item, "is_archived")
        else:
            delivery.later(tx, item, errand.answer or "", PACE, None, taken=errand.answer != "refused")

    def _settle(self, tx: Tx, doubt: Doubt) -> None:
        intent, here = doubt.intent, self.stands[doubt.channel]
        found = [ts for ts, token in here if token == intent.token]
        known = intent.ts
        if doubt.is_given_up and found:
            known = found[0]
            doubts.stands(tx, doubt, known)
        self.stands[doubt.channel] = [(ts, token) for ts, token in here if token != intent.token or ts == known]
        doubts.looked_again(tx, doubt)

    def _arrives(self, place: str, token: str) -> str:
        self.clock += 1
        ts = f"{self.clock:010d}.000000"
        self.stands[place].append((ts, token))
        return ts

    def _late_ones_arrive(self) -> None:
        for at, place, token in sorted(self.under_way):
            if at <= self.now:
                self.under_way.remove((at, place, token))
                self._arrives(place, token)

    def _rows(self, where: str) -> list[outbox.Intent]:
        statement = text(f"SELECT token, ts, state FROM outbox WHERE {where} ORDER BY id")
        return self._do(lambda tx: list(tx.connection.execute(statement)), writes=False)  # type: ignore[arg-type]

    def _token(self, intent_id: int) -> str:
        return self._rows(f"id = {intent_id}")[0].token

    def _drain(self) -> None:
        """Nobody is killed any more, Slack is well, and time enough passes."""
        self.errands.clear()
        for _ in range(200):
            self.now += 31 * SECOND
            self._late_ones_arrive()
            self.twins_are_looked_for()
            for place in PLACES:
                self._serve(place)
            if not self.under_way and not self._rows("state IN ('waiting', 'trying') OR look_again_at IS NOT NULL"):
                return
        raise AssertionError("it never comes to an end")

    def _serve(self, place: str) -> None:
        while errand := self._take(place):
            self._ask(errand, "taken", 1)
            self._do(lambda tx, errand=errand: self._keep(tx, errand))  # type: ignore[misc]

    def _reckon(self) -> None:
        for place in PLACES:
            stands = Counter(token for _, token in self.stands[place])
            known = {token for where, token in self.written if where == place}
            parked = {one.token for one in self._rows("state = 'parked'")}
            wanted = Counter(known - self.withdrawn - parked)
            assert stands == wanted, f"lost: {wanted - stands}, doubled: {stands - wanted}"


TestOutboxMachine = OutboxMachine.TestCase
TestOutboxMachine.settings = settings(
    max_examples=60, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture
def machine() -> Iterator[OutboxMachine]:
    """To be led through an order that chance seldom finds; its reckoning comes at the end."""
    made = OutboxMachine()
    made.a_record()
    yield made
    made.teardown()


def test_a_request_that_is_taken_after_the_message_was_sent_again(machine: OutboxMachine) -> None:
    machine.a_verb_writes(["C0ONE", "C0ONE"])
    machine.a_courier_works("C0ONE", [("late", LATE)], "keeps it", 0)
    machine.a_courier_works("C0ONE", [("taken", 0), ("taken", 0), ("taken", 0)], "keeps it", 6)
    assert machine.under_way
    machine.time_passes(LATE)
    assert len(machine.stands["C0ONE"]) == 3


def test_a_request_that_is_taken_after_the_message_was_given_up(machine: OutboxMachine) -> None:
    machine.a_verb_writes(["C0ONE", "C0ONE"])
    machine.a_courier_works("C0ONE", [("late", LATE)], "keeps it", 0)
    machine.a_courier_works("C0ONE", [("not there", 0), ("archived", 0), ("taken", 0)], "keeps it", 6)
    machine.time_passes(61)
    machine.twins_are_looked_for()
    assert [(one.state, one.ts) for one in machine._rows("1 = 1")] == [
        ("sent", machine.stands["C0ONE"][1][0]),
        ("sent", machine.stands["C0ONE"][0][0]),
    ]


def test_a_request_that_is_taken_after_the_message_was_withdrawn(machine: OutboxMachine) -> None:
    machine.a_verb_writes(["C0ONE"])
    machine.a_courier_works("C0ONE", [("late", LATE)], "keeps it", 0)
    machine.a_courier_works("C0ONE", [("not there", 0)], "keeps it", 6)
    machine.a_verb_withdraws()
    machine.time_passes(LATE)
    assert machine.stands["C0ONE"]
    machine.time_passes(61)
    machine.twins_are_looked_for()
    assert not machine.stands["C0ONE"]


@pytest.mark.parametrize("answer", ["taken", "refused", "reply lost", "lost"])
def test_a_courier_that_slept_past_its_lease(machine: OutboxMachine, answer: str) -> None:
    machine.a_verb_writes(["C0ONE", "C0ONE"])
    machine.a_courier_works("C0ONE", [(answer, 0)], "falls asleep", 0)
    machine.a_courier_works("C0ONE", [("taken", 0)] * 4, "keeps it", 31)
    asleep = machine.errands.pop()
    machine._do(lambda tx: machine._keep(tx, asleep))


def test_a_courier_killed_between_the_act_and_the_record(machine: OutboxMachine) -> None:
    machine.a_verb_writes(["C0ONE", "C0ONE"])
    for _ in range(3):  # what the last one did is looked up, and the next is killed again
        machine.a_courier_works("C0ONE", [("taken", 0), ("taken", 0)], "is killed", 31)
    assert len(machine.stands["C0ONE"]) == 2
