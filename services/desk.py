"""Applying the desk file: what it manages becomes as it says. One transaction; each change a version and a fact."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from domain.applying import (
    Act,
    Applied,
    Change,
    ManagedElsewhere,
    OtherWorkspace,
    PrefixIsFixed,
    StillInUse,
)
from domain.attributes import PersonBody
from domain.founding import founded
from domain.history import Json
from domain.outcomes import Refused
from domain.people import Profile
from domain.people_named import numbered, people_in
from domain.records import Record
from domain.setup import Body, Configured, Founding, Manager, Name, Part, Plan
from services import clocks, people, records
from storage import attributes, changes, groups
from storage import desk as desks
from storage import people as people_rows
from storage import records as record_rows
from storage.tx import Tx


def difference(tx: Tx, plan: Plan) -> list[Change]:
    """What `apply` would do, and the open work that would forbid it. Only reads.

    Raises Refused(ManagedElsewhere | OtherWorkspace | PrefixIsFixed).
    """
    founding = desks.the_desk(tx.connection)
    if founding is None:
        return _changes(tx, [], plan, _strangers(plan))
    _refuse_another_desk(founding, plan)
    tx = replace(tx, desk=founded(founding, plan))
    known = {who: found.id for who in _strangers(plan) if (found := people_rows.by_slack_id(tx, who))}
    return _changes(tx, desks.configured(tx.connection, founding.id), plan, _strangers(plan) | known)


def apply(tx: Tx, plan: Plan) -> Applied:
    """Founds the desk where there is none yet. Applied twice, it changes nothing the second time.

    Raises Refused(StillInUse | ManagedElsewhere | OtherWorkspace | PrefixIsFixed).
    """
    tx = replace(tx, desk=founded(_locked(tx, plan), plan))
    ids = {profile.slack_id: people.learn(tx, profile).person for profile in _in_order(plan)}
    for group in plan.groups:
        groups.learn(tx, group.slack_id, group.name, [ids[profile.slack_id] for profile in group.members])
    tx.hints.add("freshness")  # of whom Slack told now, more may be asked
    asked = _changes(tx, desks.configured(tx.connection, tx.desk.id), plan, ids)
    _refuse_open_work(asked)
    if asked:
        tx = replace(tx, desk=founded(desks.raise_version(tx.connection, tx.desk.id), plan))
        _carry_out(tx, asked)
    acts = [change.act for change in asked]
    added = acts.count(Act.ADD) + acts.count(Act.RETURN)
    return Applied(tx.desk.version, added, acts.count(Act.CHANGE), acts.count(Act.RETIRE))


def _locked(tx: Tx, plan: Plan) -> Founding:
    """`DESK-1` where there is one, then the desk's row: a timer of DESK-1 that changes the desk holds them so."""
    standing = desks.the_desk(tx.connection)
    if standing:
        records.hold_desk(replace(tx, desk=founded(standing, plan)))
    founding = desks.lock_desk(tx.connection)
    if founding is None:
        founding = desks.found(tx.connection, plan.workspace, plan.enterprise, plan.prefix, tx.now)
    _refuse_another_desk(founding, plan)
    if plan.url not in {"", founding.url}:
        desks.know_url(tx.connection, founding.id, plan.url)
    return founding


def _refuse_another_desk(founding: Founding, plan: Plan) -> None:
    if founding.workspace != plan.workspace:
        raise Refused(OtherWorkspace(founding.workspace, plan.workspace))
    if founding.prefix != plan.prefix:
        raise Refused(PrefixIsFixed(founding.prefix, plan.prefix))


def _in_order(plan: Plan) -> list[Profile]:
    """By Slack id: two who write the same rows do so in the same order, so neither waits for the other for good."""
    return sorted(plan.profiles, key=lambda profile: profile.slack_id)


def _strangers(plan: Plan) -> dict[str, int]:
    """Numbers for people who have none yet: no row has an id below zero, so each shows as a change."""
    return {profile.slack_id: -place for place, profile in enumerate(_in_order(plan), 1)}


def _changes(tx: Tx, objects: Sequence[Configured], plan: Plan, ids: Mapping[str, int]) -> list[Change]:
    """Additions and changes in the plan's order, then what is retired."""
    standing = {one.name: one for one in objects}
    wanted = {name: numbered(body, ids) for name, body in plan.bodies.items()}
    found = [_wanted(standing.get(name), name, body) for name, body in wanted.items()]
    gone = [one for one in objects if one.name not in wanted and _is_ours(one) and one.retired_at is None]
    return [change for change in found if change] + [_retired(tx, one) for one in gone]


def _wanted(old: Configured | None, name: Name, body: Body) -> Change | None:
    if old is None:
        return Change(Act.ADD, *name, None, body)
    if not _is_ours(old):
        raise Refused(ManagedElsewhere(*name))
    if old.retired_at is not None:
        return Change(Act.RETURN, *name, old, body)
    return None if old.body == body else Change(Act.CHANGE, *name, old, body)


def _is_ours(one: Configured) -> bool:
    return one.managed_by is Manager.FILE


def _retired(tx: Tx, one: Configured) -> Change:
    return Change(Act.RETIRE, one.part, one.key, one, None, _open_work(tx, one))


def _open_work(tx: Tx, one: Configured) -> int:
    match one.part:
        case Part.TEAM:
            return record_rows.open_on(tx, team=one.id)
        case Part.SERVICE:
            return record_rows.open_on(tx, service=one.id) + changes.open_beside(tx, one.id)
        case _:
            return 0


def _refuse_open_work(changes: Sequence[Change]) -> None:
    for change in changes:
        if change.open:
            raise Refused(StillInUse(change.part, change.key, change.open))


def _carry_out(tx: Tx, changes: Sequence[Change]) -> None:
    record = records.desk_record(tx)
    for change in changes:
        record = _note(tx, record, change, _saved(tx, change))
    if any(change.part in {Part.AGREEMENT, Part.CALENDAR} and change.act is Act.CHANGE for change in changes):
        clocks.renew_all(tx, record)
    if any(change.part is Part.ATTRIBUTES for change in changes):
        attributes.doubt_all(tx)


def _saved(tx: Tx, change: Change) -> Configured:
    match change:
        case Change(before=None, after=body) if body is not None:
            return desks.add(tx, (change.part, change.key), Manager.FILE, body)
        case Change(before=old, after=None) if old is not None:
            return desks.retire(tx, old)
        case Change(before=old, after=body) if old is not None and body is not None:
            return desks.amend(tx, old, body)
    raise AssertionError(change)


def _note(tx: Tx, record: Record, change: Change, saved: Configured) -> Record:
    old = change.before.body if change.before and change.act is not Act.RETURN else None
    about: dict[str, Json] = {
        "part": change.part,
        "key": change.key,
        "version": saved.version,
        "before": _told(change.part, old),
        "after": _told(change.part, change.after),
    }
    return records.change(tx, record, f"desk.{change.act}", about=about, words=_words(change.after))


def _told(part: Part, body: Body | None) -> Json:
    """The body as facts quote it; what is said of a person is theirs, so facts keep their ids alone."""
    if isinstance(body, PersonBody):
        return {"person": body.person, "manager": body.manager}
    return desks.written(part, body) if body else None


def _words(body: Body | None) -> dict[str, str]:
    if not isinstance(body, PersonBody):
        return {}
    said = {"department": body.department, "region": body.region, "skills": ", ".join(body.skills or ())}
    return {name: words for name, words in said.items() if words}


def live(tx: Tx) -> tuple[str, list[Configured], Mapping[int, str]]:
    """The prefix, every object as it stands, and the Slack ids of the people that they name, for `bot export`."""
    objects = desks.configured(tx.connection, tx.desk.id)
    named = {person for one in objects for person in people_in(one.body)}
    return tx.desk.prefix, objects, {one.id: one.slack_id or "" for one in people_rows.by_ids(tx, named).values()}


def is_applied(tx: Tx) -> bool:
    return tx.desk.version > 0


def now(tx: Tx) -> datetime:
    return tx.now


def move_clock(tx: Tx, to: datetime) -> None:
    """Desk time shows `to` at this moment of machine time; it never runs back."""
    desks.run_ahead(tx.connection, tx.desk.id, max(to, tx.now) - tx.machine)
