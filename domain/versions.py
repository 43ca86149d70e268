"""From every version of agreement and calendars to the agreements that held before the present one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from domain.agreements import Agreement
from domain.calendar_setup import CalendarBody
from domain.setup import THE_AGREEMENT, AgreementBody, Body, Name, Part, agreed


@dataclass(frozen=True)
class Version:
    """What an object was from an instant on; without a body it was retired."""

    name: Name
    effective_at: datetime
    body: Body | None


def past_agreements(versions: Sequence[Version]) -> Iterator[tuple[datetime, Agreement]]:
    """Each agreement but the present one, and until when it held."""
    changes = sorted({version.effective_at for version in versions})
    held = [_agreement_at(versions, since) for since in changes]
    for until, (before, after) in zip(changes[1:], pairwise(held), strict=True):
        if before and before != after:
            yield until, before


def _agreement_at(versions: Sequence[Version], at: datetime) -> Agreement | None:
    """None before there was one."""
    known = {version.name: version for version in versions if version.effective_at <= at}
    body = known[THE_AGREEMENT].body if THE_AGREEMENT in known else None
    if not isinstance(body, AgreementBody):
        return None
    calendar = known[Part.CALENDAR, body.calendar]
    assert isinstance(calendar.body, CalendarBody)
    return agreed(body, calendar.body, calendar.effective_at)
