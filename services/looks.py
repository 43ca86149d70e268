"""One record as somebody looks at it: what it says to them, what they may do now, and where it is talked about."""

from dataclasses import dataclass, replace

from domain.people import Person
from domain.permissions import may
from domain.records import Kind, Record
from domain.risks import RiskState
from services import changes_sights, choices, people, risks, tickets
from services.changes_sights import ChangeSight
from services.choices import Choices
from services.permalinks import first_of
from services.risks import RiskSight
from services.tickets import TicketSight
from storage import copies
from storage.tx import Tx

CHANGE_ACTS = (
    "change.declare",
    "change.keep",
    "change.withdraw",
    "change.start",
    "change.implement",
    "change.back_out",
    "change.succeed",
    "change.fail",
)
RISK_ACTS = ("risk.review", "risk.treat", "risk.accept", "risk.close")


@dataclass(frozen=True)
class TicketLook:
    sight: TicketSight
    choices: Choices


@dataclass(frozen=True)
class ChangeLook:
    """`acts` are acts of the table of permissions; whether the reader may vote, the sight says."""

    sight: ChangeSight
    acts: frozenset[str]
    talk: str


@dataclass(frozen=True)
class RiskLook:
    sight: RiskSight
    acts: frozenset[str]
    talk: str


Look = TicketLook | ChangeLook | RiskLook


def look(tx: Tx, actor: str, key: str, kind: str) -> Look:
    """Raises Refused(NotFound) for what this person may not see."""
    match kind:
        case Kind.CHANGE:
            return _change(tx, actor, key)
        case Kind.RISK:
            return _risk(tx, actor, key)
    sight = tickets.show(tx, actor, key)
    return TicketLook(sight, choices.of(tx, sight.record, people.acting(people.asking(tx, actor))))


def _change(tx: Tx, actor: str, key: str) -> ChangeLook:
    shown, person = changes_sights.show(tx, actor, key), people.acting(people.asking(tx, actor))
    sight = replace(shown, generation=shown.stage.generation) if shown.stage else shown
    acts = _allowed(tx, person, sight.record, CHANGE_ACTS)
    if person.id in {sight.implementer.id, *(sight.work.hands if sight.work else ())}:
        acts -= {"change.succeed", "change.fail"}  # nobody verifies their own work
    return ChangeLook(sight, acts, _talk(tx, sight.record, person, "change.see", changes_sights.CARD))


def _risk(tx: Tx, actor: str, key: str) -> RiskLook:
    sight, person = risks.show(tx, actor, key), people.acting(people.asking(tx, actor))
    acts = _allowed(tx, person, sight.record, RISK_ACTS) if sight.record.state == RiskState.OPEN else frozenset()
    return RiskLook(sight, acts, _talk(tx, sight.record, person, "risk.review", risks.CARD))


def _allowed(tx: Tx, person: Person, record: Record, acts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(act for act in acts if may(tx.desk, person, act, record))


def _talk(tx: Tx, record: Record, person: Person, act: str, card: str) -> str:
    """Their own card, the latest; else the one that stands in the practice's channel, for whom it concerns."""
    shown = [one for one in reversed(copies.of(tx, record.id)) if one.ts]
    own = [one for one in shown if one.place == person.slack_id]
    board = [one for one in shown if one.view == card and may(tx.desk, person, act, record)]
    return first_of(tx, [*own, *board])
