"""What the pieces of work in one transaction share: rows that wait to be written, and what was read for all.

Rows wait until the transaction ends or somebody looks, and many of a kind are then written at once: the facts of
thirty tickets are one way to the server instead of thirty.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from storage.prepared import Prepared, Values, sent_together

SHARED = "shared"  # of a connection, while a transaction lasts

MARK, UNDO, KEEP = (
    Prepared(text(f"{words} verb")) for words in ("SAVEPOINT", "ROLLBACK TO SAVEPOINT", "RELEASE SAVEPOINT")
)

Row = tuple[Prepared, tuple[str, ...], Values]

Waiting = list[tuple[list[Row], int]]
"""What waited at one moment."""


@dataclass
class Piece:
    """A piece of work that may be undone by itself."""

    is_marked: bool = False  # by a savepoint
    is_written: bool = False  # aside, before there was one


class Hasty(Exception):  # noqa: N818 - names how it was done
    """What is to be undone was written without a savepoint: the whole transaction must be."""


@dataclass
class Shared:
    """`rows` wait in the order in which each statement was first asked for; `lasts` look for what others write, and
    come after them. `begun` and `seen` were read, and hold until somebody may have written: the desk's row, and
    people by Slack id. `keys` of the inbox were taken for work that has not begun. Where it `is_hasty`, a
    `piece` has no savepoint before it looks.
    """

    rows: list[Row] = field(default_factory=list)
    lasts: list[Row] = field(default_factory=list)
    begun: tuple[int, int, datetime | None] | None = None
    seen: dict[str, Any] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    is_hasty: bool = False
    piece: Piece | None = None

    def put(self, statement: Prepared, several: Sequence[Values], *, last: bool = False) -> None:
        """All of them give the same values."""
        waiting = self.lasts if last else self.rows
        for values in several:
            waiting.append((statement, tuple(values), values))

    def written_aside(self) -> None:
        if self.piece and not self.piece.is_marked:
            self.piece.is_written = True

    def look(self, connection: Connection) -> None:
        """Before somebody looks, and perhaps writes: they see all that waits, and what they do can be undone."""
        if self.piece and not self.piece.is_marked:
            self.piece.is_marked = True
            MARK.do(connection)
        self.write(connection)

    def write(self, connection: Connection) -> None:
        """All that waits. What was read is read anew."""
        self.forget()
        if self.rows or self.lasts:
            rows, lasts, self.rows, self.lasts = self.rows, self.lasts, [], []
            with sent_together(connection):
                _write(connection, rows)
                _write(connection, lasts)

    def forget(self) -> None:
        self.begun = None
        self.seen.clear()

    def waiting(self) -> Waiting:
        return [(rows, len(rows)) for rows in (self.rows, self.lasts)]

    def back_to(self, before: Waiting) -> None:
        """What waited then waits again: what was written since is undone."""
        self.forget()
        self.rows, self.lasts = (rows[:count] for rows, count in before)


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


@contextmanager
def undone_by(error: type[Exception], connection: Connection) -> Iterator[None]:
    """What is done in the block is undone where it ends by this error; by any other, the whole transaction is.

    Raises Hasty where it cannot be.
    """
    shared = shared_by(connection)
    before = shared.waiting()
    piece = shared.piece = Piece()
    if not shared.is_hasty:
        piece.is_marked = True
        MARK.do(connection)
    try:
        yield
    except error:
        if piece.is_written:
            raise Hasty from None
        if piece.is_marked:
            UNDO.do(connection)
        shared.back_to(before)
        raise
    finally:
        shared.piece = None
    if piece.is_marked and connection.dialect.name == "sqlite":  # it would go on noting what to undo
        KEEP.do(connection)
