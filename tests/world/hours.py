"""Companies that keep hours: from which instant on, and by which agreement."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from domain.calendars import changes_in
from services import desk
from tests.world.people import Card
from tests.world.world import EXAMPLE, World

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY, FRIDAY = 0, 4

Open = Callable[..., World]


def opened(database_url: str, **agreement: object) -> Iterator[Open]:
    """A company from that instant on, with `hours` on every day if given, else Monday to Friday as it has them."""
    made: list[World] = []

    def begin(start_at: datetime, hours: str | None = None) -> World:
        made.append(World(database_url, desk=agreed(hours, **agreement), start_at=start_at))
        return made[-1]

    yield begin
    for world in made:
        world.close()


def agreed(hours: str | None = None, **agreement: object) -> str:
    """The example desk without holidays, so that every week is like every other, and this in its agreement."""
    file: dict[str, Any] = yaml.safe_load((EXAMPLE / "desk.yaml").read_text())
    office = file["calendars"][0]
    del office["holidays"], office["closed"]
    if hours:
        office["hours"] = dict.fromkeys(["mon", "tue", "wed", "thu", "fri", "sat", "sun"], hours)
    file["agreement"] |= agreement
    file["risks"]["breaches"]["least"] = 10_000  # the indicator's own alarms are told of in its own tests
    return str(yaml.safe_dump(file, allow_unicode=True))


def coming(weekday: int, clock: str) -> datetime:
    """The next such day, at that time in Berlin, in a week without a change of clocks on its Sunday."""
    day = datetime.now(BERLIN).date() + timedelta(days=1)
    changes = {at.date() for year in (day.year, day.year + 1) for at in changes_in("Europe/Berlin", year)}
    while day.weekday() != weekday or any(day <= at <= day + timedelta(days=7) for at in changes):
        day += timedelta(days=1)
    return datetime.combine(day, time.fromisoformat(clock), BERLIN)


def night_of_change(*, spring: bool) -> datetime:
    """The coming instant at which Berlin's clocks go forward (or back)."""
    now = datetime.now(UTC)
    changes = [at for year in (now.year, now.year + 1) for at in changes_in("Europe/Berlin", year)]
    return next(at for at in changes if at > now + timedelta(days=1) and (at.month < 7) is spring)


def filed(world: World, title: str = "printer on 3F is down", key: str = "IT-1") -> tuple[Card, Card]:
    """The team's card and the requester's."""
    assert key in world.person("ann").types(f"/ticket {title}").whisper
    return world.channel("it-desk").expect(key), world.person("ann").dm.expect(key)


def asleep(world: World, **span: float) -> None:
    """Time passes and nobody ticks."""
    now = world.run(world.steward.ledger.read(desk.now))
    world.run(world.steward.ledger.write(desk.move_clock, now + timedelta(**span)))
    world.settle()
