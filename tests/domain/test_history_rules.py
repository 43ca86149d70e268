"""A chain is forged link by link, and every tampering is found where it was done."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.history import (
    ERASE,
    Break,
    Erased,
    Fact,
    Fault,
    Head,
    Json,
    Row,
    Words,
    canonical,
    digest,
    hash_of,
    verify_chain,
)
from domain.seals import Seal, heads_of, heads_text, seal_mac, verify_seals

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SALT = bytes(range(16))
IT_7 = 7


def chain_of(length: int, record_id: int = IT_7) -> list[Row]:
    """Facts of a made-up ticket; every one has words beside it. The fifth is the act that erases the third's."""
    rows: list[Row] = []
    for seq in range(1, length + 1):
        words = {"title": Words(SALT, f"printer {seq} is down")}
        fact = Fact(
            record_id=record_id,
            seq=seq,
            at=NOW + timedelta(minutes=seq),
            actor="U0MADEUP",
            verb=ERASE if seq == 5 else "reply",
            before={"state": "new"},
            after={"fact": 3, "name": "title"} if seq == 5 else {"state": "new", "note": seq},
            digests={name: digest(said.salt, said.text) for name, said in words.items()},
            previous=rows[-1].hash if rows else None,
        )
        rows.append(Row(record_id, seq, fact.at, fact.verb, fact.text, hash_of(fact.text), words))
    return rows


def head_of(rows: list[Row]) -> Head:
    return Head(rows[-1].record_id, rows[-1].seq, rows[-1].hash)


def edited(row: Row, **changes: Json) -> Row:
    return replace(row, text=canonical(json.loads(row.text) | changes))


def rehashed(row: Row) -> Row:
    """As a careful forger leaves it: hash and columns agree with the text again."""
    fact = json.loads(row.text)
    return replace(row, hash=hash_of(row.text), verb=fact["verb"] if fact else row.verb)


def erased(row: Row, by_fact: int) -> Row:
    return replace(row, words={"title": Erased(by_fact)})


def reworded(row: Row, text: str) -> Row:
    return replace(row, words={"title": Words(SALT, text)})


Rows = list[Row]


@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        (lambda rows: rows, []),
        (lambda rows: [*rows[:2], edited(rows[2], verb="resolve"), *rows[3:]], ["edited 3"]),
        (lambda rows: [*rows[:2], rehashed(edited(rows[2], verb="resolve")), *rows[3:]], ["unchained 4"]),
        (lambda rows: [*rows[:4], rehashed(edited(rows[4], verb="resolve"))], ["head 5"]),
        (lambda rows: [*rows[:2], replace(rows[2], text=rows[2].text + " "), *rows[3:]], ["edited 3"]),
        (lambda rows: [*rows[:2], replace(rows[2], text="{"), *rows[3:]], ["edited 3", "unchained 3"]),
        (lambda rows: [*rows[:2], replace(rows[2], text="[" * 9999), *rows[3:]], ["edited 3", "unchained 3"]),
        (lambda rows: [*rows[:2], rehashed(replace(rows[2], text="[]")), *rows[3:]],
         ["edited 3", "unchained 3", "unchained 4"]),
        (lambda rows: [*rows[:2], *rows[3:]], ["missing 3"]),
        (lambda rows: rows[1:], ["missing 1"]),
        (lambda rows: rows[:4], ["head 4"]),
        (lambda rows: [], ["head 5"]),
        (lambda rows: [rows[0], replace(rows[2], seq=2), replace(rows[1], seq=3), *rows[3:]],
         ["edited 2", "edited 3", "unchained 2", "unchained 3", "unchained 4"]),
        (lambda rows: [*rows[:2], replace(rows[2], record_id=8), *rows[3:]], ["edited 3"]),
        (lambda rows: [*rows[:2], rehashed(edited(rows[2], previous="0" * 64)), *rows[3:]],
         ["unchained 3", "unchained 4"]),
        (lambda rows: [*rows[:2], reworded(rows[2], "all is well"), *rows[3:]], ["words 3"]),
        (lambda rows: [*rows[:2], replace(rows[2], words={"title": Words(b"", "x")}), *rows[3:]], ["words 3"]),
        (lambda rows: [*rows[:2], replace(rows[2], words={"reply": rows[2].words["title"]}), *rows[3:]],
         ["words 3"]),
        (lambda rows: [*rows[:2], replace(rows[2], words={}), *rows[3:]], ["words 3"]),
        (lambda rows: [*rows[:2], erased(rows[2], 5), *rows[3:]], []),
        (lambda rows: [*rows[:2], erased(rows[2], 6), *rows[3:]], ["words 3"]),
        (lambda rows: [*rows[:2], erased(rows[2], 4), *rows[3:]], ["words 3"]),
        (lambda rows: [rows[0], erased(rows[1], 5), *rows[2:]], ["words 2"]),
        (lambda rows: [*rows[:2], erased(rows[2], 3), *rows[3:]], ["words 3"]),
        (lambda rows: [*rows[:2], replace(rows[2], verb="resolve"), *rows[3:]], ["edited 3"]),
        (lambda rows: [*rows[:2], replace(rows[2], at=NOW), *rows[3:]], ["edited 3"]),
    ],
    ids=[
        "untouched", "edited", "edited and hashed anew", "last one edited and hashed anew", "a space more",
        "garbage", "deep garbage", "another document", "middle row gone", "first row gone", "tail gone",
        "all rows gone", "two rows changed places", "another record's", "wrong predecessor", "other words",
        "short salt", "words nobody digested", "words gone", "words erased", "erased by no fact",
        "erased by another act", "erased by the act for others' words", "erased by itself",
        "another verb's column", "another time's column",
    ],
)  # fmt: skip
def test_tampering_is_found(tamper: Callable[[Rows], Rows], found: list[str]) -> None:
    rows = chain_of(5)
    breaks = verify_chain(tamper(rows), head_of(rows))
    assert sorted(f"{one.fault} {one.at}" for one in breaks) == found


def test_a_record_that_is_gone_leaves_its_facts_behind() -> None:
    assert verify_chain(chain_of(2), None) == [Break(Fault.HEAD, IT_7, 2)]
    assert verify_chain([], None) == []
    assert verify_chain([], Head(IT_7, 0, "")) == []


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_sign_changed_anywhere_is_found(data: st.DataObject) -> None:
    rows = chain_of(3)
    index, in_hash = data.draw(st.integers(0, 2)), data.draw(st.booleans())
    old = rows[index].hash if in_hash else rows[index].text
    place = data.draw(st.integers(0, len(old) - 1))
    sign = data.draw(st.characters(codec="utf-8").filter(lambda sign: sign != old[place]))
    new = old[:place] + sign + old[place + 1 :]
    rows[index] = replace(rows[index], hash=new) if in_hash else replace(rows[index], text=new)
    assert verify_chain(rows, head_of(chain_of(3)))


jsons = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=12,
)


@given(jsons)
def test_canonical_text_says_what_it_was_given(value: Json) -> None:
    text = canonical(value)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text


def test_canonical_text_is_one_text() -> None:
    assert (
        canonical({"b": [1, True, None], "a": {"z": "报", "y": ""}}) == '{"a":{"y":"","z":"报"},"b":[1,true,null]}'
    )
    assert canonical({"verb": Fault.CUT}) == '{"verb":"cut"}'


@pytest.mark.parametrize(
    "value", [1.5, float("nan"), {"a": [float("inf")]}, {1: "a"}, {"at": NOW}, b"x", {"a": {1, 2}}], ids=repr
)
def test_what_a_fact_does_not_hold(value: Json) -> None:
    with pytest.raises(TypeError, match="a fact"):
        canonical(value)


def test_half_a_character_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        canonical({"title": "\ud83d"})


def test_a_fact_reads_the_same_for_ever() -> None:
    """Hashes of stored facts hang on this text: if it must change, SCHEMA rises and old texts stay."""
    fact = Fact(7, 1, NOW, None, "file", {}, {"state": "new"}, {"title": "d"}, None)
    assert fact.text == (
        '{"actor":null,"after":{"state":"new"},"at":1772442000000000,"before":{},"digests":{"title":"d"},'
        '"previous":null,"record":7,"schema":1,"seq":1,"verb":"file"}'
    )


def test_digests_need_their_salt() -> None:
    assert digest(SALT, "printer") != digest(SALT[::-1], "printer")
    assert digest(SALT, "printer") != digest(SALT, "printers")
    with pytest.raises(ValueError, match="guessed"):
        digest(SALT[1:], "printer")


KEYS = {"2026": b"made-up key", "2027": b"another made-up key"}


class House:
    """Two records' chains, sealed three times, the key changed once."""

    def __init__(self) -> None:
        self.rows = {record_id: chain_of(6, record_id) for record_id in (7, 8)}
        self.seals: list[Seal] = []
        for ends, key_id in (({7: 2}, "2026"), ({8: 3, 7: 4}, "2026"), ({8: 5}, "2027")):
            heads = heads_text(head_of(self.rows[record_id][:seq]) for record_id, seq in ends.items())
            previous = self.seals[-1].mac if self.seals else ""
            number, at = 10 * len(self.seals) + 10, NOW + timedelta(hours=len(self.seals))
            mac = seal_mac(KEYS[key_id], at, key_id, heads, previous)
            self.seals.append(Seal(number, at, key_id, heads, previous, mac))

    def hashes_at(self, heads: Sequence[Head]) -> dict[tuple[int, int], str]:
        asked = {(head.record_id, head.seq) for head in heads}
        rows = [row for chain in self.rows.values() for row in chain]
        return {(row.record_id, row.seq): row.hash for row in rows if (row.record_id, row.seq) in asked}

    def faults(self, posted: str | None = None) -> list[str]:
        breaks = verify_seals(self.seals, KEYS, self.hashes_at, posted)
        return sorted(f"{one.fault} {one.record_id or '-'} {one.at}" for one in breaks)


def forged(one: Seal, heads: str) -> Seal:
    """By someone without the key."""
    return replace(one, heads=heads, mac=seal_mac(b"guessed", one.at, one.key_id, heads, one.previous))


def cut(house: House, record_id: int, seq: int) -> None:
    del house.rows[record_id][seq:]


def rewrite(house: House, record_id: int) -> None:
    """The whole chain anew, hashes and all, as if the third fact had been another."""
    anew: list[Row] = []
    for row in house.rows[record_id]:
        changes: dict[str, Json] = {"verb": "resolve"} if row.seq == 3 else {}
        anew.append(rehashed(edited(row, **changes, previous=anew[-1].hash if anew else None)))
    house.rows[record_id] = anew
    assert verify_chain(anew, head_of(anew)) == []


TAMPERINGS: dict[str, tuple[Callable[[House], object], list[str]]] = {
    "untouched": (lambda house: None, []),
    "unsealed tail cut": (lambda house: cut(house, 7, 4), []),
    "sealed tail cut": (lambda house: cut(house, 7, 3), ["cut 7 4"]),
    "record gone": (lambda house: house.rows.pop(8), ["cut 8 3", "cut 8 5"]),
    "history rewritten": (lambda house: rewrite(house, 7), ["rewritten 7 4"]),
    "middle seal gone": (lambda house: house.seals.pop(1), ["seal_missing - 30"]),
    "first seal gone": (lambda house: house.seals.pop(0), ["seal_missing - 20"]),
    "last seal gone": (lambda house: house.seals.pop(), ["seal_missing - 21"]),
    "all seals gone": (lambda house: house.seals.clear(), ["seal_missing - 1"]),
}


@pytest.mark.parametrize(("tamper", "found"), TAMPERINGS.values(), ids=TAMPERINGS)
def test_what_seals_show(tamper: Callable[[House], object], found: list[str]) -> None:
    house = House()
    posted = house.seals[-1].mac
    tamper(house)
    assert house.faults(posted) == found


def test_a_seal_cannot_be_made_without_the_key() -> None:
    house = House()
    house.seals[2] = forged(house.seals[2], "[]")
    assert house.faults() == ["forged - 30"]
    house.seals[2] = replace(house.seals[2], key_id="2031")
    assert house.faults() == ["unknown_key - 30"]
    with pytest.raises(ValueError, match="needs a key"):
        seal_mac(b"", NOW, "2026", "[]", "")


@pytest.mark.parametrize(
    "change",
    [
        lambda one: replace(one, at=NOW),
        lambda one: replace(one, key_id="2027"),
        lambda one: replace(one, heads="[]"),
        lambda one: replace(one, previous=""),
    ],
    ids=["at", "key_id", "heads", "previous"],
)
def test_all_of_a_seal_is_under_its_mark(change: Callable[[Seal], Seal]) -> None:
    house = House()
    house.seals[1] = change(house.seals[1])
    assert "forged" in {fault.split()[0] for fault in house.faults()}


def test_heads_come_back_out_of_a_seal() -> None:
    house = House()
    assert heads_of(house.seals[1].heads) == [head_of(house.rows[7][:4]), head_of(house.rows[8][:3])]
