"""The history's audit as an operator and the audit channel see it."""

from collections.abc import Iterator

import pytest
import yaml
from sqlalchemy import delete, update

from bot import auditing
from storage.history import facts, seals, words
from storage.tx import Tx
from tests.world import Card, World
from tests.world.hours import agreed

KEY = "made-up audit key"


@pytest.fixture
def sealed(database_url: str) -> Iterator[World]:
    """A company that works five minutes a week, so that no warning falls due whenever this is run."""
    file = yaml.safe_load(agreed())
    file["calendars"][0]["hours"] = {"sun": "03:00-03:05"}
    made = World(database_url, audit_key=KEY, desk=str(yaml.safe_dump(file, allow_unicode=True)))
    yield made
    made.close()


def verified(world: World, head: str | None = None, key: str | None = KEY, old: tuple[str, ...] = ()) -> list[str]:
    return world.run(auditing.verify(world.steward.ledger, key, head, old))


def filed(world: World) -> None:
    world.person("ann").types("/ticket printer on 3F is down")
    world.channel("it-desk").expect("IT-1")
    world.person("ann").dm.expect("IT-1")


def seal(world: World) -> Card:
    world.clock.advance(hours=1)
    return world.channel("audit").expect("🔏 Seal", "over the history of", "bot audit verify --head")


def mark_of(card: Card) -> str:
    return card.text.split("`")[1]


def test_the_history_is_sealed_every_hour_and_the_mark_is_posted(sealed: World) -> None:
    filed(sealed)
    first = seal(sealed)
    assert "Seal 1 over the history of 2 records" in first.text
    assert len(mark_of(first)) == 64
    sealed.clock.advance(hours=1)
    sealed.clock.advance(minutes=20)
    assert verified(sealed, mark_of(first)) == []


def test_what_was_tampered_with_is_told_in_plain_words(sealed: World) -> None:
    filed(sealed)
    mark = mark_of(seal(sealed))
    assert verified(sealed, f" `{mark.upper()}` ") == []

    def tamper(tx: Tx) -> None:
        mine = (facts.c.verb == "ticket.file") & (facts.c.seq == 1)
        tx.connection.execute(update(facts).where(mine).values(hash="0" * 64))
        tx.connection.execute(delete(words).where(words.c.name == "title"))

    sealed.run(sealed.steward.ledger.write(tamper))
    assert [line for line in verified(sealed, mark) if "fact 1:" in line] == [
        "IT-1, fact 1: it was edited.",
        "IT-1, fact 1: it was sealed and is another now.",
    ]


def test_seals_that_are_gone_or_of_another_key_are_told_of(sealed: World) -> None:
    filed(sealed)
    mark = mark_of(seal(sealed))
    assert verified(sealed, key=None) == ["Seal 1: not checked, because AUDIT_KEY is not set."]
    assert verified(sealed, key="guessed") == [
        "Seal 1: not checked, because neither AUDIT_KEY nor AUDIT_KEYS_OLD holds the key that made them."
    ]
    assert verified(sealed, key="the next key", old=("before", KEY)) == []
    assert verified(sealed, key=None, old=(KEY,)) == []

    def remove(tx: Tx) -> None:
        tx.connection.execute(delete(seals))

    sealed.run(sealed.steward.ledger.write(remove))
    assert "Seal 1, or the one before it, is gone: the row of seals is broken there." in verified(sealed, mark)
    assert any("sealed up to fact 1, but no seal says so" in line for line in verified(sealed))


def test_without_a_key_nothing_is_sealed_and_the_log_says_so(world: World) -> None:
    filed(world)
    world.clock.advance(hours=1)
    assert "AUDIT_KEY is not set" in world.log.getvalue()
    assert verified(world, key=None) == []
