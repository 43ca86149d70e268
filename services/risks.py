"""Risks: registered, rated and reviewed, closed; whoever must know is told of red ones and of reviews."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain import risks as rules
from domain.outcomes import CardIsOld, FieldFault, NotFound, Refused
from domain.people import Person
from domain.permissions import may
from domain.records import Kind, Record
from domain.risks import (
    AboveAppetite,
    Level,
    Nature,
    RiskAccepted,
    RiskClosed,
    RiskRegistered,
    RiskReviewed,
    RiskState,
    RiskVerb,
    Strategy,
)
from domain.tasks import TaskAdded, TaskDone
from domain.titles import clean_lines, title_of
from services import outbox, people, records, tasks
from services.permissions import named, require
from services.readers import Reader, may_see, sees
from services.tasks import TaskSight
from storage import people as people_rows
from storage import records as rows
from storage import risks, timers
from storage.risks import RiskRow
from storage.timers import Timer
from storage.tx import Tx

CARD, OWNER_CARD = "risk.card", "risk.owner"
REGISTERED, RED, DUE = "risk.registered", "risk.red", "risk.due"
REVIEW = "risk.review"
"""The kind of the timer that waits for a review's day."""

MOST_MINE = 20
WORDS_LIMIT = 3000


@dataclass(frozen=True)
class RiskSight:
    """A risk as its readers may see it; `level` by the desk's appetite of now. `is_for_owner`: they read it alone;
    `hears`: they can be told in their direct messages.
    """

    record: Record
    risk: RiskRow
    level: Level
    owner: Person
    registrant: Person
    is_due: bool
    measures: Sequence[TaskSight] = ()
    is_for_owner: bool = False
    hears: bool = True

    @property
    def is_open(self) -> bool:
        return self.record.state == RiskState.OPEN


@dataclass(frozen=True)
class Blank:
    """What a review's form begins with."""

    sight: RiskSight
    review: date


def next_review(tx: Tx, actor: str) -> date:
    """The day suggested for the first review; asked before the form opens."""
    require(people.asking(tx, actor), "risk.register")
    return tasks.today(tx) + rules.REVIEW_EVERY


def register(
    tx: Tx,
    title: str,
    *,
    probability: int,
    impact: int,
    owner: str,
    review: date,
    nature: Nature = Nature(),  # noqa: B008 - frozen
    strategy: Strategy = Strategy.MITIGATE,
) -> RiskRegistered:
    """`owner` is a Slack id. A card goes to the risk channel, another to the owner's DM: of a red one they are the
    alert, too.
    """
    person = require(tx, "risk.register")
    name = title_of(title).title
    known = replace(
        nature, cause=_words(nature.cause, "cause"), consequence=_words(nature.consequence, "consequence")
    )
    level = rules.level(probability, impact, tx.desk.appetite)
    holder = tasks.member(tx, owner)
    day = rules.review_on(review, tasks.today(tx))
    record = records.open_record(
        tx,
        Kind.RISK,
        "risk.register",
        name,
        rules.move("", RiskVerb.REGISTER, None),
        about={
            "probability": probability,
            "impact": impact,
            "level": level,
            "review_on": day.isoformat(),
            "category": known.category,
            "found": known.found,
            "strategy": strategy,
        },
        words={"cause": known.cause, "consequence": known.consequence},
        requester=person.id,
        owner=holder.id,
    )
    risks.add(
        tx,
        RiskRow(
            record.id, probability, impact, level, day, 0, **known.__dict__, strategy=strategy, accepted_until=None
        ),
    )
    outbox.show(tx, record, tx.desk.risk_channel.slack_id, CARD)
    outbox.show(tx, record, owner, OWNER_CARD)
    if person.id != holder.id:
        outbox.tell_person(tx, record, person.id, REGISTERED)
    _await_review(tx, record, day)
    return RiskRegistered(record.key, level)


def _words(text: str, field: str) -> str:
    found = clean_lines(text)
    if len(found) > WORDS_LIMIT:
        raise Refused(FieldFault(field, "too_long", WORDS_LIMIT))
    return found


def review(tx: Tx, risk_id: int, *, probability: int, impact: int, review: date, reviews: int) -> RiskReviewed:
    """Confirm or rate anew, and say when next. `reviews` is how many there were when the form was opened."""
    record = records.lock(tx, risk_id, Kind.RISK)
    require(tx, "risk.review", record)
    before = risks.get(tx, record.id)
    rules.move(record.key, RiskVerb.REVIEW, RiskState(record.state))
    if reviews != before.reviews:
        raise Refused(CardIsOld(record.key))
    level = rules.level(probability, impact, tx.desk.appetite)
    day = rules.review_on(review, tasks.today(tx))
    worse = probability * impact > before.probability * before.impact
    after = replace(
        before, probability=probability, impact=impact, level=level, review_on=day, reviews=before.reviews + 1
    )
    risks.save(tx, replace(after, accepted_until=None) if worse else after)
    if (probability, impact) != (before.probability, before.impact):
        record = records.change(
            tx, record, "risk.rate", about={"probability": probability, "impact": impact, "level": level}
        )
    record = records.change(tx, record, "risk.review", about={"review_on": day.isoformat(), "level": level})
    _await_review(tx, record, day)
    alert_if_red(tx, record, before.level, level)
    return RiskReviewed(record.key)


def accept(tx: Tx, risk_id: int, *, until: date, why: str, reviews: int) -> RiskAccepted:
    """Borne as it is until a day, on which it is looked at again. A red one only a risk manager accepts.

    `reviews` as in `review`.
    """
    record = records.lock(tx, risk_id, Kind.RISK)
    person = require(tx, "risk.accept", record)
    before = risks.get(tx, record.id)
    rules.move(record.key, RiskVerb.ACCEPT, RiskState(record.state))
    if reviews != before.reviews:
        raise Refused(CardIsOld(record.key))
    if before.level is Level.RED and not may(tx.desk, person, "risk.accept_red", record):
        raise Refused(AboveAppetite(record.key))
    day, reason = rules.review_on(until, tasks.today(tx)), _words(why, "why")
    if not reason:
        raise Refused(FieldFault("why", "empty"))
    risks.save(
        tx,
        replace(before, strategy=Strategy.ACCEPT, accepted_until=day, review_on=day, reviews=before.reviews + 1),
    )
    record = records.change(
        tx, record, "risk.accept", about={"until": day.isoformat(), "level": before.level}, words={"why": reason}
    )
    _await_review(tx, record, day)
    return RiskAccepted(record.key)


def add_measure(tx: Tx, risk_id: int, title: str, *, owner: str, due: date) -> TaskAdded:
    """What somebody will do about it. An accepted risk of which something is done is mitigated again."""
    record = records.lock(tx, risk_id, Kind.RISK)
    require(tx, "risk.treat", record)
    rules.move(record.key, RiskVerb.TREAT, RiskState(record.state))
    added = tasks.add(tx, record, title, owner, due)
    before = risks.get(tx, record.id)
    if before.strategy is Strategy.ACCEPT:
        risks.save(tx, replace(before, strategy=Strategy.MITIGATE, accepted_until=None))
    return added


def finish_measure(tx: Tx, risk_id: int, task_id: int) -> TaskDone:
    """By the card of its risk: of another record no task is known there."""
    record = records.lock(tx, risk_id, Kind.RISK)
    if task_id not in {one.task.id for one in tasks.of(tx, record)}:
        raise Refused(NotFound(record.key))
    return tasks.finish(tx, task_id)


def close(tx: Tx, risk_id: int) -> RiskClosed:
    """It is no risk any more: nothing is said of it from now on."""
    record = records.lock(tx, risk_id, Kind.RISK)
    require(tx, "risk.close", record)
    after = rules.move(record.key, RiskVerb.CLOSE, RiskState(record.state))
    timers.cancel(tx, REVIEW, record.id)
    timers.cancel(tx, tasks.OVERDUE, record.id)
    records.close(tx, record, "risk.close", after)
    return RiskClosed(record.key)


def remind(tx: Tx, record: Record, timer: Timer) -> None:
    """The day of the review has come: the owner is told, and the risk channel in the card's thread."""
    day = risks.get(tx, record.id).review_on
    if record.state == RiskState.OPEN and day.isoformat() == timer.occurrence:
        record = records.change(tx, record, "risk.due", about={"review_on": timer.occurrence})
        outbox.tell(tx, record, tx.desk.risk_channel.slack_id, DUE, under=CARD)
        _tell_owner(tx, record, DUE)


def _await_review(tx: Tx, record: Record, day: date) -> None:
    timers.cancel(tx, REVIEW, record.id)
    timers.set_timer(tx, REVIEW, record.id, day.isoformat(), rules.review_at(day, tx.desk.zone))


def alert_if_red(tx: Tx, record: Record, before: Level | None, after: Level) -> None:
    if rules.becomes_red(before, after):
        outbox.tell(tx, record, tx.desk.risk_channel.slack_id, RED)
        _tell_owner(tx, record, RED)


def _tell_owner(tx: Tx, record: Record, notice: str) -> None:
    """Who left cannot be told; the channel sees whose it was."""
    if people_rows.by_id(tx, record.owner or 0).is_served:
        outbox.tell_person(tx, record, record.owner, notice)


def mine(tx: Tx, actor: str) -> list[RiskSight]:
    """Open risks that this person owns or registered; who has become a guest does not see what they own."""
    person = people.acting(people.asking(tx, actor))
    found = rows.concerning(tx, person.id, Kind.RISK, MOST_MINE)
    return [sight(tx, record) for record in found if sees(tx, person, record)]


def show(tx: Tx, actor: str, key: str) -> RiskSight:
    asker = people.asking(tx, actor)
    record = named(asker, key, Kind.RISK)
    require(asker, "risk.see", record)
    return sight(tx, record)


def for_form(tx: Tx, actor: str, risk_id: int, act: str) -> Blank:
    """What a form begins with, if this person may do `act` to this risk and it is open."""
    record = records.get(tx, risk_id, Kind.RISK)
    require(people.asking(tx, actor), act, record)
    rules.move(record.key, RiskVerb(act.partition(".")[2]), RiskState(record.state))
    return Blank(sight(tx, record), tasks.today(tx) + rules.REVIEW_EVERY)


def see(tx: Tx, record_id: int, reader: Reader) -> RiskSight | None:
    record = rows.get(tx, record_id)
    return sight(tx, record) if may_see(tx, reader, record) else None


def see_red(tx: Tx, record_id: int, reader: Reader) -> RiskSight | None:
    """None once it is closed or no longer red: the alert need not be given any more."""
    sight = see(tx, record_id, reader)
    return sight if sight and sight.is_open and sight.risk.level is Level.RED else None


def see_due(tx: Tx, record_id: int, reader: Reader) -> RiskSight | None:
    """None once it is closed or reviewed."""
    sight = see(tx, record_id, reader)
    if sight is None or not sight.is_open or not sight.is_due:
        return None
    return replace(sight, is_for_owner=reader.person is not None, hears=sees(tx, sight.owner, sight.record))


def sight(tx: Tx, record: Record) -> RiskSight:
    risk = risks.get(tx, record.id)
    involved = people_rows.by_ids(tx, [record.owner or 0, record.requester or 0])
    return RiskSight(
        record=record,
        risk=risk,
        level=rules.level(risk.probability, risk.impact, tx.desk.appetite),
        owner=involved[record.owner or 0],
        registrant=involved[record.requester or 0],
        is_due=rules.is_due(risk.review_on, tx.desk.zone, tx.now),
        measures=tasks.of(tx, record),
    )
