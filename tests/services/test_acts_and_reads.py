"""Verbs and queries met by somebody who has no business there: ids of other records, rights that have gone."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

import pytest
from sqlalchemy import Engine

from domain.approvals import Verdict
from domain.assessment import ChangeKind, Question
from domain.changes import ChangeVerb
from domain.desk import Channel, Team
from domain.outcomes import NotAMember, NotFound, Refused
from domain.people import Profile, Role, Standing
from domain.setup import NO_DESK
from services import (
    changes,
    changes_sights,
    changes_voting,
    changes_work,
    intake,
    resolutions,
    risks,
    surveys,
    talk,
    tickets,
)
from services.changes_pages import Frame, Request, Wording
from storage import people
from storage import records as rows
from storage.desk import found
from storage.engine import transaction
from storage.tx import Tx
from tests.services.test_clocks import PROMISED

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
SIX = datetime(2026, 11, 2, 18, tzinfo=UTC)


def learn(tx: Tx, name: str, standing: Standing = Standing.MEMBER) -> int:
    return people.learn(tx, Profile(f"U0{name}", name, None, "en", "UTC", standing)).id


@pytest.fixture
def tx(db: Engine) -> Iterator[Tx]:
    """Ann asks, Ben works for IT, Dirk leads it and decides on changes, Sam is the administrator."""
    with transaction(db, writes=True) as connection:
        row = found(connection, "T0STEWARD", None, "IT", NOON)
        tx = Tx(
            connection,
            NOON,
            NOON,
            replace(NO_DESK, id=row.id, version=1, workspace="T0STEWARD", prefix="IT"),
            Random(1),
        )
        _, ben, dirk, sam = (learn(tx, name) for name in ("ANN", "BEN", "DIRK", "SAM"))
        team = Team(1, "it", "IT desk", Channel("C0ITDESK", "en"), dirk, frozenset({ben}))
        desk = replace(
            tx.desk,
            intake="it",
            teams={"it": team},
            agreement=PROMISED,
            roles={Role.ADMIN: frozenset({sam}), Role.CHANGE_APPROVER: frozenset({dirk})},
        )
        yield replace(tx, desk=desk)


def by(tx: Tx, name: str) -> Tx:
    return replace(tx, actor=f"U0{name}")


def submit(tx: Tx) -> int:
    frame = Frame(ChangeKind.NORMAL, (), tx.actor or "", NOON, SIX)
    asked = changes.submit(tx, Request(Wording("Move", "old", "lift"), frame, dict.fromkeys(Question, 0)))
    return rows.by_key(tx, asked.key).id


def register(tx: Tx, owner: str = "U0ANN") -> int:
    risk = risks.register(tx, "Flood", probability=1, impact=1, owner=owner, review=date(2027, 1, 4))
    return rows.by_key(tx, risk.key).id


ON_TICKETS: list[Callable[[Tx, int], object]] = [
    lambda tx, record: tickets.claim(tx, record, "new"),
    lambda tx, record: talk.reply(tx, record, "Hello"),
    lambda tx, record: talk.note(tx, record, "Hello"),
    lambda tx, record: resolutions.resolve(tx, record, "Done"),
    lambda tx, record: resolutions.confirm(tx, record, 2),
    lambda tx, record: resolutions.reopen(tx, record, 2),
    lambda tx, record: tickets.for_work(tx, tx.actor or "", record, "ticket.reply"),
]
ON_CHANGES: list[Callable[[Tx, int], object]] = [
    lambda tx, record: changes_voting.approve(tx, record, 1),
    lambda tx, record: changes_voting.reject(tx, record, 1, "No"),
    lambda tx, record: changes.withdraw(tx, record, "new"),
    lambda tx, record: changes_voting.for_vote(tx, tx.actor or "", record, 1, Verdict.REJECT),
    lambda tx, record: changes_work.start(tx, record, "approved"),
    lambda tx, record: changes_work.implement(tx, record, "in_progress"),
    lambda tx, record: changes_work.back_out(tx, record, "in_progress", "No"),
    lambda tx, record: changes_work.succeed(tx, record, "implemented"),
    lambda tx, record: changes_work.fail(tx, record, "implemented", "No"),
    lambda tx, record: changes_work.for_form(tx, tx.actor or "", record, "in_progress", ChangeVerb.BACK_OUT),
]
ON_RISKS: list[Callable[[Tx, int], object]] = [
    lambda tx, record: risks.review(tx, record, probability=1, impact=1, review=date(2027, 1, 4), reviews=0),
    risks.close,
    lambda tx, record: risks.for_form(tx, tx.actor or "", record, "risk.review"),
]


@pytest.mark.parametrize("act", ON_TICKETS + ON_CHANGES + ON_RISKS)
@pytest.mark.parametrize("actor", ["ANN", "SAM"])
def test_a_record_of_another_kind_is_not_found(tx: Tx, act: Callable[[Tx, int], object], actor: str) -> None:
    intake.file(by(tx, "ANN"), "No Wi-Fi", source="command")
    ticket = rows.by_key(tx, "IT-1").id
    of_kind = {"tickets": ticket, "changes": submit(by(tx, "ANN")), "risks": register(by(tx, "ANN"))}
    own = "tickets" if act in ON_TICKETS else "changes" if act in ON_CHANGES else "risks"
    for kind, record in of_kind.items():
        if kind != own:
            with pytest.raises(Refused) as refused:
                act(by(tx, actor), record)
            assert refused.value.refusal == NotFound(str(record))


def test_a_survey_is_only_where_one_was_asked(tx: Tx) -> None:
    change = submit(by(tx, "ANN"))
    with pytest.raises(Refused) as refused:
        surveys.answer(by(tx, "ANN"), change, 1, 5)
    assert isinstance(refused.value.refusal, NotFound)


@pytest.mark.parametrize("standing", [Standing.FOREIGN, Standing.GONE, Standing.APP])
def test_what_is_offered_is_told_to_nobody_who_may_not_file(tx: Tx, standing: Standing) -> None:
    learn(tx, "EVE", standing)
    with pytest.raises(Refused) as refused:
        intake.offered(tx, "U0EVE")
    assert refused.value.refusal == NotAMember()


def test_who_has_become_a_guest_no_longer_lists_the_risks_they_own(tx: Tx) -> None:
    register(by(tx, "ANN"), owner="U0BEN")
    assert [sight.record.key for sight in risks.mine(tx, "U0BEN")] == ["RSK-1"]
    learn(tx, "BEN", Standing.GUEST)
    assert risks.mine(tx, "U0BEN") == []


def test_who_has_become_a_guest_still_sees_the_changes_they_asked_for_and_no_others(tx: Tx) -> None:
    submit(by(tx, "ANN"))
    submit(by(tx, "BEN"))
    learn(tx, "ANN", Standing.GUEST)
    assert [record.key for record in changes_sights.mine(tx, "U0ANN")] == ["CHG-1"]
    assert changes_sights.show(tx, "U0ANN", "CHG-1").record.key == "CHG-1"
    with pytest.raises(Refused):
        changes_sights.show(tx, "U0ANN", "CHG-2")
