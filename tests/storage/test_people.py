from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import Engine, func, select

from domain.outcomes import NotAMember, Refused
from domain.people import Person, Profile, Standing
from domain.setup import NO_DESK
from services import people as verbs
from storage import people
from storage.desk import found
from storage.engine import transaction
from storage.tx import Tx

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
ANN = Profile("U0ANN", "Ann Example", "Ann@Example.com", "zh_TW", "Asia/Taipei", Standing.MEMBER)


@pytest.fixture
def tx(db: Engine) -> Iterator[Tx]:
    """On a desk that speaks Chinese, so that its language is nobody's by accident."""
    with transaction(db, writes=True) as connection:
        row = found(connection, "T0STEWARD", None, "IT", MONDAY)
        desk = replace(NO_DESK, id=row.id, workspace="T0STEWARD", language="zh_CN", zone="Asia/Shanghai")
        yield Tx(connection, MONDAY, MONDAY, desk, Random(1), actor="U0ANN")


def later(tx: Tx, span: timedelta) -> Tx:
    return replace(tx, now=tx.now + span)


def test_what_slack_says_is_kept_and_said_again_replaces_it(tx: Tx) -> None:
    first = people.learn(tx, ANN)
    assert first == Person(
        first.id, "U0ANN", "Ann Example", "ann@example.com", "zh_TW", "Asia/Taipei", Standing.MEMBER
    )
    tomorrow = later(tx, timedelta(days=1))
    again = people.learn(tomorrow, replace(ANN, email=None, standing=Standing.GONE))
    assert again == replace(first, email=None, standing=Standing.GONE)
    assert people.known_at(tx, "U0ANN") == tomorrow.now


def test_one_row_for_one_user(tx: Tx) -> None:
    unknown = people.ensure(tx, "U0ANN")
    assert people.ensure(tx, "U0ANN") == unknown
    assert people.learn(tx, ANN).id == unknown.id
    assert people.ensure(tx, "U0ANN").standing is Standing.MEMBER
    assert tx.connection.execute(select(func.count()).select_from(people.people)).scalar_one() == 1


def test_one_of_whom_slack_has_not_told_has_the_desk_s_language(tx: Tx) -> None:
    unknown = people.ensure(tx, "U0ANN")
    assert unknown == Person(unknown.id, "U0ANN", "U0ANN", None, "zh_CN", "Asia/Shanghai", Standing.UNKNOWN)
    assert people.known_at(tx, "U0ANN") is None


def test_who_is_not_there_is_not_found(tx: Tx) -> None:
    assert people.by_slack_id(tx, "U0ANN") is None
    assert people.by_ids(tx, [1, 2]) == {}
    assert people.by_ids(tx, []) == {}
    with pytest.raises(KeyError):
        people.by_id(tx, 1)


def test_people_by_their_ids(tx: Tx) -> None:
    ann, ben = people.learn(tx, ANN), people.ensure(tx, "U0BEN")
    assert people.by_ids(tx, [ben.id, ann.id, ann.id]) == {ann.id: ann, ben.id: ben}
    assert people.by_id(tx, ben.id) == ben


def test_contacts_have_no_slack_id_and_may_be_many(tx: Tx) -> None:
    one, other = people.contact(tx, "Uma Example", "Acme", "zh_TW"), people.contact(tx, "Uma Example", None, "en")
    assert (one.slack_id, one.organisation, one.language, one.is_served) == (None, "Acme", "zh_TW", True)
    assert one.id != other.id
    assert people.contact(tx, "Uma Example", "Acme", "en") == one
    assert people.contact(tx, "Uma Example", None, "en") == other


def test_another_workspace_s_user_of_that_id_is_another_person(tx: Tx) -> None:
    ann = people.learn(tx, ANN)
    elsewhere = replace(tx, desk=replace(tx.desk, workspace="T0OTHER"))
    assert people.by_slack_id(elsewhere, "U0ANN") is None
    assert people.ensure(elsewhere, "U0ANN").id != ann.id


def test_who_acts_is_whom_slack_described(tx: Tx) -> None:
    learnt = verbs.learn(tx, ANN)
    assert verbs.acting(tx) == people.by_id(tx, learnt.person)


def test_slack_is_asked_again_after_a_day_and_believed_for_an_hour_more(tx: Tx) -> None:
    assert not verbs.is_known(tx, "U0ANN")
    verbs.learn(tx, ANN)
    assert verbs.is_known(later(tx, timedelta(hours=23, minutes=59)), "U0ANN")
    asked_again = later(tx, timedelta(hours=24))
    assert not verbs.is_known(asked_again, "U0ANN")
    assert verbs.acting(asked_again).standing is Standing.MEMBER
    unanswered = verbs.acting(later(tx, timedelta(hours=25)))
    assert (unanswered.standing, unanswered.language) == (Standing.UNKNOWN, "zh_CN")


def test_a_stranger_acts_as_unknown_and_has_a_row_from_then_on(tx: Tx) -> None:
    stranger = verbs.acting(tx)
    assert stranger.standing is Standing.UNKNOWN
    assert people.by_slack_id(tx, "U0ANN") == stranger


@pytest.mark.parametrize("standing", [Standing.GONE, Standing.APP, Standing.FOREIGN])
@pytest.mark.parametrize("since", [timedelta(0), timedelta(days=400)])
def test_who_is_no_member_is_not_served_however_long_ago_slack_said_so(
    tx: Tx, standing: Standing, since: timedelta
) -> None:
    verbs.learn(tx, replace(ANN, standing=standing))
    with pytest.raises(Refused) as refused:
        verbs.acting(later(tx, since))
    assert refused.value.refusal == NotAMember()


def test_people_picked_in_a_form_have_rows(tx: Tx) -> None:
    ann = people.learn(tx, ANN)
    picked = verbs.named(tx, ["U0BEN", "U0ANN", "U0BEN"])
    assert picked["U0ANN"] == ann
    assert picked["U0BEN"].standing is Standing.UNKNOWN
