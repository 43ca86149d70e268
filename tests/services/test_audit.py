"""The history in a real database, tampered with link by link by somebody who may write to every table."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import Engine, delete, func, select, update

from domain.desk import Channel
from domain.history import canonical, hash_of
from domain.outcomes import NotAllowed, NotFound, Refused
from domain.people import Profile, Role, Standing
from domain.records import Kind, Record
from domain.setup import NO_DESK
from services import audit, records, timers
from services.readers import Reader
from storage import people
from storage import records as record_rows
from storage import timers as timer_rows
from storage.desk import found
from storage.engine import transaction
from storage.history import facts, seals, words
from storage.outbox import outbox
from storage.tx import Tx

MONDAY = datetime(2026, 11, 2, 9, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)
KEY = audit.key_from("made-up key")
KEYS = {KEY.id: KEY.secret}


@pytest.fixture
def tx(db: Engine) -> Iterator[Tx]:
    with transaction(db, writes=True) as connection:
        row = found(connection, "T0STEWARD", None, "IT", MONDAY)
        desk = replace(NO_DESK, id=row.id, version=1, workspace="T0STEWARD", audit_channel=Channel("C0AUDIT", "en"))
        tx = Tx(connection, MONDAY, MONDAY, desk, Random(1))
        records.desk_record(tx)
        yield tx


@dataclass
class House:
    """Two records, sealed twice: RSK-1 up to fact 3 and again up to 4, RSK-2 up to 2. Then RSK-1 has a fifth."""

    tx: Tx
    one: Record
    other: Record
    posted: str

    def faults(self, posted: str | None = None) -> list[str]:
        breaks = audit.verify(self.tx, KEYS, posted)
        names = {self.one.id: "RSK-1", self.other.id: "RSK-2", None: "-"}
        return sorted(f"{one.fault} {names[one.record_id]} {one.at}" for one in breaks)


def registered(tx: Tx, title: str) -> Record:
    return records.open_record(tx, Kind.RISK, "risk.register", title, "open", words={"description": "It may fail."})


def reworded(tx: Tx, record: Record, text: str) -> Record:
    return records.change(tx, record, "risk.reword", words={"text": text})


@pytest.fixture
def house(tx: Tx) -> House:
    one, other = registered(tx, "One cable only"), registered(tx, "One cook only")
    one, other = reworded(tx, reworded(tx, one, "two"), "three"), reworded(tx, other, "two")
    assert audit.seal(tx, KEY.secret, KEY.id) == 2
    one = reworded(tx, one, "four")
    assert audit.seal(replace(tx, now=MONDAY + HOUR), KEY.secret, KEY.id) == 1
    marks = tx.connection.execute(select(seals.c.mac).order_by(seals.c.id)).scalars().all()
    return House(tx, reworded(tx, one, "five"), other, marks[-1])


def fact(house: House, seq: int) -> dict[str, object]:
    mine = (facts.c.record_id == house.one.id) & (facts.c.seq == seq)
    return dict(house.tx.connection.execute(select(facts).where(mine)).one()._mapping)


def write(house: House, seq: int, **columns: object) -> None:
    mine = (facts.c.record_id == house.one.id) & (facts.c.seq == seq)
    house.tx.connection.execute(update(facts).where(mine).values(**columns))


def edit(house: House, seq: int, **changes: object) -> str:
    """The text as a forger would have it."""
    text = canonical(json.loads(str(fact(house, seq)["body"])) | changes)
    write(house, seq, body=text)
    return text


def edit_and_hash(house: House, seq: int, **changes: object) -> str:
    mark = hash_of(edit(house, seq, **changes))
    write(house, seq, hash=mark)
    return mark


def set_head(house: House, seq: int, mark: str, **columns: object) -> None:
    mine = record_rows.records.c.id == house.one.id
    changed = update(record_rows.records).where(mine)
    house.tx.connection.execute(changed.values(head_seq=seq, head_hash=mark, **columns))


def rewrite_from(house: House, seq: int) -> None:
    """All hashes anew, the record's too: the chain alone would hold."""
    mark = edit_and_hash(house, seq, actor="U0SOMEBODY")
    for later in range(seq + 1, 6):
        mark = edit_and_hash(house, later, previous=mark)
    set_head(house, 5, mark)


def remove(house: House, *seqs: int) -> None:
    for table in (words, facts):
        mine = (table.c.record_id == house.one.id) & table.c.seq.in_(seqs)
        house.tx.connection.execute(delete(table).where(mine))


def cut(house: House, last: int, **columns: object) -> None:
    """The tail is gone, and the record says that it never was."""
    remove(house, *range(last + 1, 6))
    set_head(house, last, str(fact(house, last)["hash"]), **columns)


def remove_record(house: House) -> None:
    remove(house, 1, 2, 3, 4, 5)
    house.tx.connection.execute(delete(record_rows.records).where(record_rows.records.c.id == house.one.id))


def change_words(house: House, seq: int, name: str, **columns: object) -> None:
    mine = (words.c.record_id == house.one.id) & (words.c.seq == seq) & (words.c.name == name)
    assert house.tx.connection.execute(update(words).where(mine).values(**columns)).rowcount == 1


def remove_words(house: House, seq: int) -> None:
    mine = (words.c.record_id == house.one.id) & (words.c.seq == seq)
    house.tx.connection.execute(delete(words).where(mine))


def seal_ids(house: House) -> list[int]:
    return list(house.tx.connection.execute(select(seals.c.id).order_by(seals.c.id)).scalars())


def change_seal(house: House, place: int, **columns: object) -> None:
    mine = seals.c.id == seal_ids(house)[place]
    house.tx.connection.execute(update(seals).where(mine).values(**columns))


def remove_seal(house: House, place: int) -> None:
    house.tx.connection.execute(delete(seals).where(seals.c.id == seal_ids(house)[place]))


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


@pytest.mark.parametrize(("tamper", "found"), TAMPERINGS.values(), ids=TAMPERINGS)
def test_tampering_is_found_and_named(house: House, tamper: Callable[[House], object], found: list[str]) -> None:
    assert house.faults(house.posted) == []
    tamper(house)
    assert house.faults() == found


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
