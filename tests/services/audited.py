"""A history worth tampering with, and the tools of somebody who may write to every table."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from sqlalchemy import Connection, delete, select, update

from domain.desk import Channel
from domain.history import canonical, hash_of
from domain.records import Kind, Record
from domain.setup import NO_DESK
from services import audit, records
from storage import records as record_rows
from storage.desk import found
from storage.history import facts, seals, words
from storage.tx import Tx

MONDAY = datetime(2026, 11, 2, 9, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)
KEY = audit.key_from("made-up key")
KEYS = {KEY.id: KEY.secret}


def begun(connection: Connection) -> Tx:
    """A desk with an audit channel and its own record."""
    row = found(connection, "T0STEWARD", None, "IT", MONDAY)
    desk = replace(NO_DESK, id=row.id, version=1, workspace="T0STEWARD", audit_channel=Channel("C0AUDIT", "en"))
    tx = Tx(connection, MONDAY, MONDAY, desk, Random(1))
    records.desk_record(tx)
    return tx


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


def built(tx: Tx) -> House:
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
