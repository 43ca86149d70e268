"""When heads are sealed and made known, and how words are erased."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import Engine, func, select

from domain.outcomes import NotAllowed, NotFound, Refused
from domain.people import Profile, Role, Standing
from services import audit, records, timers
from services.readers import Reader
from storage import people
from storage import records as record_rows
from storage import timers as timer_rows
from storage.engine import transaction
from storage.history import seals, words
from storage.outbox import outbox
from storage.tx import Tx
from tests.services.audited import (
    HOUR,
    KEY,
    KEYS,
    MONDAY,
    House,
    begun,
    built,
    fact,
    registered,
    reworded,
)


@pytest.fixture
def tx(db: Engine) -> Iterator[Tx]:
    with transaction(db, writes=True) as connection:
        yield begun(connection)


@pytest.fixture
def house(tx: Tx) -> House:
    return built(tx)


def test_erased_words_are_gone_and_the_act_is_in_the_history(house: House) -> None:
    record = audit.erase(house.tx, house.one, 1, "title")
    erased = house.tx.connection.execute(
        select(words).where(words.c.record_id == house.one.id, words.c.seq == 1, words.c.name == "title")
    ).one()
    assert (erased.text, erased.salt, erased.erased_by) == (None, None, 6)
    assert json.loads(str(fact(house, 6)["body"]))["after"] == {"fact": 1, "name": "title"}
    for seq, name in ((1, "title"), (2, "title"), (77, "text")):
        with pytest.raises(Refused) as refused:
            audit.erase(house.tx, record, seq, name)
        assert refused.value.refusal == NotFound("RSK-1")


@pytest.mark.parametrize("may", [True, False])
def test_only_administrators_erase(house: House, *, may: bool) -> None:
    sam = people.learn(house.tx, Profile("U0SAM", "Sam", None, "en", "UTC", Standing.MEMBER))
    role = Role.ADMIN if may else Role.AUDITOR
    tx = replace(house.tx, actor="U0SAM", desk=replace(house.tx.desk, roles={role: frozenset({sam.id})}))
    if may:
        audit.erase(tx, house.one, 2, "text")
    else:
        with pytest.raises(Refused) as refused:
            audit.erase(tx, house.one, 2, "text")
        assert refused.value.refusal == NotAllowed("history.erase")
    assert house.faults() == []


def tick(tx: Tx, key: audit.Key | None = KEY) -> None:
    while due := timer_rows.due(tx, 10):
        for timer in due:
            timers.fire(tx, timer, {audit.SEAL: audit.act(key)})


def armed(tx: Tx) -> list[datetime]:
    mine = (timer_rows.timers.c.kind == audit.SEAL) & (timer_rows.timers.c.state == timer_rows.WAITING)
    return list(tx.connection.execute(select(timer_rows.timers.c.due_at).where(mine)).scalars())


def sealed(tx: Tx) -> int:
    return int(tx.connection.execute(select(func.count()).select_from(seals)).scalar_one())


def told(tx: Tx) -> list[dict[str, object]]:
    mine = (outbox.c.notice == audit.SEAL) & (outbox.c.place == "C0AUDIT")
    return list(tx.connection.execute(select(outbox.c.args).where(mine).order_by(outbox.c.id)).scalars())


def test_facts_are_sealed_by_the_hour_while_there_are_any(tx: Tx) -> None:
    audit.arm(tx)
    assert armed(tx) == []
    one = registered(tx, "One cable only")
    audit.arm(tx)
    ten = MONDAY.replace(hour=10, minute=0)
    assert armed(tx) == [ten]
    audit.arm(replace(tx, now=ten))
    assert armed(tx) == [ten]
    tick(replace(tx, now=ten))
    assert (sealed(tx), armed(tx)) == (1, [ten + HOUR])
    reworded(tx, one, "two")
    tick(replace(tx, now=ten + HOUR))
    tick(replace(tx, now=ten + 2 * HOUR))
    assert (sealed(tx), armed(tx)) == (2, [])
    assert told(tx) == [{"seal": 1}, {"seal": 2}]
    assert audit.verify(tx, KEYS) == []


def test_more_heads_than_one_seal_takes_are_sealed_at_once_all_the_same(tx: Tx) -> None:
    for number in range(audit.MOST + 3):
        registered(tx, f"risk {number}")
    audit.arm(tx)
    tick(replace(tx, now=MONDAY + HOUR))
    assert sealed(tx) == 2
    assert not record_rows.has_unsealed(tx)
    assert audit.verify(tx, KEYS) == []


def test_a_timer_left_behind_seals_nothing_without_the_key(tx: Tx) -> None:
    registered(tx, "One cable only")
    audit.arm(tx)
    tick(replace(tx, now=MONDAY + HOUR), None)
    assert (sealed(tx), armed(tx)) == (0, [])


def test_without_an_audit_channel_the_mark_stays_inside(tx: Tx) -> None:
    tx = replace(tx, desk=replace(tx.desk, audit_channel=None))
    registered(tx, "One cable only")
    assert audit.seal(tx, KEY.secret, KEY.id) == 1
    assert audit.seal(tx, KEY.secret, KEY.id) == 0
    assert told(tx) == []


def test_a_seal_is_shown_in_the_audit_channel_alone(house: House) -> None:
    desk = records.desk_record(house.tx)
    sight = audit.see_seal(house.tx, desk.id, Reader("C0AUDIT", None, "en", "UTC"), 2)
    assert sight == audit.SealSight(2, house.posted, 1)
    assert audit.see_seal(house.tx, desk.id, Reader("C0ITDESK", None, "en", "UTC"), 2) is None
    assert audit.see_seal(house.tx, desk.id, Reader("C0AUDIT", None, "en", "UTC"), 3) is None
