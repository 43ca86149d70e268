"""The history in a real database, tampered with link by link: every break is found and named."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from random import Random

import pytest
from sqlalchemy import Engine, delete, select, update

from domain.setup import NO_DESK
from services import audit, records
from storage import records as record_rows
from storage.desk import found
from storage.engine import transaction
from storage.history import facts, seals
from storage.tx import Tx
from tests.services.audited import (
    HOUR,
    KEY,
    KEYS,
    MONDAY,
    House,
    begun,
    built,
    change_seal,
    change_words,
    cut,
    edit,
    edit_and_hash,
    registered,
    remove,
    remove_record,
    remove_seal,
    remove_words,
    reworded,
    rewrite_from,
    set_head,
    write,
)


@pytest.fixture
def tx(db: Engine) -> Iterator[Tx]:
    with transaction(db, writes=True) as connection:
        yield begun(connection)


@pytest.fixture
def house(tx: Tx) -> House:
    return built(tx)


GONE = {"salt": None, "text": None}
TAMPERINGS: dict[str, tuple[Callable[[House], object], list[str]]] = {
    "untouched": (lambda house: None, []),
    "fact edited": (lambda house: edit(house, 2, actor="U0SOMEBODY"), ["edited RSK-1 2"]),
    "fact edited and hashed": (
        lambda house: edit_and_hash(house, 2, actor="U0SOMEBODY"),
        ["unchained RSK-1 3"],
    ),
    "column edited": (lambda house: write(house, 2, at=MONDAY - HOUR), ["edited RSK-1 2"]),
    "chain rewritten": (lambda house: rewrite_from(house, 2), ["rewritten RSK-1 3", "rewritten RSK-1 4"]),
    "middle row gone": (lambda house: remove(house, 2), ["missing RSK-1 2"]),
    "sealed row gone": (lambda house: remove(house, 3), ["cut RSK-1 3", "missing RSK-1 3"]),
    "last fact edited": (
        lambda house: edit_and_hash(house, 5, actor="U0SOMEBODY"),
        ["head RSK-1 5"],
    ),
    "unsealed head cut": (lambda house: remove(house, 5), ["head RSK-1 4"]),
    "head moved": (lambda house: set_head(house, 4, "0" * 64), ["head RSK-1 5"]),
    "sealed tail cut": (lambda house: cut(house, 2), ["cut RSK-1 3", "cut RSK-1 4"]),
    "sealed tail cut, seal's mark too": (
        lambda house: cut(house, 2, sealed_seq=2),
        ["cut RSK-1 3", "cut RSK-1 4"],
    ),
    "record gone": (remove_record, ["cut RSK-1 3", "cut RSK-1 4"]),
    "facts gone, record left": (
        lambda house: remove(house, 1, 2, 3, 4, 5),
        ["cut RSK-1 3", "cut RSK-1 4", "head RSK-1 5"],
    ),
    "words changed": (lambda house: change_words(house, 2, "text", text="all is well"), ["words RSK-1 2"]),
    "words of the title changed": (
        lambda house: change_words(house, 1, "title", text="Two cables"),
        ["words RSK-1 1"],
    ),
    "words gone": (lambda house: remove_words(house, 2), ["words RSK-1 2"]),
    "words emptied": (lambda house: change_words(house, 2, "text", **GONE), ["words RSK-1 2"]),
    "words gone in the name of another act": (
        lambda house: change_words(house, 2, "text", **GONE, erased_by=4),
        ["words RSK-1 2"],
    ),
    "words gone in the name of no act": (
        lambda house: change_words(house, 2, "text", **GONE, erased_by=9),
        ["words RSK-1 2"],
    ),
    "words erased by an act": (lambda house: audit.erase(house.tx, house.one, 2, "text"), []),
    "seal edited": (lambda house: change_seal(house, 1, heads="[]"), ["forged - 2"]),
    "seal made without the key": (
        lambda house: change_seal(house, 1, heads="[]", mac="0" * 64),
        ["forged - 2"],
    ),
    "seal of another key": (lambda house: change_seal(house, 1, key_id="f" * 16), ["unknown_key - 2"]),
    "first seal gone": (lambda house: remove_seal(house, 0), ["seal_missing - 2"]),
    "last seal gone": (lambda house: remove_seal(house, 1), ["seal_missing RSK-1 4"]),
    "all seals gone": (
        lambda house: house.tx.connection.execute(delete(seals)),
        ["seal_missing RSK-1 4", "seal_missing RSK-2 2"],
    ),
}


def after(house: House, tamper: Callable[[House], object]) -> list[str]:
    """What is found then; afterwards all is as it was."""
    undo = house.tx.connection.begin_nested()
    tamper(house)
    faults = house.faults()
    undo.rollback()
    return faults


def test_tampering_is_found_and_named(house: House) -> None:
    assert house.faults(house.posted) == []
    found = {name: after(house, tamper) for name, (tamper, _) in TAMPERINGS.items()}
    assert found == {name: expected for name, (_, expected) in TAMPERINGS.items()}


def test_a_record_that_only_its_facts_remember(house: House) -> None:
    """What the foreign key forbids and a forger need not heed: the record's row gone, its facts left."""
    house.tx.connection.execute(update(record_rows.records).values(sealed_seq=0))
    kept = record_rows.records.c.id == house.one.id
    if house.tx.is_postgresql:
        house.tx.connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    else:
        house.tx.connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    row = house.tx.connection.execute(select(record_rows.records).where(kept)).one()
    house.tx.connection.execute(delete(record_rows.records).where(kept))
    assert house.faults() == ["head RSK-1 5"]
    house.tx.connection.execute(record_rows.records.insert().values(**row._mapping))


def test_seals_cut_off_with_all_that_they_left_show_by_the_mark_that_was_posted(house: House) -> None:
    remove_seal(house, 1)
    house.tx.connection.execute(update(record_rows.records).values(sealed_seq=0))
    assert house.faults() == []
    assert house.faults(house.posted) == ["seal_missing - 2"]


def test_nothing_is_verified_by_another_key(house: House) -> None:
    other = audit.key_from("guessed")
    breaks = audit.verify(house.tx, {other.id: other.secret})
    assert [f"{one.fault} {one.at}" for one in breaks] == ["unknown_key 1", "unknown_key 2"]


def test_many_records_are_read_in_their_turn(tx: Tx) -> None:
    made = [registered(tx, f"risk {number}") for number in range(230)]
    assert audit.seal(tx, KEY.secret, KEY.id) == 230
    assert audit.verify(tx, KEYS) == []
    middle = made[150]
    tx.connection.execute(update(facts).where(facts.c.record_id == middle.id).values(verb="x"))
    broken = audit.verify(tx, KEYS)
    assert [(one.fault, one.record_id) for one in broken] == [("edited", middle.id)]
    assert audit.names(tx, broken) == {middle.id: middle.key}


def test_what_is_written_and_sealed_meanwhile_breaks_nothing(db: Engine) -> None:
    """`bot audit verify` may run beside the bot: each chain is read as one instant has it."""
    with transaction(db, writes=True) as connection:
        row = found(connection, "T0STEWARD", None, "IT", MONDAY)
        desk = replace(NO_DESK, id=row.id, version=1, workspace="T0STEWARD")
        begun = Tx(connection, MONDAY, MONDAY, desk, Random(1))
        records.desk_record(begun)
        made = [registered(begun, f"risk {number}") for number in range(20)]

    def write_on() -> None:
        for turn in range(15):
            with transaction(db, writes=True) as connection:
                tx = replace(begun, aside=connection)
                for record in made:
                    reworded(tx, record_rows.lock(tx, record.id), f"turn {turn}")
            with transaction(db, writes=True) as connection:
                tx = replace(begun, aside=connection)
                audit.erase(tx, record_rows.lock(tx, made[turn].id), 1, "title")
                assert audit.seal(tx, KEY.secret, KEY.id)

    rounds = 0
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write_on)
        while not writing.done() or not rounds:
            with transaction(db, writes=False) as connection:
                assert audit.verify(replace(begun, aside=connection), KEYS) == []
            rounds += 1
        writing.result()
    assert rounds > 1
