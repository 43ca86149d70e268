"""Working time: weekly hours in a zone's wall time, without holidays, with make-up working days."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

Hours = tuple[tuple[time, time], ...]
"""Opening and closing times of one day in order; a closing time of 00:00 is the midnight at the day's end."""


@dataclass(frozen=True)
class Calendar:
    """`hours` by weekday (0: Monday); `closed` days have none; `opened` days have their own whatever else."""

    zone: str
    hours: Mapping[int, Hours]
    closed: frozenset[date] = frozenset()
    opened: Mapping[date, Hours] = field(default_factory=dict)
