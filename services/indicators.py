"""The live indicator: counted by a timer, told of when its light changes. Its timer hangs on the desk's record."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain import indicators as rules
from domain.history import Json
from domain.indicators import BREACHES, Indicator, Reading
from domain.people import Person, Role
from domain.records import Kind, Record, key_of
from domain.risks import Level, RiskState
from services import outbox, records
from services.readers import Reader
from services.timers import Timer
from storage import indicators, people, timers
from storage import records as rows
from storage.indicators import Shown
from storage.tx import Tx

MEASURE = "indicator.measure"
CROSSED, GREEN = "indicator.crossed", "indicator.green"


@dataclass(frozen=True)
class IndicatorSight:
    """`threshold` in percent: the one that was reached. `risk`: key and title of the risk it belongs to."""

    level: Level
    reading: Reading
    threshold: int
    risk: tuple[str, str] | None = None


def measure(tx: Tx, record: Record, timer: Timer) -> None:
    """Count anew; the next time is when the share can change next."""
    indicator = tx.desk.indicator
    if indicator is None:
        return
    before = indicators.find(tx, BREACHES) or _never(tx.now)
    reading = indicators.reading(tx, tx.now - rules.WINDOW)
    level = rules.light(indicator.thresholds, reading, before.level)
    since = before.since if level is before.level else tx.now
    indicators.keep(tx, BREACHES, Shown(level, reading, tx.now, since))
    if level is not before.level:
        _cross(tx, record, indicator, before.level, level, reading)
    following = _next(tx)
    if following:
        at = max(following, tx.now + rules.PAUSE)
        timers.set_timer(tx, timer.kind, timer.record_id, timer.occurrence, at, again=True)


def arm(tx: Tx) -> None:
    """At every sweep: what was decided since, or will be, is counted; where nothing is, nothing waits."""
    desk = rows.find(tx, key_of(Kind.DESK, 1, tx.desk.prefix))
    if tx.desk.indicator is None or desk is None:
        return
    due, waiting = _wanted(tx), timers.waiting_for(tx, MEASURE, desk.id)
    if due and (waiting is None or due < waiting) and rows.lock_if_free(tx, desk.id):
        timers.set_timer(tx, MEASURE, desk.id, BREACHES, due, again=True)


def _wanted(tx: Tx) -> datetime | None:
    """When to count next: at once where a target was met since the last count."""
    last = indicators.find(tx, BREACHES)
    met = indicators.first_met(tx, last.measured_at if last else tx.now - rules.WINDOW)
    at = tx.now if met else _next(tx)
    return max(at, last.measured_at + rules.PAUSE) if at and last else at


def _next(tx: Tx) -> datetime | None:
    """When the share can change of itself: a target runs out, or one that was decided leaves the window."""
    since = tx.now - rules.WINDOW
    leaving = [found for found in (indicators.first_broken(tx, since), indicators.first_met(tx, since)) if found]
    moments = [found + rules.WINDOW for found in leaving if found <= tx.now]
    coming = indicators.first_broken(tx, tx.now)
    return min([*moments, *([coming + rules.GATHER] if coming else [])], default=None)


def _never(now: datetime) -> Shown:
    return Shown(Level.GREEN, Reading(), now, now)


def _cross(tx: Tx, desk: Record, indicator: Indicator, before: Level, after: Level, reading: Reading) -> None:
    """The fact hangs on the risk that it watches, while that is open, else on the desk."""
    risk = _risk(tx, indicator)
    record = rows.lock(tx, risk.id) if risk else desk
    about: dict[str, Json] = {
        "indicator": BREACHES,
        "before": before.value,
        "after": after.value,
        "broken": reading.broken,
        "decided": reading.decided,
    }
    record = records.change(tx, record, "indicator.cross", about=about)
    if not (rules.is_alert(before, after) or rules.is_recovery(before, after)):
        return
    notice = GREEN if after is Level.GREEN else CROSSED
    for place in [tx.desk.risk_channel.slack_id, *_told(tx, indicator, risk)]:
        outbox.tell(tx, record, place, notice, level=after.value, broken=reading.broken, decided=reading.decided)


def _risk(tx: Tx, indicator: Indicator) -> Record | None:
    found = rows.find(tx, indicator.risk) if indicator.risk else None
    return found if found and found.kind is Kind.RISK and found.state == RiskState.OPEN else None


def _told(tx: Tx, indicator: Indicator, risk: Record | None) -> list[str]:
    """Slack ids of whoever looks after it: its owner, its risk's owner, or the risk managers."""
    owner = indicator.owner or (risk.owner if risk else None)
    who = {owner} if owner else tx.desk.roles.get(Role.RISK_MANAGER, frozenset())
    found = people.by_ids(tx, who)
    return [found[one].slack_id or "" for one in sorted(found) if found[one].slack_id and found[one].is_served]


def see(tx: Tx, record_id: int, reader: Reader, level: str, broken: int, decided: int) -> IndicatorSight | None:
    """For the risk channel, and for whoever looks after it still."""
    indicator, record = tx.desk.indicator, rows.get(tx, record_id)
    if indicator is None or (reader.person and not _watches(tx, indicator, reader.person)):
        return None
    sight = _sight(indicator, Level(level), Reading(broken, decided))
    return replace(sight, risk=(record.key, record.title)) if record.kind is Kind.RISK else sight


def _watches(tx: Tx, indicator: Indicator, person: Person) -> bool:
    return person.is_served and person.slack_id in _told(tx, indicator, _risk(tx, indicator))


def _sight(indicator: Indicator, level: Level, reading: Reading) -> IndicatorSight:
    thresholds = indicator.thresholds
    return IndicatorSight(level, reading, thresholds.red if level is Level.RED else thresholds.amber)


def now(tx: Tx) -> IndicatorSight | None:
    """As it was counted last; None where nothing was yet."""
    shown, indicator = indicators.find(tx, BREACHES), tx.desk.indicator
    return _sight(indicator, shown.level, shown.reading) if shown and indicator else None


ACTS = {MEASURE: measure}
