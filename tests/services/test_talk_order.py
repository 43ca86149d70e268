"""Words, their edits and their deletion, told of in every order and more than once: they end alike."""

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations

import pytest

from domain.outcomes import Refused
from services import cards, conversations, intake
from services.notes import MIRROR
from services.talk import Said
from storage import copies, notes
from storage import records as rows
from storage.tx import Tx
from tests.services import test_acts_and_reads as company
from tests.services.test_acts_and_reads import by

tx = company.tx  # the fixture

CARD, OWN, WORDS = "1700000000.000001", "1700000000.000002", "1700000001.000000"
PLACES = {"BEN": ("C0ITDESK", CARD), "ANN": ("D0ANN", OWN)}
Event = Callable[[Tx], object]


def filed(tx: Tx) -> int:
    intake.file(by(tx, "ANN"), "No Wi-Fi", source="command")
    record = rows.by_key(tx, "IT-1").id
    for copy in copies.of(tx, record):
        channel, ts = PLACES["BEN" if copy.view == cards.CARD else "ANN"]
        copies.posted(tx, copy.id, channel, ts, 1, None)
    return record


def said(who: str, text: str, reply: str | None = None, version: str = "") -> Said:
    return Said(PLACES[who][0], WORDS, text, reply, version)


def events(who: str, *, deleted: bool) -> dict[str, Event]:
    channel, thread = PLACES[who]
    was = who == "BEN"

    def edit(text: str, version: str) -> Event:
        words = said(who, f"reply: {text}" if was else text, text if was else None, version)
        return lambda tx: conversations.edited(by(tx, who), thread, words, was)

    def hear(tx: Tx) -> object:
        words = said(who, "reply: first" if was else "first", "first" if was else None)
        return conversations.hear(by(tx, who), thread, words)

    def delete(tx: Tx) -> object:
        return conversations.deleted(replace(tx, actor=None), channel, thread, WORDS, f"U0{who}")

    edits = {text: edit(text, f"170000000{at}.000000") for at, text in enumerate(("second", "third"), 2)}
    told = {"said": hear, **edits}
    return told | ({"deleted": delete} if deleted else {})


@pytest.mark.parametrize("who", PLACES)
@pytest.mark.parametrize("deleted", [False, True])
def test_whatever_the_order_the_end_is_the_same(tx: Tx, who: str, deleted: bool) -> None:  # noqa: FBT001
    record = filed(tx)
    told = events(who, deleted=deleted)
    for order in permutations(told):
        point = tx.connection.begin_nested()
        for name in order:
            told[name](tx)
            told[name](tx)  # and once more
        (note,) = notes.of(tx, record)
        mirrors = [copy for copy in copies.of(tx, record) if copy.view == MIRROR]
        assert note.text == ("" if deleted else "third"), order
        assert (note.deleted_at is not None) is deleted, order
        assert len(mirrors) <= 1, order
        if not deleted:
            assert [copy.place for copy in mirrors] == ["U0ANN" if who == "BEN" else "C0ITDESK"], order
        assert not deleted or "deleted" not in order[0] or mirrors == [], order
        point.rollback()


def test_a_stranger_s_edit_of_words_never_heard_is_refused_as_the_words_would_be(tx: Tx) -> None:
    record = filed(tx)
    words = said("BEN", "Me too")
    with pytest.raises(Refused):
        conversations.edited(by(tx, "ANN"), CARD, replace(words, version="1700000002.000000"), False)  # noqa: FBT003
    assert notes.of(tx, record) == []
    assert [copy for copy in copies.of(tx, record) if copy.view == MIRROR] == []
