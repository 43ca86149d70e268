"""Approvals in stages against a model: votes, changed votes, leavers, newcomers and time-outs, in any order.

The model is a list of ballots. It reckons each round by trying out every way in which it could still end.
"""

import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import product
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Engine, select

from domain.agreements import Agreement
from domain.approvals import Verdict
from domain.calendars import Calendar
from domain.changes import ChangeState, Window
from domain.desk import Channel, Team
from domain.outcomes import Refused
from domain.people import Person, Profile, Role, Standing
from domain.policies import Need, Policy, Quorum, StagePolicy
from domain.records import Kind, Record
from domain.setup import NO_DESK
from services import approvals, changes_voting, records, timers
from services import people as people_verbs
from services.agenda import ACTS
from storage import changes, groups, migrations, outbox, people
from storage import records as rows
from storage.changes import Proposal
from storage.desk import found
from storage.engine import open_database, transaction
from storage.tx import Tx

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
ALWAYS = Calendar("UTC", dict.fromkeys(range(7), ((time(0), time(0)),)))
NAMES = ("ANN", "EVA", "DIRK", "CHEN", "IDA")
RULES = {
    "any": Quorum(Need.ANY),
    "all": Quorum(Need.ALL),
    "2": Quorum(Need.COUNT, 2),
    "60%": Quorum(Need.SHARE, 60),
}
REMIND, ESCALATE = 4 * HOUR, 8 * HOUR


class RolledBack(Exception):  # noqa: N818 - it is no error
    """Nothing of a run is kept."""


class Approvals(RuleBasedStateMachine):
    engine: Engine | None = None  # one for all: each run is rolled back, and statements are made once

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction(self._engine(), writes=True)
        self.now, self.random = MONDAY, Random(1)

    @classmethod
    def _engine(cls) -> Engine:
        if cls.engine is None:
            file = Path(tempfile.mkdtemp(prefix="steward-approvals-")) / "steward.db"
            cls.engine = open_database(f"sqlite:///{file}", connections=1)
            migrations.upgrade(cls.engine)
        return cls.engine

    def teardown(self) -> None:
        if hasattr(self, "connection"):
            with suppress(RolledBack):
                self.transaction.__exit__(RolledBack, RolledBack(), None)

    @initialize(rules=st.lists(st.sampled_from(sorted(RULES)), min_size=1, max_size=3))
    def begin(self, rules: list[str]) -> None:
        self.connection = self.transaction.__enter__()
        self.needs = rules
        desk = found(self.connection, "T0STEWARD", None, "IT", MONDAY)
        self.desk = replace(NO_DESK, id=desk.id, version=1, workspace="T0STEWARD", agreement=Agreement(ALWAYS, {}))
        self.people = {name: self.learn(name, Standing.MEMBER) for name in NAMES}
        self.members = set(NAMES)  # of the company
        self.group = {"EVA", "DIRK", "CHEN"}  # the second stage's
        ids = {name: person.id for name, person in self.people.items()}
        team = Team(1, "it", "IT desk", Channel("C0IT", "en"), ids["IDA"], frozenset())
        self.desk = replace(
            self.desk,
            intake="it",
            teams={"it": team},
            change_channel=Channel("C0CHANGES", "en"),
            roles={
                Role.CHANGE_APPROVER: frozenset(ids[name] for name in ("ANN", "EVA", "DIRK", "CHEN")),
                Role.CHANGE_MANAGER: frozenset({ids["IDA"]}),
            },
        )
        groups.learn(self.tx, "S0CAB", "CAB", [ids[name] for name in self.group])
        stages = [
            StagePolicy(RULES[one], groups=("S0CAB",), remind=REMIND, escalate=ESCALATE)
            if place == 2
            else StagePolicy(RULES[one], roles=(Role.CHANGE_APPROVER,), remind=REMIND, escalate=ESCALATE)
            for place, one in enumerate(rules, 1)
        ]
        record = records.open_record(
            self.tx, Kind.CHANGE, "change.submit", "X", "awaiting_approval", requester=ids["ANN"], owner=ids["ANN"]
        )
        changes.add(self.tx, record.id, Proposal("x", "x", None, None, Window(MONDAY, MONDAY + HOUR)))
        changes_voting.follow(
            self.tx, approvals.ask(self.tx, record, Policy(tuple(stages)), frozenset({ids["ANN"]}))
        )
        self.record_id, self.place = record.id, 1
        self.over: Verdict | None = None
        self.open_round()

    def open_round(self) -> None:
        self.electors = (self.group if self.place == 2 else {"EVA", "DIRK", "CHEN"}) & self.members
        self.said: dict[str, bool] = {}
        self.since = self.now
        self.reminded = self.escalated = False
        self.settle()

    @property
    def tx(self) -> Tx:
        return Tx(self.connection, self.now, self.now, self.desk, self.random, None)

    @property
    def record(self) -> Record:
        return rows.get(self.tx, self.record_id)

    def learn(self, name: str, standing: Standing) -> Person:
        people_verbs.learn(self.tx, Profile(f"U0{name}", name, None, "en", "UTC", standing))
        person = people.by_slack_id(self.tx, f"U0{name}")
        assert person is not None
        return person

    def needed(self) -> int:
        here, rule_ = len(self.electors), self.needs[self.place - 1]
        return {"any": 1, "all": max(1, here), "2": 2, "60%": max(1, -(-here * 6 // 10))}[rule_]

    def settle(self) -> None:
        """What the model makes of the votes so far."""
        have = sum(self.said[name] for name in self.said.keys() & self.electors)
        rest = len(self.electors - self.said.keys())
        if have >= self.needed():
            if self.place == len(self.needs):
                self.over = Verdict.APPROVE
            else:
                self.place += 1
                self.open_round()
        elif not any(have + sum(votes) >= self.needed() for votes in product((0, 1), repeat=rest)):
            self.over = Verdict.REJECT

    def tick(self) -> None:
        """Everything that is due happens."""
        while due := timers.due(self.tx, 100):
            for timer in due:
                timers.fire(self.tx, timer, ACTS)

    @precondition(lambda self: hasattr(self, "connection"))
    @rule(name=st.sampled_from(NAMES), approves=st.booleans(), behind=st.sampled_from([0, 0, 0, 1]))
    def vote(self, name: str, approves: bool, behind: int) -> None:  # noqa: FBT001 - Hypothesis draws it
        verb = changes_voting.approve if approves else changes_voting.reject
        words = () if approves else ("No",)
        may = name in self.electors and self.over is None and not behind and self.said.get(name) != approves
        tx = replace(self.tx, actor=f"U0{name}")
        try:
            verb(tx, self.record_id, self.place - behind, *words)
        except Refused:
            assert not may
            return
        assert may
        self.said[name] = approves
        self.settle()
        self.tick()

    @precondition(lambda self: hasattr(self, "connection"))
    @rule(name=st.sampled_from(NAMES[1:]), guest=st.booleans())
    def leaves(self, name: str, guest: bool) -> None:  # noqa: FBT001 - Hypothesis draws it
        self.learn(name, Standing.GUEST if guest else Standing.GONE)
        self.members.discard(name)
        self.tick()
        if self.over is None and name in self.electors:
            self.electors.discard(name)
            self.settle()

    @precondition(lambda self: hasattr(self, "connection"))
    @rule(name=st.sampled_from(NAMES[1:]))
    def returns(self, name: str) -> None:
        """Whoever is back is asked from the next stage on."""
        self.learn(name, Standing.MEMBER)
        self.members.add(name)
        self.tick()

    @precondition(lambda self: hasattr(self, "connection"))
    @rule(names=st.sets(st.sampled_from(NAMES[1:])))
    def group_changes(self, names: set[str]) -> None:
        """Those of a round that is open are not changed by it."""
        groups.learn(self.tx, "S0CAB", "CAB", [self.people[name].id for name in names])
        self.group = set(names)

    @precondition(lambda self: hasattr(self, "connection"))
    @rule(hours=st.integers(1, 5))
    def time_passes(self, hours: int) -> None:
        self.now += hours * HOUR
        for name in self.members:
            self.learn(name, Standing.MEMBER)
        self.tick()
        if self.over is None:
            self.reminded |= self.now >= self.since + REMIND
            self.escalated |= self.now >= self.since + ESCALATE

    @invariant()
    def agrees_with_the_model(self) -> None:
        if not hasattr(self, "connection"):
            return
        stage = approvals.current(self.tx, self.record)
        name_of = {person.id: name for name, person in self.people.items()}
        states = {
            None: ChangeState.AWAITING_APPROVAL,
            Verdict.APPROVE: ChangeState.APPROVED,
            Verdict.REJECT: ChangeState.REJECTED,
        }
        assert self.record.state == states[self.over]
        assert stage.place == stage.generation == self.place
        assert {name_of[vote.by]: vote.verdict is Verdict.APPROVE for vote in stage.votes} == self.said
        waiting = set() if self.over else self.electors - self.said.keys()
        assert {name_of[one] for one in stage.waiting} == waiting
        for name in NAMES:
            asked = approvals.waiting_for(self.tx, replace(self.people[name], standing=Standing.MEMBER))
            assert (len(asked) == 1) == (name in waiting)

    @invariant()
    def says_what_is_due_once(self) -> None:
        if not hasattr(self, "connection") or self.over is not None:
            return
        mine = select(outbox.outbox.c.id).where(outbox.outbox.c.record_id == self.record_id)
        told = outbox.by_ids(self.tx, list(self.connection.execute(mine).scalars()))
        late = [one for one in told if one.args.get("generation") == self.place]
        escalations = [one for one in late if one.notice == changes_voting.LATE]
        assert bool(escalations) == self.escalated
        assert len(escalations) in {0, 1, 2}  # the change manager, if still here, and the channel
        reminders = [one.place for one in late if one.notice == changes_voting.REMINDER]
        assert len(reminders) == len(set(reminders))
        assert bool(reminders) <= self.reminded


TestApprovals = Approvals.TestCase
TestApprovals.settings = settings(
    max_examples=30, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
