"""Changes as their readers may see them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.approvals import Stage, Verdict
from domain.changes import DECIDABLE, ChangeState
from domain.emergencies import Emergency
from domain.people import Person
from domain.policies import Policy, StagePolicy
from domain.records import Kind, Record
from services import approvals, capacities, people
from services.capacities import Capacity
from services.permissions import named, require
from services.readers import Reader, may_see
from storage import changes, emergencies
from storage import people as people_rows
from storage import records as rows
from storage.changes import Proposal, Work
from storage.tx import Tx

CARD, APPROVER_CARD, REQUESTER_CARD = "change.card", "change.approver", "change.requester"
IMPLEMENTER_CARD = "change.implementer"
MOST_MINE = 20


@dataclass(frozen=True)
class ChangeSight:
    """`people` are whoever the card names; `reader` is None for a channel. `generation` is the round that an
    approver's card was put there for, `gravest` the highest score that the desk's rules know.
    """

    record: Record
    proposal: Proposal
    policy: Policy[int]
    rounds: tuple[Stage, ...]
    requester: Person
    implementer: Person
    services: tuple[str, ...]
    people: Mapping[int, Person]
    work: Work | None
    reader: int | None
    gravest: int
    generation: int = 0
    capacity: Capacity | None = None  # of the reader, while they are asked
    emergency: Emergency | None = None

    @property
    def state(self) -> ChangeState:
        return ChangeState(self.record.state)

    @property
    def stage(self) -> Stage | None:
        """The latest round; None where nobody was asked."""
        return self.rounds[-1] if self.rounds else None

    @property
    def is_asked(self) -> bool:
        """May this reader vote by this card now?"""
        if self.stage is None or not self.is_open:
            return False
        return self.reader in self.stage.eligible and self.generation == self.stage.generation

    @property
    def is_open(self) -> bool:
        """Does its approval go on?"""
        return self.stage is not None and not self.stage.closed and self.state in DECIDABLE

    @property
    def agreed(self) -> list[Person]:
        """Who voted for it in its last round and had no hand in it."""
        hands = {self.implementer.id, *(self.work.hands if self.work else ())}
        votes = self.stage.votes if self.stage else ()
        ayes = {one.by for one in votes if one.verdict is Verdict.APPROVE} - hands
        return [self.people[one] for one in sorted(ayes) if one in self.people]

    def about(self, stage: Stage) -> StagePolicy[int]:
        return self.policy.stages[stage.place - 1]

    @property
    def is_short_of_voters(self) -> bool:
        """Rejected because too few were left who may decide, not because they said so."""
        stage = self.stage
        return bool(stage and stage.closed is Verdict.REJECT and not stage.count(Verdict.REJECT))


def see(tx: Tx, record_id: int, reader: Reader) -> ChangeSight | None:
    record = rows.get(tx, record_id)
    if not may_see(tx, reader, record):
        return None
    return sight(tx, record, reader.person.id if reader.person else None)


def see_as_approver(tx: Tx, record_id: int, reader: Reader, occurrence: int) -> ChangeSight | None:
    """`occurrence` is the generation of the round that the card belongs to."""
    record = rows.get(tx, record_id)
    if reader.person is None or not may_see(tx, reader, record):
        return None
    seen = sight(tx, record, reader.person.id, occurrence)
    if seen.stage is None or not seen.is_asked:
        return seen
    capacity = capacities.of(tx, record, seen.stage, seen.about(seen.stage), reader.person.id)
    return replace(seen, capacity=capacity)


def mine(tx: Tx, actor: str) -> list[Record]:
    """Open changes that this person asked for or is to carry out."""
    return rows.concerning(tx, people.acting(people.asking(tx, actor)).id, Kind.CHANGE, MOST_MINE)


def show(tx: Tx, actor: str, key: str) -> ChangeSight:
    asker = people.asking(tx, actor)
    record = named(asker, key, Kind.CHANGE)
    person = require(asker, "change.see", record)
    return sight(tx, record, person.id)


def sight(tx: Tx, record: Record, reader: int | None, generation: int = 0) -> ChangeSight:
    rounds, proposal, work = (
        approvals.rounds(tx, record),
        changes.get(tx, record.id),
        changes.work_on(tx, record.id),
    )
    requester = record.requester or 0
    implementer = record.owner or requester
    hands = {work.judged_by or 0, *work.hands} if work else set()
    emergency = emergencies.get(tx, record.id)
    hands |= {emergency.declared_by, emergency.kept_by or 0} if emergency else set()
    voters = {one for stage in rounds for one in stage.electors - stage.barred}
    found = people_rows.by_ids(tx, {requester, implementer, *hands, *voters})
    names = {service.id: service.name for service in tx.desk.services.values()}
    return ChangeSight(
        record=record,
        proposal=proposal,
        policy=approvals.policy_of(tx, record),
        rounds=tuple(rounds),
        requester=found[requester],
        implementer=found[implementer],
        services=tuple(names[one] for one in proposal.services if one in names),
        people=found,
        work=work,
        reader=reader,
        gravest=tx.desk.change_rules.gravest,
        generation=generation,
        emergency=emergency,
    )
