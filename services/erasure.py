"""Erasing what one person typed, and their name. Asked by the operator; each piece that goes is a recorded act, and
the chain stays whole.

Done a few rows at a time, record by record, and each time it looks at what is left: it may be stopped at any moment
and begun again.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from domain.erasure import ERASED, GONE, is_own
from domain.people import Person
from domain.records import Kind, Record, key_of
from services import audit, notes, records
from storage import attributes, erasure, people
from storage import notes as note_rows
from storage import records as rows
from storage.erasure import NOTES, PLACES, Beside
from storage.tx import Tx

LOT = 8  # pieces at once: each is a fact, its words, its record and the copies of that
HEARD = 50  # rows
BESIDE, DESK_FILE, PERSON, WHO = (
    "words beside the history",
    "what the desk file said of them before",
    "their name, e-mail address and profile",
    "their name on what was heard lately",
)


@dataclass(frozen=True)
class Found:
    """How many of each kind there are, and in which records."""

    counts: Mapping[str, int]
    records: frozenset[int]


def known(tx: Tx, slack_id: str) -> Person | None:
    return people.by_slack_id(tx, slack_id)


def lying(tx: Tx, person: Person) -> Found:
    """All but the words beside what they did, for which see `beside`."""
    places = erasure.lying(tx, person.id)
    names = [NOTES, *(place.name for place in PLACES)]
    counts = {name: sum(at == name for at, _ in places) for name in names}
    desk_record = rows.find(tx, key_of(Kind.DESK, 1, tx.desk.prefix))
    about = _words_of(tx, desk_record, person) if desk_record else []
    first = erasure.opening(tx, person.id)
    counts |= {BESIDE: len(first) + len([one for one in about if _actor(one) != person.slack_id])}
    counts |= {DESK_FILE: erasure.said_before(tx, person.slack_id or "")}
    counts |= {PERSON: int(people.has_profile(tx, person.id)), WHO: erasure.heard(tx, person.slack_id or "")}
    there = {record for _, record in places} | set(first) | ({desk_record.id} if desk_record and about else set())
    return Found(counts, frozenset(there))


def beside(tx: Tx, person: Person, after: int) -> tuple[list[int], int | None]:
    """Records of words beside what they did, one for each, in the next window; and where to go on."""
    return erasure.beside(tx, person.slack_id or "", after)


def files_of(tx: Tx, person: Person) -> list[tuple[str, str]]:
    """Name and id of each file that they said with a note."""
    return erasure.files_of(tx, person.id)


def is_described(tx: Tx, person: Person) -> bool:
    """Does the desk file say anything of them now?"""
    return person.id in tx.desk.known


def erase_person(tx: Tx, person_id: int) -> int:
    """The row keeps the Slack id, which facts name, and nothing that Slack told of it or will tell."""
    person = people.by_id(tx, person_id)
    found = int(people.has_profile(tx, person.id)) + erasure.said_before(tx, person.slack_id or "")
    if found:
        record = records.desk_record(tx)
        records.change(tx, record, ERASED, about={"person": person.id})
        people.forget(tx, person.id)
        attributes.forget(tx, person.id)
        erasure.blank_before(tx, person.slack_id or "", person.id)
    erasure.forget_drafts(tx, person.slack_id or "")
    return found


def forget_heard(tx: Tx, person: Person) -> int:
    """Answers how many rows; 0 where none is left."""
    return erasure.forget_heard(tx, person.slack_id or "", HEARD)


def erase_some(tx: Tx, person: Person, record_id: int) -> int:
    """Some of what is theirs in one record; answers how many pieces, 0 where none is left."""
    record, count = rows.lock(tx, record_id), 0
    for one in _words_of(tx, record, person)[:LOT]:
        record = audit.erase(tx, record, one.seq, one.name)
        _blank_task(tx, one)
        count += 1
    return count or _blank(tx, record, person)


def _words_of(tx: Tx, record: Record, person: Person) -> list[Beside]:
    asked, slack_id = erasure.is_asked(tx, record.id, person.id), person.slack_id or ""
    return [
        one
        for one in erasure.words_of(tx, record.id)
        if is_own(json.loads(one.body), record.kind, slack_id, person.id, asked=asked)
    ]


def _actor(one: Beside) -> str | None:
    actor: str | None = json.loads(one.body)["actor"]
    return actor


def _blank_task(tx: Tx, one: Beside) -> None:
    fact = json.loads(one.body)
    if fact["verb"] == "task.add":
        erasure.blank_task(tx, fact["after"]["task"])


def _blank(tx: Tx, record: Record, person: Person) -> int:
    """The practices' own tables, once no words beside the history are left; the fact says how many were."""
    some = erasure.notes_left(tx, record.id, person.id, LOT)
    for note in some:
        notes.blank(tx, note_rows.get(tx, note), GONE)
    blanked = Counter({"notes": len(some)})
    for place in PLACES:  # a table may be two
        blanked[place.table.name] += erasure.blank(tx, place, record.id, person.id)
    told = {name: count for name, count in blanked.items() if count}
    if told:
        records.change(tx, record, ERASED, about={"person": person.id, **told})
    return sum(told.values())
