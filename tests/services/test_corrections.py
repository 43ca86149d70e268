"""What the answer to filing offers, at once and when the same is heard again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import Engine

from domain.setup import NO_DESK
from domain.tickets import Filed, Kind
from services import corrections, intake, tickets
from services.corrections import Mending
from storage.engine import transaction
from storage.tx import Tx
from tests.services.test_clocks import MONDAY, at, company


@pytest.fixture
def tx(db: Engine) -> Iterator[Tx]:
    with transaction(db, writes=True) as connection:
        yield company(Tx(connection, MONDAY, MONDAY, NO_DESK, Random(1)))


def filed(tx: Tx) -> Filed:
    return intake.file(at(tx, tx.now, "U0ANN"), "printer is down", source="command")


def test_what_was_just_filed_can_be_put_right(tx: Tx) -> None:
    outcome = filed(tx)
    assert corrections.after_filing(at(tx, tx.now, "U0ANN"), outcome) == Mending(outcome.ticket, {}, Kind.INCIDENT)


def test_heard_again_a_moment_later_it_offers_the_same(tx: Tx) -> None:
    outcome = filed(tx)
    later = at(tx, tx.now + timedelta(seconds=2), "U0ANN")
    assert corrections.after_filing(later, outcome) == Mending(outcome.ticket, {}, Kind.INCIDENT)


def test_heard_again_once_somebody_works_on_it_it_offers_nothing(tx: Tx) -> None:
    outcome = filed(tx)
    moment = tx.now + timedelta(seconds=2)
    tickets.claim(at(tx, moment, "U0BEN"), outcome.ticket, "new")
    assert corrections.after_filing(at(tx, moment, "U0ANN"), outcome) is None


def test_an_answer_of_an_earlier_release_offers_what_holds_now(tx: Tx) -> None:
    outcome = filed(tx)
    ann = at(tx, tx.now, "U0ANN")
    assert corrections.after_filing(ann, replace(outcome, kind="", at=0)) == Mending(
        outcome.ticket, {}, Kind.INCIDENT
    )
    assert corrections.after_filing(ann, Filed("IT-1")) is None
