"""What the pieces of work in one transaction share: rows that wait to be written, and what was read for all.

Rows wait until the transaction ends or somebody looks, and many of a kind are then written at once: the facts of
thirty tickets are one way to the server instead of thirty.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from storage.prepared import Prepared, Values

SHARED = "shared"  # of a connection, while a transaction lasts

Row = tuple[Prepared, tuple[str, ...], Values]


Mark = list[tuple[list[Row], int]]
"""What waited at one moment."""


@dataclass
class Shared:
    """`rows` wait in the order in which each statement was first asked for; `lasts` look for what others write, and
    come after them. `begun` and `seen` were read, and hold until somebody may have written: the desk's row, and
    people by Slack id. `keys` of the inbox were taken for work that has not begun.
    """

    rows: list[Row] = field(default_factory=list)
    lasts: list[Row] = field(default_factory=list)
    begun: tuple[int, int, datetime | None] | None = None
    seen: dict[str, Any] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)

    def put(self, statement: Prepared, several: Sequence[Values], *, last: bool = False) -> None:
        (self.lasts if last else self.rows).extend((statement, tuple(values), values) for values in several)

    def write(self, connection: Connection) -> None:
        """All that waits. Whoever asks for this may write, too: what was read is read anew."""
        self.forget()
        if self.rows or self.lasts:
            rows, lasts, self.rows, self.lasts = self.rows, self.lasts, [], []
            _write(connection, rows)
            _write(connection, lasts)

    def forget(self) -> None:
        self.begun = None
        self.seen.clear()

    def mark(self) -> Mark:
        return [(rows, len(rows)) for rows in (self.rows, self.lasts)]

    def back_to(self, mark: Mark) -> None:
        """What waited then waits again: what was written since is undone."""
        self.forget()
        self.rows, self.lasts = (rows[:count] for rows, count in mark)


def _write(connection: Connection, rows: Sequence[Row]) -> None:
    alike: dict[tuple[Prepared, tuple[str, ...]], list[Values]] = {}
    for statement, names, values in rows:
        alike.setdefault((statement, names), []).append(values)
    for (statement, _), several in alike.items():
        statement.do_each(connection, several)


def shared_by(connection: Connection) -> Shared:
    """One for each transaction."""
    found: Shared = connection.info.setdefault(SHARED, Shared())
    return found
