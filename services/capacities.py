"""In whose capacity somebody is asked to vote, as far as what is known now still shows it."""

from dataclasses import dataclass

from domain.approvals import Stage
from domain.people import Person, Role
from domain.policies import StagePolicy
from domain.records import Record
from services import managers
from storage import groups, people
from storage.tx import Tx


@dataclass(frozen=True)
class Capacity:
    """One of these: the manager of whoever raised it (or who `stands_in` for that), by `role`, in the user group of
    this name, or named by the policy where all are empty.
    """

    manages: Person | None = None
    stands_in: bool = False
    role: Role | None = None
    group: str = ""


def of(tx: Tx, record: Record, stage: Stage, about: StagePolicy[int], person: int) -> Capacity | None:
    """The one that says most. None for who was asked when the stage opened and would not be today."""
    if about.manager and person in managers.deciding(tx, record, stage.barred):
        return _as_manager(tx, record, person)
    if person in about.people:
        return Capacity()
    if found := next((one for one in about.groups if person in groups.members_of(tx, [one])), None):
        return Capacity(group=groups.name_of(tx, found))
    role = next((one for one in about.roles if person in tx.desk.roles.get(one, frozenset())), None)
    return Capacity(role=role) if role else None


def _as_manager(tx: Tx, record: Record, person: int) -> Capacity:
    raised = people.by_id(tx, record.requester or 0)
    manager = managers.manager_of(tx, raised)
    return Capacity(manages=raised, stands_in=manager is None or manager.id != person)
