"""The register as a whole: what somebody may see of it, as a list and as a map; a new appetite levels it anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain import risks as rules
from domain.outcomes import Outcome
from domain.people import Person
from domain.records import Kind, Record, key_of
from domain.risks import Appetite, RiskState
from services import indicators, outbox, people, records
from services import risks as street
from services.indicators import IndicatorSight
from services.permissions import require
from services.readers import Reader, sees
from services.risks import RiskSight
from services.timers import Timer
from storage import records as rows
from storage import risks, timers
from storage.risks import RiskRow
from storage.tx import Tx

MAP = "risk.map"
RELEVEL, LEVEL = "risk.relevel", "risk.level"
"""Timers: on the desk's record, when its configuration changed; on each risk whose level is another now."""

MOST = 500
"""Open risks that are looked through: a register that nobody can survey is none."""

MOST_LISTED = 20


@dataclass(frozen=True)
class Register:
    """The gravest first; `more` were left out."""

    sights: Sequence[RiskSight]
    more: int
    indicator: IndicatorSight | None


@dataclass(frozen=True)
class Cell:
    """Keys of the risks that stand in it, the oldest first."""

    probability: int
    impact: int
    keys: tuple[str, ...]


@dataclass(frozen=True)
class MapSight:
    """Cells without risks are left out."""

    cells: tuple[Cell, ...]
    appetite: Appetite
    at: datetime

    @property
    def count(self) -> int:
        return sum(len(cell.keys) for cell in self.cells)


@dataclass(frozen=True)
class MapAsked(Outcome):
    """How many risks stand on it; of none, none is drawn."""

    count: int


def listed(tx: Tx, actor: str) -> Register:
    person = require(people.asking(tx, actor), "risk.register")
    seen = _seen(tx, person)
    worst = sorted(seen, key=lambda pair: (-pair[1].probability * pair[1].impact, pair[0].id))
    sights = [street.sight(tx, record) for record, _ in worst[:MOST_LISTED]]
    return Register(sights, len(worst) - len(sights), indicators.now(tx))


def ask_map(tx: Tx) -> MapAsked:
    """It is drawn for the asker alone, in their direct messages: an ephemeral message carries no picture."""
    person = require(tx, "risk.register")
    count = len(_seen(tx, person))
    if count:
        desk = rows.by_key(tx, key_of(Kind.DESK, 1, tx.desk.prefix))
        outbox.tell(tx, desk, person.slack_id or "", MAP)
    return MapAsked(count)


def see_map(tx: Tx, _: int, reader: Reader) -> MapSight | None:
    """Of what this person may see now."""
    if reader.person is None:
        return None
    held: dict[tuple[int, int], list[str]] = {}
    for record, risk in _seen(tx, reader.person):
        held.setdefault((risk.probability, risk.impact), []).append(record.key)
    cells = tuple(Cell(*at, tuple(keys)) for at, keys in sorted(held.items(), reverse=True))
    return MapSight(cells, tx.desk.appetite, tx.now) if cells else None


def _seen(tx: Tx, person: Person) -> list[tuple[Record, RiskRow]]:
    open_ones = risks.open_ones(tx, MOST)
    found: Mapping[int, Record] = rows.by_ids(tx, open_ones)
    return [(found[one], risk) for one, risk in open_ones.items() if sees(tx, person, found[one])]


def relevel(tx: Tx, record: Record, timer: Timer) -> None:
    """The desk was configured anew: risks that the appetite now in force puts elsewhere are levelled one by one."""
    for one, risk in risks.open_ones(tx, MOST).items():
        if risk.level is not rules.level(risk.probability, risk.impact, tx.desk.appetite):
            timers.set_timer(tx, LEVEL, one, f"{record.id}.{timer.occurrence}", tx.now)


def level(tx: Tx, record: Record, _: Timer) -> None:
    """Those that turned red are told of."""
    risk = risks.get(tx, record.id)
    after = rules.level(risk.probability, risk.impact, tx.desk.appetite)
    if record.state != RiskState.OPEN or after is risk.level:
        return
    risks.set_level(tx, record.id, after)
    record = records.change(tx, record, LEVEL, about={"before": risk.level.value, "level": after.value})
    street.alert_if_red(tx, record, risk.level, after)


ACTS = {RELEVEL: relevel, LEVEL: level}
