"""`bot erase`: what is one person's goes from the database. The operator's terminal is in English."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.people import Person
from handlers.files import mark_of
from handlers.ledger import Ledger
from services import erasure, uploads
from services.erasure import BESIDE

BEYOND = """Not reached, and yours to see to:
- messages in Slack: their own, files with them, and what Steward said in threads. Cards and passed-on notes are
  drawn anew while bot run is going;
- their Slack id, which the history names as who acted, and reasons that they gave for maintenance windows: both are
  in the chain;
- what others wrote, of them or in their name; events that are parked; backups and copies of this database.
What Slack tells of them from now on is kept without name, e-mail address and profile."""


@dataclass(frozen=True)
class Erasure:
    """Of one person: how many pieces of each kind there are, and in which records."""

    person: Person
    counts: dict[str, int]
    records: Sequence[int]
    is_described: bool

    @property
    def is_done(self) -> bool:
        return not any(self.counts.values())

    def lines(self) -> Iterator[str]:
        """What would be erased."""
        who = self.person.slack_id or ""
        if self.is_done:
            yield f"Nothing of {who} is left to erase."
        else:
            name = f" ({self.person.name})" if self.person.name != who else ""
            yield f"Of {who}{name} this would be erased, for good:"
            yield from (f"{count:>9,}  {what}" for what, count in self.counts.items() if count)
            yield f"It lies in {len(self.records):,} records; each act is written into their history."


async def sought(ledger: Ledger, slack_id: str) -> Erasure | None:
    """None for somebody whom nobody knows here. Only reads, a part of the history at a time."""
    person = await ledger.read(erasure.known, slack_id)
    if person is None:
        return None
    found = await ledger.read(erasure.lying, person)
    counts, records = Counter(found.counts), set(found.records)
    after: int | None = 0
    while after is not None:
        some, after = await ledger.read(erasure.beside, person, after)
        counts[BESIDE] += len(some)
        records |= set(some)
    is_described = await ledger.read(erasure.is_described, person)
    return Erasure(person, dict(counts), sorted(records), is_described)


async def erase(ledger: Ledger, asked: Erasure) -> int:
    """Answers how many pieces went. Stopped at any moment, it is begun again by asking anew."""
    person = asked.person
    done = await ledger.write(erasure.erase_person, person.id)
    for name, file_id in await ledger.read(erasure.files_of, person):
        await ledger.write(uploads.forget, mark_of(name, file_id.encode()))
    for record in asked.records:
        while some := await ledger.write(erasure.erase_some, person, record):
            done += some
    while some := await ledger.write(erasure.forget_heard, person):
        done += some
    return done
