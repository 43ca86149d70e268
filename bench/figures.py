"""What a benchmark finds, and what was promised."""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """`target` is such as ">=0.2" or "<=100"; empty for a figure that only explains another one."""

    name: str
    value: float
    unit: str
    target: str
    database: str

    @property
    def holds(self) -> bool | None:
        if not self.target:
            return None
        limit = float(self.target[2:])
        return self.value >= limit if self.target.startswith(">=") else self.value <= limit


def percentile(values: Sequence[float], share: float) -> float:
    """Nearest rank; `share` from 0 to 1."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def table(figures: Sequence[Figure]) -> str:
    marks = {True: "holds", False: "MISSED", None: ""}
    rows = [("figure", "value", "unit", "target", "database", "")]
    rows += [
        (one.name, f"{one.value:,.3g}", one.unit, one.target, one.database, marks[one.holds]) for one in figures
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def write(figures: Sequence[Figure], file: Path) -> None:
    file.write_text(json.dumps([asdict(one) for one in figures], indent=2) + "\n")
