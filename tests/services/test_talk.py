"""Whom words reach: by who says them, where, and whose ticket it is."""

from dataclasses import replace
from itertools import product

import pytest

from domain.desk import Thread
from domain.people import Role
from services import cards, conversations, intake, talk
from services.notes import MIRROR
from services.talk import Said
from storage import copies, notes
from storage import records as rows
from storage.tx import Tx
from tests.services import test_acts_and_reads as company
from tests.services.test_acts_and_reads import by, learn

tx = company.tx  # the fixture
INSIDE = {"C0ITDESK"}
FEW = {"U0DIRK", "U0QIN"}  # the lead and the quality supervisor


@pytest.fixture
def desk(tx: Tx) -> Tx:
    """The same company with a quality supervisor."""
    supervisor = learn(tx, "QIN")
    return replace(
        tx, desk=replace(tx.desk, roles={**tx.desk.roles, Role.QUALITY_SUPERVISOR: frozenset({supervisor})})
    )


def sharing(tx: Tx, thread: Thread) -> Tx:
    team = replace(tx.desk.teams["it"], thread=thread)
    return replace(tx, desk=replace(tx.desk, teams={"it": team}))


def filed(tx: Tx, *, private: bool) -> int:
    """Its cards stand in Slack; a private one's in the direct messages of the few."""
    intake.file(by(tx, "ANN"), "No Wi-Fi", source="command")
    record = rows.by_key(tx, "IT-1")
    if private:
        record = rows.save(tx, record.id, is_private=True)
        cards.show(tx, record, occurrence=1)
    for number, copy in enumerate(copies.of(tx, record.id)):
        copies.posted(tx, copy.id, copy.place, f"1700000000.00000{number}", 1, None)
    return record.id


def said_under(tx: Tx, record: int, place: str, who: str, text: str, reply: str | None = None) -> set[str]:
    """Where it is mirrored."""
    card = max(copy.id for copy in copies.of(tx, record) if copy.place == place)
    copy = copies.get(tx, card)
    before = {one.id for one in copies.of(tx, record)}
    said = Said(copy.channel or "", f"1700000001.{len(notes.of(tx, record)):06}", text, reply)
    conversations.hear(by(tx, who), copy.ts or "", said)
    return {one.place for one in copies.of(tx, record) if one.id not in before and one.view == MIRROR}


@pytest.mark.parametrize(("thread", "private"), list(product(Thread, (False, True))))
def test_who_asked_reaches_the_team_and_nobody_else(desk: Tx, thread: Thread, private: bool) -> None:  # noqa: FBT001
    tx = sharing(desk, thread)
    record = filed(tx, private=private)
    assert said_under(tx, record, "U0ANN", "ANN", "reply: It smokes") == (FEW if private else INSIDE)


@pytest.mark.parametrize(("thread", "private"), list(product(Thread, (False, True))))
def test_the_team_reaches_who_asked_only_where_it_means_to(desk: Tx, thread: Thread, private: bool) -> None:  # noqa: FBT001
    tx = sharing(desk, thread)
    record = filed(tx, private=private)
    place, others = ("U0DIRK", {"U0QIN"}) if private else ("C0ITDESK", set())
    reached = {"U0ANN"} if thread is Thread.SHARED and not private else set()
    assert said_under(tx, record, place, "DIRK", "He is difficult.") == others | reached
    assert said_under(tx, record, place, "DIRK", "reply: Is it on?", "Is it on?") == others | {"U0ANN"}


@pytest.mark.parametrize("thread", Thread)
@pytest.mark.parametrize("private", [False, True])
def test_a_note_stays_inside_whatever_the_desk_shares(desk: Tx, thread: Thread, private: bool) -> None:  # noqa: FBT001
    tx = sharing(desk, thread)
    record = filed(tx, private=private)
    before = {one.id for one in copies.of(tx, record)}
    talk.note(by(tx, "DIRK"), record, "He is the CFO.")
    mirrored = {one.place for one in copies.of(tx, record) if one.id not in before}
    assert mirrored == (FEW if private else INSIDE)
